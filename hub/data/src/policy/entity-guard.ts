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
import type { Catalogue, Policy, SubjectKey } from '../platform/ports.ts'
import { subjectOfEntity } from '../reads/sources/entity-row.ts'

/** Who asks, and why: purpose and basis come with the request, or stand with the subscription. */
export interface Asker {
  actor: Actor
  reason: ReadReason | null
}

type Seen = Entity & { region?: string }

export interface EntityGuard {
  /** entities as the asker may see them; without those of which the asker may see no row. Recorded */
  show: <T extends Seen>(asker: Asker, way: ReadWay, entities: readonly T[]) => Promise<T[]>
  /** the same for instances of an entity's attributes that stand alone; undefined for those that are not shown */
  showInstance: (
    asker: Asker,
    way: ReadWay,
    entity: Pick<Seen, 'types' | 'region'> & { attributes?: Attributes },
    attribute: string,
    instance: Instance,
  ) => Promise<Instance | undefined>
  /** Throws FILTER_NOT_ALLOWED when a query uses an attribute that is not shown whole. `types` undefined: any. */
  assertAsked: (asker: Asker, way: ReadWay, attributes: readonly string[], types: readonly string[] | undefined) => Promise<void>
  /** Regions beyond which a search of these types has nothing to show; null for none: what would be hidden is not even counted. */
  reach: (asker: Asker, way: ReadWay, types: readonly string[]) => Promise<string[] | null>
}

/** Lets everything pass: a hub without a catalogue. */
export const OPEN_GUARD: EntityGuard = {
  show: async (_asker, _way, entities) => [...entities],
  showInstance: async (_asker, _way, _entity, _attribute, instance) => instance,
  assertAsked: async () => {},
  reach: async () => null,
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
  policy: Pick<Policy, 'decide' | 'decideReach' | 'show'>
  now: () => Date
  /** whom an object is about; without it nobody reads objects as the own record */
  subjectKey?: SubjectKey
  /** the next instant at which a grant of the resource begins or ends, epoch milliseconds */
  boundary?: (resource: string, at: Date) => Promise<number>
  /** writes a read of objects down and counts it; throws QUOTA_EXCEEDED */
  record?: (read: GuardedRead) => Promise<void>
}

/** Objects that one request or notification showed of one resource. */
export interface GuardedRead extends Asker {
  way: ReadWay
  resource: Resource
  decision: Decision
  rows: number
  subjects: string[]
}

/** What is decided about an object: the words of each resource that describes its type, and whether it is in their rows. */
interface Word extends Guarded {
  isInside: boolean
}

