/** Days of proofs and changes: partitions made ahead, and dropped when they are past their keeping. */

import { DAY } from '@haihe/contract'
import { LOCKS } from '@haihe/kernel'
import pg from 'pg'

export type Table = 'change' | 'delivery'
const COLUMN: Record<Table, string> = { change: 'at', delivery: 'queued_at' }
/** One process at a time makes and drops. */

const dayOf = (at: number): number => Math.floor(at / DAY) * DAY
const partitionOf = (table: Table, day: number): string =>
  `${table}_${new Date(day).toISOString().slice(0, 10).replaceAll('-', '')}`

/** Days that have a partition, oldest first. */
const days = async (client: pg.ClientBase, table: Table): Promise<{ name: string; day: number }[]> => {
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
     WHERE i.inhparent = ('data.' || $1)::regclass AND c.relname ~ '_[0-9]{8}$' ORDER BY 1`,
    [table],
  )
  return rows.map(({ name }) => {
    const [, year, month, day] = /_(\d{4})(\d{2})(\d{2})$/.exec(name) as unknown as [string, string, string, string]
    return { name, day: Date.UTC(Number(year), Number(month) - 1, Number(day)) }
  })
}

/** A day that already has rows in the default partition stays there. */
const add = async (client: pg.ClientBase, table: Table, day: number): Promise<void> => {
  const [from, to] = [new Date(day).toISOString(), new Date(day + DAY).toISOString()]
  const { rowCount } = await client.query(
    `SELECT 1 FROM data.${table}_default WHERE ${COLUMN[table]} >= $1 AND ${COLUMN[table]} < $2 LIMIT 1`,
    [from, to],
  )
  if (rowCount) return
  const name = pg.escapeIdentifier(partitionOf(table, day))
  await client.query(`CREATE TABLE data.${name} PARTITION OF data.${table} FOR VALUES FROM ('${from}') TO ('${to}')`)
}

/** The client's transaction ends when others hold what is needed for more than a moment: it is tried again next time. */
export const begin = async (client: pg.ClientBase): Promise<boolean> => {
  await client.query(`BEGIN; SET LOCAL lock_timeout = '2s'`)
  const { rows } = await client.query<{ got: boolean }>(`SELECT pg_try_advisory_xact_lock(${LOCKS.deliveryUpkeep}) AS got`)
  return rows[0]?.got === true
}

/** Partitions of today and the next two days. */
export const makeAhead = async (client: pg.ClientBase, table: Table, now: number): Promise<void> => {
  const known = new Set((await days(client, table)).map(({ day }) => day))
  for (const day of [0, 1, 2].map((step) => dayOf(now) + step * DAY)) if (!known.has(day)) await add(client, table, day)
}

/** Drops days that ended before `before`, and rows of that time in the default partition; names of what was dropped. */
export const dropBefore = async (client: pg.ClientBase, table: Table, before: number): Promise<string[]> => {
  const old = (await days(client, table)).filter(({ day }) => day + DAY <= before)
  for (const { name } of old) await client.query(`DROP TABLE data.${pg.escapeIdentifier(name)}`)
  await client.query(`DELETE FROM data.${table}_default WHERE ${COLUMN[table]} < $1`, [new Date(before)])
  return old.map(({ name }) => name)
}

/**
 * What has waited since before `before` becomes a dead letter, because its change is no longer kept; so does what is left of
 * subscriptions that are gone. How many.
 */
export const giveUp = async (client: pg.ClientBase, before: Date, now: Date): Promise<number> => {
  const { rowCount } = await client.query(
    `WITH gone AS (DELETE FROM data.delivery_queue q USING data.delivery_subscriber u
       WHERE u.key = q.subscriber AND (q.queued_at < $1
         OR NOT EXISTS (SELECT 1 FROM data.subscription s WHERE s.id = u.id AND s.tenant = u.tenant))
       RETURNING q.*, u.attempts, u.status)
     INSERT INTO data.delivery (id, subscriber, change, region, entity, queued_at, state, attempts, done_at, status, error, replay_of)
     SELECT id, subscriber, change, region, entity, queued_at, 'dead', attempts, $2, status, 'waited longer than changes are kept', replay_of
     FROM gone`,
    [before, now],
  )
  return rowCount ?? 0
}
