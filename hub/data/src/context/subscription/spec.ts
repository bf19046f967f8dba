/** Subscriptions (clauses 5.2.12 to 5.2.15): the document with expanded names, and what it comes to. */
import type { GeoQ } from '../geo/geoq.ts'
import type { JsonObject } from '../model/json.ts'
import type { Format } from '../model/write.ts'
import type { Selector } from '../query/entity-query.ts'
import type { Q } from '../query/q-ast.ts'
import type { ScopeQ } from '../query/scopes.ts'
import type { TemporalQuery } from '../temporal/temporal-query.ts'

export const TRIGGERS = [
  'entityCreated',
  'entityUpdated',
  'entityDeleted',
  'attributeCreated',
  'attributeUpdated',
  'attributeDeleted',
] as const
export type Trigger = (typeof TRIGGERS)[number]
export const DEFAULT_TRIGGERS: Trigger[] = ['attributeCreated', 'attributeUpdated']

/** A projection as JSON: name → what is taken of the entities it links to. */
export interface StoredProjection {
  [name: string]: StoredProjection | null
}

export interface Endpoint {
  uri: string
  accept: 'application/json' | 'application/ld+json' | 'application/geo+json'
  /** milliseconds */
  timeout: number
  /** milliseconds between a failure and the next try, at least */
  cooldown: number
  receiverInfo: { key: string; value: string }[]
  notifierInfo: { key: string; value: string }[]
}

/** Everything that matching and sending need; plain JSON, independent of any @context. */
export interface Compiled {
  query: { selectors: Selector[]; q?: Q; geo?: GeoQ; scopeQ?: ScopeQ }
  /** attribute IRIs; undefined: any */
  watched?: string[]
  triggers: Trigger[]
  /** seconds */
  timeInterval?: number
  throttling?: number
  shape: {
    format: Format
    sysAttrs: boolean
    showChanges: boolean
    lang?: string[]
    pick?: StoredProjection
    omit?: StoredProjection
    attrs?: string[]
    datasets?: string[]
    join: 'none' | 'flat' | 'inline'
    joinLevel: number
  }
  /** minor version 1.x that notifications are written for; undefined: the newest */
  conformance?: number
  endpoint: Endpoint
  /** entity: which context sources take part */
  csf?: Q
  /** brokers that the subscription came by (Via) */
  via?: string
  /** csource: conditions on what a registration covers */
  csource?: { attributes?: string[]; csf?: Q; span?: TemporalQuery }
}

export interface Subscription {
  tenant: string
  id: string
  kind: 'entity' | 'csource'
  doc: JsonObject
  compiled: Compiled
  /** value of @context for notifications; null: the core context */
  context: unknown
  actor: string
  regions: string[] | null
  active: boolean
  expiresAt: string | null
  createdAt: string
  modifiedAt: string
}

export interface SubscriptionState {
  timesSent: number
  timesFailed: number
  lastNotification: string | null
  lastSuccess: string | null
  lastFailure: string | null
  failures: number
}

export const statusOf = (
  subscription: Pick<Subscription, 'active' | 'expiresAt'>,
  now: number,
): 'active' | 'paused' | 'expired' =>
  subscription.expiresAt !== null && Date.parse(subscription.expiresAt) <= now
    ? 'expired'
    : subscription.active
      ? 'active'
      : 'paused'
