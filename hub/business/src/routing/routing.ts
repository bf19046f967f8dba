/** Published sets of routing rules: dated, versioned, audited, and tried on past cases before they are published. */
import {
  type Actor,
  AppError,
  mayIn,
  type PastCase,
  type RoutingRule,
  type RoutingSet,
  type RoutingSimulation,
  simulateRouting,
} from '@haihe/contract'
import { type Db, inTransaction } from '@haihe/kernel'
import type { Engine } from '../cases/engine.ts'
import type { Registry } from '../cases/registry.ts'
import { localDate, localMoment } from '../cases/time.ts'
import * as store from './routing-store.ts'

/** Another process may publish: this often the own copy is compared with the database. */
const CHECK_MS = 5000
/** past cases a simulation looks at */
const MOST_SIMULATED = 20_000

export interface Routing {
  on: (date: string) => readonly RoutingRule[]
  set: (date: string) => RoutingSet
  refresh: () => Promise<void>
  start: () => Promise<void>
  stop: () => void
}

/** Before anything is published the rules of the scenarios hold: version 0. */
const initial = (registry: Registry): RoutingSet => ({
  version: 0,
  from: '1970-01-01',
  rules: [...registry.routing()],
  publishedBy: 'system',
  publishedAt: '1970-01-01T00:00:00Z',
  note: '场景自带规则',
})

export const createRouting = (db: Db, registry: Registry, log: { warn: (what: object, text: string) => void }): Routing => {
  let sets: RoutingSet[] = []
  let timer: NodeJS.Timeout | undefined
  const set = (date: string): RoutingSet =>
    sets
      .filter((each) => each.from <= date)
      .reduce(
        (best, each) => (each.from > best.from || (each.from === best.from && each.version > best.version) ? each : best),
        initial(registry),
      )
  const refresh = async (): Promise<void> => {
    if (sets.length > 0 && (await store.latestVersion(db)) === sets.at(-1)?.version) return
    sets = (await store.listSets(db)).map((row) => ({ ...row, publishedAt: row.publishedAt.toISOString() }))
  }
  return {
    set,
    on: (date) => set(date).rules,
    refresh,
    async start() {
      await refresh()
      timer = setInterval(
        () => refresh().catch((error) => log.warn({ err: error }, 'routing rules could not be refreshed')),
        CHECK_MS,
      )
      timer.unref()
    },
    stop: () => clearInterval(timer),
  }
}

interface Publication {
  from: string
  rules: RoutingRule[]
  note: string
  /** version the editor started from; another published since is a CONFLICT */
  basedOn: number
}

const checkRules = (engine: Engine, rules: readonly RoutingRule[]): void => {
  const ids = rules.map((rule) => rule.id)
  const errors = rules.flatMap((rule, index) => {
    const found: { path: string; message: string }[] = []
    const at = (name: string, message: string): void => {
      found.push({ path: `rules.${index}.${name}`, message })
    }
    if (ids.indexOf(rule.id) !== index) at('id', '规则编号重复')
    if (!engine.ports.regions.has(rule.place)) at('place', '区划代码不存在')
    const types = engine.registry.all().map((def) => def.id)
    if (!types.includes(rule.caseType)) at('caseType', '没有这种事项类型')
    else if (![...engine.registry.categories(rule.caseType).keys()].some((code) => code.startsWith(rule.category)))
      at('category', '事项类别不存在')
    for (const selector of [rule.to, ...rule.coUnits])
      if ('unit' in selector && !engine.ports.units.find(selector.unit)) at('to', '单位不存在')
    return found
  })
  if (errors.length > 0) throw new AppError('INVALID_INPUT', { errors: errors.slice(0, 50) })
}

/** Publishes a whole set. Past cases keep the route they got. */
export const publishRouting = async (
  engine: Engine,
  routing: Routing,
  actor: Actor,
  publication: Publication,
  traceId?: string,
): Promise<RoutingSet> => {
  const { city, db, now } = engine.ctx
  if (!mayIn(actor, 'routing.manage', city.code)) throw new AppError('OUT_OF_SCOPE')
  checkRules(engine, publication.rules)
  const at = now()
  if (publication.from < localDate(at))
    throw new AppError('INVALID_INPUT', { errors: [{ path: 'from', message: '生效日期不能早于今天' }] })
  await inTransaction(db, async (trx) => {
    await store.lockSets(trx)
    const latest = await store.latestVersion(trx)
    if (latest !== publication.basedOn) throw new AppError('CONFLICT', { version: latest })
    const { from, rules, note } = publication
    await store.insertSet(trx, { version: latest + 1, from, rules, note, publishedBy: actor.name, publishedAt: at })
    await engine.ports.audit.record(trx, [
      {
        actor,
        action: 'routing.publish',
        subject: `routing:${latest + 1}`,
        region: city.code,
        details: { version: latest + 1, from, rules: rules.length, note },
        ...(traceId ? { traceId } : {}),
      },
    ])
  })
  await routing.refresh()
  return routing.set(publication.from)
}

/** How past cases would have been routed. Looks at the newest MOST_SIMULATED of the span. */
export const simulatePast = async (
  engine: Engine,
  rules: readonly RoutingRule[],
  span: { from: Date; to: Date; region: string | null },
): Promise<RoutingSimulation> => {
  checkRules(engine, rules)
  const { calendar } = engine.ports
  const past = await store.dispatchedCases(engine.writer.pool, span.from, span.to, span.region, MOST_SIMULATED)
  const cases = past.map((row): PastCase => ({ ...row, at: localMoment(calendar, row.at) }))
  return simulateRouting(rules, cases, engine.find)
}
