/**
 * The words of the one policy engine: what is asked, and what is answered, for every read, event, export and screen.
 * The decision itself never looks at the way the data travels.
 */
import { z } from 'zod'
import { Purpose } from './data-grant.ts'
import { READ_WAYS } from './read-words.ts'
import { Mask } from './resource.ts'

export { READ_WAYS } from './read-words.ts'
export const ReadWay = z.enum(READ_WAYS)
export type ReadWay = z.infer<typeof ReadWay>

/** allow 允许, mask 脱敏, deny 拒绝, ask 须说明用途依据或申请授权 */
export const READ_EFFECTS = ['allow', 'mask', 'deny', 'ask'] as const
export const ReadEffect = z.enum(READ_EFFECTS)
export type ReadEffect = z.infer<typeof ReadEffect>

export const DECISION_REASONS = [
  'public-field',
  'owner',
  'granted-clear',
  'granted-masked',
  'shared-unconditionally',
  'own-record',
  'opened-to-public',
  'protected-without-purpose',
  'purpose-not-granted',
  'no-grant',
  'grant-expired',
  'grant-revoked',
  'field-not-granted',
  'channel-not-granted',
  'region-not-granted',
  'sharing-refused',
  'assurance-too-low',
  'resource-not-published',
  'sharing-stopped',
  'volume-raised-grade',
  'small-group',
] as const
export const DecisionReason = z.enum(DECISION_REASONS)
export type DecisionReason = z.infer<typeof DecisionReason>

export const FieldDecision = z.object({
  effect: z.enum(['allow', 'mask', 'deny']),
  /** how the value is shown when masked */
  mask: Mask,
  reason: DecisionReason,
})
export type FieldDecision = z.infer<typeof FieldDecision>

export const Decision = z.object({
  effect: ReadEffect,
  reasons: z.array(DecisionReason),
  fields: z.record(z.string(), FieldDecision),
  /** rows of these regions and below; null for all. Compiled into the query: what may not be seen is not loaded. */
  regions: z.array(z.string()).nullable(),
  /** only rows about this subject (own data); null for all */
  subject: z.string().nullable(),
  /** counts of fewer than this many are suppressed; 1 for none */
  smallest: z.number().int().min(1),
  /** grant that decided, when one did */
  grant: z.uuid().nullable(),
})
export type Decision = z.infer<typeof Decision>

/** Purpose and basis as a caller names them. */
export const ReadReason = z.object({ purpose: Purpose, basis: z.string().min(2).max(500) })
export type ReadReason = z.infer<typeof ReadReason>
