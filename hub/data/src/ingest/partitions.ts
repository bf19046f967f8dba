/** Time partitions of data.observation, made ahead and on demand (old data that is imported). */
import type { Pool } from 'pg'
import { addPartition, listPartitions, type Partition } from './partition-store.ts'

export type PartitionSize = 'day' | 'month'

export interface Partitions {
  /** true when a partition for that time is known: no waiting on the hot path */
  has: (at: number) => boolean
  /** makes what is missing for these times */
  ensure: (times: Iterable<number>) => Promise<void>
  /** makes the running partition and the next two */
  ahead: (now: number) => Promise<void>
  /** reads the list again */
  refresh: () => Promise<void>
  list: () => readonly Partition[]
}

const unitOf = (at: number, size: PartitionSize, step: number): Partition => {
  const date = new Date(at)
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), size === 'day' ? date.getUTCDate() : 1]
  const from = Date.UTC(year, size === 'month' ? month + step : month, size === 'day' ? day + step : 1)
  const start = new Date(from)
  const to = size === 'day' ? from + 86_400_000 : Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 1)
  const stamp = start
    .toISOString()
    .slice(0, size === 'day' ? 10 : 7)
    .replaceAll('-', '')
  return { name: `observation_${stamp}`, from, to }
}

/** The unit around `at`, cut to the gap between its neighbours: the size may have been changed in mid-month. */
const fitted = (at: number, size: PartitionSize, existing: readonly Partition[]): Partition => {
  const whole = unitOf(at, size, 0)
  let { from, to } = whole
  for (const one of existing) {
    if (one.to <= at) from = Math.max(from, one.to)
    if (one.from > at) to = Math.min(to, one.from)
  }
  const cut = from !== whole.from || to !== whole.to
  return { name: cut ? `${whole.name}_${from / 1000}` : whole.name, from, to }
}

export const createPartitions = (pool: Pool, size: PartitionSize): Partitions => {
  let known: readonly Partition[] = []
  // readings come in time order, so the last partition hit is nearly always the next
  let last: Partition | undefined
  let making: Promise<unknown> = Promise.resolve()

  const has = (at: number): boolean => {
    if (last && at >= last.from && at < last.to) return true
    const found = known.find((one) => at >= one.from && at < one.to)
    if (found) last = found
    return found !== undefined
  }
  const refresh = async (): Promise<void> => {
    known = await listPartitions(pool)
    last = undefined
  }
  const make = async (times: readonly number[]): Promise<void> => {
    const client = await pool.connect()
    try {
      known = await listPartitions(client)
      for (const at of times)
        if (!has(at)) {
          await addPartition(client, fitted(at, size, known))
          known = await listPartitions(client)
        }
    } finally {
      client.release()
    }
  }
  const ensure = async (times: Iterable<number>): Promise<void> => {
    const missing = [...times].filter((at) => !has(at))
    if (missing.length === 0) return
    const work = making.then(() => make(missing))
    making = work.catch(() => {})
    await work
  }

  return {
    has,
    ensure,
    refresh,
    ahead: (now) => ensure([0, 1, 2].map((step) => unitOf(now, size, step).from).map((from, step) => (step === 0 ? now : from))),
    list: () => known,
  }
}
