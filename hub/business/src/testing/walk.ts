/**
 * Random walks through a case type, for property tests: whoever, whatever, whenever. They run the server's own functions
 * on a case in memory; what is accepted becomes the log.
 */
import {
  type Actor,
  AppError,
  actionOf,
  type CaseEntry,
  type CaseState,
  type Field,
  formOf,
  type Opening,
  type Rule,
  ruleAt,
  type Scenario,
} from '@haihe/contract'
import { chineseCalendar } from '@haihe/kernel/calendar/index'
import fc from 'fast-check'
import { actOn, type Draft, openDraft } from '../cases/draft.ts'
import { type Engine, SYSTEM } from '../cases/engine.ts'
import { createRegistry } from '../cases/registry.ts'
import { clockMath } from '../cases/time.ts'
import { firstUnit, unitFinder } from '../cases/units.ts'
import type { UnitInfo } from '../ports.ts'

export interface World {
  scenario: Scenario
  rules: readonly Rule[]
  units: readonly UnitInfo[]
  actors: readonly Actor[]
  regions: readonly string[]
  type: string
  /** unit for which the case is reported, and what is known of it from the start */
  asker?: string
  known?: Pick<Opening, 'unit' | 'links' | 'flags'>
}

/** The engine without a database: enough to judge, settle and fold. */
export const engineOf = (world: World): Engine => {
  const registry = createRegistry()
  registry.describe([world.scenario])
  const calendar = chineseCalendar()
  const units = { find: (id: string) => world.units.find((unit) => unit.id === id), all: () => world.units }
  const engine = {
    ctx: { log: { warn: () => {} } },
    ports: {
      calendar,
      units,
      rules: { find: (id: string, date: string, region: string) => ruleAt(world.rules, id, date, region) },
    },
    registry,
    hooks: new Map(),
    math: clockMath(calendar),
    find: unitFinder(units),
    routingOn: () => registry.routing(),
  }
  return engine as unknown as Engine
}

export interface Step {
  /** whole minutes since the step before */
  minutes: number
  actor: number
  action: number
  /** chooses among answers */
  seed: number
  /** some forms are filled in wrongly */
  careless: boolean
}

export const steps = fc.array(
  fc.record({
    minutes: fc.oneof(fc.integer({ min: 0, max: 240 }), fc.integer({ min: 0, max: 6000 })),
    actor: fc.nat(1000),
    action: fc.nat(1000),
    seed: fc.nat(1_000_000),
    careless: fc.boolean(),
  }),
  // long walks: most steps are refused, and the far states must be reached
  { minLength: 40, maxLength: 160, size: 'max' },
)

export interface Start {
  category: number
  region: number
  source: number
  urgency: number
}

export const starts = fc.record({ category: fc.nat(1000), region: fc.nat(1000), source: fc.nat(1000), urgency: fc.nat(2) })

const pick = <T>(all: readonly T[], index: number): T => all[index % all.length]!

const answer = (field: Field, world: World, categories: readonly string[], seed: number): unknown => {
  const units = world.units.map((unit) => unit.id)
  switch (field.kind) {
    case 'text':
    case 'longText':
      return '说明'
    case 'number': {
      const low = field.min ?? 1
      return low + (seed % Math.max(1, (field.max ?? 10) - low))
    }
    case 'boolean':
      return seed % 2 === 0
    case 'choice':
      return pick(field.options ?? [], seed)?.value
    case 'date':
      return pick(['2026-04-20', '2026-05-06', '2026-09-25'], seed)
    case 'datetime':
      return '2026-11-20T08:00:00Z'
    case 'unit':
      return pick(units, seed)
    case 'units':
      return [pick(units, seed), pick(units, seed + 1)]
    case 'category':
      return pick(categories, seed)
    default:
      return undefined
  }
}

const PHOTO = '00000000-0000-4000-8000-000000000000'

const fill = (fields: readonly Field[], world: World, categories: readonly string[], step: Step) => {
  const data: Record<string, unknown> = {}
  for (const field of fields) {
    if (field.kind === 'photos') continue
    if (!field.required && step.seed % 3 === 0) continue
    if (step.careless && step.seed % 11 === 0) continue
    data[field.name] = answer(field, world, categories, step.seed)
  }
  if (step.careless && step.seed % 17 === 0) data.nonsense = 1
  const photos = fields.some((field) => field.kind === 'photos') && !(step.careless && step.seed % 13 === 0)
  return { data: data as CaseEntry['data'], attachments: photos ? [PHOTO] : [] }
}

export interface Walked {
  draft: Draft
  /** what was tried at each step, with the case before it and whether it was accepted */
  tried: { action: string; actor: Actor; before: CaseState; at: Date; accepted: boolean; code?: string }[]
  now: Date
}

/** early in a published year: a long walk stays inside it, some do not */
export const FIRST = new Date('2026-03-09T01:30:00Z')

/** Walks; a refused step leaves the case as it was. An error that is no AppError ends the walk: the property fails. */
export const walk = (world: World, start: Start, plan: readonly Step[], engine: Engine = engineOf(world)): Walked => {
  const def = engine.registry.current(world.type)
  const leaves = [...engine.registry.categories(def.id).values()].filter((each) => each.leaf).map((each) => each.code)
  const region = pick(world.regions, start.region)
  let at = FIRST
  const source = pick(def.sources, start.source)
  const reporter = source.public ? pick(world.actors, 0).id : null
  let draft = openDraft(
    engine,
    def,
    {
      type: def.id,
      version: def.version,
      category: pick(leaves, start.category),
      region,
      urgency: pick(['normal', 'urgent', 'critical'] as const, start.urgency),
      source: source.id,
      reporter,
      desk: firstUnit(engine.find, def.desk, region),
      alertId: null,
      ...world.known,
    },
    { action: 'report', actor: SYSTEM, data: {}, note: '', attachments: [], at },
    world.asker ?? null,
  )
  const tried: Walked['tried'] = []
  const everybody = [...world.actors, SYSTEM]
  for (const step of plan) {
    at = new Date(at.getTime() + step.minutes * 60_000)
    // half of the steps choose among what leads on from here and who may do it, else nobody would get far
    const guided = step.seed % 2 === 0
    const near = def.actions.filter((each) => each.from !== 'open' && each.from.includes(draft.state.state))
    const id = pick(guided && near.length > 0 ? near : def.actions, step.action).id
    const action = actionOf(def, id)!
    const roles = action.may.flatMap((who) => who.roles)
    const able = everybody.filter((one) => one.grants.some((grant) => roles.includes(grant.role)))
    const actor = pick(guided && able.length > 0 ? able : everybody, step.actor)
    const filled = fill(formOf(action), world, leaves, step)
    const before = draft.state
    try {
      draft = actOn(engine, draft, { action: id, actor, note: '', at, ...filled })
      tried.push({ action: id, actor, before, at, accepted: true })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      tried.push({ action: id, actor, before, at, accepted: false, code: error.code })
    }
  }
  return { draft, tried, now: at }
}
