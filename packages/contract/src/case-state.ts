/** The log of a case (append-only) and the state that is folded from it. */
import { z } from 'zod'
import { Duration } from './case-clock-def.ts'
import { CaseAppraisal, Urgency } from './case-words.ts'
import { RegionCode } from './region.ts'
import { Text } from './text.ts'

const Instant = z.iso.datetime({ offset: true })
const Json = z.record(z.string(), z.json())

/** A limit as it was in force when the clock started. */
export const LimitTaken = Duration.extend({ rule: z.string(), basis: z.string(), official: z.boolean() })
export type LimitTaken = z.infer<typeof LimitTaken>

export const Routing = z.object({
  rule: z.string(),
  reason: Text,
  /** limits of the route, for clocks that start later */
  limits: z.record(z.string(), Duration).optional(),
})
export type Routing = z.infer<typeof Routing>

/** What the server settled when it accepted the action, so that the fold needs no rule and no calendar. */
export const Settled = z.object({
  unit: z.string().nullable().optional(),
  coUnits: z.array(z.string()).optional(),
  routing: Routing.nullable().optional(),
  /** limits of the clocks that the action starts */
  limits: z.record(z.string(), LimitTaken).optional(),
  /** clocks the action should have started but no rule in force gives their limit */
  missing: z.array(z.string()).optional(),
  /** clocks that had run out before the action */
  breached: z.array(z.string()).optional(),
  /** what the action ties the case to (effect `link`), for instance a grant it issued, by kind */
  links: z.record(z.string(), z.string()).optional(),
  /** facts found out when the action was accepted; they hold before its target is chosen */
  flags: z.record(z.string(), z.boolean()).optional(),
})
export type Settled = z.infer<typeof Settled>

export const Opening = z.object({
  type: z.string(),
  version: z.number().int(),
  category: z.string(),
  region: RegionCode,
  urgency: Urgency,
  source: z.string(),
  /** account of the one who reported; null when the system did */
  reporter: z.string().nullable(),
  /** unit that dispatches and verifies */
  desk: z.string().nullable(),
  alertId: z.string().nullable(),
  /** responsible unit, when it is known from the start */
  unit: z.string().nullable().optional(),
  /** what the case is about, outside the case engine: ids by kind */
  links: z.record(z.string(), z.string()).optional(),
  flags: z.record(z.string(), z.boolean()).optional(),
})
export type Opening = z.infer<typeof Opening>

export const CaseEntry = z.object({
  /** 1, 2, 3 … without a gap; the order of the log */
  seq: z.number().int().min(1),
  action: z.string(),
  at: Instant,
  actor: z.object({ id: z.string(), kind: z.enum(['person', 'machine', 'system']), name: z.string() }),
  actorUnit: z.string().nullable(),
  data: Json,
  note: z.string(),
  attachments: z.array(z.string()),
  settled: Settled,
  /** only on the first entry */
  opening: Opening.optional(),
})
export type CaseEntry = z.infer<typeof CaseEntry>

/** One run of a clock. */
export const ClockRun = z.object({
  clock: z.string(),
  startedAt: Instant,
  limit: LimitTaken,
  pauses: z.array(z.object({ from: Instant, to: Instant.nullable() })),
  stoppedAt: Instant.nullable(),
  /** met or breached is a question of time; cancelled runs have no verdict */
  cancelled: z.boolean(),
  warned: z.boolean(),
  breached: z.boolean(),
  escalated: z.boolean(),
})
export type ClockRun = z.infer<typeof ClockRun>

export const CoUnit = z.object({
  unit: z.string(),
  /** helper: dispatched beside the responsible unit; called: whistled for and expected to report in */
  as: z.enum(['helper', 'called']),
  arrivedAt: Instant.nullable(),
  late: z.boolean(),
})
export type CoUnit = z.infer<typeof CoUnit>

export const CaseState = z.object({
  seq: z.number().int(),
  /** last entry that a person or the system made by an action of the definition; warnings and remarks do not count */
  actedSeq: z.number().int(),
  state: z.string(),
  type: z.string(),
  version: z.number().int(),
  category: z.string(),
  region: RegionCode,
  urgency: Urgency,
  source: z.string(),
  public: z.boolean(),
  reporter: z.string().nullable(),
  alertId: z.string().nullable(),
  /** unit for which the case was reported; absent when nobody's */
  asker: z.string().optional(),
  /** what the case is about, outside the case engine: ids by kind */
  links: z.record(z.string(), z.string()).optional(),
  desk: z.string().nullable(),
  /** responsible unit */
  unit: z.string().nullable(),
  assignee: z.string().nullable(),
  /** unit that first took the case (首接) */
  firstReceiver: z.string().nullable(),
  coUnits: z.array(CoUnit),
  counters: z.record(z.string(), z.number()),
  flags: z.record(z.string(), z.boolean()),
  marks: z.record(z.string(), Instant),
  asked: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
  /** oldest first */
  clocks: z.array(ClockRun),
  routing: Routing.nullable(),
  plannedFor: z.string().nullable(),
  duplicateOf: z.string().nullable(),
  appraisal: CaseAppraisal.nullable(),
  excluded: z.string().nullable(),
  openedAt: Instant,
  changedAt: Instant,
  closedAt: Instant.nullable(),
})
export type CaseState = z.infer<typeof CaseState>
