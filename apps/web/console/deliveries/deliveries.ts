/** What every subscriber is owed and got. */
import type { DeliveryState, DeliveryView, SubscriptionView } from '@haihe/contract'
import { useApi } from '../../ui/queries.ts'
import type { StateTone } from '../parts/small.tsx'

export const DELIVERIES = '/api/deliveries'
export const SUBSCRIPTIONS = '/api/subscriptions'

export const DELIVERY_TONE: Record<DeliveryState, StateTone> = {
  queued: 'wait',
  tried: 'wait',
  delivered: 'good',
  dead: 'bad',
  superseded: 'off',
  withheld: 'off',
}

export interface DeliveryPage {
  items: DeliveryView[]
  counts: Record<DeliveryState, number>
  /** false: there are so many that only the newest were counted */
  exact: boolean
  next: number | null
}

export const useDeliveryCounts = (subscription?: string, enabled = true) =>
  useApi<DeliveryPage>(DELIVERIES, { limit: 1, subscription }, { enabled, every: 10_000, keep: true })

export const useSubscriptions = (enabled = true) =>
  useApi<{ items: SubscriptionView[]; next: string | null }>(
    SUBSCRIPTIONS,
    { limit: 200 },
    { enabled, every: 15_000, keep: true },
  )

/** bad: something was given up; wait: it fails now; off: switched off or expired */
export const subscriberTone = (one: Pick<SubscriptionView, 'status' | 'dead' | 'failures'>): StateTone =>
  one.dead > 0 ? 'bad' : one.status !== 'active' ? 'off' : one.failures > 0 ? 'wait' : 'good'

/** Names words of the catalogue, under subscriptions.is */
export const subscriberState = (one: Pick<SubscriptionView, 'status' | 'dead' | 'failures'>): string =>
  one.status !== 'active' ? one.status : one.dead > 0 ? 'gaveUp' : one.failures > 0 ? 'failing' : 'active'

export interface SubscriptionDraft {
  name: string
  types: string[]
  /** empty: any */
  idPattern: string
  /** empty: any */
  attributes: string[]
  q: string
  endpoint: string
  format: 'normalized' | 'concise' | 'simplified'
  accept: 'application/json' | 'application/ld+json'
  /** seconds; empty: every change */
  throttling: string
  /** local day at whose end it expires; empty: never */
  until: string
  headers: { key: string; value: string }[]
}

export const EMPTY_DRAFT: SubscriptionDraft = {
  name: '',
  types: [],
  idPattern: '',
  attributes: [],
  q: '',
  endpoint: '',
  format: 'normalized',
  accept: 'application/json',
  throttling: '',
  until: '',
  headers: [],
}

/** The document of POST /ngsi-ld/v1/subscriptions. */
export const documentOf = (draft: SubscriptionDraft): Record<string, unknown> => {
  const pattern = draft.idPattern.trim()
  const headers = draft.headers.filter(({ key }) => key.trim() !== '')
  return {
    type: 'Subscription',
    ...(draft.name.trim() ? { subscriptionName: draft.name.trim() } : {}),
    ...(draft.types.length > 0
      ? { entities: draft.types.map((type) => ({ type, ...(pattern ? { idPattern: pattern } : {}) })) }
      : {}),
    ...(draft.attributes.length > 0 ? { watchedAttributes: draft.attributes } : {}),
    ...(draft.q.trim() ? { q: draft.q.trim() } : {}),
    ...(draft.throttling.trim() ? { throttling: Number(draft.throttling) } : {}),
    ...(draft.until ? { expiresAt: `${draft.until}T23:59:59+08:00` } : {}),
    notification: {
      ...(draft.format === 'normalized' ? {} : { format: draft.format }),
      endpoint: {
        uri: draft.endpoint.trim(),
        accept: draft.accept,
        ...(headers.length > 0 ? { receiverInfo: headers.map(({ key, value }) => ({ key: key.trim(), value })) } : {}),
      },
    },
  }
}

/** Fields that must be mended before it is sent; the words stand under subscriptions.wrong */
export const wrongIn = (draft: SubscriptionDraft): string[] => {
  const seconds = Number(draft.throttling)
  return [
    ...(draft.types.length === 0 && draft.attributes.length === 0 ? ['types'] : []),
    ...(/^(https?|mqtts?):\/\/[^/\s]+/.test(draft.endpoint.trim()) ? [] : ['endpoint']),
    ...(draft.throttling.trim() !== '' && !(seconds > 0) ? ['throttling'] : []),
  ]
}

/** Where a replay begins, as the server takes it; null when it is neither an instant nor the number of a delivery. */
export const replayFrom = (
  by: 'time' | 'cursor',
  value: string | undefined,
): { fromTime: string } | { fromCursor: number } | null => {
  if (value === undefined) return null
  if (by === 'time') return { fromTime: value }
  const cursor = value.trim()
  return /^[1-9]\d{0,14}$/.test(cursor) ? { fromCursor: Number(cursor) } : null
}
