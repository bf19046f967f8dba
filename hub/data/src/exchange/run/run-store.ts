import type { Mapping, RunState, RunTrigger } from '@haihe/contract'
import { type Db, firstRow, rows, sql, type Trx } from '@haihe/kernel'
import { heldTable } from '../../held/columns.ts'
import type { RejectInput } from '../reject/reject-source.ts'
import type { Size } from '../source/types.ts'
import type { Wish } from './chunk-store.ts'

/** What a run reads besides its connector's settings. */
export type RunInput = { upload: string } | { file: string; name: string } | RejectInput | null

export interface RunRow {
  id: number
  connector: string
  resource: string
  state: RunState
  trigger: RunTrigger
  wish: Wish
  input: RunInput
  mapping: Mapping
  cursor: unknown
  read: number
  written: number
  unchanged: number
  rejected: number
  removed: number
  bytes: number
  total: number | null
  totalUnit: 'rows' | 'bytes' | null
  busyMs: number
  attempts: number
  error: string | null
  startedBy: string
  createdAt: Date
  startedAt: Date | null
  changedAt: Date
  endedAt: Date | null
}

export const RUN_COLUMNS = sql`r.id, r.connector, r.resource, r.state, r.trigger, r.wish, r.input, r.mapping, r.cursor, r.read, r.written,
  r.unchanged, r.rejected, r.removed, r.bytes, r.total, r.total_unit AS "totalUnit", r.busy_ms AS "busyMs", r.attempts, r.error,
  r.started_by AS "startedBy", r.created_at AS "createdAt", r.started_at AS "startedAt", r.changed_at AS "changedAt", r.ended_at AS "endedAt"`

interface NewRun {
  connector: string
  resource: string
  trigger: RunTrigger
  input: RunInput
  mapping: Mapping
  startedBy: string
}

/** Undefined while another run of the connector is not ended. */
export const insertRun = (db: Db | Trx, run: NewRun, at: Date) =>
  firstRow(
    db,
    sql<RunRow>`INSERT INTO exchange.run AS r (connector, resource, state, trigger, input, mapping, started_by, created_at, changed_at)
      VALUES (${run.connector}, ${run.resource}, 'queued', ${run.trigger}, ${run.input === null ? null : JSON.stringify(run.input)}::jsonb,
        ${JSON.stringify(run.mapping)}::jsonb, ${run.startedBy}, ${at}, ${at})
      ON CONFLICT (connector) WHERE state IN ('queued', 'running', 'paused') AND trigger <> 'replay' DO NOTHING
      RETURNING ${RUN_COLUMNS}`,
  )

/** Takes a run that waits, or one whose worker has not been heard of. */
export const claimRun = (db: Db, owner: string, at: Date) =>
  firstRow(
    db,
    sql<RunRow>`UPDATE exchange.run r SET state = 'running', lease_owner = ${owner}, lease_until = now() + interval '30 seconds',
        started_at = coalesce(r.started_at, ${at}), changed_at = ${at}
      WHERE r.id = (SELECT id FROM exchange.run
        WHERE state = 'queued' AND (next_try_at IS NULL OR next_try_at <= now()) OR state = 'running' AND lease_until < now()
        ORDER BY id FOR UPDATE SKIP LOCKED LIMIT 1)
      RETURNING ${RUN_COLUMNS}`,
  )

/** Says that the worker lives; answers what is wished, or undefined when the run is no longer this worker's. */
export const beat = (db: Db, id: number, owner: string) =>
  firstRow(
    db,
    sql<{ wish: Wish }>`UPDATE exchange.run SET lease_until = now() + interval '30 seconds'
      WHERE id = ${id} AND lease_owner = ${owner} AND state = 'running' RETURNING wish`,
  )

export const setSize = async (db: Db, id: number, { total, unit }: Size): Promise<void> => {
  await sql`UPDATE exchange.run SET total = ${total}, total_unit = ${unit} WHERE id = ${id}`.execute(db)
}

/** Locks the run for its end; undefined when it is no longer this worker's. */
export const fence = (trx: Trx, id: number, owner: string) =>
  firstRow(
    trx,
    sql<RunRow>`SELECT ${RUN_COLUMNS} FROM exchange.run r WHERE r.id = ${id} AND r.lease_owner = ${owner} AND r.state = 'running' FOR UPDATE`,
  )

export const endRun = async (
  db: Db | Trx,
  id: number,
  owner: string,
  end: { state: 'done' | 'failed' | 'cancelled' | 'paused'; error: string | null; removed?: number },
  at: Date,
): Promise<void> => {
  await sql`UPDATE exchange.run SET state = ${end.state}, error = ${end.error}, removed = removed + ${end.removed ?? 0}, wish = NULL,
      lease_owner = NULL, lease_until = NULL, changed_at = ${at}, ended_at = ${end.state === 'paused' ? null : at}
    WHERE id = ${id} AND lease_owner = ${owner} AND state = 'running'`.execute(db)
}

