import type { RowProblem } from '@haihe/contract'
import { type Db, firstRow, rows, sql, type Trx } from '@haihe/kernel'
import type { Cell } from '../source/types.ts'

export interface RejectRow {
  id: number
  connector: string
  run: number
  line: number
  content: Record<string, Cell>
  corrected: boolean
  problems: RowProblem[]
  state: 'open' | 'replayed' | 'discarded'
  seen: number
  at: Date
  decidedBy: string | null
  decidedAt: Date | null
}

const COLUMNS = sql`id, connector, run, line, content, corrected, problems, state, seen, at, decided_by AS "decidedBy", decided_at AS "decidedAt"`

/** Behind `after`, in the order in which they came. */
export const listRejects = (
  db: Db,
  connector: string,
  state: RejectRow['state'],
  after: number,
  limit: number,
  run: number | null = null,
) =>
  rows(
    db,
    sql<RejectRow>`SELECT ${COLUMNS} FROM exchange.reject WHERE connector = ${connector} AND state = ${state} AND id > ${after}
      AND (${run}::bigint IS NULL OR run = ${run}::bigint) ORDER BY id LIMIT ${limit}`,
  )

export const findReject = (db: Db | Trx, id: number) =>
  firstRow(db, sql<RejectRow>`SELECT ${COLUMNS} FROM exchange.reject WHERE id = ${id}`)

/** How often each reason occurs among the open ones. */
export const countReasons = (db: Db, connector: string) =>
  rows(
    db,
    sql<{ field: string | null; reason: string; n: number }>`SELECT p->>'field' AS field, p->>'reason' AS reason, count(*) AS n
      FROM exchange.reject, jsonb_array_elements(problems) p WHERE connector = ${connector} AND state = 'open'
      GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 100`,
  )

/** Undefined when it is decided already. The same row may come again as it was: the hash stays. */
export const correctReject = (db: Db | Trx, id: number, content: Record<string, Cell>, at: Date) =>
  firstRow(
    db,
    sql<RejectRow>`UPDATE exchange.reject SET content = ${JSON.stringify(content)}::jsonb, corrected = true, at = ${at}
      WHERE id = ${id} AND state = 'open' RETURNING ${COLUMNS}`,
  )

/** `ids`: null for all open ones. */
export const discardRejects = async (
  db: Db | Trx,
  connector: string,
  ids: number[] | null,
  by: string,
  at: Date,
): Promise<number> => {
  const done = await sql`UPDATE exchange.reject SET state = 'discarded', decided_by = ${by}, decided_at = ${at}
    WHERE connector = ${connector} AND state = 'open' AND (${ids}::bigint[] IS NULL OR id = ANY (${ids}::bigint[]))`.execute(db)
  return Number(done.numAffectedRows ?? 0)
}

/** The newest open one; null when there is none. */
export const newestReject = async (db: Db | Trx, connector: string): Promise<number | null> =>
  (
    await firstRow(
      db,
      sql<{ id: number | null }>`SELECT max(id) AS id FROM exchange.reject WHERE connector = ${connector} AND state = 'open'`,
    )
  )?.id ?? null

/** A line that could not be read must be corrected first: what it holds so far is not a row. */
export const rejectsToReplay = (db: Db, connector: string, ids: number[] | null, after: number, upTo: number, limit: number) =>
  rows(
    db,
    sql<RejectRow>`SELECT ${COLUMNS} FROM exchange.reject WHERE connector = ${connector} AND state = 'open' AND id > ${after} AND id <= ${upTo}
      AND (${ids}::bigint[] IS NULL OR id = ANY (${ids}::bigint[]))
      AND (corrected OR NOT problems @> '[{"field": null}]') ORDER BY id LIMIT ${limit}`,
  )

/** Decided ones are kept for a while. */
export const expireRejects = async (db: Db, before: Date): Promise<void> => {
  await sql`DELETE FROM exchange.reject WHERE state <> 'open' AND decided_at < ${before}`.execute(db)
}
