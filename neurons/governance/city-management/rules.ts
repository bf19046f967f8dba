/**
 * Limits and numbers of city management as dated rules. Tianjin's own limits for events and components were not found:
 * defaults name where they come from and are never shown as official.
 */
import type { Duration, Rule } from '@haihe/contract'
import { CITY } from './categories.ts'

const FROM = '2019-09-20'
const OPEN = '可配置默认值，未见本市公开规定'
const UNNAMED = '某市（资料未署名）数字化城管公开处置标准，作默认值'
const JIYUAN = '济源市数字化城管公开处置标准，作默认值'

interface Given {
  id: string
  zh: string
  en: string
  value: Rule['value']
  unit: string
  basis: string
  official?: true
  from?: string
  region?: string
}

const rule = (given: Given): Rule => ({
  id: `city-management.${given.id}`,
  title: { zh: given.zh, en: given.en },
  value: given.value,
  unit: given.unit,
  basis: given.basis,
  official: given.official ?? false,
  from: given.from ?? FROM,
  to: null,
  region: given.region ?? CITY,
})

const UNITS: Record<Duration['unit'], string> = {
  minute: '分钟',
  workingHour: '工作时',
  workingDay: '工作日',
  naturalDay: '自然日',
}

const limit = (
  id: string,
  zh: string,
  en: string,
  amount: number,
  unit: Duration['unit'],
  basis: string,
  more: Partial<Given> = {},
): Rule => rule({ id, zh, en, value: { amount, unit }, unit: UNITS[unit], basis, ...more })

/** 处置时限 by category: [code, amount, unit, basis]. */
const HANDLING: readonly [code: string, zh: string, en: string, amount: number, unit: Duration['unit'], basis: string][] = [
  [
    '0101',
    '私搭乱建',
    'unlicensed building',
    20,
    'workingDay',
    `${UNNAMED}（停工4工作时、处罚7工作日、拆除20工作日）；济源为15工作日`,
  ],
  ['0102', '暴露垃圾', 'exposed rubbish', 4, 'workingHour', `${UNNAMED}；济源为1工作日`],
  ['0103', '积存垃圾渣土', 'piled-up waste', 2, 'workingDay', `${UNNAMED}（建筑垃圾4工作时、渣土2工作日）；济源为4工作日`],
  ['0104', '道路不洁', 'dirty road', 2, 'workingHour', `${UNNAMED}；济源为5工作时`],
  ['0105', '水域不洁', 'dirty water', 15, 'workingDay', JIYUAN],
  ['0106', '绿地脏乱', 'dirty green space', 4, 'workingHour', `${UNNAMED}（绿地保洁）`],
  ['0401', '路面塌陷', 'road collapse', 1440, 'minute', `${OPEN}（到场警戒后持续处置）`],
  ['0402', '自来水管破裂', 'burst water main', 1440, 'minute', `${OPEN}（到场警戒后持续处置）`],
  ['0403', '燃气管道破裂', 'burst gas main', 1440, 'minute', `${OPEN}（到场警戒后持续处置）`],
  ['0405', '热力管道破裂', 'burst heating main', 1440, 'minute', `${OPEN}（到场警戒后持续处置）`],
  ['0406', '道路积水', 'flooded road', 4, 'workingHour', `${UNNAMED}（路面积水）`],
  ['0501', '无照经营游商', 'unlicensed street trade', 4, 'workingHour', OPEN],
  ['0504', '店外经营', 'trading outside the shop', 4, 'workingHour', OPEN],
  ['0505', '机动车乱停放', 'wrongly parked vehicle', 4, 'workingHour', OPEN],
  ['c01', '公用设施部件', 'utility component', 1, 'workingDay', `${OPEN}（井盖修复）`],
  ['c0405', '绿地养护', 'upkeep of lawns', 5, 'workingDay', `${UNNAMED}（绿地养护）`],
]

/** Minutes within which somebody is on site and warns people off. */
const ON_SITE: readonly [code: string, zh: string, en: string, minutes: number][] = [
  ['0401', '路面塌陷', 'road collapse', 60],
  ['0402', '自来水管破裂', 'burst water main', 60],
  ['0403', '燃气管道破裂', 'burst gas main', 30],
  ['0405', '热力管道破裂', 'burst heating main', 60],
  ['0408', '架空线缆损坏', 'damaged overhead line', 60],
  ...['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12', '14', '27', '28', '29', '30'].map(
    (sub): [string, string, string, number] => [`c01${sub}`, `井盖（${sub}）`, `cover ${sub}`, 120],
  ),
]

