/** Numbers of the decision that are dated rules of the city. */
import type { PolicyLimits, Rule } from '@haihe/contract'
import { localDate, type RuleIndex } from '@haihe/kernel'

const SMALLEST_RULE = 'data.smallest-group'
const DEFAULT_SMALLEST = 5
const WARNING_RULE = 'data.grant-warning-days'
const DEFAULT_WARNING = 30

export const policyRules = (city: string): Rule[] => [
  {
    id: SMALLEST_RULE,
    title: { zh: '小计抑制的最小组', en: 'Smallest group that is counted' },
    value: DEFAULT_SMALLEST,
    unit: '人',
    basis: '可配置默认值：k 匿名的常用取值',
    official: false,
    from: '2021-11-01',
    to: null,
    region: city,
  },
  {
    id: WARNING_RULE,
    title: { zh: '授权到期提前提醒', en: 'Days before its end that a grant’s holder is told' },
    value: DEFAULT_WARNING,
    unit: '日',
    basis: '可配置默认值，未见公开规定',
    official: false,
    from: '2021-11-01',
    to: null,
    region: city,
  },
]

/** Days of notice of today; a wrong or missing rule leaves the default. */
export const warningDays = (rules: Pick<RuleIndex, 'find'>, city: string, now: () => Date) => (): number => {
  const value = rules.find(WARNING_RULE, localDate(now()), city)?.value
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : DEFAULT_WARNING
}

/** Limits of today; a wrong or missing rule leaves the cautious default. */
export const policyLimits =
  (rules: Pick<RuleIndex, 'find'>, city: string, now: () => Date, volume: () => PolicyLimits['volume']) => (): PolicyLimits => {
    const value = rules.find(SMALLEST_RULE, localDate(now()), city)?.value
    return {
      volume: volume(),
      smallest: typeof value === 'number' && Number.isInteger(value) && value >= 1 ? value : DEFAULT_SMALLEST,
    }
  }
