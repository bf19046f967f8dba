import type { Actor, ReadReason, ReplicaView } from '@haihe/contract'
import { type Db, firstRow, rows, sql } from '@haihe/kernel'

export interface ReplicaRow {
  id: string
  resource: string
  grant: string
  unit: string
  requester: Actor
  reason: ReadReason
  /** sealed */
  target: Buffer
  shown: string
  schema: string
  table: string
  state: ReplicaView['state']
  shape: string | null
  seenAt: Date | null
  seenKey: string | null
  copied: boolean
  rows: number | null
  written: number
  deleted: number
  createdAt: Date
  runAt: Date | null
  error: string | null
}

const COLUMNS = sql`id, resource, grant_id AS "grant", unit, requester, reason, target, shown, schema_name AS "schema",
  table_name AS "table", state, shape, seen_at AS "seenAt", seen_key AS "seenKey", copied, rows, written, deleted,
  created_at AS "createdAt", run_at AS "runAt", error`

type NewReplica = Pick<
  ReplicaRow,
  'id' | 'resource' | 'grant' | 'unit' | 'requester' | 'reason' | 'target' | 'shown' | 'schema' | 'table'
>

export const insertReplica = async (db: Db, one: NewReplica, at: Date): Promise<void> => {
  await sql`INSERT INTO data.replica (id, resource, grant_id, unit, requester, reason, target, shown, schema_name, table_name,
      state, created_by, created_at)
    VALUES (${one.id}, ${one.resource}, ${one.grant}, ${one.unit}, ${JSON.stringify(one.requester)}::jsonb,
      ${JSON.stringify(one.reason)}::jsonb, ${one.target}, ${one.shown}, ${one.schema}, ${one.table}, 'active',
      ${one.requester.id}, ${at})`.execute(db)
}

export const findReplica = (db: Db, id: string) =>
  firstRow(db, sql<ReplicaRow>`SELECT ${COLUMNS} FROM data.replica WHERE id = ${id}`)

/** Of these units, or of these resources. */
export const listReplicas = (db: Db, units: readonly string[], resources: readonly string[], limit: number) =>
  rows(
    db,
    sql<ReplicaRow>`SELECT ${COLUMNS} FROM data.replica
      WHERE unit = ANY(${[...units]}::text[]) OR resource = ANY(${[...resources]}::uuid[])
      ORDER BY created_at DESC, id LIMIT ${limit}`,
  )

export const activeReplicas = (db: Db, resource: string | null) =>
  rows(
    db,
    sql<{ id: string }>`SELECT id FROM data.replica
      WHERE state IN ('active', 'failed') AND (${resource}::uuid IS NULL OR resource = ${resource})`,
  )

export const setState = async (db: Db, id: string, state: ReplicaRow['state'], error: string | null, at: Date): Promise<void> => {
  await sql`UPDATE data.replica SET state = ${state}, error = ${error}, run_at = ${at} WHERE id = ${id}`.execute(db)
}

/** A new copy from the first row on. */
export const restart = async (db: Db, id: string, shape: string, seenAt: Date): Promise<void> => {
  await sql`UPDATE data.replica SET shape = ${shape}, seen_at = ${seenAt}, seen_key = NULL, copied = false WHERE id = ${id}`.execute(
    db,
  )
}

export const noteBatch = async (db: Db, id: string, seenKey: string | null, written: number): Promise<void> => {
  await sql`UPDATE data.replica SET seen_key = ${seenKey}, written = written + ${written} WHERE id = ${id}`.execute(db)
}

export const noteCopied = async (db: Db, id: string): Promise<void> => {
  await sql`UPDATE data.replica SET copied = true, seen_key = NULL WHERE id = ${id}`.execute(db)
}

export const noteRun = async (
  db: Db,
  id: string,
  run: { seenAt: Date; rows: number; deleted: number; at: Date },
): Promise<void> => {
  await sql`UPDATE data.replica SET state = 'active', error = NULL, seen_at = ${run.seenAt}, rows = ${run.rows},
    deleted = deleted + ${run.deleted}, run_at = ${run.at} WHERE id = ${id}`.execute(db)
}

/** Copies under a grant go on under the one that renews it; rows have other names under it, so the copy is made anew. */
export const passReplicas = async (db: Db, from: string, to: string): Promise<void> => {
  await sql`UPDATE data.replica SET grant_id = ${to}, shape = NULL WHERE grant_id = ${from} AND state <> 'stopped'`.execute(db)
}
