/** Entity types, derivations and rules of the scenarios, compiled for the hot path. */
import { type AttributeDef, DAY, type Derivation, type EntityTypeDef, type Rule } from '@haihe/contract'
import { retentionDays } from './retention-rule.ts'
import type { TypeState } from './state.ts'
import type { Ingest } from './types.ts'

export type RuleLookup = (id: string, date: string, region: string) => Rule | undefined

export interface Descriptions {
  describe: Ingest['describe']
  /** the type of that name; types no scenario describes have no ranges, expectations or derivations */
  typeOf: (name: string) => TypeState
  described: () => IterableIterator<TypeState>
  rule: RuleLookup
  /** moves every type's oldest accepted time with the clock */
  age: (now: number) => void
}

export const createDescriptions = (region: string, localDate: (at: number) => string, now: () => number): Descriptions => {
  const entities = new Map<string, EntityTypeDef>()
  const derivations = new Map<string, Derivation>()
  const types = new Map<string, TypeState>()
  let lookup: RuleLookup = () => undefined

  const oldest = (name: string, at: number): number => at - retentionDays(lookup, name, localDate(at), region) * DAY

  const compile = (name: string): TypeState => {
    const def = entities.get(name)
    const own = [...derivations.values()].filter((derivation) => derivation.type === name)
    const writes = new Set(own.flatMap((derivation) => derivation.writes))
    const chained = own.find((derivation) => derivation.reads.some((attribute) => writes.has(attribute)))
    if (chained) throw new Error(`derivation ${chained.id} reads what a derivation writes: make them one`)
    return {
      name,
      def,
      attributes: new Map<string, AttributeDef>(def?.attributes.map((attribute) => [attribute.name, attribute])),
      derivations: own,
      derivationReads: new Set(own.flatMap((derivation) => derivation.reads)),
      derived: writes,
      stuckAfter: def?.stuckAfter ?? Number.POSITIVE_INFINITY,
      expectedMs: def?.expectedEvery ? def.expectedEvery * 1000 : Number.POSITIVE_INFINITY,
      oldest: oldest(name, now()),
    }
  }

  return {
    describe(what) {
      for (const def of what.entities ?? []) {
        if (entities.has(def.type)) throw new Error(`entity type ${def.type} is described twice`)
        entities.set(def.type, def)
      }
      for (const derivation of what.derivations ?? []) {
        if (derivations.has(derivation.id)) throw new Error(`derivation ${derivation.id} is declared twice`)
        derivations.set(derivation.id, derivation)
      }
      if (what.rule) lookup = what.rule
      if (types.size > 0) throw new Error('describe() comes before start')
    },
    typeOf(name) {
      let type = types.get(name)
      if (!type) {
        type = compile(name)
        types.set(name, type)
      }
      return type
    },
    *described() {
      for (const name of entities.keys()) yield this.typeOf(name)
    },
    rule: (id, date, at) => lookup(id, date, at),
    age(at) {
      for (const type of types.values()) type.oldest = oldest(type.name, at)
    },
  }
}
