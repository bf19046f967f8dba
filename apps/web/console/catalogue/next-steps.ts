/** Where a person goes on from an entry: what they came for first. Pure. */
import type { CatalogueEntry, Decision, Permission } from '@haihe/contract'

export type StepId = 'data' | 'need' | 'uses' | 'needs' | 'wrong' | 'quality' | 'lineage' | 'grants' | 'classification'

export interface NextStep {
  id: StepId
  href: string
}

type May = (permission: Permission, region?: string) => boolean

/** Reasons that only a purpose and a basis stand before; the rest needs a grant. */
const NEEDS_NO_GRANT = new Set(['protected-without-purpose', 'small-group', 'assurance-too-low'])

/** True when the person sees something of it, or would with a purpose. */
export const readsIt = ({ fields }: Pick<Decision, 'fields'>): boolean =>
  Object.values(fields).some(({ effect, reason }) => effect !== 'deny' || NEEDS_NO_GRANT.has(reason))

/** True when part of it is closed to them for want of a grant. */
const lacksGrant = ({ fields }: Pick<Decision, 'fields'>): boolean =>
  Object.values(fields).some(({ effect, reason }) => effect === 'deny' && !NEEDS_NO_GRANT.has(reason))

/**
 * The first step is the one they came for: to read what they may read, else to ask for it. `decision` is the hub's own
 * answer for them, undefined while nobody knows.
 */
export const nextSteps = (
  { resource }: Pick<CatalogueEntry, 'resource'>,
  decision: Pick<Decision, 'fields'> | undefined,
  units: readonly string[],
  may: May,
): NextStep[] => {
  const { id, owner, region, state, version, sharing } = resource
  const served = version > 0 && state !== 'withdrawn'
  const own = units.includes(owner)
  const asks =
    served && !own && sharing.type !== 'refused' && may('ledger.state') && decision !== undefined && lacksGrant(decision)
  const reads = served && may('data.read', region) && (own || decision === undefined || readsIt(decision))
  const steps: (NextStep | false)[] = [
    reads && { id: 'data', href: `/console/data?resource=${id}` },
    asks && { id: 'need', href: `/console/ledger?new=need&resource=${id}` },
    served && may('ledger.read') && { id: 'needs', href: `/console/ledger?resource=${id}` },
    served && may('lineage.read', region) && { id: 'uses', href: `/console/lineage?node=resource:${id}&direction=down` },
    may('lineage.read', region) && { id: 'lineage', href: `/console/lineage?node=resource:${id}&direction=up` },
    may('quality.read', region) && { id: 'quality', href: `/console/quality?open=${id}` },
    may('grant.read', region) && { id: 'grants', href: `/console/grants?resource=${id}` },
    may('classification.confirm', region) && { id: 'classification', href: `/console/classification?open=${id}` },
    served && !own && may('ledger.state') && { id: 'wrong', href: `/console/cases?new=correction&resource=${id}` },
  ]
  return steps.filter((step) => step !== false)
}
