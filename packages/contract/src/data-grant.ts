/** Data grant (授权): which unit may use which fields of a resource, for which purpose, on what basis, until when. */
import { z } from 'zod'
import { CHANNELS, PURPOSES } from './read-words.ts'
import { RegionCode } from './region.ts'
import { FieldName } from './resource.ts'

export { CHANNEL_NAMES, CHANNELS, PURPOSE_NAMES, PURPOSES } from './read-words.ts'
export const Purpose = z.enum(PURPOSES)
export type Purpose = z.infer<typeof Purpose>

export const Channel = z.enum(CHANNELS)
export type Channel = z.infer<typeof Channel>

export const DataGrantInput = z.object({
  resource: z.uuid(),
  /** unit that may read */
  grantee: z.string().min(1),
  /** fields that may be read; all others are denied */
  fields: z.array(FieldName).min(1).max(300),
  /** of those, the ones shown whole; the rest is masked as classified */
  clear: z.array(FieldName).max(300),
  purpose: Purpose,
  /** law, rule or agreement that allows it */
  basis: z.string().min(2).max(500),
  /** rows of this region and below; null for all rows */
  region: RegionCode.nullable(),
  channels: z.array(Channel).min(1),
  /** calls a day over the API; null without a limit */
  quota: z.number().int().min(1).nullable(),
  from: z.iso.datetime({ offset: true }),
  until: z.iso.datetime({ offset: true }),
})
export type DataGrantInput = z.infer<typeof DataGrantInput>

export const DataGrant = DataGrantInput.extend({
  id: z.uuid(),
  /** who granted it and when; the case of the ledger that led to it */
  grantedBy: z.string(),
  grantedAt: z.iso.datetime({ offset: true }),
  caseId: z.string().nullable(),
  revokedAt: z.iso.datetime({ offset: true }).nullable(),
  revokedReason: z.string().nullable(),
  /** first granted, when it renews another grant on the same terms; what came first keeps what it shows */
  since: z.iso.datetime({ offset: true }).nullable().optional(),
  /** the grant it goes on from */
  renews: z.uuid().nullable().optional(),
  /** the first of a line of renewals */
  root: z.uuid().nullable().optional(),
})
export type DataGrant = z.infer<typeof DataGrant>
