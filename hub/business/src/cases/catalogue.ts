/** What forms and filters need to know of case types and categories. */
import type { Actor, CaseTypeView, CategoryView } from '@haihe/contract'
import type { Engine } from './engine.ts'
import { findLimit, limitRuleIds } from './limits.ts'
import { localDate } from './time.ts'

export const typeViews = (engine: Engine, actor: Actor): CaseTypeView[] =>
  engine.registry.all().map((def) => {
    const roles = new Set(actor.grants.map((grant) => grant.role))
    const source = def.sources.find((each) => each.roles.some((role) => roles.has(role)))
    return {
      id: def.id,
      version: def.version,
      title: def.title,
      owner: def.owner,
      states: def.states.map(({ id, title, terminal }) => ({ id, title, terminal })),
      sources: def.sources.map(({ id, title }) => ({ id, title })),
      clocks: def.clocks.map(({ id, title }) => ({ id, title })),
      photos: source ? (def.photos[source.id] ?? 0) : 0,
    }
  })

/** Every category with the handling limit in force today. Throws NOT_FOUND for an unknown type. */
export const categoriesOf = (engine: Engine, type: string): CategoryView[] => {
  const def = engine.registry.current(type)
  const categories = engine.registry.categories(type)
  const clock = def.clocks.find((each) => each.id === def.measures.handleClock)
  const date = localDate(engine.ctx.now())
  const find = (id: string) => engine.ports.rules.find(id, date, engine.ctx.city.code)
  return [...categories.values()].map((category) => {
    const of = { category: category.code, urgency: category.urgency, source: '' }
    const limit = clock && category.leaf ? findLimit(limitRuleIds(clock, categories, of), find) : undefined
    return {
      ...category,
      limit: limit ? { amount: limit.amount, unit: limit.unit, basis: limit.basis, official: limit.official } : null,
    }
  })
}
