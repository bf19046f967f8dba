/**
 * City objects under the one policy: what reads, histories and notifications of a type show, where a published resource
 * describes its attributes. An attribute that no resource describes stays under the permission to read entities alone.
 */
import {
  type Actor,
  AppError,
  type Decision,
  type FieldDecision,
  fieldNameOf,
  PURPOSES,
  ReadReason,
  type ReadWay,
  type Resource,
  withinRegion,
} from '@haihe/contract'
import { type Attributes, type Entity, type Instance, instanceValue, VALUE_MEMBER } from '../context/model/entity.ts'
import { hubName } from '../context/vocabulary.ts'
import type { Catalogue, Policy } from '../platform/ports.ts'

/** Who asks, and why: purpose and basis come with the request, or stand with the subscription. */
export interface Asker {
  actor: Actor
  reason: ReadReason | null
}

type Seen = Entity & { region?: string }

export interface EntityGuard {
  /** entities as the asker may see them */
  show: <T extends Seen>(asker: Asker, way: ReadWay, entities: readonly T[]) => Promise<T[]>
  /** the same for instances of an entity's attributes that stand alone; undefined for those that are not shown */
  showInstance: (
    asker: Asker,
    way: ReadWay,
    entity: Pick<Seen, 'types' | 'region'>,
    attribute: string,
    instance: Instance,
  ) => Promise<Instance | undefined>
  /** Throws FILTER_NOT_ALLOWED when a query uses an attribute that is not shown whole. `types` undefined: any. */
  assertAsked: (asker: Asker, way: ReadWay, attributes: readonly string[], types: readonly string[] | undefined) => Promise<void>
}

