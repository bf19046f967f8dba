/** What a unit would see under a grant: the hub's own decision, taken in the browser. */
import {
  type DataGrant,
  type DataGrantInput,
  type Decision,
  decideRead,
  type FieldDecision,
  type Mask,
  maskValue,
  type PolicyLimits,
  type ReadWay,
  type Resource,
  type Rule,
} from '@haihe/contract'

/** Until the rules are read: no grade rises, small groups as the hub's default. */
export const PLAIN_LIMITS: PolicyLimits = { volume: { steps: [], most: 4 }, smallest: 5 }

const isSteps = (value: unknown): value is PolicyLimits['volume'] =>
  typeof value === 'object' && value !== null && Array.isArray((value as { steps?: unknown }).steps)

/** The dated rules of the decision, as GET /api/rules tells them. */
export const limitsOf = (rules: readonly Pick<Rule, 'id' | 'value'>[]): PolicyLimits => {
  const volume: unknown = rules.find(({ id }) => id === 'data.volume-grades')?.value
  const smallest = rules.find(({ id }) => id === 'data.smallest-group')?.value
  return {
    volume: isSteps(volume) ? volume : PLAIN_LIMITS.volume,
    smallest: typeof smallest === 'number' && smallest >= 1 ? smallest : PLAIN_LIMITS.smallest,
  }
}

const WAY_OF: Record<DataGrant['channels'][number], ReadWay> = { api: 'api', event: 'event', file: 'export', table: 'table' }
const NONE = '00000000-0000-0000-0000-000000000000'

/** A grant that is not made yet, as if it were in force now. */
export const asGrant = (draft: DataGrantInput, at: Date): DataGrant => ({
  ...draft,
  from: new Date(at.getTime() - 1).toISOString(),
  until: new Date(at.getTime() + 86_400_000).toISOString(),
  id: NONE,
  grantedBy: '',
  grantedAt: at.toISOString(),
  caseId: null,
  revokedAt: null,
  revokedReason: null,
})

export interface Seen {
  decision: Decision
  /** fields that only a session with a second factor sees so */
  second: ReadonlySet<string>
}

/**
 * What somebody of the grantee sees who names the purpose. `others` are the grants of the same resource: what was granted
 * before counts. Grants of other resources are known to the hub alone and may narrow it further.
 */
export const seenUnder = (
  grant: DataGrant,
  resource: Resource,
  { others = [], limits, at }: { others?: readonly DataGrant[]; limits: PolicyLimits; at: Date },
): Seen => {
  const mine = [...others.filter(({ id, grantee }) => id !== grant.id && grantee === grant.grantee), grant]
  const [channel] = grant.channels
  const decide = (assurance: 1 | 2 | 3): Decision =>
    decideRead({
      actor: { kind: 'person', assurance, grants: [{ role: 'dataEngineer', unit: grant.grantee, region: resource.region }] },
      resource,
      grants: mine,
      holdings: mine.map((one) => ({ resource, grant: one })),
      reason: { purpose: grant.purpose, basis: grant.basis || '—' },
      way: channel ? WAY_OF[channel] : 'api',
      at,
      subject: null,
      grant: grant.id,
      limits,
    })
  const decision = decide(3)
  const without = decide(2)
  return {
    decision,
    second: new Set(
      Object.keys(decision.fields).filter((name) => decision.fields[name]?.effect !== without.fields[name]?.effect),
    ),
  }
}

/** A made-up value as it looks under a mask; null when nothing of it is shown. `samples` are by mask. */
export const exampleOf = (mask: Mask, samples: Partial<Record<Mask, string>>): string | null => {
  if (mask === 'none' || mask === 'hide') return null
  if (mask === 'pseudonym') return samples.pseudonym ?? null
  const sample = samples[mask]
  const shown = sample === undefined ? null : maskValue(mask, sample)
  return typeof shown === 'string' ? shown : null
}

export const effectsOf = (fields: Record<string, FieldDecision>): Record<FieldDecision['effect'], number> => {
  const count = { allow: 0, mask: 0, deny: 0 }
  for (const { effect } of Object.values(fields)) count[effect] += 1
  return count
}
