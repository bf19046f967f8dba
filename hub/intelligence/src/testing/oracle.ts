/** What an indicator is, computed from all raw readings by its plain meaning: slow, and with nothing in common with the store. */
import type { Indicator } from '../indicators/definitions.ts'
import { MINUTE } from '../indicators/windows.ts'
import type { RawReading } from './library.ts'

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

/** The value in [start, end), `end` being the end of a minute; of gauges at `end`. */
export const oracle = (
  indicator: Indicator,
  raw: readonly RawReading[],
  region: string,
  start: number,
  end: number,
): number | null => {
  const { source, aggregate } = indicator.def
  if (!('entityType' in source)) throw new Error('the oracle knows readings only')
  const within = raw.filter((reading) => reading.type === source.entityType && reading.region.startsWith(region))
  const own = within.filter((reading) => reading.attribute === source.attribute)
  if (!indicator.gauge) {
    const inside = own.filter((reading) => reading.at >= start && reading.at < end)
    const values = inside.map((reading) => reading.value)
    if (values.length === 0) return null
    if (aggregate === 'mean') return sum(values) / values.length
    if (aggregate === 'sum') return sum(values)
    if (aggregate === 'min') return Math.min(...values)
    if (aggregate === 'max') return Math.max(...values)
    if (aggregate === 'count') return values.length
    if (aggregate === 'ratio') return sum(values) / (10 * values.length)
    const newest = Math.max(...inside.map((reading) => reading.at))
    return inside.find((reading) => reading.at === newest)!.value
  }
  // changes take effect with their minute: a reading counts from the start of it to the start of the minute it ends in
  const floor = (at: number): number => Math.floor(at / MINUTE) * MINUTE
  const latestAt = (list: readonly RawReading[], time: number): number[] =>
    [...new Set(list.map((reading) => reading.entity))].flatMap((entity) => {
      const past = list.filter((reading) => reading.entity === entity && floor(reading.at) <= time)
      const latest = past.toSorted((a, b) => b.at - a.at)[0]
      if (!latest) return []
      return indicator.forget !== null && floor(latest.at + indicator.forget) <= time ? [] : [latest.value]
    })
  const weights = within.filter((reading) => reading.attribute === source.weightAttribute)
  const closing = end - MINUTE
  if (aggregate === 'perDay') {
    let weightMinutes = 0
    for (let at = start; at < end; at += MINUTE) weightMinutes += sum(latestAt(weights, at))
    const inside = own.filter((reading) => reading.at >= start && reading.at < end)
    return weightMinutes === 0 ? null : sum(inside.map((reading) => reading.value)) / (weightMinutes / 1440)
  }
  const values = latestAt(own, closing)
  if (aggregate === 'sumOfLast') return values.length === 0 ? null : sum(values)
  if (aggregate === 'meanOfLast') return values.length === 0 ? null : sum(values) / values.length
  if (aggregate === 'ratioOfLast') {
    const total = sum(latestAt(weights, closing))
    return values.length === 0 || total === 0 ? null : sum(values) / total
  }
  let [area, time] = [0, 0]
  for (let at = start; at < end; at += MINUTE) {
    const now = latestAt(own, at)
    area += sum(now)
    time += now.length
  }
  return time === 0 ? null : area / time
}
