/** Entities as the hub keeps them: names are IRIs, core members keep their short names. */
import type { Json, JsonObject } from './json.ts'

/** Attribute types and the member that carries their value. */
export const VALUE_MEMBER = {
  Property: 'value',
  GeoProperty: 'value',
  Relationship: 'object',
  LanguageProperty: 'languageMap',
  VocabProperty: 'vocab',
  JsonProperty: 'json',
  ListProperty: 'valueList',
  ListRelationship: 'objectList',
} as const
export type AttributeType = keyof typeof VALUE_MEMBER
export type ValueMember = (typeof VALUE_MEMBER)[AttributeType]
export const isAttributeType = (value: unknown): value is AttributeType =>
  typeof value === 'string' && Object.hasOwn(VALUE_MEMBER, value)

/** Deletes what it is the value of (clause 4.5.0: NGSI-LD Null). */
export const NULL = 'urn:ngsi-ld:null'

/** One instance of an attribute: the default one has no datasetId. */
export interface Instance {
  type: AttributeType
  value?: Json
  object?: string | string[]
  objectType?: string | string[]
  languageMap?: JsonObject
  vocab?: string | string[]
  json?: Json
  valueList?: Json[]
  objectList?: string[]
  unitCode?: string
  valueType?: string
  observedAt?: string
  expiresAt?: string
  datasetId?: string
  ngsildproof?: Json
  createdAt?: string
  modifiedAt?: string
  deletedAt?: string
  /** temporal interface only */
  instanceId?: string
  /** of a value that came through the ingest pipeline */
  provenance?: string
  attrs?: Attributes
}

/** Attribute IRI → its instances, one per datasetId, the default one first. */
export interface Attributes {
  [iri: string]: Instance[]
}

export interface Entity {
  id: string
  /** IRIs, in the order given */
  types: string[]
  scope: string[]
  attributes: Attributes
  expiresAt?: string
  createdAt: string
  modifiedAt: string
  deletedAt?: string
}

/** An entity and what the hub knows of it besides. */
export interface Kept extends Entity {
  tenant: string
  region: string
  source: string | null
  provenance: string | null
  /** hub attribute name (or *) → time up to which sensed readings no longer belong to it */
  hidden: Record<string, string>
  live: boolean
  /** temporal: made through the temporal interface alone */
  origin: 'core' | 'temporal'
}

export const instanceValue = (instance: Instance): Json | undefined => instance[VALUE_MEMBER[instance.type]] as Json | undefined

export const instanceFor = (instances: readonly Instance[] | undefined, datasetId: string | undefined): Instance | undefined =>
  instances?.find((instance) => instance.datasetId === datasetId)
