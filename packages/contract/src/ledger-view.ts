/** The ledger of supply and demand (供需对接清单): what a department asks for, and the row it becomes. */
import { z } from 'zod'
import { CaseDetail } from './case-view.ts'
import { Channel, DataGrant, Purpose } from './data-grant.ts'
import { Provenance } from './provenance.ts'
import { RegionCode } from './region.ts'
import { FieldName, UpdateCycle } from './resource.ts'
import { Text } from './text.ts'

const Instant = z.iso.datetime({ offset: true })

/** A field that is wanted: in free words, or a field of the catalogued resource. */
export const WantedField = z.strictObject({
  name: z.string().trim().min(1).max(100),
  field: FieldName.nullable().default(null),
})
export type WantedField = z.infer<typeof WantedField>

/** What a need says; kept with its case. */
export const NeedStatement = z.strictObject({
  /** 事项/场景 */
  matter: z.string().trim().min(1, '请写明事项或场景').max(200),
  fields: z.array(WantedField).min(1, '请至少列出一个字段').max(300),
  purpose: Purpose,
  /** law or rule that gives the asking unit the duty */
  basis: z.string().trim().min(2, '请写明依据').max(500),
  frequency: UpdateCycle,
  /** day on which it is wanted */
  wantedBy: z.iso.date().nullable().default(null),
  /** rows of this region and below; null for all */
  region: RegionCode.nullable().default(null),
  channels: z.array(Channel).min(1).max(4).default(['api']),
  /** unit that is thought to own the data, when no resource is named */
  owner: z.string().max(80).nullable().default(null),
})
export type NeedStatement = z.infer<typeof NeedStatement>

/** Body of POST /api/ledger */
export const NeedInput = NeedStatement.extend({
  title: z.string().trim().min(2, '请写一个标题').max(60),
  description: z.string().max(2000).default(''),
  resource: z.uuid().nullable().default(null),
  /** for which of the caller's units; the first unless told */
  unit: z.string().max(80).optional(),
  /** makes a repeated submission harmless */
  clientKey: z.string().min(1).max(80).optional(),
  /** a twin says so */
  provenance: Provenance.optional(),
})
export type NeedInput = z.infer<typeof NeedInput>

/** Body of POST /api/ledger/corrections (异议核错) */
export const CorrectionInput = z.strictObject({
  resource: z.uuid(),
  field: FieldName.nullable().default(null),
  /** key of the row, as the reader knows it */
  row: z.string().max(200).default(''),
  wrong: z.string().trim().min(2, '请写明哪里有误').max(2000),
  /** what it should be */
  right: z.string().max(2000).default(''),
  basis: z.string().trim().min(2, '请写明依据').max(500),
  unit: z.string().max(80).optional(),
  clientKey: z.string().min(1).max(80).optional(),
  provenance: Provenance.optional(),
})
export type CorrectionInput = z.infer<typeof CorrectionInput>

const Named = z.object({ id: z.string(), name: z.string() })

export const LedgerDates = z.object({
  stated: Instant,
  reviewed: Instant.nullable(),
  confirmed: Instant.nullable(),
  catalogued: Instant.nullable(),
  connected: Instant.nullable(),
  authorised: Instant.nullable(),
  used: Instant.nullable(),
  rated: Instant.nullable(),
  closed: Instant.nullable(),
})

export const LedgerRow = z.object({
  id: z.string(),
  caseNo: z.string(),
  title: z.string(),
  matter: z.string(),
  state: z.string(),
  stateTitle: Text,
  open: z.boolean(),
  /** 无条件 / 有条件 / 未编目或未挂接: decides the limits */
  kind: z.string(),
  kindTitle: Text,
  /** 需求单位 */
  asker: Named.nullable(),
  /** 数源单位 */
  owner: Named.nullable(),
  resource: z.object({ id: z.string(), code: z.string(), title: z.string() }).nullable(),
  fields: z.number().int(),
  purpose: Purpose,
  basis: z.string(),
  frequency: UpdateCycle,
  wantedBy: z.iso.date().nullable(),
  /** 承诺日, as the owner gave it */
  promise: z.string().nullable(),
  dates: LedgerDates,
  /** the duty that runs out first */
  dueAt: Instant.nullable(),
  /** who has let a limit pass that still runs */
  late: z.object({ unit: Named.nullable(), clock: Text, dueAt: Instant.nullable() }).nullable(),
  /** limits that were missed, also those of steps that are over */
  missed: z.array(Text),
  grant: z.string().nullable(),
  /** 1–5 */
  satisfaction: z.number().int().nullable(),
  met: z.enum(['yes', 'partly', 'no']).nullable(),
  provenance: Provenance,
})
export type LedgerRow = z.infer<typeof LedgerRow>

/** GET /api/ledger */
export const LedgerPage = z.object({
  items: z.array(LedgerRow),
  next: z.string().nullable(),
  total: z.number().int(),
  /** all steps in their order, under the same filters but for the step */
  steps: z.array(z.object({ step: z.string(), title: Text, open: z.boolean(), count: z.number().int(), late: z.number().int() })),
})
export type LedgerPage = z.infer<typeof LedgerPage>

/** GET /api/ledger/:case */
export const LedgerDetail = z.object({
  row: LedgerRow,
  need: NeedStatement,
  grant: DataGrant.nullable(),
  case: CaseDetail,
})
export type LedgerDetail = z.infer<typeof LedgerDetail>

/** GET /api/ledger/summary: a row per unit, as the one that asks and as the one that owns. Shares 0…1, null without inputs. */
export const LedgerSummary = z.object({
  unit: z.string(),
  name: z.string(),
  asked: z.object({
    stated: z.number().int(),
    open: z.number().int(),
    rated: z.number().int(),
    met: z.number().nullable(),
    satisfaction: z.number().nullable(),
  }),
  owned: z.object({
    received: z.number().int(),
    open: z.number().int(),
    late: z.number().int(),
    answered: z.number().int(),
    refused: z.number().int(),
    onTime: z.number().nullable(),
    catalogued: z.number().int(),
    connected: z.number().int(),
    connectionRate: z.number().nullable(),
  }),
})
export type LedgerSummary = z.infer<typeof LedgerSummary>
