/** One chunk is one transaction: rows, rejected rows, cursor and progress. A worker that lost its run writes nothing. */
import { once } from 'node:events'
import type { Resource } from '@haihe/contract'
import type pg from 'pg'
import copyStreams from 'pg-copy-streams'
import { heldTable, quoted } from '../../held/columns.ts'
import { COPY_SYSTEM, type Prepared } from './prepare.ts'

export type Wish = 'pause' | 'cancel' | null

export interface ChunkTarget {
  run: number
  connector: string
  owner: string
  resource: Pick<Resource, 'no' | 'fields'>
  /** rows of this run are told from older ones, which its end removes */
  whole: boolean
  /** rows that were rejected once must not replace newer ones */
  replay: { by: string } | null
}

/**
 * Rows that are all new go straight into the table, at twice the speed of a merge. `direct` says whether the next chunk
 * is tried so; a chunk with a row that is already there is merged, and so are some after it.
 */
export interface Pace {
  direct: boolean | null
  merges: number
}

/** Somebody else has taken the run over, or it was ended. */
export class LostRun extends Error {}

const STAGE = 'exchange_stage'

/** The temporary table lives as long as the connection; it is empty at the start of every transaction. */
export const prepareStage = async (client: pg.ClientBase, resource: ChunkTarget['resource']): Promise<void> => {
  const columns = [...COPY_SYSTEM, ...resource.fields.map(({ name }) => quoted(name))].join(', ')
  await client.query(
    `CREATE TEMP TABLE ${STAGE} ON COMMIT DELETE ROWS AS SELECT ${columns} FROM ${heldTable(resource)} WITH NO DATA`,
  )
}

const copyInto = async (
  client: pg.ClientBase,
  table: string,
  { fields }: ChunkTarget['resource'],
  text: string,
): Promise<void> => {
  const columns = [...COPY_SYSTEM, ...fields.map(({ name }) => quoted(name))].join(', ')
  const stream = client.query(copyStreams.from(`COPY ${table} (${columns}) FROM STDIN`))
  const done = once(stream, 'finish')
  done.catch(() => {})
  stream.end(Buffer.from(text, 'utf8'))
  await done
}

/** INSERT … ON CONFLICT of the staged rows; $1 is their time in a whole load. Answers the number of rows that are new or changed. */
const upsertSql = ({ run, resource, whole }: ChunkTarget): string => {
  const names = resource.fields.map(({ name }) => quoted(name))
  const compared = ['_region', '_subject', ...names]
  const list = (prefix: string): string => compared.map((name) => `${prefix}.${name}`).join(', ')
  const changed = `(${list('h')}) IS DISTINCT FROM (${list('excluded')})`
  const set = compared.map((name) => `${name} = excluded.${name}`).join(', ')
  // a whole load marks what it saw; the time of a row is that of its last change all the same
  const update = whole
    ? `DO UPDATE SET ${set}, _run = excluded._run, _line = excluded._line, _at = CASE WHEN ${changed} THEN excluded._at ELSE h._at END`
    : `DO UPDATE SET ${set}, _run = excluded._run, _line = excluded._line, _at = excluded._at WHERE ${changed}`
  return `WITH w AS (INSERT INTO ${heldTable(resource)} AS h (_key, _run, _line, _at, ${compared.join(', ')})
      SELECT _key, ${run}, _line, _at, ${compared.join(', ')} FROM ${STAGE}
      ON CONFLICT (_key) ${update} RETURNING ${whole ? '_at = $1::timestamptz' : 'true'} AS changed)
    SELECT count(*) FILTER (WHERE changed) AS written FROM w`
}

const MERGES = 20

const hasNone = async (client: pg.ClientBase, { resource }: ChunkTarget, keys: readonly string[]): Promise<boolean> =>
  (await client.query(`SELECT 1 FROM ${heldTable(resource)} WHERE _key = ANY ($1::text[]) LIMIT 1`, [keys])).rows.length === 0

/**
 * True when the rows are in; false when one of their keys was there, and nothing is changed. `saved`: the savepoint is
 * set already; it is released by the commit.
 */
const copyDirect = async (
  client: pg.ClientBase,
  target: ChunkTarget,
  prepared: Prepared,
  pace: Pace,
  saved: boolean,
): Promise<boolean> => {
  if (target.replay) return false
  if (pace.merges > 0) {
    pace.merges -= 1
    pace.direct = null
    return false
  }
  const direct = pace.direct ?? (await hasNone(client, target, prepared.keys))
  if (direct) {
    if (!saved) await client.query('SAVEPOINT direct')
    try {
      await copyInto(client, heldTable(target.resource), target.resource, prepared.copy)
      pace.direct = true
      return true
    } catch (error) {
      if ((error as { code?: string }).code !== '23505') throw error
      await client.query('ROLLBACK TO SAVEPOINT direct')
    }
  }
  pace.merges = MERGES
  return false
}

