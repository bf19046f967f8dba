import { type Db, firstRow, rows, sql } from '@haihe/kernel'
import type { ReadRecord } from '../platform/ports.ts'

export const insertRead = async (db: Db, entry: ReadRecord): Promise<number> => {
  const row = await firstRow(
    db,
    sql<{
      id: number
    }>`INSERT INTO data.read_log (at, actor, actor_name, unit, resource, fields, masked, purpose, basis, way, grant_id, rows)
      VALUES (${entry.at}, ${entry.actor}, ${entry.actorName}, ${entry.unit}, ${entry.resource}, ${[...entry.fields]}::text[],
        ${[...entry.masked]}::text[], ${entry.purpose}, ${entry.basis}, ${entry.way}, ${entry.grant}, ${entry.rows}) RETURNING id`,
  )
  return row!.id
}

export const insertSubjects = async (db: Db, read: number, at: Date, subjects: readonly string[]): Promise<void> => {
  await sql`INSERT INTO data.read_subject (at, read, subject) SELECT ${at}, ${read}, s FROM unnest(${[...subjects]}::text[]) s
    ON CONFLICT DO NOTHING`.execute(db)
}

export const extendRead = async (db: Db, read: number, more: number, subjects: readonly string[]): Promise<void> => {
  await sql`WITH went AS (UPDATE data.read_log SET rows = rows + ${more} WHERE id = ${read} RETURNING at)
    INSERT INTO data.read_subject (at, read, subject) SELECT went.at, ${read}, s FROM went, unnest(${[...subjects]}::text[]) s
    ON CONFLICT DO NOTHING`.execute(db)
}

export interface ReadRow {
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
  way: string
  grant: string | null
  rows: number
}

export interface ReadFilter {
  /** null: of every resource */
  resources: readonly string[] | null
  actor: string | null
  unit: string | null
  purpose: string | null
  way: string | null
  grant: string | null
  from: Date | null
  to: Date | null
  before: { at: Date; id: number } | null
  limit: number
}

/** Newest first. */
export const listReads = (db: Db, f: ReadFilter) =>
  rows(
    db,
    sql<ReadRow>`SELECT id, at, actor, actor_name AS "actorName", unit, resource, fields, masked, purpose, basis, way,
        grant_id AS "grant", rows FROM data.read_log
      WHERE (${f.resources === null} OR resource = ANY(${f.resources ?? []}::uuid[]))
        AND (${f.actor}::text IS NULL OR actor = ${f.actor}) AND (${f.unit}::text IS NULL OR unit = ${f.unit})
        AND (${f.purpose}::text IS NULL OR purpose = ${f.purpose}) AND (${f.way}::text IS NULL OR way = ${f.way})
        AND (${f.grant}::uuid IS NULL OR grant_id = ${f.grant})
        AND (${f.from}::timestamptz IS NULL OR at >= ${f.from}) AND (${f.to}::timestamptz IS NULL OR at < ${f.to})
        AND (${f.before === null} OR (at, id) < (${f.before?.at ?? null}::timestamptz, ${f.before?.id ?? null}::bigint))
      ORDER BY at DESC, id DESC LIMIT ${f.limit}`,
  )

const MONTH = /^\d{4}_\d{2}$/

/** Partitions of both tables for one month (UTC); nothing happens when they exist. */
export const ensureMonth = async (db: Db, start: Date, end: Date): Promise<void> => {
  const name = start.toISOString().slice(0, 7).replace('-', '_')
  if (!MONTH.test(name)) throw new RangeError(`not a month: ${name}`)
  for (const table of ['read_log', 'read_subject'])
    await sql
      .raw(
        `CREATE TABLE IF NOT EXISTS data.${table}_${name} PARTITION OF data.${table}
          FOR VALUES FROM ('${start.toISOString()}') TO ('${end.toISOString()}')`,
      )
      .execute(db)
}
