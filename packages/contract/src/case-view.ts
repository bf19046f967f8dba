/** What people see of a case (事件/工单/办件) over the API. The engine's own words are in case-*.ts. */
import { z } from 'zod'
import { Field, Place } from './form.ts'
import { Provenance } from './provenance.ts'
import { RegionCode } from './region.ts'
import { Text } from './text.ts'

export const DurationUnit = z.enum(['minute', 'workingHour', 'workingDay', 'naturalDay'])
export type DurationUnit = z.infer<typeof DurationUnit>

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
  coUnits: z.array(z.object({ id: z.string(), name: z.string(), arrived: z.boolean() })),
  /** why this unit: place × category × duty */
  routing: z.object({ rule: z.string(), reason: Text }).nullable(),
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
  /** makes a repeated submission harmless */
  clientKey: z.string().max(80).optional(),
})
export type CaseReport = z.infer<typeof CaseReport>

/** Body of POST /api/cases/:id/actions */
export const CaseActionInput = z.strictObject({
  action: z.string().max(40),
  expectedSeq: z.number().int().min(0),
  data: z.record(z.string(), z.json()).default({}),
  note: z.string().max(2000).default(''),
  attachments: z.array(z.uuid()).max(9).default([]),
})
export type CaseActionInput = z.infer<typeof CaseActionInput>

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
