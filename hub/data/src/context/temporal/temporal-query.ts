/** The temporal query language (clause 4.11) and how the past goes out (clauses 4.5.6 to 4.5.9, 4.5.19). */

import { list, type Query } from '../http/parameters.ts'
import { dateTime, isObject, type Json, type JsonObject } from '../model/json.ts'
import { bad, invalid } from '../problem.ts'
import { type Duration, parseDuration } from './duration.ts'

export const TIME_PROPERTIES = ['observedAt', 'createdAt', 'modifiedAt', 'deletedAt'] as const
export type TimeProperty = (typeof TIME_PROPERTIES)[number]

export const AGGREGATIONS = ['totalCount', 'distinctCount', 'sum', 'avg', 'min', 'max', 'stddev', 'sumsq'] as const
export type Aggregation = (typeof AGGREGATIONS)[number]

export interface TemporalQuery {
  timerel?: 'before' | 'after' | 'between'
  /** epoch milliseconds */
  timeAt?: number
  endTimeAt?: number
  timeproperty: TimeProperty
  lastN?: number
}

export interface Aggregated {
  methods: Aggregation[]
  period: Duration
}

export const TEMPORAL_PARAMETERS = [
  'timerel',
  'timeAt',
  'endTimeAt',
  'timeproperty',
  'lastN',
  'aggrMethods',
  'aggrPeriodDuration',
  'pageSize',
]

const time = (value: unknown, name: string): number => {
  const at = dateTime(value)
  if (Number.isNaN(at)) throw bad('temporal.invalid', { reason: `${name}: ${String(value)}` })
  return at
}

interface Given {
  timerel?: unknown
  timeAt?: unknown
  endTimeAt?: unknown
  timeproperty?: unknown
  lastN?: unknown
}

/** `needed`: a query over entities must say when. Throws BadRequestData. */
export const readTemporal = (given: Given, needed: boolean): TemporalQuery => {
  const timeproperty = given.timeproperty ?? 'observedAt'
  if (!(TIME_PROPERTIES as readonly unknown[]).includes(timeproperty))
    throw bad('temporal.invalid', { reason: `timeproperty: ${String(timeproperty)}` })
  const query: TemporalQuery = { timeproperty: timeproperty as TimeProperty }
  if (given.lastN !== undefined) {
    const lastN = Number(given.lastN)
    if (!Number.isInteger(lastN) || lastN < 1) throw bad('temporal.invalid', { reason: `lastN: ${String(given.lastN)}` })
    query.lastN = lastN
  }
  const { timerel } = given
  if (timerel === undefined) {
    if (needed || given.timeAt !== undefined || given.endTimeAt !== undefined) throw bad('temporal.missing')
    return query
  }
  if (timerel !== 'before' && timerel !== 'after' && timerel !== 'between')
    throw bad('temporal.invalid', { reason: `timerel: ${String(timerel)}` })
  if (given.timeAt === undefined) throw bad('temporal.missing')
  query.timerel = timerel
  query.timeAt = time(given.timeAt, 'timeAt')
  if (timerel === 'between') {
    query.endTimeAt = time(given.endTimeAt, 'endTimeAt')
    if (query.endTimeAt < query.timeAt) throw bad('temporal.invalid', { reason: 'endTimeAt < timeAt' })
  } else if (given.endTimeAt !== undefined) throw bad('param.needs', { name: 'endTimeAt', other: 'timerel=between' })
  return query
}

/** Half-open range of epoch milliseconds: before is exclusive, after inclusive, between half and half (clause 4.11). */
export const rangeOf = ({ timerel, timeAt, endTimeAt }: TemporalQuery): { from?: number; to?: number } => {
  if (timerel === 'after') return { from: timeAt as number }
  if (timerel === 'before') return { to: timeAt as number }
  if (timerel === 'between') return { from: timeAt as number, to: endTimeAt as number }
  return {}
}

export const within = (at: number, { from, to }: { from?: number; to?: number }): boolean =>
  (from === undefined || at >= from) && (to === undefined || at < to)

export type TemporalFormat = 'normalized' | 'temporalValues' | 'aggregatedValues'

export interface TemporalShape {
  format: TemporalFormat
  sysAttrs: boolean
  aggregated?: Aggregated
}

const FORMATS: Record<string, TemporalFormat> = {
  normalized: 'normalized',
  temporalValues: 'temporalValues',
  simplified: 'temporalValues',
  keyValues: 'temporalValues',
  aggregatedValues: 'aggregatedValues',
}

export const readAggregated = (methods: string | undefined, period: string | undefined): Aggregated => {
  if (methods === undefined) throw bad('param.needs', { name: 'aggregatedValues', other: 'aggrMethods' })
  const names = methods.split(',').map((name) => name.trim())
  for (const name of names)
    if (!(AGGREGATIONS as readonly string[]).includes(name)) throw bad('temporal.invalid', { reason: `aggrMethods: ${name}` })
  return { methods: names as Aggregation[], period: parseDuration(period ?? 'PT0S') }
}

export const readTemporalShape = (query: Query): TemporalShape => {
  const options = list(query, 'options') ?? []
  let format: TemporalFormat = 'normalized'
  for (const option of options) {
    if (Object.hasOwn(FORMATS, option)) format = FORMATS[option] as TemporalFormat
    else if (option !== 'sysAttrs') throw invalid('option.unknown', { name: option })
  }
  if (query.format !== undefined) {
    if (!Object.hasOwn(FORMATS, query.format)) throw invalid('option.unknown', { name: query.format })
    format = FORMATS[query.format] as TemporalFormat
  }
  const sysAttrs = options.includes('sysAttrs') || query.sysAttrs === 'true'
  if (format !== 'aggregatedValues') return { format, sysAttrs }
  return { format, sysAttrs, aggregated: readAggregated(query.aggrMethods, query.aggrPeriodDuration) }
}

const names = (value: Json | undefined, name: string): string | undefined => {
  if (value === undefined || typeof value === 'string') return value
  if (Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string')) return value.join(',')
  throw bad('temporal.invalid', { reason: name })
}

/** temporalQ and aggrParams of a Query object (clauses 5.2.21, 5.2.44), as parameters. */
export const temporalParameters = (body: JsonObject): { temporal: Given; aggregation: Query } => {
  const { temporalQ, aggrParams } = body
  if (!isObject(temporalQ)) throw bad('temporal.missing')
  if (temporalQ.lastN !== undefined && typeof temporalQ.lastN !== 'number') throw bad('temporal.invalid', { reason: 'lastN' })
  if (aggrParams !== undefined && !isObject(aggrParams)) throw bad('temporal.invalid', { reason: 'aggrParams' })
  const source = aggrParams ?? temporalQ
  const methods = names(source.aggrMethods, 'aggrMethods')
  const period = names(source.aggrPeriodDuration, 'aggrPeriodDuration')
  return {
    temporal: temporalQ,
    aggregation: {
      ...(methods === undefined ? {} : { aggrMethods: methods, format: 'aggregatedValues' }),
      ...(period === undefined ? {} : { aggrPeriodDuration: period }),
    },
  }
}