/** Back into the queue; waits twice as long each time. */
export const retryLater = async (db: Db, id: number, owner: string, error: string, seconds: number, at: Date): Promise<void> => {
  await sql`UPDATE exchange.run SET state = 'queued', error = ${error}, attempts = attempts + 1, lease_owner = NULL, lease_until = NULL,
      next_try_at = now() + make_interval(secs => ${seconds}), changed_at = ${at}
    WHERE id = ${id} AND lease_owner = ${owner} AND state = 'running'`.execute(db)
}

/** Gives the run back at once, for a process that stops. */
export const releaseRun = async (db: Db, id: number, owner: string): Promise<void> => {
  await sql`UPDATE exchange.run SET state = 'queued', lease_owner = NULL, lease_until = NULL
    WHERE id = ${id} AND lease_owner = ${owner} AND state = 'running'`.execute(db)
}

/** Rows of this connector that a whole load did not see; what other connectors brought stays. */
export const removeUnseen = async (
  trx: Trx,
  no: number,
  { id, connector }: Pick<RunRow, 'id' | 'connector'>,
): Promise<number> => {
  const removed = await sql`DELETE FROM ${sql.raw(heldTable({ no }))}
    WHERE _run < ${id} AND _run IN (SELECT o.id FROM exchange.run o WHERE o.connector = ${connector})`.execute(trx)
  return Number(removed.numAffectedRows ?? 0)
}

export const countRows = async (db: Db | Trx, no: number): Promise<number> =>
  (await firstRow(db, sql<{ n: number }>`SELECT count(*) AS n FROM ${sql.raw(heldTable({ no }))}`))?.n ?? 0

/** Changes the state from outside a worker; undefined when the run is in no state for it. */
export const wishRun = (db: Db | Trx, id: number, wish: 'pause' | 'cancel', at: Date) =>
  firstRow(
    db,
    sql<RunRow>`UPDATE exchange.run r SET
        wish = CASE WHEN r.state = 'running' THEN ${wish} END,
        state = CASE WHEN r.state = 'running' THEN 'running' ELSE ${wish === 'pause' ? 'paused' : 'cancelled'} END,
        ended_at = CASE WHEN r.state <> 'running' AND ${wish === 'cancel'}::boolean THEN ${at}::timestamptz END, changed_at = ${at}
      WHERE r.id = ${id} AND r.state = ANY (${wish === 'pause' ? ['queued', 'running'] : ['queued', 'running', 'paused']}) RETURNING ${RUN_COLUMNS}`,
  )

/** A paused or failed run goes on where it stopped; undefined when it is in no state for it. */
export const resumeRun = (db: Db | Trx, id: number, mapping: Mapping, at: Date) =>
  firstRow(
    db,
    sql<RunRow>`UPDATE exchange.run r SET state = 'queued', error = NULL, attempts = 0, next_try_at = NULL, ended_at = NULL, wish = NULL,
        mapping = ${JSON.stringify(mapping)}::jsonb, changed_at = ${at}
      WHERE r.id = ${id} AND r.state IN ('paused', 'failed') AND (r.trigger = 'replay' OR NOT EXISTS (SELECT 1 FROM exchange.run o
        WHERE o.connector = r.connector AND o.id <> r.id AND o.trigger <> 'replay' AND o.state IN ('queued', 'running', 'paused')))
      RETURNING ${RUN_COLUMNS}`,
  )

export const findRun = (db: Db | Trx, id: number) =>
  firstRow(db, sql<RunRow>`SELECT ${RUN_COLUMNS} FROM exchange.run r WHERE r.id = ${id}`)

export const lastRuns = (db: Db, connectors: readonly string[]) =>
  rows(
    db,
    sql<RunRow>`SELECT DISTINCT ON (r.connector) ${RUN_COLUMNS} FROM exchange.run r WHERE r.connector = ANY (${connectors}::uuid[])
      ORDER BY r.connector, r.id DESC`,
  )

/** Files that runs of a connector name, and whether one of them is not ended. A file of an ended run that lies about still is not read again. */
export const filesOfRuns = async (db: Db, connector: string): Promise<{ active: boolean; files: string[] }> => {
  const found = await rows(
    db,
    sql<{
      active: boolean
      file: string | null
    }>`SELECT state IN ('queued', 'running', 'paused') AS active, input->>'file' AS file
      FROM exchange.run WHERE connector = ${connector} AND trigger <> 'replay'`,
  )
  return { active: found.some(({ active }) => active), files: found.flatMap(({ file }) => file ?? []) }
}