const handling = [
  ...HANDLING.map(([code, zh, en, amount, unit, basis]) =>
    limit(`handle.${code}`, `${zh}处置时限`, `Limit to handle: ${en}`, amount, unit, basis),
  ),
  limit('handle.critical', '紧急案件处置时限', 'Limit to handle critical cases', 1, 'workingDay', OPEN),
  limit('handle.urgent', '较急案件处置时限', 'Limit to handle urgent cases', 3, 'workingDay', OPEN),
  limit('handle', '一般案件处置时限', 'Limit to handle other cases', 5, 'workingDay', `${OPEN}（一般事项5工作日）`),
]

/** 接收时限 of hotline orders; the same spans serve other sources, as a default. */
const HOTLINE = '天津市12345热线接收时限规定（2025-01-01起）'
const accepting = (prefix: string, more: Pick<Given, 'basis'> & Partial<Given>): Rule[] => {
  const { basis } = more
  return [
    limit(`${prefix}critical`, '签收时限（危及生命财产）', 'Acceptance: danger to life or property', 15, 'minute', basis, more),
    limit(`${prefix}urgent`, '签收时限（基本民生、较急）', 'Acceptance: basic supplies, urgent', 30, 'minute', basis, more),
  ]
}

export const rules: Rule[] = [
  limit('register.critical', '紧急案件立案时限', 'Registration of critical cases', 15, 'minute', OPEN),
  limit('register', '立案时限', 'Registration', 2, 'workingHour', OPEN),
  limit('dispatch.critical', '紧急案件派遣时限', 'Dispatch of critical cases', 15, 'minute', OPEN),
  limit('dispatch', '派遣时限', 'Dispatch', 2, 'workingHour', OPEN),
  ...accepting('accept.hotline.', { basis: HOTLINE, official: true, from: '2025-01-01' }),
  limit('accept.hotline.normal', '签收时限（一般）', 'Acceptance: other orders', 1, 'workingDay', HOTLINE, {
    official: true,
    from: '2025-01-01',
  }),
  ...accepting('accept.', { basis: `${OPEN}；参照12345接收时限` }),
  limit('accept', '签收时限', 'Acceptance', 1, 'workingDay', `${OPEN}；参照12345接收时限`),
  limit('contact', '联系反映人时限', 'Limit to contact the reporter', 1, 'workingDay', OPEN),
  ...ON_SITE.map(([code, zh, en, minutes]) =>
    limit(`on-site.${code}`, `${zh}到场警戒时限`, `Limit to make safe: ${en}`, minutes, 'minute', OPEN),
  ),
  ...handling,
  limit('arrival', '报到时限', 'Limit to report in', 120, 'minute', `${OPEN}；参照西青区“2小时内到场”`),
  limit(
    'arrival',
    '报到时限',
    'Limit to report in',
    120,
    'minute',
    '西青区：核查数据后职能部门2小时内到场（人民日报2025-08报道）',
    {
      region: '120111',
      official: true,
    },
  ),
  limit('verify', '核查时限', 'Verification', 4, 'workingHour', OPEN),
  limit('total.0101', '私搭乱建总时限', 'Overall: unlicensed building', 40, 'workingDay', OPEN),
  limit('total.0105', '水域不洁总时限', 'Overall: dirty water', 30, 'workingDay', OPEN),
  limit('total', '总时限', 'Overall', 15, 'workingDay', `${OPEN}（复杂事项15工作日）`),
  limit('appraise', '评价期', 'Time to appraise', 7, 'naturalDay', OPEN),
  rule({
    id: 'warn',
    zh: '时限预警比例',
    en: 'Share of a limit at which people are warned',
    value: 0.8,
    unit: '比例',
    basis: `${OPEN}（超80%时限预警）`,
  }),
  rule({
    id: 'escalate',
    zh: '超时升级比例',
    en: 'Share of a limit at which a case goes up',
    value: 1.5,
    unit: '比例',
    basis: OPEN,
  }),
  rule({
    id: 'returns',
    zh: '退单次数上限',
    en: 'Returns before a unit is appointed',
    value: 3,
    unit: '次',
    basis: '天津市12345热线管理办法（送审稿）：三次派单仍无法确定的指定承办；送审稿不作正式依据',
  }),
  rule({ id: 'extensions', zh: '延期次数上限', en: 'Extensions', value: 1, unit: '次', basis: OPEN }),
  rule({ id: 'suspensions', zh: '挂账次数上限', en: 'Suspensions', value: 2, unit: '次', basis: OPEN }),
]