export const createEntityGuard = ({ catalogue, policy, now, subjectKey, boundary, record }: GuardServices): EntityGuard => {
  const kept = new Map<string, { at: number; until: number; decision: Promise<Decision> }>()

  const decide = async ({ actor, reason }: Asker, way: ReadWay, resource: Resource, row?: string): Promise<Decision> => {
    const key = JSON.stringify([
      actor.id,
      actor.grants,
      actor.assurance,
      reason,
      way,
      resource.id,
      resource.updatedAt,
      resource.stopped,
      row,
    ])
    const at = now().getTime()
    const known = kept.get(key)
    if (known && at < known.until && at >= known.at) return known.decision
    if (kept.size > MOST_KEPT) kept.clear()
    const decision = policy.decide({ actor, resource, reason, way, at: now(), ...(row === undefined ? {} : { row }) })
    const entry = { at, until: at + FRESH, decision }
    kept.set(key, entry)
    // a failure is not remembered
    decision.catch(() => kept.delete(key))
    // a grant ends on its second, whatever is remembered
    if (boundary) entry.until = Math.min(entry.until, await boundary(resource.id, new Date(at)))
    return decision
  }

  const describing = async (types: readonly string[]): Promise<Resource[]> =>
    (await Promise.all(types.map((type) => catalogue.byEntityType(hubName(type))))).flat()

  const guardedBy = (asker: Asker, way: ReadWay, types: readonly string[]): Promise<Guarded[]> =>
    describing(types).then((resources) =>
      Promise.all(resources.map(async (resource) => ({ resource, decision: await decide(asker, way, resource) }))),
    )

  const holds = ({ resource, decision }: Guarded, entity: Pick<Seen, 'region'> & { attributes?: Attributes }): boolean => {
    const { regions, subject } = decision
    const { region, attributes } = entity
    if (regions !== null && (region === undefined || !regions.some((one) => withinRegion(region, one)))) return false
    if (subject === null) return true
    return (
      subjectKey !== undefined && attributes !== undefined && subjectOfEntity({ attributes }, resource, subjectKey) === subject
    )
  }

  /** The words on one object. Of several grants for several regions, the one that reaches the object speaks. */
  const wordsOn = (
    asker: Asker,
    way: ReadWay,
    guarded: readonly Guarded[],
    entity: Pick<Seen, 'region'> & { attributes?: Attributes },
  ): Promise<Word[]> =>
    Promise.all(
      guarded.map(async (one) => {
        if (holds(one, entity)) return { ...one, isInside: true }
        const { region } = entity
        if (one.decision.regions === null || one.decision.grant === null || region === undefined)
          return { ...one, isInside: false }
        const near = { resource: one.resource, decision: await decide(asker, way, one.resource, region) }
        return { ...near, isInside: holds(near, entity) }
      }),
    )

  /** It is in no row that the asker may see: nothing of it is shown, not even that it is. */
  const isOutside = (words: readonly Word[]): boolean => words.length > 0 && words.every(({ isInside }) => !isInside)

  /** The strictest word on a field; undefined when nobody describes it. */
  const wordOn = (words: readonly Word[], field: string) => {
    const found = words.flatMap(({ resource, decision, isInside }) => {
      const word = decision.fields[field]
      return word ? [{ resource, decision, word: isInside ? word : OUTSIDE }] : []
    })
    return found.find(({ word }) => word.effect === 'deny') ?? found.find(({ word }) => word.effect === 'mask') ?? found[0]
  }

  const shown = ({ reason }: Asker, words: readonly Word[], attribute: string, instance: Instance): Instance | undefined => {
    const field = fieldNameOf(hubName(attribute))
    const found = wordOn(words, field)
    if (!found || found.word.effect === 'allow') return instance
    if (found.word.effect === 'deny') return undefined
    const row = { [field]: instanceValue(instance) ?? null }
    const value = policy.show(found.decision, found.resource, row, reason?.purpose ?? null)[field]
    if (value === null || value === undefined || VALUE_MEMBER[instance.type] !== 'value') return undefined
    // what stands beside the value might tell it
    const { attrs: _, ngsildproof: __, ...rest } = instance
    return { ...rest, value: value as Instance['value'] }
  }

  const showOne = <T extends Seen>(asker: Asker, words: readonly Word[], entity: T): T => {
    const attributes: Attributes = {}
    for (const [attribute, instances] of Object.entries(entity.attributes)) {
      const left = instances.flatMap((instance) => shown(asker, words, attribute, instance) ?? [])
      if (left.length > 0) attributes[attribute] = left
    }
    return { ...entity, attributes }
  }

  /** A read is on record when a grant allowed it, or when it is about persons. */
  const isRecorded = ({ resource, decision }: Guarded): boolean =>
    decision.grant !== null ||
    (resource.subject !== null && Object.values(decision.fields).some(({ effect }) => effect !== 'deny'))

  const noteReads = async (
    asker: Asker,
    way: ReadWay,
    seen: readonly { words: readonly Word[]; entity: Seen }[],
  ): Promise<void> => {
    if (!record) return
    const reads = new Map<string, GuardedRead>()
    for (const { words, entity } of seen)
      for (const word of words) {
        if (!word.isInside || !isRecorded(word)) continue
        const { resource, decision } = word
        const key = `${resource.id} ${decision.grant}`
        const read = reads.get(key) ?? { ...asker, way, resource, decision, rows: 0, subjects: [] }
        read.rows += 1
        const subject = subjectKey && subjectOfEntity(entity, resource, subjectKey)
        if (subject) read.subjects.push(subject)
        reads.set(key, read)
      }
    for (const read of reads.values()) await record(read)
  }

  return {
    async show(asker, way, entities) {
      const byTypes = new Map<string, Guarded[]>()
      const out: typeof entities extends readonly (infer T)[] ? T[] : never = []
      const seen: { words: readonly Word[]; entity: Seen }[] = []
      for (const entity of entities) {
        const key = JSON.stringify(entity.types)
        const guarded = byTypes.get(key) ?? (await guardedBy(asker, way, entity.types))
        byTypes.set(key, guarded)
        if (guarded.length === 0) {
          out.push(entity)
          continue
        }
        const words = await wordsOn(asker, way, guarded, entity)
        if (isOutside(words)) continue
        seen.push({ words, entity })
        out.push(guarded.every(({ decision }) => isWhole(decision)) ? entity : showOne(asker, words, entity))
      }
      await noteReads(asker, way, seen)
      return out
    },
    async showInstance(asker, way, entity, attribute, instance) {
      const words = await wordsOn(asker, way, await guardedBy(asker, way, entity.types), entity)
      return isOutside(words) ? undefined : shown(asker, words, attribute, instance)
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
        const { fields: words, regions, subject } = await decide(asker, way, resource)
        // without a type the search would go beyond the rows that are shown
        const isLimited = types === undefined && (regions !== null || subject !== null)
        const refused = isLimited ? described[0] : described.find(({ name }) => words[name]?.effect !== 'allow')
        if (refused) throw new AppError('FILTER_NOT_ALLOWED', { field: refused.name })
      }
    },
    async reach({ actor, reason }, way, types) {
      const all: string[] = []
      for (const type of types) {
        const resources = await describing([type])
        if (resources.length === 0) return null
        for (const resource of resources) {
          const { decision, regions } = await policy.decideReach({ actor, resource, reason, way, at: now() })
          // the own record is found by its id, or as a row
          if (decision.subject !== null) continue
          if (regions === null) return null
          all.push(...regions)
        }
      }
      return [...new Set(all)]
    },
  }
}
