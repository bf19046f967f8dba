/** One group in one transaction: rows, latest state, sinks, faults and dead letters together, or nothing. */
import type { Outbox } from '@haihe/kernel'
import type pg from 'pg'
import { type DeadLetter, insertDeadLetters, letterOf } from '../dead-letters/write.ts'
import { arrivalsOf, insertArrivals } from './arrival.ts'
import { landed } from './connection.ts'
import { runDerivation } from './derive.ts'
import type { RuleLookup } from './describe.ts'
import { writeFaults } from './fault-store.ts'
import type { Group } from './group.ts'
import { insertRows, insertUnlessKnown, type Row, readingsAsOf, rowKey, upsertLatest } from './observation-store.ts'
import { DUPLICATE } from './prepared.ts'
import { type EntityState, type SeriesState, StoredReading } from './state.ts'
import type { Sink, Writer } from './types.ts'

export interface WriteContext {
  sinks: readonly Sink[]
  writer: Writer
  outbox: Pick<Outbox, 'publish'>
  now: () => Date
  rule: RuleLookup
  localDate: (at: number) => string
}

/** Late readings that are new: inserted, their derivations made from what was known at their time. */
const writeLate = async (client: pg.ClientBase, group: Group, context: WriteContext): Promise<void> => {
  if (group.late.length === 0) return
  const fresh = await insertUnlessKnown(client, group.late)
  const feeding: Row[] = []
  for (const row of group.late) {
    // the first of two equal items is the stored one
    if (fresh.delete(rowKey(row.series.id, row.at))) {
      group.readings.push(new StoredReading(row.series, row.at, row.value, false))
      if (row.series.feeds) feeding.push(row)
    } else if (row.part) row.part.prepared.status[row.index] = DUPLICATE
  }
  if (feeding.length > 0) await deriveLate(client, group, feeding, context)
}

const deriveLate = async (client: pg.ClientBase, group: Group, feeding: readonly Row[], context: WriteContext): Promise<void> => {
  const times = new Map<string, { entity: EntityState; at: number }>()
  for (const { series, at } of feeding) times.set(`${series.entity.id}\n${at}`, { entity: series.entity, at })
  const asked = [...times.values()].flatMap(({ entity, at }) =>
    entity.series.filter((series) => series.feeds && series.kind === 'number').map((series) => ({ series, at })),
  )
  const known = await readingsAsOf(client, asked)
  const derived: Row[] = []
  for (const { entity, at } of times.values())
    for (const derivation of entity.type.derivations) {
      const asOf = (_: EntityState, attribute: string) => {
        const series = entity.find(attribute)
        return series && known.get(rowKey(series.id, at))
      }
      for (const one of runDerivation(entity, derivation, at, asOf, context.rule, context.localDate)) {
        const series = entity.find(one.attribute)
        // a time newer than the derived mark is still waiting for its readings in memory
        if (series?.kind === 'number' && typeof one.value === 'number' && at < series.at)
          derived.push({ series, at, value: one.value })
      }
    }
  if (derived.length === 0) return
  const fresh = await insertUnlessKnown(client, derived)
  for (const row of derived)
    if (fresh.delete(rowKey(row.series.id, row.at))) group.readings.push(new StoredReading(row.series, row.at, row.value, false))
}

const lettersOf = (group: Group, at: Date): DeadLetter[] =>
  group.parts.flatMap(({ letters, prepared }) =>
    letters
      ? prepared.rejections.map((rejection) =>
          letterOf(prepared.source, rejection, at, prepared.lines?.[rejection.index], prepared.arrival?.batch),
        )
      : [],
  )

const publishFaults = async (client: pg.ClientBase, group: Group, context: WriteContext, at: Date): Promise<void> => {
  if (group.faults.length === 0) return
  await writeFaults(client, group.faults, at)
  await context.outbox.publish(
    client,
    group.faults.map((fault) => ({ topic: `sensor.${fault.change}`, key: fault.entity, region: fault.region, payload: fault })),
  )
}

/** What each sink's write returned, for `committed`. */
type SinkResults = readonly unknown[]

/**
 * Sends everything without waiting between the statements and leaves the transaction open; the caller commits, so that it
 * knows whether an error came before or in COMMIT. Only late readings are waited for: whether they are new decides what
 * sinks see.
 */
export const writeGroup = async (client: pg.Client, group: Group, context: WriteContext): Promise<SinkResults> => {
  const at = context.now()
  const flight: Promise<unknown>[] = [client.query('BEGIN')]
  if (group.rowSeries.length > 0) flight.push(insertRows(client, group.rowSeries, group.rowAt, group.rowValue))
  if (group.late.length > 0) {
    flight.push(writeLate(client, group, context))
    await landed(flight.splice(0))
  }
  if (group.touched.length > 0) flight.push(upsertLatest(client, group.touched))
  // after the late readings: by now every item knows whether it was stored
  const arrivals = arrivalsOf(group)
  if (arrivals.length > 0) flight.push(insertArrivals(client, arrivals))
  // sinks ask for a pool's client for its type alone: they neither release nor keep it
  const lent = client as unknown as pg.PoolClient
  const results =
    group.readings.length > 0 ? context.sinks.map(async (sink) => sink.write(lent, group.readings, context.writer)) : []
  flight.push(...results, publishFaults(client, group, context, at))
  const letters = lettersOf(group, at)
  if (letters.length > 0) flight.push(insertDeadLetters(client, letters))
  await landed(flight)
  return Promise.all(results)
}

/** Throws unless the transaction was committed: COMMIT of a failed one is answered with ROLLBACK, not with an error. */
export const commit = async (client: pg.Client): Promise<void> => {
  const { command } = await client.query('COMMIT')
  if (command !== 'COMMIT') throw new Error('the transaction had failed unnoticed and was rolled back')
}

/** Series whose marks are in doubt after a group failed. */
export const doubtful = (group: Group): Set<SeriesState> => new Set([...group.touched, ...group.late.map((row) => row.series)])
