/** From the readings of one transaction to what they change. */
import type { Reading } from '@haihe/data/ingest/types'
import type { Run } from '../run.ts'
import type { Inputs } from './cells.ts'
import type { Definitions, Feed } from './definitions.ts'
import { insertPoint, insertPoints, type Point } from './gauge.ts'
import { readingsAround, valuesAsOf } from './neighbour-store.ts'
import { markOf, quantise } from './part.ts'

interface GaugeSeries {
  readings: Reading[]
  feeds: Feed[]
}

/** One difference of a gauge, made by `reading` when it is the reading's own. */
const change = (
  inputs: Inputs,
  { indicator, side }: Feed,
  region: string,
  at: number,
  value: number,
  count: number,
  reading?: Reading,
): void => {
  const counted = indicator.def.aggregate === 'perDay'
  if (side === 'weight') inputs.change(indicator, region, at, 0, counted ? 0 : value, counted ? value : 0)
  else {
    inputs.change(indicator, region, at, value, 0, count)
    if (reading) inputs.fresh(indicator, region, at, reading.value, markOf(reading.provenance))
  }
}

/** Readings whose sum counts, whatever their object said before. */
const isPlain = ({ indicator, side }: Feed): boolean => side === 'value' && indicator.def.aggregate === 'perDay'

/** The usual case without a detour: one reading on time, the one before it known. */
const addNewest = (inputs: Inputs, reading: Reading, previous: Point | null, feeds: readonly Feed[]): void => {
  const { region } = reading
  const added = { at: reading.at, value: quantise(reading.value) }
  const before = previous ? { at: previous.at, value: quantise(previous.value) } : undefined
  for (const feed of feeds)
    if (isPlain(feed)) change(inputs, feed, region, added.at, added.value, 0, reading)
    else
      insertPoint(before, added, undefined, feed.indicator.forget, (at, value, count, fresh) =>
        change(inputs, feed, region, at, value, count, fresh ? reading : undefined),
      )
}

const addGauges = (inputs: Inputs, { readings, feeds }: GaugeSeries, known: readonly Point[]): void => {
  const byTime = new Map(readings.map((reading) => [reading.at, reading]))
  const added = readings.map(({ at, value }) => ({ at, value: quantise(value) }))
  const before = known.filter(({ at }) => !byTime.has(at)).map(({ at, value }) => ({ at, value: quantise(value) }))
  const { region } = readings[0]!
  for (const feed of feeds)
    if (isPlain(feed)) for (const { at, value } of added) change(inputs, feed, region, at, value, 0, byTime.get(at))
    else
      insertPoints(before, added, feed.indicator.forget, (at, value, count, fresh) =>
        change(inputs, feed, region, at, value, count, fresh ? byTime.get(at) : undefined),
      )
}

/** Adds what the readings change to `inputs`. Readings are new to the store; their raw rows may be written already. */
export const takeReadings = async (
  run: Run,
  definitions: Definitions,
  readings: readonly Reading[],
  inputs: Inputs,
): Promise<void> => {
  const gauges = new Map<number, GaugeSeries>()
  const weighed: { indicator: Feed['indicator']; reading: Reading; attribute: string }[] = []
  for (const reading of readings)
    for (const feed of definitions.feeds(reading.type, reading.attribute)) {
      const { indicator } = feed
      if (indicator.gauge) {
        const known = gauges.get(reading.series)
        if (!known) gauges.set(reading.series, { readings: [reading], feeds: [feed] })
        else {
          if (!known.feeds.includes(feed)) known.feeds.push(feed)
          if (known.readings.at(-1) !== reading) known.readings.push(reading)
        }
        continue
      }
      const { source } = indicator.def
      const other = 'weightAttribute' in source ? source.weightAttribute : undefined
      const weight = other === undefined ? 1 : reading.latestOf(other)
      if (weight === undefined) weighed.push({ indicator, reading, attribute: other as string })
      if (weight === undefined || weight === null) continue
      inputs.reading(indicator, reading.region, reading.at, reading.value, weight, markOf(reading.provenance))
    }
  const weights = await valuesAsOf(
    run,
    weighed.map(({ reading, attribute }) => ({ entity: reading.entity, attribute, at: reading.at })),
  )
  for (const [index, { indicator, reading }] of weighed.entries()) {
    const weight = weights[index]
    if (weight !== undefined)
      inputs.reading(indicator, reading.region, reading.at, reading.value, weight, markOf(reading.provenance))
  }
  const asked: GaugeSeries[] = []
  for (const series of gauges.values()) {
    const [only] = series.readings
    if (series.readings.length === 1 && only!.newest && only!.previous !== undefined) {
      addNewest(inputs, only!, only!.previous, series.feeds)
      continue
    }
    series.readings.sort((a, b) => a.at - b.at)
    const [first] = series.readings
    if (series.readings.every((reading) => reading.newest) && first!.previous !== undefined)
      addGauges(inputs, series, first!.previous ? [first!.previous] : [])
    else asked.push(series)
  }
  // one look-up serves every indicator a series feeds: the longest memory among them bounds it
  const forgets = asked.flatMap((series) => series.feeds.map((feed) => feed.indicator.forget))
  const reach = forgets.includes(null) ? null : Math.max(0, ...(forgets as number[]))
  const spans = asked.map(({ readings: own }) => ({
    series: own[0]!.series,
    region: own[0]!.region,
    first: own[0]!.at,
    last: own.at(-1)!.at,
  }))
  const around = await readingsAround(run, spans, reach)
  for (const [index, series] of asked.entries()) addGauges(inputs, series, around[index]!)
}
