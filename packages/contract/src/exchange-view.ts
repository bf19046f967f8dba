/** The exchange as screens see it: connectors, their runs, rejected rows, uploads. */
import { z } from 'zod'
import { CronPattern } from './cron.ts'
import { REJECT_REASONS, type RejectReason } from './exchange-check.ts'
import { Mapping } from './exchange-mapping.ts'
import { ConnectorSecrets, perKind } from './exchange-settings.ts'
import { RegionCode } from './region.ts'
import { FieldName, FieldType } from './resource.ts'

const Instant = z.iso.datetime({ offset: true })

/** 排队 运行 暂停 完成 失败 已取消 */
export const RUN_STATES = ['queued', 'running', 'paused', 'done', 'failed', 'cancelled'] as const
export const RunState = z.enum(RUN_STATES)
export type RunState = z.infer<typeof RunState>

/** by hand 人工, by schedule 定时, by arrival 到达, rejected rows again 重放 */
export const RUN_TRIGGERS = ['hand', 'schedule', 'arrival', 'replay'] as const
export const RunTrigger = z.enum(RUN_TRIGGERS)
export type RunTrigger = z.infer<typeof RunTrigger>

export const RunView = z.object({
  id: z.number().int(),
  connector: z.uuid(),
  resource: z.uuid(),
  state: RunState,
  trigger: RunTrigger,
  /** what was asked for and is not yet done */
  wish: z.enum(['pause', 'cancel']).nullable(),
  /** file that is read */
  input: z.string().nullable(),
  read: z.number().int(),
  /** new or changed rows */
  written: z.number().int(),
  unchanged: z.number().int(),
  rejected: z.number().int(),
  /** rows removed because the source no longer has them */
  removed: z.number().int(),
  bytes: z.number().int(),
  /** rows, or bytes of a file, that the source has in all; null when it does not say */
  total: z.number().int().nullable(),
  totalUnit: z.enum(['rows', 'bytes']).nullable(),
  /** rows a second over the time it ran */
  rate: z.number(),
  expectedEnd: Instant.nullable(),
  attempts: z.number().int(),
  error: z.string().nullable(),
  startedBy: z.string(),
  createdAt: Instant,
  startedAt: Instant.nullable(),
  changedAt: Instant,
  endedAt: Instant.nullable(),
})
export type RunView = z.infer<typeof RunView>

export const ConnectorView = perKind({
  id: z.uuid(),
  title: z.string(),
  resource: z.uuid(),
  resourceTitle: z.string(),
  /** unit that owns the resource */
  unit: z.string(),
  region: RegionCode,
  enabled: z.boolean(),
  schedule: z.string().nullable(),
  nextAt: Instant.nullable(),
  mapping: Mapping,
  /** names of the secrets that are set */
  secrets: z.array(z.string()),
  /** an administrator allows addresses inside private networks */
  privateAllowed: z.boolean(),
  /** where the next increment starts; null before the first complete run */
  watermark: z.unknown(),
  /** columns that the source has got since the connector was last changed */
  newColumns: z.array(z.string()),
  openRejects: z.number().int(),
  lastRun: RunView.nullable(),
  version: z.number().int(),
  createdAt: Instant,
  changedAt: Instant,
})
export type ConnectorView = z.infer<typeof ConnectorView>

export const ConnectorInput = perKind({
  title: z.string().trim().min(1).max(120),
  resource: z.uuid(),
  enabled: z.boolean().default(true),
  /** five fields in local time; null for runs by hand or by arrival alone */
  schedule: CronPattern.nullable().default(null),
  mapping: Mapping.default({ fields: {}, tables: {} }),
  /** a name that is given replaces the secret; null removes it; the others stay */
  secrets: ConnectorSecrets.default({}),
})
export type ConnectorInput = z.infer<typeof ConnectorInput>

export const SourceColumn = z.object({
  name: z.string(),
  /** what the source calls the type; null when it has none */
  sourceType: z.string().nullable(),
  type: FieldType,
  standard: z.string().nullable(),
  format: z.string().nullable(),
  /** first values that are there */
  samples: z.array(z.string()).max(5),
})
export type SourceColumn = z.infer<typeof SourceColumn>

/** What a source says of itself. */
export const SourceDescription = z.object({
  columns: z.array(SourceColumn),
  total: z.number().int().nullable(),
  totalUnit: z.enum(['rows', 'bytes']).nullable(),
  /** sheets of a workbook, tables of a database */
  choices: z.array(z.string()),
})
export type SourceDescription = z.infer<typeof SourceDescription>

export const RejectReasonName = z.enum(Object.keys(REJECT_REASONS) as [RejectReason, ...RejectReason[]])
export const RowProblemView = z.object({ field: FieldName.nullable(), reason: RejectReasonName, detail: z.string() })

/** First rows of a source, and what the mapping makes of them. */
export const SourcePreview = z.object({
  columns: z.array(z.string()),
  rows: z.array(z.array(z.string().nullable())),
  mapped: z.array(
    z.object({ values: z.record(z.string(), z.string().nullable()).nullable(), problems: z.array(RowProblemView) }),
  ),
})
export type SourcePreview = z.infer<typeof SourcePreview>

export const RejectView = z.object({
  id: z.number().int(),
  connector: z.uuid(),
  run: z.number().int(),
  line: z.number().int(),
  /** column of the source → value, as it came or as it was corrected */
  content: z.record(z.string(), z.string().nullable()),
  corrected: z.boolean(),
  problems: z.array(RowProblemView),
  state: z.enum(['open', 'replayed', 'discarded']),
  /** how often the same row was rejected */
  seen: z.number().int(),
  at: Instant,
  decidedBy: z.string().nullable(),
  decidedAt: Instant.nullable(),
})
export type RejectView = z.infer<typeof RejectView>

export const UploadView = z.object({
  id: z.uuid(),
  name: z.string(),
  bytes: z.number().int(),
  format: z.enum(['csv', 'xlsx']),
  charset: z.string(),
  delimiter: z.string(),
  sheets: z.array(z.string()),
  columns: z.array(SourceColumn),
  rows: z.array(z.array(z.string().nullable())),
  createdBy: z.string(),
  createdAt: Instant,
})
export type UploadView = z.infer<typeof UploadView>
