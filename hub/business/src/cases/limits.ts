/** Limits of clocks by dated rules: looked up when a clock starts, kept in the log from then on. */
import {
  type CaseState,
  type CaseTypeDef,
  type CategoryDef,
  type Clock,
  categoryPath,
  Duration,
  type Judged,
  type LimitTaken,
  meets,
  type Rule,
} from '@haihe/contract'

type FindRule = (id: string) => Rule | undefined

/** Ids of the rules that may limit a clock, in the order in which they are tried. */
export const limitRuleIds = (
  clock: Clock,
  categories: ReadonlyMap<string, CategoryDef>,
  of: Pick<CaseState, 'category' | 'urgency' | 'source'>,
): string[] =>
  clock.limits.flatMap((template) => {
    const named = template.replace('{urgency}', of.urgency).replace('{source}', of.source)
    return named.includes('{category}')
      ? categoryPath(categories, of.category).map((code) => named.replace('{category}', code.toLowerCase()))
      : [named]
  })

const takenFrom = (rule: Rule): LimitTaken | undefined => {
  const duration = Duration.safeParse(rule.value)
  return duration.success ? { ...duration.data, rule: rule.id, basis: rule.basis, official: rule.official } : undefined
}

export const findLimit = (ids: readonly string[], find: FindRule): LimitTaken | undefined => {
  for (const id of ids) {
    const rule = find(id)
    const taken = rule && takenFrom(rule)
    if (taken) return taken
  }
  return undefined
}

interface LimitInput {
  def: CaseTypeDef
  categories: ReadonlyMap<string, CategoryDef>
  of: Pick<CaseState, 'category' | 'urgency' | 'source'>
  action: string
  data: Readonly<Record<string, unknown>>
  /** limits that the route sets */
  routed: Readonly<Record<string, Duration>>
  routedBy: string | null
  before: Judged
  find: FindRule
}

/** Limits of every clock the action starts; clocks for which no rule is in force are named, not guessed. */
export const limitsFor = (input: LimitInput): { limits: Record<string, LimitTaken>; missing: string[] } => {
  const limits: Record<string, LimitTaken> = {}
  const missing: string[] = []
  const effects = input.def.actions.find((action) => action.id === input.action)?.effects ?? []
  const starting = input.def.clocks.filter(
    (each) => each.start.includes(input.action) && each.when.every((condition) => meets(condition, input.before, input.data)),
  )
  for (const clock of starting) {
    const routed = input.routed[clock.id]
    const byRule = findLimit(limitRuleIds(clock, input.categories, input.of), input.find)
    const byHand = effects.find((effect) => effect.do === 'limit' && effect.clock === clock.id)
    const amount = byHand?.do === 'limit' ? input.data[byHand.field] : undefined
    if (byRule && typeof amount === 'number')
      limits[clock.id] = { ...byRule, amount, rule: `action:${input.action}`, basis: '定责时商定', official: false }
    else if (routed) limits[clock.id] = { ...routed, rule: `route:${input.routedBy}`, basis: '派遣规则', official: false }
    else if (byRule) limits[clock.id] = byRule
    else if (!clock.optional) missing.push(clock.id)
  }
  return { limits, missing }
}
