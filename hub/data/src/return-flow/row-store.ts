import { type Db, firstRow, rows, sql, type Trx } from '@haihe/kernel'

/** One refresh of a package at a time, across processes. */
export const lockPackage = async (trx: Trx, id: string): Promise<{ version: number; state: string } | undefined> =>
  firstRow(
    trx,
    sql<{ version: number; state: string }>`SELECT version, state FROM data.return_package WHERE id = ${id} FOR UPDATE`,
  )

/** A place for the rows of one part, gone with the transaction. */
export const openArrivals = async (trx: Trx): Promise<void> => {
  await sql`CREATE TEMP TABLE IF NOT EXISTS return_arrival (hash bytea NOT NULL, doc jsonb NOT NULL, subject text) ON COMMIT DROP`.execute(
    trx,
  )
  await sql`TRUNCATE return_arrival`.execute(trx)
}

export interface Arrival {
  hash: string
  doc: Record<string, unknown>
  subject: string | null
}

export const addArrivals = async (trx: Trx, arrivals: readonly Arrival[]): Promise<void> => {
  await sql`INSERT INTO return_arrival (hash, doc, subject)
    SELECT decode(hash, 'hex'), doc, subject FROM jsonb_to_recordset(${JSON.stringify(arrivals)}::jsonb)
      AS t (hash text, doc jsonb, subject text)`.execute(trx)
}

/** Ends what is gone before `version` and begins what is new with it; rows that stay are not touched. */
export const mergeArrivals = async (
  trx: Trx,
  { id, part, version }: { id: string; part: number; version: number },
): Promise<{ added: number; removed: number; rows: number }> => {
  await sql`ANALYZE return_arrival`.execute(trx)
  const found = await firstRow(
    trx,
    sql<{ added: number; removed: number; rows: number }>`WITH arrived AS MATERIALIZED (
        SELECT hash, doc, subject, row_number() OVER (PARTITION BY hash ORDER BY subject)::int AS nth FROM return_arrival
      ), gone AS (
        UPDATE data.return_row r SET until = ${version} WHERE r.package = ${id} AND r.part = ${part} AND r.until IS NULL
          AND NOT EXISTS (SELECT 1 FROM arrived a WHERE a.hash = r.hash AND a.nth = r.nth) RETURNING 1
      ), come AS (
        INSERT INTO data.return_row (package, part, hash, nth, doc, subject, since)
        SELECT ${id}, ${part}, a.hash, a.nth, a.doc, a.subject, ${version} FROM arrived a
        WHERE NOT EXISTS (SELECT 1 FROM data.return_row r WHERE r.package = ${id} AND r.part = ${part} AND r.until IS NULL
          AND r.hash = a.hash AND r.nth = a.nth) RETURNING 1
      )
      SELECT (SELECT count(*) FROM come) AS added, (SELECT count(*) FROM gone) AS removed, (SELECT count(*) FROM arrived) AS rows`,
  )
  return found ?? { added: 0, removed: 0, rows: 0 }
}

export const notePart = async (trx: Trx, id: string, part: number, shape: string | null, held: number): Promise<void> => {
  await sql`UPDATE data.return_part SET shape = ${shape}, rows = ${held} WHERE package = ${id} AND part = ${part}`.execute(trx)
}

export const saveVersion = async (
  trx: Trx,
  id: string,
  { version, at, rows: held, added, removed }: { version: number; at: Date; rows: number; added: number; removed: number },
): Promise<void> => {
  await sql`INSERT INTO data.return_version (package, version, at, rows, added, removed)
    VALUES (${id}, ${version}, ${at}, ${held}, ${added}, ${removed})`.execute(trx)
  await sql`UPDATE data.return_package SET version = ${version}, changed_at = ${at} WHERE id = ${id}`.execute(trx)
}

/** Rows that no kept version holds go. */
export const dropBefore = async (trx: Trx, id: string, version: number): Promise<void> => {
  await sql`DELETE FROM data.return_row WHERE package = ${id} AND until <= ${version}`.execute(trx)
  await sql`DELETE FROM data.return_version WHERE package = ${id} AND version < ${version}`.execute(trx)
}

/** Every row of a part, current and past: made under another decision they may not be shown any more. */
export const dropPart = async (trx: Trx, id: string, part: number): Promise<void> => {
  await sql`DELETE FROM data.return_row WHERE package = ${id} AND part = ${part}`.execute(trx)
}

export const versionsOf = (db: Db, id: string, before: number | null, limit: number) =>
  rows(
    db,
    sql<{ version: number; at: Date; rows: number; added: number; removed: number }>`SELECT version, at, rows, added, removed
      FROM data.return_version WHERE package = ${id} AND (${before}::int IS NULL OR version < ${before})
      ORDER BY version DESC LIMIT ${limit}`,
  )

export const hasVersion = async (db: Db, id: string, version: number): Promise<boolean> =>
  (await firstRow(
    db,
    sql<{ n: number }>`SELECT 1 AS n FROM data.return_version WHERE package = ${id} AND version = ${version}`,
  )) !== undefined

export const rowsAt = (
  db: Db,
  { id, part, version, after, limit }: { id: string; part: number; version: number; after: number; limit: number },
) =>
  rows(
    db,
    sql<{ id: number; doc: Record<string, unknown>; subject: string | null }>`SELECT id, doc, subject FROM data.return_row
      WHERE package = ${id} AND part = ${part} AND since <= ${version} AND (until IS NULL OR until > ${version}) AND id > ${after}
      ORDER BY id LIMIT ${limit}`,
  )
