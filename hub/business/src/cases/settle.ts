/** What the rules say at the moment an action is accepted: responsible unit, co-units and limits. Kept in the log. */
import {
  AppError,
  actionOf,
  type CaseState,
  type CaseTypeDef,
  type Duration,
  type Judged,
  type Opening,
  type Route,
  routeCase,
  type Settled,
} from '@haihe/contract'
import type { Engine } from './engine.ts'
import { limitsFor } from './limits.ts'
import { localDate, localMoment } from './time.ts'

interface SettleInput {
  action: string
  data: Readonly<Record<string, unknown>>
  at: Date
  of: Pick<Opening, 'category' | 'urgency' | 'source' | 'region'> & { type: string }
  /** null for the report itself */
  state: CaseState | null
  /** responsible unit that was found out for this action, when nobody names another */
  unit?: string | null
}

const routeOf = (engine: Engine, input: SettleInput): Route | null => {
  const rules = engine.routingOn(localDate(input.at))
  return routeCase(rules, input.of, localMoment(engine.ports.calendar, input.at), engine.find)
}

const listOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : []

/** The unit the form names beats the rules: a person decided. */
const destination = (engine: Engine, input: SettleInput): Settled => {
  const named = input.data.unit
  const coUnits = listOf(input.data.coUnits)
  if (typeof named === 'string' && named !== '')
    return {
      unit: named,
      coUnits: coUnits.filter((unit) => unit !== named),
      routing: { rule: 'manual', reason: { zh: '由派遣人员指定', en: 'Chosen by the dispatcher' } },
    }
  if (input.unit)
    return {
      unit: input.unit,
      coUnits: coUnits.filter((unit) => unit !== input.unit),
      routing: { rule: 'owner', reason: { zh: '由对象的权属单位承办', en: 'The unit that owns it' } },
    }
  const found = routeOf(engine, input)
  if (!found) throw new AppError('CASE_ACTION_NOT_ALLOWED', { detail: '没有匹配的派遣规则，请选择承办单位', cause: 'guard' })
  const all = [...new Set([...found.coUnits, ...coUnits])].filter((unit) => unit !== found.unit)
  const limits: Record<string, Duration> = found.limits
  const routing = { rule: found.rule, reason: found.reason, ...(Object.keys(limits).length > 0 ? { limits } : {}) }
  return { unit: found.unit, coUnits: all, routing }
}

/** A report before it is a case. */
const reportOf = (def: CaseTypeDef, source: string): Judged => ({
  source,
  public: def.sources.some((each) => each.id === source && each.public),
  flags: {},
  asked: {},
  appraisal: null,
  unit: null,
})

export const settle = (engine: Engine, def: CaseTypeDef, input: SettleInput): Settled => {
  const routes = actionOf(def, input.action)?.effects.some((effect) => effect.do === 'route') ?? false
  const to = routes ? destination(engine, input) : {}
  const routing = to.routing ?? input.state?.routing
  const date = localDate(input.at)
  const { limits, missing } = limitsFor({
    def,
    categories: engine.registry.categories(def.id),
    of: input.of,
    action: input.action,
    data: input.data,
    routed: routing?.limits ?? {},
    routedBy: routing?.rule ?? null,
    before: input.state ?? reportOf(def, input.of.source),
    find: (id) => engine.ports.rules.find(id, date, input.of.region),
  })
  if (missing.length > 0)
    engine.ctx.log.warn({ caseType: def.id, category: input.of.category, clocks: missing }, 'no rule gives the limit of a clock')
  return {
    ...to,
    ...(Object.keys(limits).length > 0 ? { limits } : {}),
    ...(missing.length > 0 ? { missing } : {}),
  }
}
