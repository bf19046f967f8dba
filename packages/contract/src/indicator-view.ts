/** What people see of indicators over the API and over the live stream. */
import { z } from 'zod'
import { AlertLevel } from './alert.ts'
import { IndicatorDef, Window } from './indicator.ts'
import { Provenance } from './provenance.ts'
import { RegionCode } from './region.ts'
import { Rule } from './rule.ts'
import { Text } from './text.ts'

const Instant = z.iso.datetime({ offset: true })

/** A tile: one indicator in one region, now or as of a past minute. */
export const Tile = z.object({
  indicator: z.string(),
  title: Text,
  region: RegionCode,
  value: z.number().nullable(),
  unit: z.string(),
  precision: z.number().int(),
  direction: z.number().int(),
  window: Window,
  /** start of the window the value belongs to */
  at: Instant.nullable(),
  /** last input that entered the value */
  freshAt: Instant.nullable(),
  stale: z.boolean(),
  /** change against the window before, in the unit of the value */
  change: z.number().nullable(),
  level: AlertLevel.nullable(),
  band: Text.nullable(),
  provenance: Provenance.nullable(),
  /** newest last; null is a gap */
  spark: z.array(z.number().nullable()),
})
export type Tile = z.infer<typeof Tile>

/** GET /api/indicators: what is declared. */
export const IndicatorList = z.object({ items: z.array(IndicatorDef) })
export type IndicatorList = z.infer<typeof IndicatorList>

/** GET /api/indicators/board: every indicator of a region, now or as of a past minute. */
export const Board = z.object({
  region: RegionCode,
  name: z.string(),
  /** the minute it shows */
  at: Instant,
  tiles: z.array(Tile),
})
export type Board = z.infer<typeof Board>

/** GET /api/indicators/:id/map: the children of a region, one measure. */
export const MapValues = z.object({
  indicator: z.string(),
  region: RegionCode,
  window: Window,
  values: z.array(
    z.object({
      region: RegionCode,
      name: z.string(),
      value: z.number().nullable(),
      level: AlertLevel.nullable(),
      freshAt: Instant.nullable(),
      stale: z.boolean(),
    }),
  ),
})
export type MapValues = z.infer<typeof MapValues>

/** GET /api/indicators/:id/series */
export const Series = z.object({
  indicator: z.string(),
  region: RegionCode,
  window: Window,
  points: z.array(z.object({ at: Instant, value: z.number().nullable(), count: z.number() })),
})
export type Series = z.infer<typeof Series>

/** GET /api/indicators/:id/explain: why the number is what it is. */
export const Explanation = z.object({
  tile: Tile,
  definition: z.object({
    title: Text,
    description: Text,
    formula: Text,
    aggregate: z.string(),
    owner: z.string(),
    unit: z.string(),
  }),
  rules: z.array(Rule),
  /** smallest, largest and last input are null where the number is not made of the readings of a window (gauges) */
  partial: z
    .object({
      count: z.number(),
      sum: z.number(),
      min: z.number().nullable(),
      max: z.number().nullable(),
      last: z.number().nullable(),
    })
    .nullable(),
  /** by child region, what entered the value */
  parts: z.array(z.object({ region: RegionCode, name: z.string(), value: z.number().nullable(), count: z.number() })),
  sources: z.array(z.object({ id: z.string(), title: z.string(), provenance: Provenance, lastSeen: Instant.nullable() })),
  /** the records behind it, newest first, at most 100 */
  records: z.array(
    z.object({
      entity: z.string(),
      name: z.string(),
      attribute: z.string(),
      value: z.number(),
      at: Instant,
      region: RegionCode,
      source: z.string(),
      provenance: Provenance,
    }),
  ),
})
export type Explanation = z.infer<typeof Explanation>

/** Messages of GET /api/live (server-sent events); `event` names the type. */
export interface LiveMessages {
  /** changed tiles of the regions and indicators the screen asked for */
  tile: Tile
  /** one region's value of the indicator on the map */
  map: {
    indicator: string
    region: string
    value: number | null
    level: z.infer<typeof AlertLevel> | null
    freshAt: string | null
  }
  alert: { id: string; region: string; level: string; state: string }
  case: { id: string; region: string; state: string; unit: string | null; seq: number }
  /** how far a run of a connector is */
  run: {
    id: number
    connector: string
    region: string
    unit: string
    state: string
    read: number
    written: number
    rejected: number
    bytes: number
  }
  /** every 15 s, so that a screen knows it is connected */
  beat: { at: string }
}
