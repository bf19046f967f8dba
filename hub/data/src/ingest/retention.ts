/** Retention (保存期限): raw readings past their dated rule are dropped, whole partitions where no type keeps them longer. */
import type { Log } from '@haihe/kernel'
import type { Pool } from 'pg'
import { dropPartition, listPartitions } from './partition-store.ts'
import { deleteArrivals, deleteOfType, seriesTypes } from './retention-store.ts'

export interface Expired {
  partitions: string[]
  rows: number
}

const SLICE = 20_000

/**
 * `oldest`: epoch milliseconds before which a type's readings go. Latest states and roll-ups stay. Safe to run at any
 * time and again: it only ever removes what the pipeline would refuse today.
 */
export const expireObservations = async (pool: Pool, oldest: (type: string) => number, log: Log): Promise<Expired> => {
  const client = await pool.connect()
  try {
    const types = await seriesTypes(client)
    const before = new Map(types.map((type) => [type, oldest(type)]))
    const expired: Expired = { partitions: [], rows: 0 }
    if (before.size === 0) return expired
    const all = Math.min(...before.values())
    for (const partition of await listPartitions(client))
      if (partition.to <= all) {
        await dropPartition(client, partition.name)
        expired.partitions.push(partition.name)
      }
    for (const [type, limit] of before) {
      if (limit <= all) continue
      for (let gone = SLICE; gone === SLICE; ) {
        gone = await deleteOfType(client, type, new Date(limit), SLICE)
        expired.rows += gone
      }
    }
    if (Number.isFinite(all)) await deleteArrivals(client, new Date(all))
    if (expired.partitions.length > 0 || expired.rows > 0) log.info(expired, 'raw readings past their retention were removed')
    return expired
  } finally {
    client.release()
  }
}