/** Lets everything pass: a hub without a catalogue. */
export const OPEN_GUARD: EntityGuard = {
  show: async (_asker, _way, entities) => [...entities],
  showInstance: async (_asker, _way, _entity, _attribute, instance) => instance,
  assertAsked: async () => {},
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The headers Haihe-Purpose and Haihe-Basis (percent-encoded UTF-8). Throws INVALID_INPUT when they say nothing known. */
export const reasonFrom = (headers: Record<string, unknown>): ReadReason | null => {
  const { 'haihe-purpose': purpose, 'haihe-basis': basis } = headers
  if (purpose === undefined && basis === undefined) return null
  const parsed = ReadReason.safeParse({ purpose, basis: typeof basis === 'string' ? decoded(basis) : basis })
  if (parsed.success) return parsed.data
  const message = `须同时给出用途（${PURPOSES.join('、')}）和依据`
  throw new AppError('INVALID_INPUT', { errors: [{ path: 'Haihe-Purpose', message }] })
}

interface Guarded {
  resource: Resource
  decision: Decision
}

/** Decisions are taken again after this long, so that a revoked grant ends what goes on. */
const FRESH = 2_000
const MOST_KEPT = 5_000
/** Nothing is withheld: entities pass as they are. */
const isWhole = ({ fields, regions, subject }: Decision): boolean =>
  regions === null && subject === null && Object.values(fields).every(({ effect }) => effect === 'allow')

const OUTSIDE: FieldDecision = { effect: 'deny', mask: 'hide', reason: 'region-not-granted' }

interface GuardServices {
  catalogue: Pick<Catalogue, 'byEntityType' | 'list'>
  policy: Pick<Policy, 'decide' | 'show'>
  now: () => Date
}

export const createEntityGuard = ({ catalogue, policy, now }: GuardServices): EntityGuard => {
  const kept = new Map<string, { at: number; decision: Promise<Decision> }>()

  const decide = ({ actor, reason }: Asker, way: ReadWay, resource: Resource): Promise<Decision> => {
    const key = JSON.stringify([
      actor.id,
      actor.grants,
      actor.assurance,
      reason,
      way,
      resource.id,
      resource.updatedAt,
      resource.stopped,
    ])
    const at = now().getTime()
    const known = kept.get(key)
    if (known && at - known.at < FRESH) return known.decision
    if (kept.size > MOST_KEPT) kept.clear()
    const decision = policy.decide({ actor, resource, reason, way, at: now() })
    kept.set(key, { at, decision })
    // a failure is not remembered
    decision.catch(() => kept.delete(key))
    return decision
  }

  const guardedBy = async (asker: Asker, way: ReadWay, types: readonly string[]): Promise<Guarded[]> => {
    const resources = (await Promise.all(types.map((type) => catalogue.byEntityType(hubName(type))))).flat()
    const all = await Promise.all(resources.map(async (resource) => ({ resource, decision: await decide(asker, way, resource) })))
    return all.filter(({ decision }) => !isWhole(decision))
  }

  /** The strictest word on a field; undefined when nobody describes it. */
  const wordOn = (guarded: readonly Guarded[], field: string, region: string | undefined) => {
    const words = guarded.flatMap(({ resource, decision }) => {
      const word = decision.fields[field]
      if (!word) return []
      const { regions, subject } = decision
      const isInside =
        subject === null && (regions === null || (region !== undefined && regions.some((one) => withinRegion(region, one))))
      return [{ resource, decision, word: isInside ? word : OUTSIDE }]
    })
    return words.find(({ word }) => word.effect === 'deny') ?? words.find(({ word }) => word.effect === 'mask') ?? words[0]
  }

  const shown = (
    { reason }: Asker,
    guarded: readonly Guarded[],
    region: string | undefined,
    attribute: string,
    instance: Instance,
  ): Instance | undefined => {
    const field = fieldNameOf(hubName(attribute))
    const found = wordOn(guarded, field, region)
    if (!found || found.word.effect === 'allow') return instance
    if (found.word.effect === 'deny') return undefined
    const row = { [field]: instanceValue(instance) ?? null }
    const value = policy.show(found.decision, found.resource, row, reason?.purpose ?? null)[field]
    if (value === null || value === undefined || VALUE_MEMBER[instance.type] !== 'value') return undefined
    // what stands beside the value might tell it
    const { attrs: _, ngsildproof: __, ...rest } = instance
    return { ...rest, value: value as Instance['value'] }
  }

  const showOne = <T extends Seen>(asker: Asker, guarded: readonly Guarded[], entity: T): T => {
    const attributes: Attributes = {}
    for (const [attribute, instances] of Object.entries(entity.attributes)) {
      const left = instances.flatMap((instance) => shown(asker, guarded, entity.region, attribute, instance) ?? [])
      if (left.length > 0) attributes[attribute] = left
    }
    return { ...entity, attributes }
  }

  return {
    async show(asker, way, entities) {
      const byTypes = new Map<string, Guarded[]>()
      const out: typeof entities extends readonly (infer T)[] ? T[] : never = []
      for (const entity of entities) {
        const key = JSON.stringify(entity.types)
        const guarded = byTypes.get(key) ?? (await guardedBy(asker, way, entity.types))
        byTypes.set(key, guarded)
        out.push(guarded.length === 0 ? entity : showOne(asker, guarded, entity))
      }
      return out
    },
    async showInstance(asker, way, { types, region }, attribute, instance) {
      return shown(asker, await guardedBy(asker, way, types), region, attribute, instance)
    },
    async assertAsked(asker, way, attributes, types) {
      if (attributes.length === 0) return
      const fields = new Set(attributes.map((attribute) => fieldNameOf(hubName(attribute))))
      const resources = types
        ? (await Promise.all(types.map((type) => catalogue.byEntityType(hubName(type))))).flat()
        : (await catalogue.list({ kind: 'entities' })).filter(({ state }) => state === 'published' || state === 'changing')
      for (const resource of resources) {
        const described = resource.fields.filter(({ name }) => fields.has(name))
        if (described.length === 0) continue
        const { fields: words } = await decide(asker, way, resource)
        const refused = described.find(({ name }) => words[name]?.effect !== 'allow')
        if (refused) throw new AppError('FILTER_NOT_ALLOWED', { field: refused.name })
      }
    },
  }
}
