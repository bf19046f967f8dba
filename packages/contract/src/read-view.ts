/** What screens and clients see of reads: pages of rows, counts, explanations, records, exports and copies of tables. */
import { z } from 'zod'
import { Decision, ReadWay } from './data-decision.ts'
import { DataGrant, Purpose } from './data-grant.ts'
import { ExportManifest } from './lineage-view.ts'
import { Mask } from './resource.ts'

export const RowsView = z.object({
  rows: z.array(z.record(z.string(), z.unknown())),
  next: z.string().nullable(),
  decision: Decision,
  /** number of the record of this read */
  read: z.number().int(),
})
export type RowsView = z.infer<typeof RowsView>

export const CountsView = z.object({
  by: z.array(z.string()),
  /** count null: fewer than `smallest`, or hidden so that no such count follows from it */
  cells: z.array(z.object({ values: z.array(z.unknown()), count: z.number().int().nullable() })),
  total: z.number().int().nullable(),
  /** the grouping is too fine to be shown */
  withheld: z.boolean(),
  smallest: z.number().int(),
  /** shown counts and the total are multiples of it, rounded up or down; 1: exact */
  base: z.number().int(),
  /** when it was counted: the same answer stands until so many rows have changed */
  at: z.iso.datetime(),
  read: z.number().int(),
})
export type CountsView = z.infer<typeof CountsView>

export const GRANT_STATES = ['coming', 'current', 'expired', 'revoked'] as const
export const GrantState = z.enum(GRANT_STATES)
export type GrantState = z.infer<typeof GrantState>

export const grantState = (grant: Pick<DataGrant, 'from' | 'until' | 'revokedAt'>, at: Date): GrantState => {
  if (grant.revokedAt !== null) return 'revoked'
  if (Date.parse(grant.until) <= at.getTime()) return 'expired'
  return Date.parse(grant.from) > at.getTime() ? 'coming' : 'current'
}

export const GrantView = DataGrant.extend({
  state: GrantState,
  resourceTitle: z.string(),
  resourceCode: z.string(),
  owner: z.string(),
  ownerName: z.string(),
  granteeName: z.string(),
  /** calls counted today, where there is a quota */
  callsToday: z.number().int().nullable(),
  /** the newest read under it */
  lastUsedAt: z.iso.datetime().nullable(),
  /** the one who asks may end it */
  revocable: z.boolean(),
  /** the one who asks may renew it: the same terms until a later day */
  renewable: z.boolean(),
  /** the grant that goes on from it */
  renewedBy: z.uuid().nullable(),
})
export type GrantView = z.infer<typeof GrantView>

export const ExplainView = z.object({
  decision: Decision,
  /** purposes for which the caller's units hold a current grant */
  purposes: z.array(Purpose),
  grants: z.array(z.object({ id: z.uuid(), purpose: Purpose, state: GrantState, until: z.string() })),
})
export type ExplainView = z.infer<typeof ExplainView>

/** A read in the record, as addresses and cursors name it. */
export const ReadNumber = z.coerce.number().int().positive()

export const ReadLogItem = z.object({
  id: z.number().int(),
  at: z.iso.datetime(),
  actor: z.string(),
  actorName: z.string(),
  unit: z.string().nullable(),
  unitName: z.string().nullable(),
  resource: z.string(),
  resourceTitle: z.string(),
  fields: z.array(z.string()),
  masked: z.array(z.string()),
  purpose: Purpose.nullable(),
  basis: z.string().nullable(),
  way: ReadWay,
  grant: z.string().nullable(),
  rows: z.number().int(),
})
export type ReadLogItem = z.infer<typeof ReadLogItem>

export const EXPORT_FORMATS = ['csv', 'xlsx', 'jsonl'] as const
export const ExportFormat = z.enum(EXPORT_FORMATS)
export type ExportFormat = z.infer<typeof ExportFormat>

export const EXPORT_STATES = ['queued', 'running', 'ready', 'failed', 'expired'] as const
export const ExportState = z.enum(EXPORT_STATES)
export type ExportState = z.infer<typeof ExportState>

/** What stands beside the file; `lineage` is what POST /api/lineage/exports/verify takes. */
export const FileManifest = z.object({
  file: z.string(),
  format: ExportFormat,
  bytes: z.number().int(),
  sha256: z.string(),
  resource: z.object({ id: z.uuid(), code: z.string(), title: z.string(), owner: z.string() }),
  fields: z.array(z.object({ name: z.string(), title: z.string(), effect: z.enum(['allow', 'mask']), mask: Mask })),
  requestedBy: z.object({ account: z.string(), name: z.string(), unit: z.string().nullable() }),
  purpose: z.string().nullable(),
  basis: z.string().nullable(),
  grant: z.string().nullable(),
  read: z.number().int(),
  watermark: z.object({ visible: z.string(), order: z.string() }),
  lineage: ExportManifest,
})
export type FileManifest = z.infer<typeof FileManifest>

export const ExportView = z.object({
  id: z.uuid(),
  resource: z.uuid(),
  resourceTitle: z.string(),
  format: ExportFormat,
  state: ExportState,
  actor: z.string(),
  unit: z.string().nullable(),
  purpose: z.string().nullable(),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  expiresAt: z.iso.datetime().nullable(),
  rows: z.number().int().nullable(),
  bytes: z.number().int().nullable(),
  sha256: z.string().nullable(),
  error: z.string().nullable(),
  downloads: z.number().int(),
})
export type ExportView = z.infer<typeof ExportView>

export const REPLICA_STATES = ['active', 'paused', 'failed', 'stopped'] as const

export const ReplicaView = z.object({
  id: z.uuid(),
  resource: z.uuid(),
  resourceTitle: z.string(),
  grant: z.uuid(),
  unit: z.string(),
  /** host and database; the credentials are never shown */
  target: z.string(),
  schema: z.string(),
  table: z.string(),
  state: z.enum(REPLICA_STATES),
  copied: z.boolean(),
  rows: z.number().int().nullable(),
  written: z.number().int(),
  deleted: z.number().int(),
  createdAt: z.iso.datetime(),
  runAt: z.iso.datetime().nullable(),
  error: z.string().nullable(),
})
export type ReplicaView = z.infer<typeof ReplicaView>
