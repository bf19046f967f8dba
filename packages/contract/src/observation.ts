/** Observation (观测): entity × attribute × time × value, the one item the ingest pipeline stores. */
import { z } from 'zod'
import { Provenance } from './provenance.ts'
import { RegionCode } from './region.ts'

export const EntityId = z
  .string()
  .max(256)
  .regex(/^[a-zA-Z][a-zA-Z0-9+.-]*:[^\s<>"{}|\\^`]+$/)

export const Observation = z.strictObject({
  /** URI of the city object, for instance urn:ngsi-ld:AirQualityObserved:1015A */
  entity: EntityId,
  /** NGSI-LD type; needed the first time an entity is seen */
  type: z.string().max(120).optional(),
  attribute: z.string().min(1).max(120),
  /** number: a series; text or boolean: state only */
  value: z.union([z.number(), z.string().max(2000), z.boolean()]),
  /** when it was measured, ISO 8601 with offset */
  at: z.iso.datetime({ offset: true }),
  unit: z.string().max(20).optional(),
})
export type Observation = z.infer<typeof Observation>

/** What a source is allowed to be and how its items are marked. */
export const Source = z.object({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{1,62}$/),
  title: z.string(),
  unit: z.string(),
  region: RegionCode,
  provenance: Provenance,
  protocol: z.enum(['mqtt', 'ngsi-ld', 'cloudevents', 'open311', 'file', 'pull', 'internal']),
})
export type Source = z.infer<typeof Source>

/** The outcome of one item of a batch: stored, already known, or rejected with a code of the error registry. */
export const ItemResult = z.object({
  index: z.number().int(),
  status: z.enum(['stored', 'duplicate', 'rejected']),
  code: z.string().optional(),
  message: z.string().optional(),
})
export type ItemResult = z.infer<typeof ItemResult>
