/**
 * Routing as data: place × category × duty time → responsible unit, co-units and limits. A set of rules is dated and
 * versioned; a changed set can be tried on past cases before it is published.
 */
import { z } from 'zod'
import { Duration } from './case-clock-def.ts'
import { RegionCode, regionAt, withinRegion } from './region.ts'
import { Text } from './text.ts'

const ClockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, '时刻格式应为 HH:MM')

export const UnitSelector = z.union([
  /** one unit, by its id */
  z.strictObject({ unit: z.string().max(80) }),
  /** the unit of a kind (street, bureau …) and, where given, a duty, in the region of the case at a level */
  z.strictObject({
    kind: z.string().max(40),
    duty: z.string().max(60).optional(),
    in: z.enum(['city', 'district', 'street', 'community']),
  }),
])
export type UnitSelector = z.infer<typeof UnitSelector>

/** Hours of a duty list, in the city's time. A span may run over midnight (20:00–06:00). */
export const DutySpan = z.strictObject({
  /** 1 Monday … 7 Sunday; none: every day */
  weekdays: z.array(z.number().int().min(1).max(7)).max(7).default([]),
  days: z.enum(['any', 'workdays', 'holidays']).default('any'),
  from: ClockTime.default('00:00'),
  to: ClockTime.default('24:00'),
})
export type DutySpan = z.infer<typeof DutySpan>

export const RoutingRule = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9.-]{0,79}$/),
  title: Text,
  /** higher first; among equals the longer place, then the longer category, then the id */
  priority: z.number().int().min(0).max(1000).default(100),
  caseType: z.string().max(60),
  /** the rule holds in this region and below */
  place: RegionCode,
  /** prefix of the category id; empty holds for all */
  category: z.string().max(20).default(''),
  sources: z.array(z.string().max(40)).max(20).default([]),
  duty: z.array(DutySpan).max(20).default([]),
  to: UnitSelector,
  coUnits: z.array(UnitSelector).max(10).default([]),
  /** limits by clock that replace those of the dated rules */
  limits: z.record(z.string(), Duration).default({}),
  basis: z.string().min(1).max(200),
})
export type RoutingRule = z.infer<typeof RoutingRule>
export type RoutingRuleInput = z.input<typeof RoutingRule>

/** GET and PUT /api/routing-rules: a published set. */
export const RoutingSet = z.object({
  version: z.number().int(),
  /** local date from which it holds */
  from: z.iso.date(),
  rules: z.array(RoutingRule),
  publishedBy: z.string(),
  publishedAt: z.iso.datetime({ offset: true }),
  note: z.string(),
})
export type RoutingSet = z.infer<typeof RoutingSet>

export interface RoutedCase {
  type: string
  category: string
  region: string
  source: string
}

/** A moment in the city's own time. `workday` is null when the calendar of the year is not published. */
export interface LocalMoment {
  /** HH:MM */
  time: string
  weekday: number
  workday: boolean | null
}

/** Finds the one unit a selector means for a region; null when there is none, or more than one. */
export type FindUnit = (selector: UnitSelector, region: string) => string | null

export interface Route {
  rule: string
  reason: Text
  unit: string
  coUnits: string[]
  limits: Record<string, Duration>
}

const onDuty = (span: DutySpan, at: LocalMoment): boolean => {
  if (span.weekdays.length > 0 && !span.weekdays.includes(at.weekday)) return false
  if (span.days !== 'any' && at.workday !== (span.days === 'workdays')) return false
  return span.from <= span.to ? span.from <= at.time && at.time < span.to : at.time >= span.from || at.time < span.to
}

export const matchesRule = (rule: RoutingRule, one: RoutedCase, at: LocalMoment): boolean =>
  rule.caseType === one.type &&
  withinRegion(one.region, rule.place) &&
  one.category.startsWith(rule.category) &&
  (rule.sources.length === 0 || rule.sources.includes(one.source)) &&
  (rule.duty.length === 0 || rule.duty.some((span) => onDuty(span, at)))

const byPrecedence = (a: RoutingRule, b: RoutingRule): number =>
  b.priority - a.priority || b.place.length - a.place.length || b.category.length - a.category.length || a.id.localeCompare(b.id)

const reasonOf = (rule: RoutingRule): Text => ({
  zh: `${rule.title.zh}（地点 ${rule.place}，类别 ${rule.category || '全部'}${rule.duty.length > 0 ? '，按值班表' : ''}；依据：${rule.basis}）`,
  en: `${rule.title.en} (place ${rule.place}, category ${rule.category || 'all'}${rule.duty.length > 0 ? ', duty list' : ''}; basis: ${rule.basis})`,
})

/** The route of a case: the first rule in precedence that matches and whose unit exists; null sends it to a person. */
export const routeCase = (rules: readonly RoutingRule[], one: RoutedCase, at: LocalMoment, find: FindUnit): Route | null => {
  for (const rule of rules.filter((each) => matchesRule(each, one, at)).sort(byPrecedence)) {
    const unit = find(rule.to, one.region)
    if (unit === null) continue
    const coUnits = rule.coUnits.map((selector) => find(selector, one.region)).filter((id) => id !== null && id !== unit)
    return { rule: rule.id, reason: reasonOf(rule), unit, coUnits: [...new Set(coUnits)] as string[], limits: rule.limits }
  }
  return null
}

/** Region a selector's level means for a case; undefined when the case's region is coarser. */
export const selectorRegion = (selector: Extract<UnitSelector, { kind: string }>, region: string): string | undefined =>
  regionAt(region, selector.in)

export interface PastCase extends RoutedCase {
  id: string
  caseNo: string
  /** unit that was responsible in fact */
  unit: string | null
  at: LocalMoment
}

/** POST /api/routing/simulate: what the rules would have done to past cases. */
export const RoutingSimulation = z.object({
  cases: z.number().int(),
  same: z.number().int(),
  different: z.number().int(),
  /** no rule would have found a unit */
  unrouted: z.number().int(),
  byRule: z.array(z.object({ rule: z.string(), cases: z.number().int() })),
  /** at most 200 */
  differences: z.array(
    z.object({
      id: z.string(),
      caseNo: z.string(),
      category: z.string(),
      region: RegionCode,
      was: z.string().nullable(),
      wouldBe: z.string().nullable(),
      rule: z.string().nullable(),
    }),
  ),
})
export type RoutingSimulation = z.infer<typeof RoutingSimulation>

export const simulateRouting = (rules: readonly RoutingRule[], past: Iterable<PastCase>, find: FindUnit): RoutingSimulation => {
  const byRule = new Map<string, number>()
  const result: RoutingSimulation = { cases: 0, same: 0, different: 0, unrouted: 0, byRule: [], differences: [] }
  for (const one of past) {
    const found = routeCase(rules, one, one.at, find)
    result.cases += 1
    if (found) byRule.set(found.rule, (byRule.get(found.rule) ?? 0) + 1)
    else result.unrouted += 1
    if ((found?.unit ?? null) === one.unit) result.same += 1
    else {
      result.different += 1
      if (result.differences.length < 200)
        result.differences.push({
          id: one.id,
          caseNo: one.caseNo,
          category: one.category,
          region: one.region,
          was: one.unit,
          wouldBe: found?.unit ?? null,
          rule: found?.rule ?? null,
        })
    }
  }
  return { ...result, byRule: [...byRule].map(([rule, cases]) => ({ rule, cases })).sort((a, b) => b.cases - a.cases) }
}
