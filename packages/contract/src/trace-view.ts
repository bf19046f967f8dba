/** The trace of a number (追溯): from what a screen shows to the rows it was made of and how they came. */
import { z } from 'zod'
import { Aggregate, Window } from './indicator.ts'
import { LineageGraph } from './lineage-view.ts'
import { Provenance } from './provenance.ts'
import { RegionCode } from './region.ts'
import { Text } from './text.ts'

const Instant = z.iso.datetime({ offset: true })

export const ARRIVAL_PROTOCOLS = ['http', 'mqtt', 'cloudevents', 'ngsi-ld', 'file', 'pull', 'replay', 'internal'] as const
export type ArrivalProtocol = (typeof ARRIVAL_PROTOCOLS)[number]
export const ARRIVAL_PROTOCOL_NAMES: Record<ArrivalProtocol, Text> = {
  http: { zh: 'HTTP 接口', en: 'HTTP' },
  mqtt: { zh: 'MQTT', en: 'MQTT' },
  cloudevents: { zh: 'CloudEvents 事件', en: 'CloudEvents' },
  'ngsi-ld': { zh: 'NGSI-LD', en: 'NGSI-LD' },
  file: { zh: '文件导入', en: 'File' },
  pull: { zh: '定时拉取', en: 'Pull' },
  replay: { zh: '死信重放', en: 'Replay of a dead letter' },
  internal: { zh: '中枢内部', en: 'Internal' },
}

/** How a reading came: the request that brought it. */
export const ArrivalView = z.object({
  /** number of the request, and of the last one when small ones came together */
  batch: z.number(),
  lastBatch: z.number(),
  messages: z.number().int(),
  protocol: z.enum(ARRIVAL_PROTOCOLS),
  /** the sender's own number or name of it */
  message: z.string().nullable(),
  receivedAt: Instant,
  items: z.number().int(),
  /** items of the same request that were refused */
  rejected: z.number().int(),
  /** false: one of several requests of the same commit */
  exact: z.boolean(),
})
export type ArrivalView = z.infer<typeof ArrivalView>

/** A reading that another one was derived from, as known when that was stored. */
export const TraceInput = z.object({
  node: z.string(),
  attribute: z.string(),
  at: Instant,
  value: z.number(),
  source: z.string(),
  arrival: ArrivalView.nullable(),
})
export type TraceInput = z.infer<typeof TraceInput>

export const TraceRow = z.object({
  kind: z.enum(['reading', 'event']),
  /** node of the lineage graph: `<kind>:<id>` */
  node: z.string(),
  /** city object, case, resource or grant */
  subject: z.string().nullable(),
  name: z.string(),
  attribute: z.string(),
  /** readings: which side of the formula */
  side: z.enum(['value', 'weight']),
  at: Instant,
  value: z.number(),
  /** ratios: what the value is set against */
  weight: z.number().nullable(),
  /** numbers over objects and time: minutes of the window in which the reading counts */
  minutes: z.number().nullable(),
  region: RegionCode,
  source: z.string().nullable(),
  provenance: Provenance,
  /** made by the hub from other readings */
  derived: z.boolean(),
  /** of derived readings; told of the first rows of a page */
  inputs: z.array(TraceInput),
  arrival: ArrivalView.nullable(),
})
export type TraceRow = z.infer<typeof TraceRow>

/** GET /api/indicators/:id/trace */
export const NumberTrace = z.object({
  indicator: z.string(),
  title: Text,
  region: RegionCode,
  regionName: z.string(),
  unit: z.string(),
  precision: z.number().int(),
  formula: Text,
  aggregate: Aggregate,
  window: Window,
  /** the window the value belongs to, as far as it has passed */
  from: Instant.nullable(),
  to: Instant.nullable(),
  /** the moment it was looked at: send it with further pages */
  at: Instant,
  /** as the screen shows it, before rounding */
  value: z.number().nullable(),
  /** computed again from the rows alone; null when there are none, or more than are read at once */
  recomputed: z.number().nullable(),
  /** null: not every row was read */
  agrees: z.boolean().nullable(),
  /** rows read; `complete` false: there are more than are read at once */
  total: z.number().int(),
  complete: z.boolean(),
  /** the kept parts that the value was added up from */
  cells: z.array(
    z.object({ window: Window, from: Instant.nullable(), to: Instant, count: z.number(), sum: z.number(), weight: z.number() }),
  ),
  items: z.array(TraceRow),
  next: z.number().int().nullable(),
  /** the rows of this page with how they came, as far as there is room */
  graph: LineageGraph,
})
export type NumberTrace = z.infer<typeof NumberTrace>
