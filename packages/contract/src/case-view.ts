/** What people see of a case (事件/工单/办件) over the API. The engine's own words are in case-*.ts. */
import { z } from 'zod'
import { DurationUnit } from './case-clock-def.ts'
import { CaseAppraisal } from './case-words.ts'
import { Field, Place } from './form.ts'
import { Provenance } from './provenance.ts'
import { RegionCode } from './region.ts'
import { Text } from './text.ts'

export const ClockView = z.object({
  id: z.string(),
  title: Text,
  state: z.enum(['running', 'paused', 'met', 'breached', 'stopped']),
  startedAt: z.iso.datetime({ offset: true }),
  /** null while paused */
  dueAt: z.iso.datetime({ offset: true }).nullable(),
  stoppedAt: z.iso.datetime({ offset: true }).nullable(),
  limit: z.object({ amount: z.number(), unit: DurationUnit }),
  /** share of the limit used, 0… (above 1 is overdue) */
  used: z.number(),
  /** the dated rule the limit comes from */
  basis: z.string(),
  official: z.boolean(),
  /** true when the deadline lies in a year whose working calendar is not published yet: reported, not guessed */
  unknown: z.boolean().optional(),
})
export type ClockView = z.infer<typeof ClockView>

export const CaseSummary = z.object({
  id: z.string(),
  /** case number people quote, for instance 津城管20261120-000123 */
  caseNo: z.string(),
  type: z.string(),
  typeTitle: Text,
  title: z.string(),
  category: z.string(),
  categoryTitle: Text,
  state: z.string(),
  stateTitle: Text,
  open: z.boolean(),
  urgency: z.enum(['normal', 'urgent', 'critical']),
  region: RegionCode,
  regionName: z.string(),
  address: z.string(),
  place: Place.nullable(),
  /** unit that must act now */
  unit: z.string().nullable(),
  unitName: z.string().nullable(),
  source: z.string(),
  provenance: Provenance,
  reportedAt: z.iso.datetime({ offset: true }),
  updatedAt: z.iso.datetime({ offset: true }),
  closedAt: z.iso.datetime({ offset: true }).nullable(),
  /** the clock that matters now */
  clock: ClockView.nullable(),
  overdue: z.boolean(),
  supervised: z.boolean(),
  cover: z.string().nullable(),
})
export type CaseSummary = z.infer<typeof CaseSummary>

export const AttachmentView = z.object({
  id: z.string(),
  url: z.string(),
  thumb: z.string(),
  stage: z.enum(['before', 'after', 'other']),
  at: z.iso.datetime({ offset: true }),
  width: z.number().int(),
  height: z.number().int(),
})
export type AttachmentView = z.infer<typeof AttachmentView>

export const AvailableAction = z.object({
  id: z.string(),
  title: Text,
  /** primary: the expected next step; quiet: the rest; danger: ends or refuses */
  tone: z.enum(['primary', 'quiet', 'danger']),
  form: z.array(Field),
  /** when not allowed now, why (the button is shown disabled with this text) */
  blocked: Text.nullable(),
})
export type AvailableAction = z.infer<typeof AvailableAction>

export const ActionView = z.object({
  seq: z.number().int(),
  action: z.string(),
  title: Text,
  actor: z.string(),
  actorUnit: z.string().nullable(),
  at: z.iso.datetime({ offset: true }),
  from: Text.nullable(),
  to: Text,
  note: z.string(),
  data: z.record(z.string(), z.json()),
  attachments: z.array(AttachmentView),
})
export type ActionView = z.infer<typeof ActionView>

