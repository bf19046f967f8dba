import type pg from 'pg'
import type { Snapshot } from './snapshot.ts'

interface Row {
  tenant: string
  id: string
  account: string
  doc: Snapshot['doc']
  context: unknown
  looks: Snapshot['looks']
  priority: number
  status: Snapshot['status']
  details: Snapshot['details']
  created_at: Date
  modified_at: Date
  expires_at: Date
  last_used_at: Date
}

const COLUMNS =
  'tenant, id, account, doc, context, looks, priority, status, details, created_at, modified_at, expires_at, last_used_at'

const snapshotOf = ({ created_at, modified_at, expires_at, last_used_at, ...row }: Row): Snapshot => ({
  ...row,
  createdAt: created_at,
  modifiedAt: modified_at,
  expiresAt: expires_at,
  lastUsedAt: last_used_at,
})

type Key = Pick<Snapshot, 'tenant' | 'id'>

/** False when the id is taken. */
export const insertSnapshot = async (client: pg.ClientBase, one: Snapshot): Promise<boolean> => {
  const { rowCount } = await client.query(
    `INSERT INTO data.snapshot (${COLUMNS})
     VALUES ($1, $2, $3, $4, $5::jsonb, $6::jsonb, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (id, tenant) DO NOTHING`,
    [
      one.tenant,
      one.id,
      one.account,
      JSON.stringify(one.doc),
      one.context === null ? null : JSON.stringify(one.context),
      JSON.stringify(one.looks),
      one.priority,
      one.status,
      JSON.stringify(one.details),
      one.createdAt,
      one.modifiedAt,
      one.expiresAt,
      one.lastUsedAt,
    ],
  )
  return rowCount === 1
}

/** One that has not expired. */
export const findSnapshot = async (
  client: pg.Pool | pg.ClientBase,
  { tenant, id }: Key,
  now: Date,
): Promise<Snapshot | undefined> => {
  const { rows } = await client.query<Row>(
    `SELECT ${COLUMNS} FROM data.snapshot WHERE id = $1 AND tenant = $2 AND expires_at > $3`,
    [id, tenant, now],
  )
  return rows[0] ? snapshotOf(rows[0]) : undefined
}

/** `account`: null for those of everybody. */
export const listSnapshots = async (pool: pg.Pool, tenant: string, account: string | null, now: Date): Promise<Snapshot[]> => {
  const { rows } = await pool.query<Row>(
    `SELECT ${COLUMNS} FROM data.snapshot WHERE tenant = $1 AND ($2::text IS NULL OR account = $2) AND expires_at > $3
     ORDER BY created_at, id LIMIT 10000`,
    [tenant, account, now],
  )
  return rows.map(snapshotOf)
}

/** What an account has beyond `most`, the least wanted first. */
export const listCrowd = async (pool: pg.Pool, account: string, most: number): Promise<Snapshot[]> => {
  const { rows } = await pool.query<Row>(
    `SELECT ${COLUMNS} FROM data.snapshot WHERE account = $1 ORDER BY priority DESC, expires_at DESC, id OFFSET $2`,
    [account, most],
  )
  return rows.map(snapshotOf)
}

export const listOver = async (pool: pg.Pool, now: Date): Promise<Snapshot[]> => {
  const { rows } = await pool.query<Row>(`SELECT ${COLUMNS} FROM data.snapshot WHERE expires_at <= $1 LIMIT 100`, [now])
  return rows.map(snapshotOf)
}

export const updateSnapshot = async (pool: pg.Pool, one: Snapshot): Promise<void> => {
  await pool.query(
    'UPDATE data.snapshot SET doc = $3, priority = $4, expires_at = $5, modified_at = $6 WHERE id = $1 AND tenant = $2',
    [one.id, one.tenant, JSON.stringify(one.doc), one.priority, one.expiresAt, one.modifiedAt],
  )
}

/** Its preparation is over; undefined when it is gone, or was given up. */
export const settleSnapshot = async (
  client: pg.Pool | pg.ClientBase,
  { tenant, id }: Key,
  status: Snapshot['status'],
  details: Snapshot['details'],
  now: Date,
): Promise<Snapshot | undefined> => {
  const { rows } = await client.query<Row>(
    `UPDATE data.snapshot SET status = $3, details = $4, modified_at = $5
     WHERE id = $1 AND tenant = $2 AND status = 'preparing' RETURNING ${COLUMNS}`,
    [id, tenant, status, JSON.stringify(details), now],
  )
  return rows[0] ? snapshotOf(rows[0]) : undefined
}

/** Preparations that nobody is at any more. */
export const listAbandoned = async (pool: pg.Pool, before: Date): Promise<Snapshot[]> => {
  const { rows } = await pool.query<Row>(`SELECT ${COLUMNS} FROM data.snapshot WHERE status = 'preparing' AND created_at < $1`, [
    before,
  ])
  return rows.map(snapshotOf)
}

/** Noted to the minute: reads must not all become writes. */
export const touchSnapshot = async (pool: pg.Pool, { tenant, id }: Key, now: Date): Promise<void> => {
  await pool.query('UPDATE data.snapshot SET last_used_at = $3 WHERE id = $1 AND tenant = $2 AND last_used_at < $4', [
    id,
    tenant,
    now,
    new Date(now.getTime() - 60_000),
  ])
}

export const deleteSnapshot = async (client: pg.ClientBase, { tenant, id }: Key): Promise<boolean> =>
  ((await client.query('DELETE FROM data.snapshot WHERE id = $1 AND tenant = $2', [id, tenant])).rowCount ?? 0) > 0

/** What stands in a copy. `tenant`: that of the copy. */
export const deleteCopy = async (client: pg.ClientBase, tenant: string): Promise<void> => {
  for (const table of ['data.entity_number', 'data.entity_geo', 'data.attribute_instance'])
    await client.query(`DELETE FROM ${table} WHERE tenant = $1`, [tenant])
  // the second condition is that of the index of copies
  await client.query("DELETE FROM data.entity WHERE tenant = $1 AND tenant LIKE '~%'", [tenant])
}

export const copyCopy = async (client: pg.ClientBase, from: string, to: string): Promise<void> => {
  const parts: [table: string, columns: string][] = [
    [
      'data.entity',
      `id, type, types, scope, region, source, provenance, doc, keys, live, origin, hidden, created_at, modified_at, expires_at,
       next_expiry, deleted_at`,
    ],
    ['data.entity_number', 'entity, key, num, several'],
    ['data.entity_geo', 'entity, attribute, dataset, geometry, bounds, lon, lat, cell'],
    ['data.attribute_instance', 'entity, attribute, dataset, observed_at, created_at, modified_at, deleted_at, actor, doc'],
  ]
  for (const [table, columns] of parts)
    await client.query(
      `INSERT INTO ${table} (tenant, ${columns}) SELECT $2, ${columns} FROM ${table} WHERE tenant = $1
       ${table === 'data.entity' ? "AND tenant LIKE '~%'" : ''} ${table === 'data.attribute_instance' ? 'ORDER BY seq' : ''}`,
      [from, to],
    )
}
