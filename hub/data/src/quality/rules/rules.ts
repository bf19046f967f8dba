/** The rules of a resource: what follows from its fields, as owners changed, silenced and added. */
import { isProtectedField, type QualityCheck, type QualityRule, type Resource } from '@haihe/contract'
import type { Db } from '@haihe/kernel'
import { defaultRules } from './defaults.ts'
import { listStoredRules, type StoredQualityRule } from './rule-store.ts'

export interface KnownRule {
  rule: QualityRule
  origin: 'default' | 'changed' | 'added'
  silenced: { reason: string; by: string; at: Date } | null
}

const silencedOf = (stored: StoredQualityRule | undefined): KnownRule['silenced'] =>
  stored?.silencedAt ? { reason: stored.silencedReason ?? '', by: stored.silencedBy ?? '', at: stored.silencedAt } : null

const mergeRules = (resource: Resource, stored: readonly StoredQualityRule[]): KnownRule[] => {
  const byId = new Map(stored.map((row) => [row.id, row]))
  const defaults = defaultRules(resource).map((rule): KnownRule => {
    const own = byId.get(rule.id)
    return own?.rule
      ? { rule: { ...rule, ...own.rule }, origin: 'changed', silenced: silencedOf(own) }
      : { rule, origin: 'default', silenced: silencedOf(own) }
  })
  const known = new Set(defaults.map(({ rule }) => rule.id))
  const added = stored.flatMap((row): KnownRule[] =>
    known.has(row.id) || row.rule === null || row.id.startsWith('default:')
      ? []
      : [{ rule: { id: row.id, resource: resource.id, ...row.rule }, origin: 'added', silenced: silencedOf(row) }],
  )
  return [...defaults, ...added]
}

export const rulesOf = async (db: Db, resource: Resource): Promise<KnownRule[]> =>
  mergeRules(resource, await listStoredRules(db, resource.id))

/** Rules that are checked on a local date. */
export const inForce = (rules: readonly KnownRule[], date: string): QualityRule[] =>
  rules.filter(({ rule, silenced }) => silenced === null && rule.since <= date).map(({ rule }) => rule)

const ASKING: readonly QualityCheck['kind'][] = ['pattern', 'code-list', 'range', 'expression', 'outlier', 'length']

/** A rule that compares with chosen constants asks a question of the values: not for those who may not see them. */
export const asksProtected = (check: QualityCheck, resource: Resource): boolean =>
  (ASKING.includes(check.kind) || 'resource' in check.parameters) &&
  resource.fields.some((field) => isProtectedField(field) && (check.fields as readonly string[]).includes(field.name))
