/** Readings, the requests that brought them, and the objects they are about, as nodes of lineage. */
import { ARRIVAL_PROTOCOL_NAMES, type ArrivalView } from '@haihe/contract'
import type { ReadingArrival } from '../ingest/arrival-store.ts'
import type { LineageNode } from '../platform/ports.ts'

export const readingId = (series: number, at: number): string => `${series}@${at}`

/** Undefined when it is no identifier of a reading. */
export const splitReading = (id: string): { series: number; at: number } | undefined => {
  const [, series, at] = /^(\d{1,10})@(-?\d{1,15})$/.exec(id) ?? []
  return series === undefined || Number(series) > 2_147_483_647 ? undefined : { series: Number(series), at: Number(at) }
}

export interface ReadingFact {
  series: number
  at: Date
  value: number
  attribute: string
}

export const readingNode = ({ series, at, value, attribute }: ReadingFact, name: string): LineageNode => ({
  kind: 'reading',
  id: readingId(series, at.getTime()),
  title: `${name} ${attribute} ${value} · ${at.toISOString()}`,
})

export const objectNode = (entity: string, name: string = entity): LineageNode => ({ kind: 'object', id: entity, title: name })

export const batchId = (source: string, batch: number): string => `${source}/${batch}`

/** Undefined when it is no identifier of a request. */
export const splitBatch = (id: string): { source: string; batch: number } | undefined => {
  const [, source, batch] = /^([^/]{1,64})\/(\d{1,16})$/.exec(id) ?? []
  return source === undefined ? undefined : { source, batch: Number(batch) }
}

type Came = Pick<ReadingArrival, 'batch' | 'messages' | 'protocol' | 'message' | 'receivedAt'>

export const batchNode = (source: string, { batch, messages, protocol, message, receivedAt }: Came): LineageNode => ({
  kind: 'batch',
  id: batchId(source, batch),
  title: `${ARRIVAL_PROTOCOL_NAMES[protocol].zh} ${receivedAt.toISOString()}${message === null ? '' : ` ${message}`}${messages > 1 ? ` 等 ${messages} 次` : ''}`,
})

export const arrivalView = ({ receivedAt, ...arrival }: ReadingArrival): ArrivalView => ({
  ...arrival,
  receivedAt: receivedAt.toISOString(),
})
