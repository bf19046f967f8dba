/** The one policy engine of the hub: gathers what the pure decision needs, and applies what it says to rows. */
import {
  decideRead,
  type Holding,
  maskValue,
  type PolicyLimits,
  type ReadQuestion,
  type Resource,
  reachOf,
  readingUnits,
  type ShownField,
  shownFields,
} from '@haihe/contract'
import { afterPrefix, type Db } from '@haihe/kernel'
import type { Catalogue, Policy, ReadIntent, Subjects } from '../platform/ports.ts'
import { grantsTo } from './grant-store.ts'
import type { Pseudonyms } from './pseudonym.ts'
import { shownTo } from './shown-store.ts'

export interface PolicyServices {
  db: Db
  catalogue: Pick<Catalogue, 'find' | 'list'>
  subjects: Subjects
  pseudonyms: Pseudonyms
  limits: () => PolicyLimits
}

/** Regions and subject of a decision over a held table. */
export const predicate: Policy['predicate'] = ({ regions, subject }, first) => {
  const values: unknown[] = []
  const place = (value: unknown): string => `$${first + values.push(value) - 1}`
  const parts: string[] = []
  if (regions !== null) {
    const ranges = regions.map((region) => `(_region ~>=~ ${place(region)} AND _region ~<~ ${place(afterPrefix(region))})`)
    parts.push(ranges.length === 0 ? 'FALSE' : `(${ranges.join(' OR ')})`)
  }
  if (subject !== null) parts.push(`_subject = ${place(subject)}`)
  return { sql: parts.length === 0 ? 'TRUE' : parts.join(' AND '), values }
}

export const createPolicy = (services: PolicyServices): Policy => {
  const { db, catalogue, subjects, pseudonyms, limits } = services

  const holdingsOf = async (units: readonly string[]): Promise<Holding[]> => {
    const grants = await grantsTo(db, units)
    const granted = await Promise.all(
      grants.map(async (grant) => {
        const resource = await catalogue.find(grant.resource)
        return resource ? [{ resource, grant }] : []
      }),
    )
    const owned = await Promise.all(units.map((owner) => catalogue.list({ owner })))
    return [...granted.flat(), ...owned.flat().map((resource) => ({ resource, grant: null }))]
  }

  /** What was ever shown to the units: as it was classified then, and as the same field is classified now. */
  const shownOf = async (units: readonly string[], holdings: readonly Holding[]): Promise<ShownField[]> => {
    // without a grant there is nothing to put beside it
    if (holdings.length === 0) return []
    const classified = new Map(
      holdings.flatMap(({ resource }) =>
        resource.fields.map(({ name, classification }) => [`${resource.id} ${name}`, classification.category] as const),
      ),
    )
    return (await shownTo(db, units)).flatMap((one) => {
      const category = classified.get(`${one.resource} ${one.field}`)
      return category === undefined || category === one.category ? [one] : [one, { ...one, category }]
    })
  }

  const subjectOf = async (intent: ReadIntent): Promise<string | null> => {
    const { actor, resource } = intent
    if (!resource.subject || actor.kind !== 'person' || intent.reason?.purpose !== 'own-data') return null
    const found = await subjects.of(actor.id)
    return found.find(({ kind }) => kind === resource.subject?.kind)?.key ?? null
  }

  const questionOf = async (intent: ReadIntent): Promise<ReadQuestion> => {
    const { actor, resource } = intent
    const units = readingUnits(actor)
    // the owner needs no grant, and who has no unit can have none
    const holdings = units.length === 0 || units.includes(resource.owner) ? [] : await holdingsOf(units)
    return {
      ...intent,
      grants: holdings.flatMap(({ grant }) => (grant?.resource === resource.id ? [grant] : [])),
      holdings,
      shown: await shownOf(units, holdings),
      subject: await subjectOf(intent),
      limits: limits(),
    }
  }

  return {
    predicate,
    decide: async (intent) => decideRead(await questionOf(intent)),
    async decideReach(intent) {
      const question = await questionOf(intent)
      const decision = decideRead(question)
      return { decision, regions: reachOf(question, decision) }
    },
    show(decision, _resource: Resource, row, purpose) {
      return Object.fromEntries(
        shownFields(decision).map((name) => {
          const { effect, mask } = decision.fields[name]!
          const value = row[name] ?? null
          if (effect === 'allow') return [name, value]
          return [name, maskValue(mask, value, purpose === null ? undefined : (text) => pseudonyms.make(purpose, text))]
        }),
      )
    },
  }
}
