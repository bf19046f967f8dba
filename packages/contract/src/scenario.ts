/** Scenario (场景): a folder that adds entities, indicators, alerts, rules and case types to the city. Tables, not classes. */
import { z } from 'zod'
import type { AlertRuleDef } from './alert.ts'
import type { CategoryDef } from './case-category.ts'
import type { CaseTypeDef } from './case-type.ts'
import type { IndicatorDef } from './indicator.ts'
import type { Observation } from './observation.ts'
import type { RoutingRule } from './routing.ts'
import type { Rule } from './rule.ts'
import { Text } from './text.ts'

export const NEURONS = ['production', 'living', 'governance', 'operations', 'protection'] as const

export const AttributeDef = z.object({
  name: z.string(),
  title: Text,
  unit: z.string(),
  kind: z.enum(['number', 'text', 'boolean']),
  /** readings outside are rejected, not clipped */
  min: z.number().optional(),
  max: z.number().optional(),
})
export type AttributeDef = z.infer<typeof AttributeDef>

export const EntityTypeDef = z.object({
  type: z.string(),
  title: Text,
  attributes: z.array(AttributeDef),
  /** a reading is expected at least this often, in seconds; a longer silence is a gap */
  expectedEvery: z.number().int().optional(),
  /** the same value this many times in a row means a stuck sensor */
  stuckAfter: z.number().int().optional(),
})
export type EntityTypeDef = z.infer<typeof EntityTypeDef>

export interface DerivationContext {
  /** latest numeric readings of the entity, by attribute, this batch included */
  latest: ReadonlyMap<string, { value: number; at: number }>
  /** the rule in force at the time of the reading; undefined when none is */
  rule: (id: string) => Rule | undefined
}

/** Computes further attributes of an entity from its readings, inside the pipeline (for instance AQI). */
export interface Derivation {
  id: string
  type: string
  reads: readonly string[]
  writes: readonly string[]
  derive: (at: number, context: DerivationContext) => Pick<Observation, 'attribute' | 'value'>[]
}

export const ScenarioManifest = z.object({
  /** folder name; neuron/id is unique */
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  neuron: z.enum(NEURONS),
  title: Text,
  summary: Text,
  /** lead unit's id */
  owner: z.string(),
  /** section of the plan and number of the scenario in the reference */
  plan: z.string(),
  reads: z.array(z.string()),
  writes: z.array(z.string()),
})
export type ScenarioManifest = z.infer<typeof ScenarioManifest>

export interface Scenario extends ScenarioManifest {
  entities?: EntityTypeDef[]
  indicators?: IndicatorDef[]
  alerts?: AlertRuleDef[]
  rules?: Rule[]
  derivations?: Derivation[]
  caseTypes?: CaseTypeDef[]
  /** categories by case type */
  categories?: { caseType: string; items: CategoryDef[] }[]
  /** routing rules the city starts with; later ones are published on the running hub */
  routing?: RoutingRule[]
}
