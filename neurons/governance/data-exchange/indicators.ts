/** Numbers of sharing on the board. Cases feed the first, what happens to resources and grants feeds the rest. */
import type { IndicatorDef, Text } from '@haihe/contract'

const fedBy = (
  id: string,
  title: Text,
  description: Text,
  formula: Text,
  rest: Pick<IndicatorDef, 'direction' | 'aggregate'> & Partial<IndicatorDef>,
): IndicatorDef => ({
  id,
  title,
  description,
  domain: 'exchange',
  unit: '件',
  precision: 0,
  source: { event: id },
  finest: 'street',
  windows: ['hour', 'day', 'month'],
  shown: 'day',
  formula,
  rules: [],
  owner: 'tj-dsj',
  // a quiet month is no fault
  staleAfter: 60 * 86_400,
  bands: [],
  ...rest,
})

const text = (zh: string, en: string): Text => ({ zh, en })

/** What is at or below a bound wears its colour. */
const bands = (good: number, fair: number): IndicatorDef['bands'] => [
  { from: 1, level: null, label: text('良好', 'Good') },
  { from: good, level: 'yellow', label: text('一般', 'Fair') },
  { from: fair, level: 'orange', label: text('偏低', 'Low') },
]

const open = (id: string, title: Text, what: Text): IndicatorDef =>
  fedBy(id, title, what, text('Σ 立单 − Σ 办结', 'Σ opened − Σ ended'), {
    direction: -1,
    aggregate: 'sumOfLast',
    shown: 'hour',
  })

const share = (id: string, title: Text, what: Text, formula: Text, rest: Partial<IndicatorDef> = {}): IndicatorDef =>
  fedBy(id, title, what, formula, {
    unit: '%',
    precision: 1,
    direction: 1,
    aggregate: 'ratio',
    shown: 'month',
    bands: bands(0.9, 0.75),
    ...rest,
  })

/** A share of what there is now, kept as differences. */
const standing = (id: string, title: Text, what: Text, formula: Text): IndicatorDef =>
  share(id, title, what, formula, { aggregate: 'ratioOfLast', shown: 'hour' })

export const indicators: IndicatorDef[] = [
  share(
    'exchange.needs-met',
    text('需求满足率', 'Needs met'),
    text('需求单位评价为满足的比例，部分满足按规则折算。', 'Share of rated needs that were met; partly counts by rule.'),
    text('（满足＋折算×部分满足）÷ 已评价', '(met + share × partly) ÷ rated'),
    { rules: ['case.rate.partly'] },
  ),
  share(
    'exchange.satisfaction',
    text('供需满足度', 'Satisfaction with sharing'),
    text('需求单位五级评价换算分之和与满分之比。', 'Scores of the five levels over the highest possible.'),
    text('Σ级别分 ÷（已评价×满分）', 'Σ score ÷ (rated × highest score)'),
    { rules: ['case.rate.satisfaction-scores'] },
  ),
  share(
    'exchange.answered-on-time',
    text('按时响应率', 'Answered on time'),
    text('在答复时限内授权或说明不予共享理由的需求比例。', 'Share of needs granted or refused with reason within the limit.'),
    text('按时答复 ÷ 已答复', 'answered on time ÷ answered'),
    { rules: ['data-exchange.answer', 'data-exchange.answer.n1', 'data-exchange.answer.n2', 'data-exchange.answer.n3'] },
  ),
  standing(
    'exchange.connection-rate',
    text('挂接率', 'Connected'),
    text(
      '已发布目录中已挂接资源（有数据或已声明服务）的比例。',
      'Share of published resources that have rows or a declared service.',
    ),
    text('已挂资源 ÷ 目录', 'connected ÷ catalogued'),
  ),
  standing(
    'exchange.updated-in-time',
    text('更新及时率', 'Updated in time'),
    text(
      '已挂接且有固定更新周期的资源中，未超期的比例。',
      'Share of connected resources with a fixed cycle that are not overdue.',
    ),
    text('未超期 ÷ 有更新周期的已挂资源', 'not overdue ÷ connected with a cycle'),
  ),
  share(
    'exchange.call-success',
    text('调用成功率', 'Calls that succeed'),
    text('共享接口调用中成功的比例。', 'Share of the calls of shared interfaces that succeed.'),
    text('成功调用 ÷ 调用', 'calls that succeed ÷ calls'),
    { shown: 'day', bands: bands(0.99, 0.95) },
  ),
  fedBy(
    'exchange.return-fields',
    text('回流字段数', 'Fields flowing back'),
    text(
      '有效的数据回流授权所含字段数之和，按用数单位所在区划。',
      'Fields of the return-flow grants in force, by the region of the unit that reads.',
    ),
    text('Σ 有效回流授权的字段数', 'Σ fields of return-flow grants in force'),
    { unit: '个', direction: 1, aggregate: 'sumOfLast', shown: 'hour' },
  ),
  fedBy(
    'exchange.needs-stated',
    text('新增需求', 'Needs stated'),
    text('窗口期内提出的数据需求数。', 'Needs stated in the window.'),
    text('Σ 申报', 'Σ statements'),
    { direction: 0, aggregate: 'sum', shown: 'month' },
  ),
  open('exchange.needs-open', text('在办需求', 'Open needs'), text('此刻未办结的数据需求数。', 'Needs that are open now.')),
  open(
    'exchange.rectifications-open',
    text('在办整改单', 'Open rectifications'),
    text('此刻未办结的数据质量整改单。', 'Data quality cases open now.'),
  ),
  share(
    'exchange.rectified-on-time',
    text('按时整改率', 'Put right in time'),
    text('在整改时限内完成的整改单比例。', 'Share of data quality cases put right within the limit.'),
    text('按时整改 ÷ 已整改', 'in time ÷ put right'),
    { rules: ['data-exchange.rectify'] },
  ),
  open(
    'exchange.corrections-open',
    text('在办核错', 'Open corrections'),
    text('此刻未办结的数据核错。', 'Corrections open now.'),
  ),
  share(
    'exchange.corrected-on-time',
    text('按时核实率', 'Checked in time'),
    text('在核实时限内更正或驳回的核错比例。', 'Share of corrections answered within the limit.'),
    text('按时核实 ÷ 已核实', 'in time ÷ checked'),
    { rules: ['data-exchange.correction'] },
  ),
  open(
    'exchange.objections-open',
    text('在办调阅异议', 'Open objections'),
    text('此刻未办结的个人数据调阅异议。', 'Objections of people open now.'),
  ),
  share(
    'exchange.objections-answered-on-time',
    text('异议按时答复率', 'Objections answered in time'),
    text('在答复时限内答复本人的异议比例。', 'Share of people’s objections answered within the limit.'),
    text('按时答复 ÷ 已答复', 'in time ÷ answered'),
    { rules: ['data-exchange.subject-answer'] },
  ),
  open(
    'exchange.overdue-open',
    text('超期未更新资源', 'Resources overdue'),
    text('更新超期催办中的资源数。', 'Resources under an overdue notice.'),
  ),
]
