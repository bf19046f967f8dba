/** City numbers of city management, counted in the transaction of each action. */
import type { IndicatorDef } from '@haihe/contract'

const OWNER = 'tj-cgw'

type Rest = Pick<IndicatorDef, 'direction' | 'aggregate'> & Partial<IndicatorDef>

const fedBy = (
  id: string,
  zh: string,
  en: string,
  description: IndicatorDef['description'],
  formula: IndicatorDef['formula'],
  rest: Rest,
): IndicatorDef => ({
  id,
  title: { zh, en },
  description,
  domain: 'governance',
  unit: '件',
  precision: 0,
  source: { event: id },
  finest: 'street',
  windows: ['hour', 'day', 'month'],
  shown: 'day',
  formula,
  rules: [],
  owner: OWNER,
  // a quiet day is no fault: nothing is expected by the hour
  staleAfter: 30 * 86_400,
  bands: [],
  ...rest,
})

const share = (
  id: string,
  zh: string,
  en: string,
  description: IndicatorDef['description'],
  formula: IndicatorDef['formula'],
  rest: Partial<IndicatorDef> = {},
) =>
  fedBy(id, zh, en, description, formula, { unit: '%', precision: 1, direction: 1, aggregate: 'ratio', shown: 'month', ...rest })

/** Colours of a rate that should be high: what is at or below a bound wears its colour. */
const rateBands = (good: number, fair: number): IndicatorDef['bands'] => [
  { from: 1, level: null, label: { zh: '良好', en: 'Good' } },
  { from: good, level: 'yellow', label: { zh: '一般', en: 'Fair' } },
  { from: fair, level: 'orange', label: { zh: '偏低', en: 'Low' } },
]

export const indicators: IndicatorDef[] = [
  fedBy(
    'city.events-open',
    '在办案件',
    'Open cases',
    { zh: '此刻尚未结案的案件数。', en: 'Cases that are open now.' },
    { zh: 'Σ 上报 − Σ 结案、作废', en: 'Σ opened − Σ ended' },
    { direction: -1, aggregate: 'sumOfLast', shown: 'hour', windows: ['minute', 'hour', 'day', 'month'] },
  ),
  fedBy(
    'city.events-closed',
    '办结案件',
    'Cases closed',
    { zh: '窗口期内结案的案件数，不含不予立案的。', en: 'Cases closed in the window, those not taken up left out.' },
    { zh: 'Σ 结案', en: 'Σ closures' },
    { direction: 1, aggregate: 'sum' },
  ),
  share(
    'city.on-time-rate',
    '按时结案率',
    'Closed on time',
    {
      zh: '结案的派遣案件中，处置时限和总时限均未超过的比例。',
      en: 'Share of the dispatched cases closed that kept both the handling and the overall limit.',
    },
    { zh: '按时结案 ÷ 结案', en: 'closed on time ÷ closed' },
    { bands: rateBands(0.9, 0.75) },
  ),
  fedBy(
    'city.events-opened',
    '上报案件',
    'Cases reported',
    {
      zh: '窗口期内上报的城市管理案件数，含市民、热线、网格、预警等全部来源。',
      en: 'Cases reported in the window, from citizens, hotline, grid workers and alerts.',
    },
    { zh: 'Σ 上报', en: 'Σ reports' },
    { direction: 0, aggregate: 'sum' },
  ),
  share(
    'city.handled-on-time-rate',
    '按时处置率',
    'Handled on time',
    { zh: '首次反馈时处置时限未超过的比例。', en: 'Share of cases whose work was first reported done within its limit.' },
    { zh: '按时处置 ÷ 已处置', en: 'handled on time ÷ handled' },
    { bands: rateBands(0.9, 0.75) },
  ),
  share(
    'city.filing-rate',
    '立案率',
    'Taken up',
    { zh: '上报案件中立案的比例。', en: 'Share of reports that were taken up.' },
    { zh: '立案 ÷ （立案＋不予立案）', en: 'registered ÷ (registered + refused)' },
    { direction: 0 },
  ),
  share(
    'city.rework-rate',
    '返工率',
    'Done again',
    {
      zh: '结案的派遣案件中，核查不通过而返工过的比例。',
      en: 'Share of the dispatched cases closed that had been sent back after a check.',
    },
    { zh: '返工 ÷ 结案', en: 'sent back ÷ closed' },
    { direction: -1 },
  ),
  share(
    'city.response-rate',
    '响应率',
    'Response rate',
    {
      zh: '公众反映的派遣案件中，按时签收并联系反映人的比例。',
      en: 'Share of the public’s dispatched cases accepted, and their reporter contacted, in time.',
    },
    { zh: '按时签收且联系 ÷ 应回访有效件', en: 'accepted and contacted in time ÷ valid cases to be visited' },
    { domain: 'rates', bands: rateBands(0.95, 0.85) },
  ),
  share(
    'city.resolution-rate',
    '解决率',
    'Resolution rate',
    {
      zh: '评价或回访中确认已解决的比例，部分解决按规则折算。',
      en: 'Share confirmed as solved in an appraisal or visit; partly solved counts by rule.',
    },
    { zh: '（已解决＋折算×部分解决）÷ 回访成功', en: '(solved + share × partly) ÷ asked' },
    { domain: 'rates', bands: rateBands(0.9, 0.75), rules: ['case.rate.partly'] },
  ),
  share(
    'city.satisfaction-rate',
    '满意率',
    'Satisfaction rate',
    { zh: '五级满意度换算分之和与满分之比。', en: 'Scores of the five levels of satisfaction over the highest possible.' },
    { zh: 'Σ级别分 ÷（回访成功×满分）', en: 'Σ score ÷ (asked × highest score)' },
    { domain: 'rates', bands: rateBands(0.9, 0.75), rules: ['case.rate.satisfaction-scores'] },
  ),
]
