import { CompiledQuery } from 'kysely'
import type pg from 'pg'
import { type Db, firstRow, isClient, rows, sql, type Trx } from '../db.ts'
import { LOCKS } from '../locks.ts'
import type { Attachment, Stage } from './types.ts'

const ROW = sql`id, sha256, bytes, width, height, owner, stage, subject, at`

/** Writers and the sweeper of one picture take turns, so that a file is never removed under a new row. */
export const lockPicture = async (trx: Trx, sha256: string): Promise<void> => {
  await sql`SELECT pg_advisory_xact_lock(${LOCKS.attachment}::int, hashtext(${sha256}))`.execute(trx)
}

export const insertAttachment = async (trx: Trx, row: Omit<Attachment, 'id' | 'subject'>): Promise<Attachment> =>
  (await firstRow(
    trx,
    sql<Attachment>`INSERT INTO kernel.attachment (sha256, bytes, width, height, owner, stage, at)
      VALUES (${row.sha256}, ${row.bytes}, ${row.width}, ${row.height}, ${row.owner}, ${row.stage}, ${row.at}) RETURNING ${ROW}`,
  ))!

export const findAttachments = (db: Db, ids: readonly string[]) =>
  rows(db, sql<Attachment>`SELECT ${ROW} FROM kernel.attachment WHERE id = ANY(${ids}::uuid[])`)

const CLAIM = `UPDATE kernel.attachment SET subject = $3, stage = CASE stage WHEN 'other' THEN $4 ELSE stage END
  WHERE id = ANY($1::uuid[]) AND owner = $2 AND subject IS NULL RETURNING id`

/** How many of the photos were free and the owner's, and now belong to the subject. */
export const claimAttachments = async (
  db: Db | pg.ClientBase,
  ids: readonly string[],
  use: { owner: string; subject: string; stage: Stage },
): Promise<number> => {
  const values = [ids, use.owner, use.subject, use.stage]
  const result = isClient(db) ? await db.query(CLAIM, values) : await db.executeQuery(CompiledQuery.raw(CLAIM, values))
  return result.rows.length
}

export const countUnused = async (db: Db, owner: string): Promise<number> =>
  (await firstRow(
    db,
    sql<{ n: number }>`SELECT count(*) AS n FROM kernel.attachment WHERE owner = ${owner} AND subject IS NULL`,
  ))!.n

export const findUnused = (db: Db, before: Date, most: number) =>
  rows(
    db,
    sql<{ id: string; sha256: string }>`SELECT id, sha256 FROM kernel.attachment
      WHERE subject IS NULL AND at < ${before} ORDER BY at LIMIT ${most}`,
  )

/** Deletes an unused photo; tells whether it went and whether its picture is now nobody's. */
export const deleteUnused = async (trx: Trx, id: string, sha256: string): Promise<{ gone: boolean; last: boolean }> => {
  const gone = await rows(trx, sql`DELETE FROM kernel.attachment WHERE id = ${id} AND subject IS NULL RETURNING id`)
  const others = await rows(trx, sql`SELECT 1 FROM kernel.attachment WHERE sha256 = ${sha256} LIMIT 1`)
  return { gone: gone.length === 1, last: others.length === 0 }
}
