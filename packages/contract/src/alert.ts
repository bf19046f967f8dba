/** Alert (预警): an indicator or a reading past its threshold, with level, duration, hysteresis and suppression. */
import { z } from 'zod'
import { RegionCode } from './region.ts'
import { Text } from './text.ts'

/** 蓝 黄 橙 红, least to most serious */
export const ALERT_LEVELS = ['blue', 'yellow', 'orange', 'red'] as const
export const AlertLevel = z.enum(ALERT_LEVELS)
export type AlertLevel = z.infer<typeof AlertLevel>

export const AlertRuleDef = z.object({
  id: z.string().regex(/^[a-z][a-z0-9.-]*$/),
  title: Text,
  /** watch each entity's own reading, or an indicator per region of a level */
  watch: z.union([
    z.object({ entityType: z.string(), attribute: z.string() }),
    z.object({
      indicator: z.string(),
      level: z.enum(['city', 'district', 'street']),
      window: z.enum(['minute', 'hour', 'day', 'month']),
    }),
  ]),
  /** `above`: alert when value >= threshold; `below`: when value <= threshold */
  when: z.enum(['above', 'below']),
  thresholds: z.object({
    blue: z.number().optional(),
    yellow: z.number().optional(),
    orange: z.number().optional(),
    red: z.number().optional(),
  }),
  /** seconds the condition must hold before the alert is raised */
  holdSeconds: z.number().int().min(0),
  /** how far back past the threshold the value must come before it counts as recovered */
  hysteresis: z.number().min(0),
  /** seconds after an alert closed in which the same watch raises no new one */
  suppressSeconds: z.number().int().min(0),
  /** id of the dated rule that is the basis; a value {blue?, yellow?, orange?, red?} in force replaces `thresholds` */
  rule: z.string().optional(),
  /** case type and category opened by the alert, if any */
  opens: z.object({ caseType: z.string(), category: z.string() }).optional(),
})
export type AlertRuleDef = z.infer<typeof AlertRuleDef>

/** The most serious level whose threshold `value` has reached, or null. */
export const levelFor = (def: Pick<AlertRuleDef, 'when' | 'thresholds'>, value: number): AlertLevel | null => {
  const reached = ALERT_LEVELS.filter((level) => {
    const limit = def.thresholds[level]
    return limit !== undefined && (def.when === 'above' ? value >= limit : value <= limit)
  })
  return reached.at(-1) ?? null
}

/** Recovered: past the mildest threshold by more than the hysteresis. */
export const hasRecovered = (def: Pick<AlertRuleDef, 'when' | 'thresholds' | 'hysteresis'>, value: number): boolean => {
  const limits = ALERT_LEVELS.map((level) => def.thresholds[level]).filter((limit) => limit !== undefined)
  return def.when === 'above' ? value < Math.min(...limits) - def.hysteresis : value > Math.max(...limits) + def.hysteresis
}

export const AlertState = z.enum(['open', 'acknowledged', 'closed'])
export type AlertState = z.infer<typeof AlertState>

export const Alert = z.object({
  id: z.string(),
  rule: z.string(),
  title: Text,
  level: AlertLevel,
  state: AlertState,
  region: RegionCode,
  regionName: z.string(),
  /** what it is about: an entity, or an indicator in a region */
  entity: z.string().nullable(),
  indicator: z.string().nullable(),
  subject: z.string(),
  value: z.number(),
  unit: z.string(),
  threshold: z.number(),
  raisedAt: z.iso.datetime({ offset: true }),
  changedAt: z.iso.datetime({ offset: true }),
  closedAt: z.iso.datetime({ offset: true }).nullable(),
  /** recovered by itself, or signed off by a supervisor with a reason */
  closedBy: z.enum(['recovered', 'signed-off']).nullable(),
  reason: z.string().nullable(),
  owner: z.string().nullable(),
  caseId: z.string().nullable(),
  provenance: z.enum(['local', 'elsewhere', 'simulated']),
})
export type Alert = z.infer<typeof Alert>

/** What happened to an alert, oldest first. */
export const AlertLogEntry = z.object({
  seq: z.number().int(),
  /** when the reading that did it was taken, or when a person acted */
  at: z.iso.datetime({ offset: true }),
  kind: z.enum(['raised', 'escalated', 'eased', 'acknowledged', 'assigned', 'case-linked', 'recovered', 'signed-off']),
  level: AlertLevel,
  value: z.number().nullable(),
  actor: z.string().nullable(),
  note: z.string(),
})
export type AlertLogEntry = z.infer<typeof AlertLogEntry>

/** GET /api/alerts/:id */
export const AlertDetail = z.object({ alert: Alert, log: z.array(AlertLogEntry) })
export type AlertDetail = z.infer<typeof AlertDetail>

/** Payload of the outbox events alert.raised, alert.changed and alert.closed; the event's key is the alert's id. */
export const AlertEvent = z.object({
  alert: Alert,
  /** the observation time of what happened, or the clock of a person's act */
  at: z.iso.datetime({ offset: true }),
  what: AlertLogEntry.shape.kind,
  /** longitude and latitude of the object, or the centre of the region; null when neither is known */
  place: z.object({ lon: z.number(), lat: z.number(), address: z.string() }).nullable(),
  opens: z.object({ caseType: z.string(), category: z.string() }).nullable(),
})
export type AlertEvent = z.infer<typeof AlertEvent>
