/** Rules in memory, ready to be asked on the hot path. */
import type { Rule } from '@haihe/contract'
import { withinRegion } from '@haihe/contract'

export interface RuleIndex<R extends Rule = Rule> {
  /** the rule in force on a local date for a region; equals ruleAt() of the contract */
  find: (id: string, date: string, region: string) => R | undefined
  /** every version of a rule: most specific region first, then latest start */
  versions: (id: string) => readonly R[]
  ids: () => string[]
  all: () => R[]
}

export const createRuleIndex = <R extends Rule>(list: readonly R[]): RuleIndex<R> => {
  const byId = new Map<string, R[]>()
  for (const rule of list) byId.set(rule.id, [...(byId.get(rule.id) ?? []), rule])
  for (const versions of byId.values()) versions.sort((a, b) => b.region.length - a.region.length || b.from.localeCompare(a.from))
  return {
    find: (id, date, region) =>
      byId
        .get(id)
        ?.find((rule) => rule.from <= date && (rule.to === null || date < rule.to) && withinRegion(region, rule.region)),
    versions: (id) => byId.get(id) ?? [],
    ids: () => [...byId.keys()].sort(),
    all: () => [...byId.values()].flat(),
  }
}
