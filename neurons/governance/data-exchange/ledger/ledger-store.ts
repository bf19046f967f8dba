/** The ledger as a list: cases of one type with what a row of it shows. */
import { CASES, type CaseRow, ROW } from '@haihe/business/cases/case-store'
import type { Reader } from '@haihe/business/cases/list-store'
import { type Db, rows, sql } from '@haihe/kernel'

export interface LedgerFilter {
  type: string
  state?: string
  /** 数源单位 */
  owner?: string
  /** 需求单位 */
  asker?: string
  resource?: string
  kind?: string
  late?: boolean
  open?: boolean
  q?: string
  from?: Date
  to?: Date
}

export type Listed = CaseRow & { key: string }

type Fragment = ReturnType<typeof sql>

/** A limit that has just run out is late before the next sweep says so. */
const LATE = (now: Date): Fragment => sql`(s.open AND (s.overdue OR s.due_at < ${now}))`

const visible = (reader: Reader): Fragment =>
  reader.scopes.includes(reader.city)
    ? sql`true`
    : sql`(EXISTS (SELECT 1 FROM unnest(${[...reader.scopes]}::text[]) AS scope WHERE starts_with(c.region, scope))
        OR s.unit = ANY(${[...reader.units]}::text[]) OR s.outside && ${[...reader.units]}::text[])`

const where = (filter: LedgerFilter, reader: Reader, now: Date): Fragment => {
  const parts: Fragment[] = [sql`c.type = ${filter.type}`, visible(reader)]
  const { state, owner, asker, resource, kind, late, open, q, from, to } = filter
  if (state !== undefined) parts.push(sql`s.state = ${state}`)
  if (owner !== undefined) parts.push(sql`s.unit = ${owner}`)
  if (asker !== undefined) parts.push(sql`s.fold->>'asker' = ${asker}`)
  if (kind !== undefined) parts.push(sql`c.category = ${kind}`)
  if (late !== undefined) parts.push(late ? LATE(now) : sql`NOT ${LATE(now)}`)
  if (open !== undefined) parts.push(sql`s.open = ${open}`)
  if (from) parts.push(sql`c.reported_at >= ${from}`)
  if (to) parts.push(sql`c.reported_at < ${to}`)
  if (resource !== undefined)
    parts.push(sql`EXISTS (SELECT 1 FROM business.case_link l
      WHERE l.kind = 'resource' AND l.target = ${resource} AND l.district = c.district AND l.case_id = c.id)`)
  if (q)
    parts.push(sql`position(${q.toLowerCase()} IN
      lower(c.title || ' ' || c.case_no || ' ' || coalesce(c.data #>> '{need,matter}', ''))) > 0`)
  return sql.join(parts, sql` AND `)
}

/** Newest first. */
export const listNeeds = (
  db: Db,
  filter: LedgerFilter,
  reader: Reader,
  now: Date,
  page: { after: { at: string; id: string } | undefined; most: number },
): Promise<Listed[]> =>
  rows(
    db,
    sql<Listed>`SELECT ${sql.raw(ROW)}, c.reported_at::text AS key FROM ${sql.raw(CASES)}
      WHERE ${where(filter, reader, now)}
        ${page.after ? sql`AND (c.reported_at, c.id) < (${page.after.at}::timestamptz, ${page.after.id}::uuid)` : sql``}
      ORDER BY c.reported_at DESC, c.id DESC LIMIT ${page.most}`,
  )

/** Per state, under the filter but for its state. */
export const countStates = (
  db: Db,
  filter: LedgerFilter,
  reader: Reader,
  now: Date,
): Promise<{ state: string; n: number; late: number }[]> => {
  const { state: _, ...rest } = filter
  return rows(
    db,
    sql<{ state: string; n: number; late: number }>`SELECT s.state, count(*) AS n, count(*) FILTER (WHERE ${LATE(now)}) AS late
      FROM ${sql.raw(CASES)} WHERE ${where(rest, reader, now)} GROUP BY s.state`,
  )
}

export interface UnitSums {
  unit: string
  stated: number
  asked_open: number
  rated: number
  yes: number
  partly: number
  satisfaction: number | null
  received: number
  owned_open: number
  late: number
  answered: number
  refused: number
  judged: number
  on_time: number
  catalogued: number
  connected: number
}

/**
 * Per unit: what it asked, what was asked of it, and its resources. An answer counts as on time when its last limit
 * (`clock`) was kept.
 */
export const sumUnits = (db: Db, filter: LedgerFilter, reader: Reader, now: Date, clock: string): Promise<UnitSums[]> =>
  rows(
    db,
    sql<UnitSums>`WITH need AS MATERIALIZED (
        SELECT s.unit, s.fold->>'asker' AS asker, s.open, ${LATE(now)} AS late,
          s.fold #>> '{marks,answered}' IS NOT NULL AS answered, s.fold #>> '{marks,handled}' IS NOT NULL AS granted,
          s.fold #>> '{appraisal,resolved}' AS resolved, (s.fold #>> '{appraisal,satisfaction}')::int AS satisfaction,
          (SELECT (run->>'breached')::boolean FROM json_array_elements(s.fold->'clocks') WITH ORDINALITY AS t (run, n)
            WHERE run->>'clock' = ${clock} ORDER BY n DESC LIMIT 1) AS breached
        FROM ${sql.raw(CASES)} WHERE ${where(filter, reader, now)}
      ), asked AS (
        SELECT asker AS unit, count(*) AS stated, count(*) FILTER (WHERE open) AS asked_open, count(resolved) AS rated,
          count(*) FILTER (WHERE resolved = 'yes') AS yes, count(*) FILTER (WHERE resolved = 'partly') AS partly,
          avg(satisfaction)::float AS satisfaction
        FROM need WHERE asker IS NOT NULL GROUP BY asker
      ), owned AS (
        SELECT unit, count(*) AS received, count(*) FILTER (WHERE open) AS owned_open, count(*) FILTER (WHERE late) AS late,
          count(*) FILTER (WHERE answered) AS answered, count(*) FILTER (WHERE answered AND NOT granted) AS refused,
          count(breached) FILTER (WHERE answered) AS judged, count(*) FILTER (WHERE answered AND NOT breached) AS on_time
        FROM need WHERE unit IS NOT NULL GROUP BY unit
      ), held AS (
        SELECT owner AS unit, count(*) FILTER (WHERE catalogued) AS catalogued,
          count(*) FILTER (WHERE catalogued AND connected) AS connected
        FROM ledger.resource r
        WHERE ${
          reader.scopes.includes(reader.city)
            ? sql`true`
            : sql`(EXISTS (SELECT 1 FROM unnest(${[...reader.scopes]}::text[]) AS scope WHERE starts_with(r.region, scope))
              OR r.owner = ANY(${[...reader.units]}::text[]))`
        } GROUP BY owner
      )
      SELECT unit, coalesce(stated, 0) AS stated, coalesce(asked_open, 0) AS asked_open, coalesce(rated, 0) AS rated,
        coalesce(yes, 0) AS yes, coalesce(partly, 0) AS partly, satisfaction, coalesce(received, 0) AS received,
        coalesce(owned_open, 0) AS owned_open, coalesce(late, 0) AS late, coalesce(answered, 0) AS answered,
        coalesce(refused, 0) AS refused, coalesce(judged, 0) AS judged, coalesce(on_time, 0) AS on_time,
        coalesce(catalogued, 0) AS catalogued, coalesce(connected, 0) AS connected
      FROM asked FULL JOIN owned USING (unit) FULL JOIN held USING (unit)
      ORDER BY received DESC, stated DESC, unit LIMIT 1000`,
  )