export const CaseDetail = z.object({
  summary: CaseSummary,
  description: z.string(),
  data: z.record(z.string(), z.json()),
  /** sequence of the last action; send it back as `expectedSeq` */
  seq: z.number().int(),
  clocks: z.array(ClockView),
  actions: z.array(ActionView),
  available: z.array(AvailableAction),
  attachments: z.array(AttachmentView),
  alertId: z.string().nullable(),
  /** helpers of the unit in charge, and units called (吹哨), of which only the latter report in */
  coUnits: z.array(z.object({ id: z.string(), name: z.string(), as: z.enum(['helper', 'called']), arrived: z.boolean() })),
  /** why this unit: place × category × duty */
  routing: z.object({ rule: z.string(), reason: Text }).nullable(),
  /** who reported; masked for those who have no need to call */
  reporter: z.object({ name: z.string(), phone: z.string(), masked: z.boolean() }).nullable().optional(),
  appraisal: CaseAppraisal.nullable().optional(),
  /** returns, rework, extensions, joined … */
  counters: z.record(z.string(), z.number()).optional(),
  /** day on which a suspended case (挂账) comes back by itself */
  plannedFor: z.string().nullable().optional(),
  /** condition under which the category may be closed (结案条件) */
  closing: Text.nullable().optional(),
})
export type CaseDetail = z.infer<typeof CaseDetail>

/** Body of POST /api/cases */
export const CaseReport = z.strictObject({
  type: z.string().max(60),
  category: z.string().max(20),
  title: z.string().min(2, '请写一个标题').max(60),
  description: z.string().max(2000).default(''),
  place: Place,
  attachments: z.array(z.uuid()).max(9).default([]),
  urgency: z.enum(['normal', 'urgent', 'critical']).default('normal'),
  /** how to reach the one who reports, if they wish */
  contact: z
    .strictObject({
      name: z.string().max(40).default(''),
      phone: z
        .string()
        .regex(/^(\+?\d[\d -]{5,18})?$/, '电话号码无效')
        .default(''),
    })
    .optional(),
  /** makes a repeated submission harmless */
  clientKey: z.string().min(1).max(80).optional(),
  /** a twin or a replay says so; nobody can claim to be more real than `local` */
  provenance: Provenance.optional(),
})
export type CaseReport = z.infer<typeof CaseReport>

/**
 * Body of POST /api/cases/:id/actions. Answers to the action's form go into `data` by field name, except photos: those
 * are uploaded first and named in `attachments`.
 */
export const CaseActionInput = z.strictObject({
  action: z.string().max(40),
  expectedSeq: z.number().int().min(0),
  data: z.record(z.string(), z.json()).default({}),
  note: z.string().max(2000).default(''),
  attachments: z.array(z.uuid()).max(9).default([]),
  /** makes a repeated submission harmless */
  clientKey: z.string().min(1).max(80).optional(),
})
export type CaseActionInput = z.infer<typeof CaseActionInput>

/** GET /api/cases?queue= */
export const CASE_QUEUES = ['mine', 'unit', 'dispatch', 'verify', 'overdue', 'supervised', 'all'] as const
export const CaseQueue = z.enum(CASE_QUEUES)
export type CaseQueue = z.infer<typeof CaseQueue>

/** GET /api/case-queues: open cases in each queue of the caller */
export const CaseQueues = z.record(CaseQueue, z.number().int())
export type CaseQueues = z.infer<typeof CaseQueues>

/** GET /api/case-types: what filters and forms need to know */
export const CaseTypeView = z.object({
  id: z.string(),
  version: z.number().int(),
  title: Text,
  owner: z.string(),
  states: z.array(z.object({ id: z.string(), title: Text, terminal: z.boolean() })),
  sources: z.array(z.object({ id: z.string(), title: Text })),
  clocks: z.array(z.object({ id: z.string(), title: Text })),
  /** photos the caller's report needs at least */
  photos: z.number().int(),
})
export type CaseTypeView = z.infer<typeof CaseTypeView>

export const Page = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().nullable(), total: z.number().int().nullable() })

/** GET /api/rates: three rates (三率) and totals of a group, region or unit. Shares 0…1, null without inputs. */
export const RateRow = z.object({
  key: z.string(),
  name: z.string(),
  total: z.number().int(),
  closed: z.number().int(),
  overdue: z.number().int(),
  onTime: z.number().nullable(),
  responseRate: z.number().nullable(),
  resolutionRate: z.number().nullable(),
  satisfactionRate: z.number().nullable(),
  composite: z.number().nullable(),
})
export type RateRow = z.infer<typeof RateRow>
