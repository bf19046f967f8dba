/** What time alone brings about: silent sensors, derivations that waited long enough, partitions ahead, old minutes. */
import type { Outbox } from '@haihe/kernel'
import type { Pool } from 'pg'
import { writeFaults } from './fault-store.ts'
import { type FaultChange, faultOf } from './fault-types.ts'
import type { Registry } from './registry.ts'
import type { EntityState, SeriesState } from './state.ts'

/** Newest reading of an entity that a source brought; undefined when it has none. */
const newestOf = (entity: EntityState): SeriesState | undefined => {
  let newest: SeriesState | undefined
  for (const series of entity.series)
    if (!series.derived && Number.isFinite(series.at) && series.at > (newest?.at ?? Number.NEGATIVE_INFINITY)) newest = series
  return newest
}

/** Faults of one entity that begin now; marks them. A silent object is one fault, not one per attribute. */
const gapsOf = (entity: EntityState, now: number): FaultChange[] => {
  const { expectedMs, attributes } = entity.type
  const newest = newestOf(entity)
  if (!newest || entity.gap || entity.stale) return []
  if (now - newest.at > expectedMs) {
    entity.gap = true
    return [faultOf(newest, 'gap', 'gap', newest.at, { whole: true })]
  }
  return entity.series
    .filter(
      (series) =>
        !series.derived &&
        !series.gap &&
        attributes.has(series.attribute) &&
        Number.isFinite(series.at) &&
        now - series.at > expectedMs,
    )
    .map((series) => {
      series.gap = true
      return faultOf(series, 'gap', 'gap', series.at)
    })
}

const BATCH = 500

/** Finds new gaps and stores them with their events. */
export const sweepGaps = async (registry: Registry, pool: Pool, outbox: Pick<Outbox, 'publish'>, at: Date): Promise<number> => {
  const now = at.getTime()
  const found: FaultChange[] = []
  let seen = 0
  for (const entity of registry.all()) {
    if (Number.isFinite(entity.type.expectedMs)) found.push(...gapsOf(entity, now))
    seen += 1
    // a million objects must not hold up the hot path
    if (seen % 20_000 === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  for (let i = 0; i < found.length; i += BATCH) {
    const batch = found.slice(i, i + BATCH)
    const client = await pool.connect()
    try {
      await client.query('BEGIN')
      await writeFaults(client, batch, at)
      await outbox.publish(
        client,
        batch.map((fault) => ({ topic: 'sensor.gap', key: fault.entity, region: fault.region, payload: fault })),
      )
      await client.query('COMMIT')
    } catch (error) {
      await client.query('ROLLBACK').catch(() => {})
      // unmark what was not stored: the next sweep finds it again
      for (const fault of found.slice(i)) {
        const entity = registry.find(fault.entity)
        if (fault.attribute === '' && entity) entity.gap = false
        else {
          const series = entity?.find(fault.attribute)
          if (series) series.gap = false
        }
      }
      throw error
    } finally {
      client.release()
    }
  }
  return found.length
}

/** Derivations that were waiting when the process ended: readings newer than what was derived from them. */
export const recoverPending = (registry: Registry, pending: Set<EntityState>, now: number): void => {
  for (const entity of registry.all()) {
    if (entity.type.derivations.length === 0) continue
    let read = Number.NEGATIVE_INFINITY
    let written = Number.NEGATIVE_INFINITY
    for (const series of entity.series) {
      if (series.derived) written = Math.max(written, series.at)
      else if (series.feeds) read = Math.max(read, series.at)
    }
    if (read > written && Number.isFinite(read)) {
      entity.pendingAt = read
      entity.pendingSince = now
      pending.add(entity)
    }
  }
}

/** The shortest expectation of the types that each source writes: what a source is measured by when it names none. */
export const noteExpectations = (registry: Registry): void => {
  for (const entity of registry.all()) {
    const { expectedMs } = entity.type
    for (const { source, derived } of entity.series)
      if (!derived && expectedMs < source.typesExpect) source.typesExpect = expectedMs
  }
}
