/**
 * Rules (规则): numbers from regulations are dated data with their basis, never constants.
 * The version is picked by the date of the business event and the most specific region.
 */
import { z } from 'zod'
import { RegionCode, withinRegion } from './region.ts'

export const Rule = z.object({
  id: z.string().regex(/^[a-z][a-z0-9.-]*$/),
  title: z.object({ zh: z.string(), en: z.string() }),
  value: z.json(),
  unit: z.string(),
  /** 文号 or standard number; for a configurable default say so here */
  basis: z.string().min(1),
  /** false: a default of the field without an official source at hand; configurable, never shown as official */
  official: z.boolean(),
  /** inclusive, local date YYYY-MM-DD */
  from: z.iso.date(),
  /** exclusive, local date; null while in force */
  to: z.iso.date().nullable(),
  region: RegionCode,
})
export type Rule = z.infer<typeof Rule>

/**
 * The rule in force on `date` (YYYY-MM-DD) for `region`: the most specific region wins, then the latest start.
 * Undefined when none is in force: callers report that, they do not guess.
 */
export const ruleAt = (rules: readonly Rule[], id: string, date: string, region: string): Rule | undefined =>
  rules
    .filter((rule) => rule.id === id && rule.from <= date && (rule.to === null || date < rule.to))
    .filter((rule) => withinRegion(region, rule.region))
    .sort((a, b) => b.region.length - a.region.length || b.from.localeCompare(a.from))[0]
