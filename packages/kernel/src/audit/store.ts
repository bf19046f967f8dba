import { CompiledQuery, type RawBuilder } from 'kysely'
import type pg from 'pg'
import { type Db, firstRow, isClient, rows, sql, type Trx } from '../db.ts'
import { LOCKS } from '../locks.ts'
import type { ChainEntry, Heads } from './chain.ts'

const INSERT = `INSERT INTO kernel.audit_entry
    (at, actor_id, actor_kind, actor_name, action, subject, region, purpose, basis, details, trace_id)
  SELECT $2, e->'actor'->>'id', e->'actor'->>'kind', e->'actor'->>'name', e->>'action', e->>'subject', e->>'region',
    e->>'purpose', e->>'basis', coalesce(e->'details', '{}'), e->>'traceId'
  FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS t (e, n) ORDER BY n`

/** `entries`: JSON array of AuditEntry. */
export const insertEntries = async (db: Db | pg.ClientBase, entries: string, at: Date): Promise<void> => {
  if (isClient(db)) await db.query(INSERT, [entries, at])
  else await db.executeQuery(CompiledQuery.raw(INSERT, [entries, at]))
}

const ENTRY = sql`seq, at, actor_id, actor_kind, actor_name, action, subject, region, purpose, basis, details, trace_id`

interface EntryRow {
  seq: number
  at: Date
  actor_id: string
  actor_kind: string
  actor_name: string
  action: string
  subject: string
  region: string
  purpose: string | null
  basis: string | null
  details: Record<string, unknown>
  trace_id: string | null
}

const toEntry = (row: EntryRow): ChainEntry => ({
  seq: row.seq,
  at: row.at.toISOString(),
  actor: { id: row.actor_id, kind: row.actor_kind, name: row.actor_name },
  action: row.action,
  subject: row.subject,
  region: row.region,
  purpose: row.purpose,
  basis: row.basis,
  details: row.details,
  traceId: row.trace_id,
})

export interface Tail extends Heads {
  n: number
  lastXid: string
  lastSeq: number
  floorSeq: number
}

interface NewGroup extends Tail {
  entries: number[]
  sealedAt: Date
}

/** One sealer at a time in the whole database; false when another has it and `wait` is not wanted. */
export const lockChain = async (trx: Trx, wait: boolean): Promise<boolean> => {
  if (wait) await sql`SELECT pg_advisory_xact_lock(${LOCKS.auditSealing}::bigint)`.execute(trx)
  else
    return (
      (await firstRow(trx, sql<{ got: boolean }>`SELECT pg_try_advisory_xact_lock(${LOCKS.auditSealing}::bigint) AS got`))
        ?.got === true
    )
  return true
}

export const findTail = (db: Db) =>
  firstRow(
    db,
    sql<Tail>`SELECT n, sha256, sm3, last_xid::text AS "lastXid", last_seq AS "lastSeq", floor_seq AS "floorSeq"
      FROM kernel.audit_group ORDER BY n DESC LIMIT 1`,
  )

type Ordered = ChainEntry & { xid: string }

/** The next entries of which no older transaction is still running: their order is final. */
export const nextEntries = async (trx: Trx, tail: Pick<Tail, 'lastXid' | 'lastSeq' | 'floorSeq'>, most: number) =>
  (
    await rows(
      trx,
      sql<EntryRow & { xid: string }>`SELECT xid::text AS xid, ${ENTRY} FROM kernel.audit_entry
        WHERE (xid, seq) > (${tail.lastXid}::xid8, ${tail.lastSeq}) AND seq >= ${tail.floorSeq}
          AND xid < pg_snapshot_xmin(pg_current_snapshot())
        ORDER BY audit_entry.xid, seq LIMIT ${most}`,
    )
  ).map((row): Ordered => ({ ...toEntry(row), xid: row.xid }))

export const insertGroup = async (trx: Trx, group: NewGroup): Promise<void> => {
  await sql`INSERT INTO kernel.audit_group (n, entries, sealed_at, sha256, sm3, last_xid, last_seq, floor_seq)
    VALUES (${group.n}, ${group.entries}::bigint[], ${group.sealedAt}, ${group.sha256}, ${group.sm3},
      ${group.lastXid}::xid8, ${group.lastSeq}, ${group.floorSeq})`.execute(trx)
}

/**
 * True when the database's transaction numbers lie before the chain's: it was restored into a fresh cluster,
 * or an entry stands behind the chain's end.
 */
