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

/** Rows that were rejected for this; field null when the whole row is meant. */
export interface RejectFor {
  field: string | null
  reason: string
}

const rejectedFor = (why: RejectFor | null) => {
  const problem = why === null ? null : JSON.stringify([why])
  return sql<boolean>`(${problem}::jsonb IS NULL OR problems @> ${problem}::jsonb)`
}

export interface RejectFilter {
  state: RejectRow['state']
  run?: number | null
  why?: RejectFor | null
}

/** Behind `after`, in the order in which they came. */
export const listRejects = (
  db: Db,
  connector: string,
  { state, run = null, why = null }: RejectFilter,
  after: number,
  limit: number,
) =>
  rows(
    db,
    sql<RejectRow>`SELECT ${COLUMNS} FROM exchange.reject WHERE connector = ${connector} AND state = ${state} AND id > ${after}
      AND (${run}::bigint IS NULL OR run = ${run}::bigint) AND ${rejectedFor(why)} ORDER BY id LIMIT ${limit}`,
  )

export const countRejects = async (db: Db, connector: string, { state, run = null, why = null }: RejectFilter): Promise<number> =>
  (
    await firstRow(
      db,
      sql<{ n: number }>`SELECT count(*) AS n FROM exchange.reject WHERE connector = ${connector} AND state = ${state}
        AND (${run}::bigint IS NULL OR run = ${run}::bigint) AND ${rejectedFor(why)}`,
    )
  )?.n ?? 0

/** All columns that rejected rows of a connector have. */
export const rejectColumns = async (db: Db, connector: string, { state }: RejectFilter): Promise<string[]> =>
  (
    await rows(
      db,
      sql<{ name: string }>`SELECT DISTINCT name FROM exchange.reject, jsonb_object_keys(content) AS name
        WHERE connector = ${connector} AND state = ${state} ORDER BY 1`,
    )
  ).map(({ name }) => name)

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

/** Corrects many at once; what is unchanged, decided or of another connector stays. Answers the numbers of those corrected. */
export const correctRejects = async (
  db: Db | Trx,
  connector: string,
  mended: readonly { id: number; content: Record<string, Cell> }[],
  at: Date,
): Promise<number[]> =>
  (
    await rows(
      db,
      // a column that the row never had does not come in by a file
      sql<{ id: number }>`UPDATE exchange.reject r SET content = n.content, corrected = true, at = ${at}
        FROM (SELECT o.id, o.content || coalesce((SELECT jsonb_object_agg(e.key, e.value) FROM jsonb_each(x.content) e WHERE o.content ? e.key), '{}') AS content
          FROM jsonb_to_recordset(${JSON.stringify(mended)}::jsonb) AS x (id bigint, content jsonb)
          JOIN exchange.reject o ON o.id = x.id WHERE o.connector = ${connector}) n
        WHERE r.id = n.id AND r.state = 'open' AND r.content <> n.content RETURNING r.id`,
    )
  ).map(({ id }) => id)

/** `ids`: null for all open ones. */
export const discardRejects = async (
  db: Db | Trx,
  connector: string,
  ids: number[] | null,
  by: string,
  at: Date,
  why: RejectFor | null = null,
): Promise<number> => {
  const done = await sql`UPDATE exchange.reject SET state = 'discarded', decided_by = ${by}, decided_at = ${at}
    WHERE connector = ${connector} AND state = 'open' AND (${ids}::bigint[] IS NULL OR id = ANY (${ids}::bigint[]))
      AND ${rejectedFor(why)}`.execute(db)
  return Number(done.numAffectedRows ?? 0)
}

/** The newest open one; null when there is none. */
export const newestReject = async (db: Db | Trx, connector: string, why: RejectFor | null = null): Promise<number | null> =>
  (
    await firstRow(
      db,
      sql<{
        id: number | null
      }>`SELECT max(id) AS id FROM exchange.reject WHERE connector = ${connector} AND state = 'open' AND ${rejectedFor(why)}`,
    )
  )?.id ?? null

/** A line that could not be read must be corrected first: what it holds so far is not a row. */
export const rejectsToReplay = (
  db: Db,
  connector: string,
  { ids, why = null, upTo }: { ids: number[] | null; why?: RejectFor | null; upTo: number },
  after: number,
  limit: number,
) =>
  rows(
    db,
    sql<RejectRow>`SELECT ${COLUMNS} FROM exchange.reject WHERE connector = ${connector} AND state = 'open' AND id > ${after} AND id <= ${upTo}
      AND (${ids}::bigint[] IS NULL OR id = ANY (${ids}::bigint[]))
      AND (corrected OR NOT problems @> '[{"field": null}]') AND ${rejectedFor(why)} ORDER BY id LIMIT ${limit}`,
  )

/** Decided ones are kept for a while. */
export const expireRejects = async (db: Db, before: Date): Promise<void> => {
  await sql`DELETE FROM exchange.reject WHERE state <> 'open' AND decided_at < ${before}`.execute(db)
}
