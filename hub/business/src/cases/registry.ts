/** The case types of the scenarios, every version a case is pinned to, and their categories. */
import { createHash } from 'node:crypto'
import { AppError, CaseTypeDef, type CategoryDef, type RoutingRule, type Scenario, stateOf } from '@haihe/contract'
import { type Db, inTransaction } from '@haihe/kernel'
import * as store from './registry-store.ts'

export interface Registry {
  /** what a new case is opened under; throws NOT_FOUND for an unknown type */
  current: (type: string) => CaseTypeDef
  all: () => CaseTypeDef[]
  /** the definition a case is pinned to */
  pinned: (type: string, version: number) => CaseTypeDef
  categories: (type: string) => ReadonlyMap<string, CategoryDef>
  /** true for a state in which every case is open, in every version of every type; false where every case is closed */
  opens: (state: string | undefined) => boolean | undefined
  /** routing rules the scenarios bring */
  routing: () => readonly RoutingRule[]
  describe: (scenarios: readonly Scenario[]) => void
  /** stores new versions and loads the old ones; before the first case */
  load: (db: Db, now: () => Date) => Promise<void>
}

/** Mistakes a schema cannot see: loud at boot rather than in front of a clerk. */
const checkDefinition = (def: CaseTypeDef): void => {
  const clocks = new Set(def.clocks.map((clock) => clock.id))
  const actions = new Set(def.actions.map((action) => action.id))
  const fail = (what: string): never => {
    throw new Error(`case type ${def.id}: ${what}`)
  }
  for (const start of def.start) stateOf(def, start.to)
  for (const action of def.actions) {
    if (action.from !== 'open') for (const from of action.from) stateOf(def, from)
    const targets = Array.isArray(action.to) ? action.to.map((branch) => branch.to) : [action.to]
    for (const to of targets) if (to !== null) stateOf(def, to)
    if (!action.system && action.may.length === 0) fail(`nobody may perform ${action.id}`)
    for (const effect of action.effects)
      if ('clock' in effect && !clocks.has(effect.clock)) fail(`${action.id} speaks of the unknown clock ${effect.clock}`)
  }
  for (const clock of def.clocks)
    for (const action of [...clock.start, ...clock.stop, ...clock.cancel, ...clock.resume])
      if (action !== 'report' && !actions.has(action)) fail(`clock ${clock.id} waits for the unknown action ${action}`)
  for (const clock of def.clocks)
    if (clock.onExpiry !== undefined && !actions.has(clock.onExpiry)) fail(`clock ${clock.id} performs an unknown action`)
  for (const state of def.states)
    if (state.revive !== undefined && !actions.has(state.revive)) fail(`state ${state.id} revives by an unknown action`)
  for (const source of def.sources)
    for (const action of source.follow) if (!actions.has(action)) fail(`source ${source.id} is followed by an unknown action`)
}

const checkCategories = (type: string, items: readonly CategoryDef[]): void => {
  const codes = new Set(items.map((item) => item.code))
  if (codes.size !== items.length) throw new Error(`case type ${type}: a category code stands twice`)
  for (const item of items)
    if (item.parent !== null && (!codes.has(item.parent) || !item.code.startsWith(item.parent)))
      throw new Error(`case type ${type}: category ${item.code} does not stand below ${item.parent}`)
}

const hashOf = (def: CaseTypeDef): string =>
  createHash('sha256')
    .update(JSON.stringify({ ...def, version: 0 }))
    .digest('hex')

export const createRegistry = (): Registry => {
  const described = new Map<string, CaseTypeDef>()
  const versions = new Map<string, CaseTypeDef>()
  const categories = new Map<string, Map<string, CategoryDef>>()
  const routing: RoutingRule[] = []
  const key = (type: string, version: number): string => `${type}@${version}`

  return {
    current(type) {
      const found = described.get(type)
      if (!found) throw new AppError('NOT_FOUND', { detail: '没有这种事项类型' })
      return found
    },
    all: () => [...described.values()],
    pinned(type, version) {
      const found = versions.get(key(type, version))
      if (!found) throw new Error(`no definition of case type ${type} v${version} is stored`)
      return found
    },
    categories: (type) => categories.get(type) ?? new Map(),
    opens(state) {
      const named = [...versions.values()].flatMap((def) => def.states.filter((each) => each.id === state))
      const [first] = named
      return first && named.every((each) => (each.terminal ?? false) === (first.terminal ?? false)) ? !first.terminal : undefined
    },
    routing: () => routing,
    describe(scenarios) {
      for (const scenario of scenarios) {
        for (const given of scenario.caseTypes ?? []) {
          const def = CaseTypeDef.parse(given)
          if (described.has(def.id)) throw new Error(`case type ${def.id} is declared twice`)
          checkDefinition(def)
          described.set(def.id, def)
          versions.set(key(def.id, def.version), def)
        }
        for (const { caseType, items } of scenario.categories ?? []) {
          checkCategories(caseType, items)
          categories.set(caseType, new Map(items.map((item) => [item.code, item])))
        }
        routing.push(...(scenario.routing ?? []))
      }
    },
    async load(db, now) {
      await inTransaction(db, async (trx) => {
        await store.lockTypes(trx)
        for (const def of described.values()) {
          const hash = hashOf(def)
          const latest = await store.findLatest(trx, def.id)
          // a changed definition becomes a new version by itself: open cases stay under the one they were opened with
          const version = latest?.hash === hash ? latest.version : Math.max(def.version, (latest?.version ?? 0) + 1)
          const settled = { ...def, version }
          if (latest?.hash !== hash) await store.insertType(trx, settled, hash, now())
          described.set(def.id, settled)
        }
      })
      versions.clear()
      for (const row of await store.listTypes(db)) versions.set(key(row.id, row.version), CaseTypeDef.parse(row.definition))
    },
  }
}
