/** The numbers of the three rates (三率) as dated rules: editable defaults where no public source was found. */
import type { Rule } from '@haihe/contract'
import type { Rules } from '../ports.ts'

export const SHARE_OF_PARTLY = 'case.rate.partly'
const SCORES = 'case.rate.satisfaction-scores'
export const WEIGHTS = 'case.rate.weights'

const CONFIGURABLE = '可配置默认值，未见本市公开规定'

export const rateRules = (city: string): Rule[] => [
  {
    id: SHARE_OF_PARTLY,
    title: { zh: '部分解决的折算', en: 'Share of a partly resolved case' },
    value: 0.5,
    unit: '件',
    basis: CONFIGURABLE,
    official: false,
    from: '2019-09-20',
    to: null,
    region: city,
  },
  {
    id: SCORES,
    title: { zh: '五级满意度换算分', en: 'Scores of the five levels of satisfaction' },
    // very dissatisfied … very satisfied
    value: [0, 3, 6, 8, 10],
    unit: '分',
    basis: '“好差评”公开换算口径之一：非常满意10、满意8、基本满意6、不满意3、非常不满意0',
    official: false,
    from: '2019-09-20',
    to: null,
    region: city,
  },
  {
    id: WEIGHTS,
    title: { zh: '三率综合权重', en: 'Weights of the three rates' },
    value: { response: 0.1, resolution: 0.45, satisfaction: 0.45 },
    unit: '权重',
    basis: CONFIGURABLE,
    official: false,
    from: '2019-09-20',
    to: null,
    region: city,
  },
]

/** Scores of levels 1 … 5, or undefined when no rule is in force. */
export const satisfactionScores = (rules: Rules, date: string, region: string): number[] | undefined => {
  const value = rules.find(SCORES, date, region)?.value
  return Array.isArray(value) && value.length === 5 && value.every((score) => typeof score === 'number')
    ? (value as number[])
    : undefined
}