export const hasStrayed = async (trx: Trx, tail: Tail): Promise<boolean> =>
  (
    await firstRow(
      trx,
      sql<{
        strayed: boolean
      }>`SELECT pg_snapshot_xmax(pg_current_snapshot()) <= ${tail.lastXid}::xid8 AS strayed`,
    )
  )?.strayed === true

export const countStrays = async (trx: Trx, tail: Tail): Promise<number> =>
  (
    await firstRow(
      trx,
      sql<{ strays: number }>`SELECT
        (SELECT count(*) FROM kernel.audit_entry
          WHERE seq < ${tail.floorSeq} OR (xid, seq) <= (${tail.lastXid}::xid8, ${tail.lastSeq}))
        - (SELECT coalesce(sum(cardinality(entries)), 0) FROM kernel.audit_group) AS strays`,
    )
  )?.strays ?? 0

/** Waits for the writers and keeps new ones out until the transaction ends; only after a restore. */
export const lockEntries = async (trx: Trx): Promise<void> => {
  await sql`LOCK TABLE kernel.audit_entry IN SHARE ROW EXCLUSIVE MODE`.execute(trx)
}

/** Where the chain goes on once everything present is sealed. A running transaction may still add, with a higher seq. */
export const freshHorizon = async (trx: Trx) =>
  (await firstRow(
    trx,
    sql<Pick<Tail, 'lastXid' | 'lastSeq' | 'floorSeq'>>`SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS "lastXid",
      0 AS "lastSeq", nextval(pg_get_serial_sequence('kernel.audit_entry', 'seq')) AS "floorSeq"`,
  ))!

export const entriesWithoutGroup = async (trx: Trx): Promise<ChainEntry[]> =>
  (
    await rows(
      trx,
      sql<EntryRow>`SELECT ${ENTRY} FROM kernel.audit_entry
        WHERE seq NOT IN (SELECT unnest(entries) FROM kernel.audit_group) ORDER BY seq`,
    )
  ).map(toEntry)

interface GroupRow extends Heads {
  n: number
  entries: number[]
  sealedAt: Date
}

/** Groups after `n` with their entries as they stand in the table now; a vanished entry is simply absent. */
export const readGroups = async (db: Db, n: number, most: number) => {
  const groups = await rows(
    db,
    sql<GroupRow>`SELECT n, to_json(entries) AS entries, sealed_at AS "sealedAt", sha256, sm3 FROM kernel.audit_group
      WHERE n > ${n} ORDER BY n LIMIT ${most}`,
  )
  const wanted = groups.flatMap((group) => group.entries)
  const found = await rows(db, sql<EntryRow>`SELECT ${ENTRY} FROM kernel.audit_entry WHERE seq = ANY(${wanted}::bigint[])`)
  const bySeq = new Map(found.map((row) => [row.seq, toEntry(row)]))
  return groups.map((group) => ({ ...group, entries: group.entries.flatMap((seq) => bySeq.get(seq) ?? []) }))
}

export const countUnsealed = async (db: Db): Promise<number> =>
  (
    await firstRow(
      db,
      sql<{ unsealed: number }>`SELECT (SELECT count(*) FROM kernel.audit_entry)
        - (SELECT coalesce(sum(cardinality(entries)), 0) FROM kernel.audit_group) AS unsealed`,
    )
  )?.unsealed ?? 0

interface AuditFilter {
  subject?: string
  actor?: string
  action?: string
  /** ISO 8601, inclusive and exclusive */
  from?: string
  to?: string
  /** entries before this sequence number */
  before?: number
}

/** Newest first. `scope` limits to the reader's regions. */
export const listEntries = async (db: Db, filter: AuditFilter, scope: RawBuilder<boolean>, most: number) => {
  const { subject = null, actor = null, action = null, from = null, to = null, before = null } = filter
  return (
    await rows(
      db,
      sql<EntryRow>`SELECT ${ENTRY} FROM kernel.audit_entry WHERE ${scope}
        AND (${subject}::text IS NULL OR subject = ${subject}) AND (${actor}::text IS NULL OR actor_id = ${actor})
        AND (${action}::text IS NULL OR action = ${action})
        AND (${from}::timestamptz IS NULL OR at >= ${from}) AND (${to}::timestamptz IS NULL OR at < ${to})
        AND (${before}::bigint IS NULL OR seq < ${before}) ORDER BY seq DESC LIMIT ${most}`,
    )
  ).map(toEntry)
}
