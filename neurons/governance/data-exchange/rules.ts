/**
 * Limits of sharing as dated rules. Reference §5.2: a city's published practice (its name is not given), and the national
 * regulation on sharing government data in force since 2025-08-01. The text of neither was at hand: nothing is official.
 */
import type { Duration, Rule } from '@haihe/contract'

const CITY = '12'
const PRACTICE = '某市（资料未署名）政务数据共享管理办法，作可配置默认值'
const NATIONAL = '《政务数据共享条例》（2025-08-01起施行；期限为行业转述，未核对原文，可配置）'
const OPEN = '可配置默认值，未见公开规定'
const BEFORE = '2020-01-01'
const SINCE = '2025-08-01'

interface Given {
  id: string
  zh: string
  en: string
  value: Rule['value']
  unit: string
  basis: string
  from?: string
  to?: string
}

const rule = ({ id, zh, en, value, unit, basis, from, to }: Given): Rule => ({
  id: `data-exchange.${id}`,
  title: { zh, en },
  value,
  unit,
  basis,
  official: false,
  from: from ?? BEFORE,
  to: to ?? null,
  region: CITY,
})

const days = (id: string, zh: string, en: string, amount: number, basis: string, more: Pick<Given, 'from' | 'to'> = {}): Rule => {
  const value: Duration = { amount, unit: 'workingDay' }
  return rule({ id, zh, en, value, unit: '工作日', basis, ...more })
}

export const rules: Rule[] = [
  days('review.n1', '无条件共享：符合性审查并授权', 'Unconditional: review and grant', 2, PRACTICE, { to: SINCE }),
  days('review.n1', '无条件共享：符合性审查并授权', 'Unconditional: review and grant', 1, NATIONAL, { from: SINCE }),
  days('review', '有条件共享：审查', 'Conditional: review', 2, PRACTICE),
  days('answer.n1', '无条件共享：答复', 'Unconditional: answer', 2, PRACTICE, { to: SINCE }),
  days('answer.n1', '无条件共享：答复', 'Unconditional: answer', 1, NATIONAL, { from: SINCE }),
  days('answer.n2', '有条件共享：提供方答复', 'Conditional: the owner answers', 5, PRACTICE),
  days('answer.n3', '未编目或未挂接：发布并答复', 'Not yet connected: publish and answer', 10, PRACTICE),
  days('answer', '答复', 'Answer', 10, NATIONAL),
  days('provide', '提供', 'Provide', 20, NATIONAL),
  days('confirm', '确责', 'Confirm who owns it', 2, OPEN),
  days('arbitrate', '责任裁定', 'Settle a dispute', 3, OPEN),
  days('mediate', '异议协调', 'Mediate an objection', 10, OPEN),
  days('objection', '异议期', 'Time to object', 10, OPEN),
  days('rating', '评价期', 'Time to rate', 10, OPEN),
  days('ending', '授权到期后申请续期', 'Ask for more after a grant has ended', 10, OPEN),
  days('renewal', '续期申请答复', 'Answer who asks to renew', 5, OPEN),
  days('rectify', '质量整改', 'Put quality right', 10, OPEN),
  days('verify', '整改复核', 'Verify', 5, OPEN),
  days('overdue', '更新超期催办', 'Update after a notice', 5, OPEN),
  days('correction', '异议核错', 'Check data found wrong', 10, `${OPEN}（行业通行10工作日）`),
  days('subject-answer', '个人数据调阅异议答复', 'Answer a person’s objection', 10, OPEN),
  rule({
    id: 'arrival',
    zh: '会商报到',
    en: 'Report in to a conference',
    value: { amount: 1, unit: 'workingDay' },
    unit: '工作日',
    basis: OPEN,
  }),
  rule({
    id: 'appraise',
    zh: '评价期',
    en: 'Time to appraise',
    value: { amount: 7, unit: 'naturalDay' },
    unit: '自然日',
    basis: OPEN,
  }),
  rule({
    id: 'warn',
    zh: '时限预警比例',
    en: 'Share of a limit at which people are warned',
    value: 0.8,
    unit: '比例',
    basis: OPEN,
  }),
  rule({
    id: 'escalate',
    zh: '超时升级比例',
    en: 'Share of a limit at which a case goes up',
    value: 1.5,
    unit: '比例',
    basis: OPEN,
  }),
  rule({ id: 'returns', zh: '退回次数上限', en: 'Returns before the owner is settled', value: 3, unit: '次', basis: OPEN }),
  rule({ id: 'postponements', zh: '更新顺延次数上限', en: 'Times an update may be put off', value: 1, unit: '次', basis: OPEN }),
  rule({ id: 'grant-days', zh: '默认授权期', en: 'Days a grant lasts at most', value: 366, unit: '日', basis: OPEN }),
]