const merge = async (client: pg.ClientBase, target: ChunkTarget, prepared: Prepared): Promise<number> => {
  await copyInto(client, STAGE, target.resource, prepared.copy)
  if (target.replay)
    await client.query(`DELETE FROM ${STAGE} s USING ${heldTable(target.resource)} h WHERE h._key = s._key AND h._run > s._run`)
  const { rows } = await client.query<{ written: number }>(upsertSql(target), target.whole ? [prepared.at] : [])
  return rows[0]?.written ?? 0
}

const writeRejects = (client: pg.ClientBase, target: ChunkTarget, { rejects }: Prepared, at: Date) =>
  client.query(
    `INSERT INTO exchange.reject AS r (connector, run, line, content, hash, problems, seen, at)
      SELECT $1, $2, x.line, x.content, x.hash, x.problems, x.seen, $3
      FROM jsonb_to_recordset($4::jsonb) AS x (line bigint, content jsonb, hash text, problems jsonb, seen int)
      ON CONFLICT (connector, hash) WHERE state = 'open'
      DO UPDATE SET run = excluded.run, line = excluded.line, problems = excluded.problems, seen = r.seen + excluded.seen, at = excluded.at`,
    [target.connector, target.run, at, JSON.stringify(rejects)],
  )

const settle = async (client: pg.ClientBase, prepared: Prepared, by: string, at: Date): Promise<void> => {
  if (prepared.settled.length > 0)
    await client.query(
      `UPDATE exchange.reject SET state = 'replayed', decided_by = $2, decided_at = $3 WHERE id = ANY ($1) AND state = 'open'`,
      [prepared.settled, by, at],
    )
  if (prepared.stillWrong.length > 0)
    await client.query(
      `UPDATE exchange.reject r SET problems = x.problems
        FROM jsonb_to_recordset($1::jsonb) AS x (id bigint, problems jsonb) WHERE r.id = x.id AND r.state = 'open'`,
      [JSON.stringify(prepared.stillWrong)],
    )
}

export interface ChunkResult {
  written: number
  unchanged: number
  wish: Wish
}

/** `busy`: milliseconds since the chunk before. Throws LostRun; any other error leaves nothing behind. */
export const commitChunk = async (
  client: pg.ClientBase,
  target: ChunkTarget,
  prepared: Prepared,
  pace: Pace,
  busy: number,
): Promise<ChunkResult> => {
  const { at } = prepared
  const text = (value: string): string => client.escapeLiteral(value)
  // three ways to the server for a chunk of new rows: each costs what a switch between two busy processes costs
  const saved = prepared.keys.length > 0 && pace.direct === true && pace.merges === 0 && !target.replay
  try {
    // the lock keeps everybody else from taking the run while this transaction is open
    const [, fence] = (await client.query(`BEGIN;
      SELECT wish FROM exchange.run WHERE id = ${target.run} AND lease_owner = ${text(target.owner)} AND state = 'running' FOR UPDATE;
      ${saved ? 'SAVEPOINT direct' : ''}`)) as unknown as pg.QueryResult<{ wish: Wish }>[]
    const mine = fence?.rows[0]
    if (!mine) throw new LostRun()
    let written = 0
    if (prepared.keys.length > 0)
      written = (await copyDirect(client, target, prepared, pace, saved))
        ? prepared.keys.length
        : await merge(client, target, prepared)
    if (prepared.rejects.length > 0) await writeRejects(client, target, prepared, at)
    if (target.replay) await settle(client, prepared, target.replay.by, at)
    const unchanged = prepared.read - prepared.rejected - written
    await client.query(`UPDATE exchange.run SET cursor = ${text(JSON.stringify(prepared.cursor ?? null))}::jsonb, read = read + ${prepared.read},
        written = written + ${written}, unchanged = unchanged + ${unchanged}, rejected = rejected + ${prepared.rejected},
        bytes = bytes + ${prepared.bytes}, busy_ms = busy_ms + ${Math.round(busy)}, attempts = 0, error = NULL,
        changed_at = ${text(at.toISOString())}, lease_until = now() + interval '30 seconds' WHERE id = ${target.run};
      COMMIT`)
    return { written, unchanged, wish: mine.wish }
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {})
    throw error
  }
}
