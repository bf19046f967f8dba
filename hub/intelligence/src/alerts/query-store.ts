/** Lists of alerts: only what the caller's scopes hold is ever read. */
import type { Actor, AlertLevel, AlertState } from '@haihe/contract'
import { type Db, firstRow, rows, scopePredicate, sql } from '@haihe/kernel'
import type { AlertRow } from './row.ts'

export interface AlertFilter {
  region?: string
  states?: readonly AlertState[]
  levels?: readonly AlertLevel[]
  /** as of a past moment: what was open then, as it was then */
  at?: Date
  after?: { raisedAt: Date; id: string }
  limit: number
}

const COLUMNS = sql.raw(`a.id, a.rule, a.subject, a.region, a.entity, a.entity_name, a.indicator, a.lon, a.lat, a.threshold,
  a.raised_at, a.owner, a.case_id, a.provenance`)
const NOW = sql.raw('a.level, a.state, a.value, a.changed_at, a.closed_at, a.closed_by, a.reason')
const THEN =
  sql.raw(`l.level, CASE WHEN l.acknowledged THEN 'acknowledged' ELSE 'open' END AS state, coalesce(l.value, a.value) AS value,
  l.at AS changed_at, NULL::timestamptz AS closed_at, NULL::text AS closed_by, NULL::text AS reason`)

// An alert as it was: its level is that of the last entry before; what became more serious was to be acknowledged anew.
const past = (at: Date) => sql`JOIN LATERAL (
    SELECT (array_agg(level ORDER BY seq DESC))[1] AS level, max(at) AS at,
      (array_agg(value ORDER BY seq DESC) FILTER (WHERE value IS NOT NULL))[1] AS value,
      coalesce(max(seq) FILTER (WHERE kind = 'acknowledged'), 0) > coalesce(max(seq) FILTER (WHERE kind IN ('raised', 'escalated')), 0) AS acknowledged
    FROM intelligence.alert_log WHERE alert = a.id AND at <= ${at}
  ) AS l ON a.raised_at <= ${at} AND (a.closed_at IS NULL OR a.closed_at > ${at})`

const upper = (prefix: string): string => prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1)

const query = (actor: Actor, { region, states, levels, at }: AlertFilter) => {
  const inner = sql`SELECT ${COLUMNS}, ${at ? THEN : NOW} FROM intelligence.alert a ${at ? past(at) : sql``}
    WHERE ${scopePredicate(actor, 'alert.read', 'a.region')}
      ${region ? sql`AND a.region >= ${region} AND a.region < ${upper(region)}` : sql``}`
  return sql`(${inner}) AS a WHERE true ${states ? sql`AND a.state = ANY(${states})` : sql``} ${levels ? sql`AND a.level = ANY(${levels})` : sql``}`
}

export const listAlerts = (db: Db, actor: Actor, filter: AlertFilter): Promise<AlertRow[]> => {
  const after = filter.after ? sql`AND (a.raised_at, a.id) < (${filter.after.raisedAt}, ${filter.after.id}::uuid)` : sql``
  return rows(
    db,
    sql<AlertRow>`SELECT * FROM ${query(actor, filter)} ${after} ORDER BY a.raised_at DESC, a.id DESC LIMIT ${filter.limit}`,
  )
}

export const countAlerts = async (db: Db, actor: Actor, filter: AlertFilter): Promise<number> =>
  (await firstRow(db, sql<{ n: number }>`SELECT count(*)::int AS n FROM ${query(actor, filter)}`))!.n
