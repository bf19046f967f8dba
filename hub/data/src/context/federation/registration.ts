/** Context source registrations (clauses 5.2.8 to 5.2.10, 5.2.34), names expanded. */
import type { JsonObject } from '../model/json.ts'
import type { Operation } from './operations.ts'

export const MODES = ['inclusive', 'exclusive', 'redirect', 'auxiliary'] as const
export type Mode = (typeof MODES)[number]

export interface EntityInfo {
  id?: string
  idPattern?: string
  /** any of these; undefined: any type */
  types?: string[]
}

export interface Info {
  /** undefined: any entity */
  entities?: EntityInfo[]
  /** IRIs of properties and relationships; undefined: any attribute */
  attributes?: ReadonlySet<string>
}

export interface Pair {
  key: string
  value: string
}

export interface Management {
  /** milliseconds that a forwarded request may take */
  timeout?: number
  /** milliseconds without requests after one that failed */
  cooldown?: number
  /** the source answers from what it holds itself */
  localOnly: boolean
}

export interface Registration {
  tenant: string
  id: string
  /** the document, names expanded, without contextSourceInfo */
  doc: JsonObject
  /** what is sent along with every request */
  info: Pair[]
  /** value of @context it came with; null: the core context */
  context: unknown
  actor: string
  createdAt: string
  modifiedAt: string
}

/** A registration ready for use. */
export interface Source extends Registration {
  mode: Mode
  operations: ReadonlySet<Operation>
  infos: Info[]
  /** address of the source, without a slash at its end and without /ngsi-ld/v1 */
  endpoint: string
  /** tenant at the source */
  targetTenant?: string
  /** how the source calls itself in Via */
  alias?: string
  /** epoch milliseconds */
  expiresAt?: number
  management: Management
}

export interface Counters {
  timesSent: number
  timesFailed: number
  lastSuccess: string | null
  lastFailure: string | null
}

export type StoredRegistration = Registration & { counters: Counters }

/** Exclusive and redirect sources take over what they cover; the hub itself holds none of it (clause 4.3.6.3). */
export const isProxied = ({ mode }: Pick<Source, 'mode'>): boolean => mode === 'exclusive' || mode === 'redirect'
