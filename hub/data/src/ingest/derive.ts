/**
 * Derivations inside the pipeline. One result per entity and time: it is computed when every attribute that the
 * derivation reads, and that the entity has, has come for that time; or when a newer time begins; or when the rest
 * stays away for a while (settle). The first result of a time stands, as every stored reading does.
 */
import type { Derivation, DerivationContext } from '@haihe/contract'
import type { RuleLookup } from './describe.ts'
import type { EntityState, Kind } from './state.ts'

/** How long a derivation waits for the remaining readings of the same time. */
export const SETTLE_MS = 3000

export interface Derived {
  entity: EntityState
  attribute: string
  kind: Kind
  at: number
  value: number | string | boolean
}

type AsOf = (entity: EntityState, attribute: string, at: number) => { value: number; at: number } | undefined

const fromMemory: AsOf = (entity, attribute, at) => {
  const series = entity.find(attribute)
  return series && series.kind === 'number' ? series.asOf(at) : undefined
}

/** Every attribute read that the entity has is there for exactly this time. */
const isComplete = (entity: EntityState, derivation: Derivation, at: number): boolean =>
  derivation.reads.every((attribute) => {
    const series = entity.find(attribute)
    return series?.kind !== 'number' || series.asOf(at)?.at === at
  })

const alreadyDone = (entity: EntityState, derivation: Derivation, at: number): boolean =>
  derivation.writes.some((attribute) => (entity.find(attribute)?.at ?? Number.NEGATIVE_INFINITY) >= at)

export const runDerivation = (
  entity: EntityState,
  derivation: Derivation,
  at: number,
  asOf: AsOf,
  rule: RuleLookup,
  localDate: (at: number) => string,
): Derived[] => {
  const latest = new Map<string, { value: number; at: number }>()
  for (const attribute of derivation.reads) {
    const known = asOf(entity, attribute, at)
    if (known) latest.set(attribute, known)
  }
  if (latest.size === 0) return []
  const context: DerivationContext = { latest, rule: (id) => rule(id, localDate(at), entity.region) }
  return derivation.derive(at, context).flatMap(({ attribute, value }) => {
    if (!derivation.writes.includes(attribute))
      throw new Error(`derivation ${derivation.id} writes ${attribute}, which it does not declare`)
    if (typeof value === 'number' && !Number.isFinite(value)) return []
    const kind: Kind = typeof value === 'number' ? 'number' : typeof value === 'string' ? 'text' : 'boolean'
    return [{ entity, attribute, kind, at, value }]
  })
}

export interface DeriveContext {
  rule: RuleLookup
  localDate: (at: number) => string
  /** entities whose derivation waits */
  pending: Set<EntityState>
  /** the hub's clock, epoch milliseconds */
  now: number
  failed: (derivation: Derivation, error: unknown) => void
}

const deriveAt = (
  entity: EntityState,
  at: number,
  context: DeriveContext,
  ready: (derivation: Derivation) => boolean,
): Derived[] =>
  entity.type.derivations.flatMap((derivation) => {
    if (alreadyDone(entity, derivation, at) || !ready(derivation)) return []
    try {
      return runDerivation(entity, derivation, at, fromMemory, context.rule, context.localDate)
    } catch (error) {
      // a wrong formula must not stop the readings it was made from
      context.failed(derivation, error)
      return []
    }
  })

/** Derives what the new times of an entity call for, oldest first; `times` are of readings newer than their mark. */
export const deriveFresh = (entity: EntityState, times: readonly number[], context: DeriveContext): Derived[] => {
  const out: Derived[] = []
  const sorted = [...new Set(times)].sort((a, b) => a - b)
  if (!Number.isNaN(entity.pendingAt) && !sorted.includes(entity.pendingAt) && entity.pendingAt < (sorted[0] as number))
    sorted.unshift(entity.pendingAt)
  const newest = sorted.at(-1) as number
  for (const at of sorted) {
    const last = at === newest
    out.push(...deriveAt(entity, at, context, (derivation) => !last || isComplete(entity, derivation, at)))
  }
  const waits = entity.type.derivations.some((derivation) => !isComplete(entity, derivation, newest))
  if (waits) {
    if (entity.pendingAt !== newest) entity.pendingSince = context.now
    entity.pendingAt = newest
    context.pending.add(entity)
  } else {
    entity.pendingAt = Number.NaN
    context.pending.delete(entity)
  }
  return out
}

/** The rest stayed away: derives with what is there. */
export const deriveSettled = (entity: EntityState, at: number, context: DeriveContext): Derived[] => {
  if (entity.pendingAt === at) {
    entity.pendingAt = Number.NaN
    context.pending.delete(entity)
  }
  return deriveAt(entity, at, context, () => true)
}
