/** From the readings of one transaction to what they change. */
import type { Reading } from '@haihe/data/ingest/types'
import type { Run } from '../run.ts'
import type { Inputs } from './cells.ts'
import type { Definitions, Feed } from './definitions.ts'
import { insertPoints, type Point } from './gauge.ts'
import { readingsAround } from './neighbour-store.ts'
import { markOf, quantise } from './part.ts'

interface GaugeSeries {
  readings: Reading[]
  feeds: Feed[]
}

const addGauges = (inputs: Inputs, { readings, feeds }: GaugeSeries, known: readonly Point[]): void => {
  const byTime = new Map(readings.map((reading) => [reading.at, reading]))
  const added = readings.map(({ at, value }) => ({ at, value: quantise(value) }))
  const before = known.filter(({ at }) => !byTime.has(at)).map(({ at, value }) => ({ at, value: quantise(value) }))
  const { region } = readings[0]!
  for (const { indicator, side } of feeds) {
    const counted = indicator.def.aggregate === 'perDay'
    if (counted && side === 'value') {
      for (const { at, value, provenance } of readings)
        inputs.change(indicator, region, at, {
          value: quantise(value),
          weight: 0,
          count: 0,
          fresh: { at, value, mark: markOf(provenance) },
        })
      continue
    }
    insertPoints(before, added, indicator.forget, (at, value, count, fresh) => {
      if (side === 'weight')
        return inputs.change(indicator, region, at, { value: 0, weight: counted ? 0 : value, count: counted ? value : 0 })
      const reading = fresh ? byTime.get(at) : undefined
      inputs.change(indicator, region, at, {
        value,
        weight: 0,
        count,
        fresh: reading && { at, value: reading.value, mark: markOf(reading.provenance) },
      })
    })
  }
}

/** Adds what the readings change to `inputs`. Readings are new to the store; their raw rows may be written already. */
export const takeReadings = async (
  run: Run,
  definitions: Definitions,
  readings: readonly Reading[],
  inputs: Inputs,
): Promise<void> => {
  const gauges = new Map<number, GaugeSeries>()
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
      if (weight === undefined) continue
      inputs.reading(indicator, reading.region, reading.at, reading.value, weight, markOf(reading.provenance))
    }
  const asked: GaugeSeries[] = []
  for (const series of gauges.values()) {
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
