/** An alert as it is stored, and as people see it. */
import type { Alert, AlertLevel, AlertLogEntry, AlertRuleDef, Provenance } from '@haihe/contract'
import type { AlertRules } from './rules.ts'

export interface AlertRow {
  id: string
  rule: string
  subject: string
  level: AlertLevel
  state: Alert['state']
  region: string
  entity: string | null
  entity_name: string | null
  indicator: string | null
  lon: number | null
  lat: number | null
  value: number
  threshold: number
  raised_at: Date
  changed_at: Date
  closed_at: Date | null
  closed_by: Alert['closedBy']
  reason: string | null
  owner: string | null
  case_id: string | null
  provenance: Provenance
}

export interface LogRow {
  alert: string
  seq: number
  at: Date
  kind: AlertLogEntry['kind']
  level: AlertLevel
  value: number | null
  actor: string | null
  note: string
}

export interface Names {
  region: (code: string) => string
  indicator: (code: string) => string | undefined
}

const titleOf = (def: AlertRuleDef | undefined, id: string) => def?.title ?? { zh: id, en: id }

export const viewOf = (row: AlertRow, rules: AlertRules, names: Names): Alert => {
  const def = rules.find(row.rule)
  const regionName = names.region(row.region)
  const named = row.indicator === null ? undefined : names.indicator(row.indicator)
  return {
    id: row.id,
    rule: row.rule,
    title: titleOf(def, row.rule),
    level: row.level,
    state: row.state,
    region: row.region,
    regionName,
    entity: row.entity,
    indicator: row.indicator,
    subject: row.entity === null ? `${regionName} ${named ?? row.indicator ?? ''}`.trim() : (row.entity_name ?? row.entity),
    value: row.value,
    unit: def ? rules.unitOf(def) : '',
    threshold: row.threshold,
    raisedAt: row.raised_at.toISOString(),
    changedAt: row.changed_at.toISOString(),
    closedAt: row.closed_at?.toISOString() ?? null,
    closedBy: row.closed_by,
    reason: row.reason,
    owner: row.owner,
    caseId: row.case_id,
    provenance: row.provenance,
  }
}

export const logView = (row: LogRow): AlertLogEntry => ({
  seq: row.seq,
  at: row.at.toISOString(),
  kind: row.kind,
  level: row.level,
  value: row.value,
  actor: row.actor,
  note: row.note,
})
