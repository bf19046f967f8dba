/** The declared alert rules, and the thresholds in force at a time and place. */
import { AlertRuleDef, type EntityTypeDef, type Rule } from '@haihe/contract'
import type { Condition, Thresholds } from './watch.ts'

export type RuleLookup = (id: string, date: string, region: string) => Rule | undefined
export type IndicatorWatch = Extract<AlertRuleDef['watch'], { indicator: string }>

export interface AlertRules {
  add: (input: AlertRuleDef) => void
  addEntityType: (type: EntityTypeDef) => void
  find: (id: string) => AlertRuleDef | undefined
  byAttribute: (type: string, attribute: string) => readonly AlertRuleDef[]
  byIndicator: (indicator: string) => readonly (AlertRuleDef & { watch: IndicatorWatch })[]
  all: () => readonly AlertRuleDef[]
  /** the thresholds of the dated rule in force, else those of the declaration */
  condition: (def: AlertRuleDef, at: number, region: string) => Condition
  /** unit of the watched attribute */
  unitOf: (def: AlertRuleDef) => string
}

const ThresholdsValue = AlertRuleDef.shape.thresholds.strict()
const NONE: readonly never[] = []

/** Thresholds of a dated rule, null when its value is not of that kind; a version is looked into once. */
const createThresholds = (): ((rule: Rule) => Thresholds | null) => {
  const known = new WeakMap<Rule, Thresholds | null>()
  return (rule) => {
    const seen = known.get(rule)
    if (seen !== undefined) return seen
    const { data } = ThresholdsValue.safeParse(rule.value)
    const found = data && Object.keys(data).length > 0 ? data : null
    known.set(rule, found)
    return found
  }
}

export const createAlertRules = (
  rule: RuleLookup,
  localDate: (at: number) => string,
  indicatorUnit: (indicator: string) => string | undefined,
): AlertRules => {
  const thresholdsOf = createThresholds()
  const byId = new Map<string, AlertRuleDef>()
  const attributes = new Map<string, AlertRuleDef[]>()
  const indicators = new Map<string, (AlertRuleDef & { watch: IndicatorWatch })[]>()
  const units = new Map<string, string>()
  return {
    add(input) {
      const def = AlertRuleDef.parse(input)
      const { watch } = def
      if (byId.has(def.id)) throw new Error(`alert rule ${def.id} is declared twice`)
      if (Object.values(def.thresholds).every((limit) => limit === undefined))
        throw new Error(`alert rule ${def.id} has no threshold`)
      byId.set(def.id, def)
      if ('indicator' in watch) indicators.set(watch.indicator, [...(indicators.get(watch.indicator) ?? []), { ...def, watch }])
      else {
        const key = `${watch.entityType} ${watch.attribute}`
        attributes.set(key, [...(attributes.get(key) ?? []), def])
      }
    },
    addEntityType(type) {
      for (const attribute of type.attributes) units.set(`${type.type} ${attribute.name}`, attribute.unit)
    },
    find: (id) => byId.get(id),
    byAttribute: (type, attribute) => (attributes.size === 0 ? NONE : (attributes.get(`${type} ${attribute}`) ?? NONE)),
    byIndicator: (indicator) => indicators.get(indicator) ?? NONE,
    all: () => [...byId.values()],
    condition(def, at, region) {
      const dated = def.rule === undefined ? undefined : rule(def.rule, localDate(at), region)
      const thresholds = dated && thresholdsOf(dated)
      return thresholds ? { ...def, thresholds } : def
    },
    unitOf: ({ watch }) =>
      ('indicator' in watch ? indicatorUnit(watch.indicator) : units.get(`${watch.entityType} ${watch.attribute}`)) ?? '',
  }
}
