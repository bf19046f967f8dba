import { LOCKS } from '@haihe/kernel'
import pg from 'pg'

export interface Partition {
  name: string
  /** epoch milliseconds, inclusive */
  from: number
  /** exclusive */
  to: number
}

/** Partitions of data.observation in order of time. */
export const listPartitions = async (client: pg.Pool | pg.ClientBase): Promise<Partition[]> => {
  const { rows } = await client.query<{ name: string; bound: string }>(
    `SELECT c.relname AS name, pg_get_expr(c.relpartbound, c.oid) AS bound
       FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'data.observation'::regclass`,
  )
  return rows
    .map(({ name, bound }) => {
      const [from, to] = [...bound.matchAll(/'([^']+)'/g)].map((match) =>
        Date.parse((match[1] as string).replace(' ', 'T').replace(/\+00$/, 'Z')),
      )
      if (from === undefined || to === undefined) throw new Error(`partition ${name} has unreadable bounds: ${bound}`)
      return { name, from, to }
    })
    .sort((a, b) => a.from - b.from)
}

/**
 * Makes a table and attaches it: attaching takes a lock that neither readers nor writers of the parent wait for.
 * Two processes that want the same partition meet at the advisory lock; the second finds it made.
 */
export const addPartition = async (client: pg.ClientBase, partition: Partition): Promise<void> => {
  const name = `data.${pg.escapeIdentifier(partition.name)}`
  await client.query('BEGIN')
  try {
    await client.query(`SELECT pg_advisory_xact_lock(${LOCKS.observationPartitions})`)
    const { rowCount } = await client.query('SELECT 1 FROM pg_class WHERE oid = to_regclass($1)', [name])
    if (!rowCount) {
      await client.query(`CREATE TABLE ${name} (LIKE data.observation INCLUDING ALL)`)
      await client.query(
        `ALTER TABLE data.observation ATTACH PARTITION ${name}
           FOR VALUES FROM ('${new Date(partition.from).toISOString()}') TO ('${new Date(partition.to).toISOString()}')`,
      )
    }
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {})
    throw error
  }
}

/** Detaches without stopping anybody, then drops. A detachment that a crash left half done is finished first. */
export const dropPartition = async (client: pg.ClientBase, name: string): Promise<void> => {
  const table = `data.${pg.escapeIdentifier(name)}`
  try {
    await client.query(`ALTER TABLE data.observation DETACH PARTITION ${table} CONCURRENTLY`)
  } catch (error) {
    // object_not_in_prerequisite_state: already pending
    if ((error as { code?: string }).code !== '55000') throw error
    await client.query(`ALTER TABLE data.observation DETACH PARTITION ${table} FINALIZE`)
  }
  await client.query(`DROP TABLE ${table}`)
}
