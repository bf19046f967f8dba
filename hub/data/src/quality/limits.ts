/** Weights of the dimensions and the two limits, as dated rules: changed by people, never in code. */
import { QUALITY_DIMENSIONS, type QualityDimension, type QualityLimits, type Rule } from '@haihe/contract'

export const WEIGHTS = 'data.quality.weights'
export const LIMITS = 'data.quality.limits'

const BASIS = 'GB/T 36344-2018 六维；权重与分数线为可配置默认值，未见本市公开规定'

export const qualityRules = (city: string): Rule[] => [
  {
    id: WEIGHTS,
    title: { zh: '数据质量六维权重', en: 'Weights of the six dimensions of data quality' },
    value: { conformity: 20, completeness: 20, accuracy: 25, consistency: 15, timeliness: 15, accessibility: 5 },
    unit: '权重',
    basis: BASIS,
    official: false,
    from: '2019-01-01',
    to: null,
    region: city,
  },
  {
    id: LIMITS,
    title: { zh: '数据质量整改线与停止挂牌线', en: 'Quality limits for rectification and for listing' },
    value: { rectify: 80, stop: 60 },
    unit: '分',
    basis: BASIS,
    official: false,
    from: '2019-01-01',
    to: null,
    region: city,
  },
]

export type Weights = Record<QualityDimension, number>
export interface Limits {
  rectify: number
  stop: number
}

/** `rules.find` of the kernel */
export type FindRule = (id: string, date: string, region: string) => Pick<Rule, 'value'> | undefined

const numbers = (value: unknown, names: readonly string[]): Record<string, number> | undefined => {
  if (typeof value !== 'object' || value === null) return undefined
  const found = names.map((name) => [name, (value as Record<string, unknown>)[name]] as const)
  return found.every(([, number]) => typeof number === 'number' && number >= 0 && number <= 100)
    ? (Object.fromEntries(found) as Record<string, number>)
    : undefined
}

/** Undefined when no usable rule is in force: then there is no score, and that is said. */
export const weightsAt = (find: FindRule, date: string, region: string): Weights | undefined =>
  numbers(find(WEIGHTS, date, region)?.value, QUALITY_DIMENSIONS) as Weights | undefined

export const limitsAt = (find: FindRule, date: string, region: string): Limits | undefined =>
  numbers(find(LIMITS, date, region)?.value, ['rectify', 'stop']) as Limits | undefined

/** The limits with the rule that sets them, for people. */
export const statedLimits = (
  find: (id: string, date: string, region: string) => Rule | undefined,
  date: string,
  region: string,
): QualityLimits | null => {
  const rule = find(LIMITS, date, region)
  const limits = limitsAt(() => rule, date, region)
  return rule && limits ? { ...limits, rule: rule.id, basis: rule.basis, official: rule.official, from: rule.from } : null
}
