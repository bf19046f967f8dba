/** One request on its way through the pipeline; arrays run in step with its items. */
import type { ErrorCode, Observation } from '@haihe/contract'
import type { Arrival } from './arrival.ts'
import { messageOf, type Reason } from './check.ts'
import type { SeriesState, SourceState } from './state.ts'

export const STORED = 0
export const DUPLICATE = 1
export const REJECTED = 2

export interface Rejection {
  index: number
  code: ErrorCode
  /** Chinese, complete */
  message: string
  path: string
  item: unknown
}

// Plain arrays: small typed arrays are each an allocation outside the heap.
export interface Prepared {
  source: SourceState
  count: number
  /** undefined where the item was rejected */
  series: (SeriesState | undefined)[]
  at: number[]
  value: number[]
  /** text and boolean values by index */
  states: Map<number, string | boolean> | undefined
  status: number[]
  rejections: Rejection[]
  /** file imports: line of each item */
  lines: readonly number[] | undefined
  /** how the request came; undefined for what the pipeline itself asks for */
  arrival: Arrival | undefined
}

export const emptyPrepared = (source: SourceState): Prepared => ({
  source,
  count: 0,
  series: [],
  at: [],
  value: [],
  states: undefined,
  status: [],
  rejections: [],
  lines: undefined,
  arrival: undefined,
})

/** Room for an item that is decided later, or is rejected. */
export const pushEmpty = (prepared: Prepared): void => {
  prepared.series.push(undefined)
  prepared.at.push(0)
  prepared.value.push(0)
  prepared.status.push(STORED)
  prepared.count += 1
}

export const pushNumber = (prepared: Prepared, series: SeriesState, at: number, value: number): void => {
  prepared.series.push(series)
  prepared.at.push(at)
  prepared.value.push(value)
  prepared.status.push(STORED)
  prepared.count += 1
}

export const setItem = (
  prepared: Prepared,
  index: number,
  series: SeriesState,
  at: number,
  value: Observation['value'],
): void => {
  prepared.series[index] = series
  prepared.at[index] = at
  if (typeof value === 'number') prepared.value[index] = value
  else {
    prepared.states ??= new Map()
    prepared.states.set(index, value)
  }
}

export const reject = (prepared: Prepared, index: number, reason: Reason, item: unknown): void => {
  prepared.status[index] = REJECTED
  prepared.rejections.push({ index, code: reason.code, message: messageOf(reason), path: reason.path, item })
}
