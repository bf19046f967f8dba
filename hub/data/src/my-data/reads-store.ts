import type { ReadWay } from '@haihe/contract'
import { type Db, firstRow, rows, sql } from '@haihe/kernel'

export interface SubjectRead {
  id: number
  at: Date
  actor: string
  actorName: string
  unit: string | null
  resource: string
  fields: string[]
  masked: string[]
  purpose: string | null
  basis: string | null
  way: ReadWay
  subject: string
}

const COLUMNS = sql`l.id, l.at, l.actor, l.actor_name AS "actorName", l.unit, l.resource, l.fields, l.masked, l.purpose,
  l.basis, l.way, s.subject`

export interface ReadFilter {
  unit: string | null
  resource: string | null
  from: Date | null
  to: Date | null
  /** the last of the page before */
  after: { at: Date; id: number } | null
  limit: number
}

/** Reads of records about any of the subjects, newest first. */
export const readsOf = (db: Db, subjects: readonly string[], { unit, resource, from, to, after, limit }: ReadFilter) =>
  rows(
    db,
    sql<SubjectRead>`SELECT ${COLUMNS} FROM data.read_subject s JOIN data.read_log l ON l.id = s.read AND l.at = s.at
      WHERE s.subject = ANY(${subjects})
        AND (${from}::timestamptz IS NULL OR s.at >= ${from}) AND (${to}::timestamptz IS NULL OR s.at < ${to})
        AND (${after?.at ?? null}::timestamptz IS NULL OR (s.at, s.read) < (${after?.at ?? null}, ${after?.id ?? 0}::bigint))
        AND (${unit}::text IS NULL OR l.unit = ${unit}) AND (${resource}::uuid IS NULL OR l.resource = ${resource})
      ORDER BY s.at DESC, s.read DESC LIMIT ${limit}`,
  )

/** One read, when it was about one of the subjects. */
export const readOf = (db: Db, subjects: readonly string[], id: number) =>
  firstRow(
    db,
    sql<SubjectRead>`SELECT ${COLUMNS} FROM data.read_log l JOIN data.read_subject s ON s.read = l.id AND s.at = l.at
      WHERE l.id = ${id} AND s.subject = ANY(${subjects}) LIMIT 1`,
  )

/** Units that read records of the subjects since `from`, most reads first. */
export const readersOf = (db: Db, subjects: readonly string[], from: Date) =>
  rows(
    db,
    sql<{ unit: string | null; reads: number; last: Date }>`SELECT l.unit, count(*) AS reads, max(l.at) AS last
      FROM data.read_subject s JOIN data.read_log l ON l.id = s.read AND l.at = s.at
      WHERE s.subject = ANY(${subjects}) AND s.at >= ${from} GROUP BY l.unit ORDER BY 2 DESC, 1 LIMIT 200`,
  )

/** Rows about a subject per held table; one statement for a page of resources. `table` is quoted. */
export const countRows = async (
  db: Db,
  wanted: readonly { resource: string; table: string; subject: string }[],
): Promise<Map<string, number>> => {
  if (wanted.length === 0) return new Map()
  const parts = wanted.map(
    ({ resource, table, subject }) =>
      sql`SELECT ${resource}::text AS resource, count(*) AS held FROM ${sql.raw(table)} WHERE _subject = ${subject}`,
  )
  const found = await rows(db, sql<{ resource: string; held: number }>`${sql.join(parts, sql` UNION ALL `)}`)
  return new Map(found.map(({ resource, held }) => [resource, held]))
}
