import { type Db, firstRow, rows, sql } from '@haihe/kernel'

export interface LetterRow {
  id: number
  source: string
  region: string
  receivedAt: Date
  seen: number
  lastAt: Date
  raw: string
  truncated: boolean
  line: number | null
  code: string
  message: string
  path: string | null
  state: 'open' | 'replayed' | 'discarded'
  attempts: number
  result: { status: string; code?: string; message?: string } | null
  decidedBy: string | null
  decidedAt: Date | null
  reason: string | null
}

const COLUMNS = sql`id, source, region, received_at AS "receivedAt", seen, last_at AS "lastAt", raw, truncated, line, code, message,
  path, state, attempts, result, decided_by AS "decidedBy", decided_at AS "decidedAt", reason`

interface LetterFilter {
  source?: string
  state?: 'open' | 'replayed' | 'discarded'
  code?: string
  ids?: readonly number[]
  /** newest first: below this id */
  before?: number
  /** oldest first: above this id */
  after?: number
}

const matching = (filter: LetterFilter, scopes: readonly string[]) => sql<boolean>`
  EXISTS (SELECT FROM unnest(${scopes}::text[]) AS scope WHERE starts_with(region, scope))
  AND (${filter.source ?? null}::text IS NULL OR source = ${filter.source ?? null})
  AND (${filter.state ?? null}::text IS NULL OR state = ${filter.state ?? null})
  AND (${filter.code ?? null}::text IS NULL OR code = ${filter.code ?? null})
  AND (${filter.ids ?? null}::bigint[] IS NULL OR id = ANY(${filter.ids ?? null}::bigint[]))
  AND (${filter.before ?? null}::bigint IS NULL OR id < ${filter.before ?? null})
  AND (${filter.after ?? null}::bigint IS NULL OR id > ${filter.after ?? null})`

export const listLetters = (db: Db, filter: LetterFilter, scopes: readonly string[], most: number) =>
  rows(
    db,
    sql<LetterRow>`SELECT ${COLUMNS} FROM data.dead_letter WHERE ${matching(filter, scopes)} ORDER BY id DESC LIMIT ${most}`,
  )

export const oldestLetters = (db: Db, filter: LetterFilter, scopes: readonly string[], most: number) =>
  rows(db, sql<LetterRow>`SELECT ${COLUMNS} FROM data.dead_letter WHERE ${matching(filter, scopes)} ORDER BY id LIMIT ${most}`)

/** How many there are, by code, for the filter without its code. */
export const countLetters = (db: Db, filter: LetterFilter, scopes: readonly string[]) =>
  rows(
    db,
    sql<{ code: string; count: number }>`SELECT code, count(*) AS count FROM data.dead_letter
      WHERE ${matching({ source: filter.source, state: filter.state }, scopes)} GROUP BY code ORDER BY 2 DESC`,
  )

export const findLetter = (db: Db, id: number) =>
  firstRow(db, sql<LetterRow>`SELECT ${COLUMNS} FROM data.dead_letter WHERE id = ${id}`)

export interface Attempt {
  id: number
  result: NonNullable<LetterRow['result']>
}

/** Notes replays; what was stored (or was there already) leaves the list of open ones. */
export const noteReplays = async (db: Db, attempts: readonly Attempt[], by: string, at: Date): Promise<void> => {
  const sorted = [...attempts].sort((a, b) => a.id - b.id)
  await sql`UPDATE data.dead_letter d SET attempts = attempts + 1, result = t.result,
      state = CASE WHEN t.result->>'status' = 'rejected' THEN 'open' ELSE 'replayed' END,
      decided_by = CASE WHEN t.result->>'status' = 'rejected' THEN NULL ELSE ${by} END,
      decided_at = CASE WHEN t.result->>'status' = 'rejected' THEN NULL ELSE ${at}::timestamptz END
    FROM jsonb_to_recordset(${JSON.stringify(sorted)}::jsonb) AS t (id bigint, result jsonb)
    WHERE d.id = t.id AND d.state = 'open'`.execute(db)
}

/** Returns the ids that were open and are now discarded. */
export const discardLetters = async (
  db: Db,
  filter: LetterFilter,
  scopes: readonly string[],
  by: string,
  reason: string,
  at: Date,
): Promise<number[]> =>
  (
    await rows(
      db,
      sql<{
        id: number
      }>`UPDATE data.dead_letter SET state = 'discarded', decided_by = ${by}, decided_at = ${at}, reason = ${reason}
        WHERE id IN (SELECT id FROM data.dead_letter WHERE ${matching({ ...filter, state: 'open' }, scopes)} ORDER BY id LIMIT 10000)
          AND state = 'open' RETURNING id`,
    )
  ).map((row) => row.id)

/** Decided ones are dropped after a while; open ones stay until somebody decides. */
export const expireLetters = async (db: Db, before: Date): Promise<void> => {
  await sql`DELETE FROM data.dead_letter WHERE state <> 'open' AND decided_at < ${before}`.execute(db)
}
