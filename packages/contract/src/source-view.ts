/** What people see of the data coming in: sources, rejected items, faults of sensors, file imports. */
import { z } from 'zod'
import { Source } from './observation.ts'
import { RegionCode } from './region.ts'

const Instant = z.iso.datetime({ offset: true })

/** live: within its expectation; late: past it; silent: past it three times over, or never seen */
export const SourceFlow = z.enum(['live', 'late', 'silent'])
export type SourceFlow = z.infer<typeof SourceFlow>

export const SourceView = Source.extend({
  types: z.array(z.string()).nullable(),
  /** seconds within which something is expected; null when nothing says so */
  expectedEvery: z.number().int().nullable(),
  createdAt: Instant,
  lastSeen: Instant.nullable(),
  flow: SourceFlow,
  /** items received in the last complete minute */
  perMinute: z.number().int(),
  /** since yesterday, by outcome */
  day: z.object({ received: z.number(), stored: z.number(), duplicate: z.number(), rejected: z.number() }),
  /** rejected items that wait for somebody */
  openDeadLetters: z.number().int(),
  openFaults: z.number().int(),
  /** received and rejected per minute, the last 60 complete minutes, newest last */
  minutes: z.array(z.object({ at: Instant, received: z.number().int(), rejected: z.number().int() })),
})
export type SourceView = z.infer<typeof SourceView>

/** GET /api/sources/rates: cheap enough to ask every two seconds. */
export const SourceRate = z.object({
  id: z.string(),
  /** items a second over the last ten seconds */
  perSecond: z.number(),
  rejectedPerSecond: z.number(),
  lastSeen: Instant.nullable(),
  flow: SourceFlow,
})
export type SourceRate = z.infer<typeof SourceRate>

export const DeadLetterState = z.enum(['open', 'replayed', 'discarded'])

export const DeadLetterView = z.object({
  id: z.number().int(),
  source: z.string(),
  region: RegionCode,
  receivedAt: Instant,
  /** how often the same item was rejected for the same reason, and when last */
  seen: z.number().int(),
  lastAt: Instant,
  /** as it came, at most 64 KiB */
  raw: z.string(),
  truncated: z.boolean(),
  /** line of the file it came in */
  line: z.number().int().nullable(),
  code: z.string(),
  message: z.string(),
  path: z.string().nullable(),
  state: DeadLetterState,
  attempts: z.number().int(),
  /** outcome of the last replay */
  result: z.object({ status: z.string(), code: z.string().optional(), message: z.string().optional() }).nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: Instant.nullable(),
  reason: z.string().nullable(),
})
export type DeadLetterView = z.infer<typeof DeadLetterView>

export const SensorFault = z.object({
  id: z.number().int(),
  kind: z.enum(['stuck', 'gap']),
  entity: z.string(),
  /** empty: the whole object is silent */
  attribute: z.string(),
  type: z.string(),
  region: RegionCode,
  /** first reading of the unchanged run, or the last reading before the silence */
  since: Instant,
  detectedAt: Instant,
  value: z.number().nullable(),
  count: z.number().int().nullable(),
  recoveredAt: Instant.nullable(),
})
export type SensorFault = z.infer<typeof SensorFault>

/** A CSV file on its way in; the same import sent again goes on where it stopped. */
export const CsvImport = z.object({
  source: z.string(),
  name: z.string(),
  state: z.enum(['running', 'done', 'failed']),
  lines: z.number().int(),
  stored: z.number().int(),
  duplicate: z.number().int(),
  rejected: z.number().int(),
  /** cells without a value: gaps stay gaps */
  empty: z.number().int(),
  error: z.string().nullable(),
  startedAt: Instant,
  changedAt: Instant,
})
export type CsvImport = z.infer<typeof CsvImport>
