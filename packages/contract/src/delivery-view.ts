/** Deliveries to subscribers and the past of city objects, as screens see them. */
import { z } from 'zod'

/**
 * queued 排队; tried 已尝试 (failed so far, tried again later); delivered 已送达; dead 已放弃 (can be retried);
 * superseded 已合并 (a newer state of the same object went out in its place),
 * withheld 未送 (the policy tells the subscriber nothing of the object).
 */
export const DELIVERY_STATES = ['queued', 'tried', 'delivered', 'dead', 'superseded', 'withheld'] as const
export const DeliveryState = z.enum(DELIVERY_STATES)
export type DeliveryState = z.infer<typeof DeliveryState>

const at = z.iso.datetime({ offset: true })

export const DeliveryView = z.object({
  id: z.number().int(),
  tenant: z.string(),
  subscription: z.string(),
  /** number of the change; one change has a delivery to each of its subscribers */
  change: z.number().int(),
  /** the object that changed; null for a periodic notification */
  entity: z.string().nullable(),
  state: DeliveryState,
  attempts: z.number().int(),
  /** when the change was committed */
  queuedAt: at,
  triedAt: at.nullable(),
  /** delivered, given up or superseded at */
  doneAt: at.nullable(),
  /** HTTP status of the last answer */
  status: z.number().int().nullable(),
  error: z.string().nullable(),
  /** the delivery that this one repeats */
  replayOf: z.number().int().nullable(),
  /** the notification it went out with; several deliveries may share one */
  notification: z.string().nullable(),
})
export type DeliveryView = z.infer<typeof DeliveryView>

export const SubscriptionView = z.object({
  id: z.string(),
  tenant: z.string(),
  name: z.string().nullable(),
  /** account or client that made it */
  owner: z.string(),
  endpoint: z.string(),
  status: z.enum(['active', 'paused', 'expired']),
  expiresAt: at.nullable(),
  createdAt: at,
  timesSent: z.number().int(),
  timesFailed: z.number().int(),
  lastNotification: at.nullable(),
  lastSuccess: at.nullable(),
  lastFailure: at.nullable(),
  /** failed tries since the last success */
  failures: z.number().int(),
  nextTryAt: at.nullable(),
  /** deliveries not yet made */
  waiting: z.number().int(),
  oldestWaitingAt: at.nullable(),
  dead: z.number().int(),
})
export type SubscriptionView = z.infer<typeof SubscriptionView>

/** One entry of an object's past: written over NGSI-LD, deleted, or sensed through the pipeline. */
export const EntityHistoryItem = z.object({
  id: z.string(),
  kind: z.enum(['written', 'deleted', 'sensed']),
  attribute: z.string(),
  dataset: z.string().nullable(),
  value: z.json(),
  unit: z.string().nullable(),
  /** when it was measured, if it says so */
  observedAt: at.nullable(),
  /** when it came to the hub; for sensed readings the time of measurement */
  at,
  /** who wrote it */
  actor: z.string().nullable(),
  provenance: z.string().nullable(),
})
export type EntityHistoryItem = z.infer<typeof EntityHistoryItem>
