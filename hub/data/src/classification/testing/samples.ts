/** A generated set of fields with known categories, and fields that only look like them. */
import { type DataCategory, type FieldType, identityCheckChar, orgCheckChar, usccCheckChar } from '@haihe/contract'

/** Repeatable random numbers (mulberry32). */
export const dice = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

type Roll = () => number
const int = (roll: Roll, from: number, to: number): number => from + Math.floor(roll() * (to - from + 1))
const pick = <T>(roll: Roll, list: readonly T[]): T => list[Math.floor(roll() * list.length)]!
const digits = (roll: Roll, count: number): string => Array.from({ length: count }, () => int(roll, 0, 9)).join('')
const pad = (n: number): string => String(n).padStart(2, '0')

export const date = (roll: Roll, from: number, to: number): string =>
  `${int(roll, from, to)}-${pad(int(roll, 1, 12))}-${pad(int(roll, 1, 28))}`

export const identity = (roll: Roll, from = 1935, to = 2011): string => {
  const body = `${pick(roll, ['110105', '310104', '440305', '510107'])}${date(roll, from, to).replaceAll('-', '')}${digits(roll, 3)}`
  return body + identityCheckChar(body)
}

export const uscc = (roll: Roll): string => {
  const org = digits(roll, 8)
  const body = `91${pick(roll, ['110105', '310104'])}${org}${orgCheckChar(org)}`
  return body + usccCheckChar(body)
}

const luhnDigit = (body: string): string => {
  for (let last = 0; last <= 9; last += 1) {
    const all = `${body}${last}`
    let sum = 0
    for (let i = 0; i < all.length; i += 1) {
      const digit = Number(all[all.length - 1 - i]) * (i % 2 === 0 ? 1 : 2)
      sum += digit > 9 ? digit - 9 : digit
    }
    if (sum % 10 === 0) return String(last)
  }
  throw new Error('unreachable')
}
export const bankCard = (roll: Roll): string => {
  const body = `62${digits(roll, 16)}`
  return body + luhnDigit(body)
}
const SURNAMES = [...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高']
const GIVEN = [...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉秀文慧建国']
export const personName = (roll: Roll): string =>
  pick(roll, SURNAMES) + pick(roll, GIVEN) + (roll() < 0.6 ? pick(roll, GIVEN) : '')
export const mobile = (roll: Roll): string => `${pick(roll, ['138', '139', '150', '186', '177', '199', '133'])}${digits(roll, 8)}`
export const plate = (roll: Roll): string =>
  `${pick(roll, ['京', '沪', '粤'])}${pick(roll, [...'ABCDEF'])}${pick(roll, [...'ABCDEFGH'])}${digits(roll, 4)}`
export const address = (roll: Roll): string =>
  `${pick(roll, ['书香区', '借阅区'])}${pick(roll, ['长廊路', '藏书街', '目录道'])}${int(roll, 1, 200)}号${pick(roll, ['春晓里', '知新苑'])}${int(roll, 1, 20)}栋${int(roll, 1, 6)}单元`

interface Kind {
  category: DataCategory
  type: FieldType
  /** titles and column names; the empty ones leave the field without a hint */
  names: readonly [title: string, column: string][]
  value: (roll: Roll, index: number) => string
  personal?: boolean
}

const NONE: readonly [string, string][] = [['字段', 'col_a']]
const STATES = ['待受理', '办理中', '已办结', '高优先', '安全']

export const KINDS: readonly Kind[] = [
  {
    category: 'identity-number',
    type: 'text',
    names: [['身份证号', 'sfzh'], ['证件号码', 'id_no'], ...NONE],
    value: (roll) => identity(roll),
  },
  { category: 'minor', type: 'text', names: [['学生证件号码', 'zjhm'], ...NONE], value: (roll) => identity(roll, 2014, 2022) },
  {
    category: 'credit-code',
    type: 'text',
    names: [['统一社会信用代码', 'tyshxydm'], ['主体代码', 'uscc'], ...NONE],
    value: (roll) => uscc(roll),
  },
  {
    category: 'bank-card',
    type: 'text',
    names: [['银行账号', 'yhzh'], ['账户', 'card_no'], ...NONE],
    value: (roll) => bankCard(roll),
  },
  {
    category: 'plate',
    type: 'text',
    names: [['车牌号码', 'cphm'], ['号牌号码', 'plate_no'], ...NONE],
    value: (roll) => plate(roll),
  },
  {
    category: 'phone',
    type: 'text',
    names: [['联系电话', 'lxdh'], ['手机号', 'mobile'], ...NONE],
    value: (roll) => (roll() < 0.1 ? `010-${int(roll, 20000000, 89999999)}` : mobile(roll)),
  },
  {
    category: 'address',
    type: 'text',
    names: [['家庭住址', 'jtzz'], ['现住址', 'address'], ...NONE],
    value: (roll) => address(roll),
  },
  { category: 'name', type: 'text', names: [['姓名', 'xm'], ['联系人', 'contact'], ...NONE], value: (roll) => personName(roll) },
  {
    category: 'birthday',
    type: 'date',
    names: [['出生日期', 'csrq'], ['日期', 'birth_date'], ...NONE],
    value: (roll) => date(roll, 1932, 2006),
  },
  {
    category: 'health',
    type: 'text',
    names: [['诊断结果', 'zdjg'], ['备注', 'diagnosis'], ...NONE],
    value: (roll) => pick(roll, ['高血压二级', '2型糖尿病', '未见异常', '冠心病', '轻度失能']),
  },
  {
    category: 'place',
    type: 'number',
    names: [
      ['经度', 'jd'],
      ['位置', 'lon'],
    ],
    value: (roll) => (117 + roll()).toFixed(6),
    personal: true,
  },
  { category: 'biometric', type: 'text', names: [['人脸特征', 'face']], value: (roll) => digits(roll, 40) },
  {
    category: 'belief',
    type: 'text',
    names: [['宗教信仰', 'zjxy'], ...NONE],
    value: (roll) => pick(roll, ['佛教', '道教', '无宗教信仰']),
  },
  {
    category: 'enterprise-secret',
    type: 'number',
    names: [['营业收入', 'yysr']],
    value: (roll) => String(int(roll, 10_000, 9_000_000)),
  },
]

/** What must not be taken for personal data. */
export const NEAR_MISSES: readonly Kind[] = [
  {
    category: 'business',
    type: 'text',
    names: [['订单号', 'order_no'], ...NONE],
    // eleven digits in a row that begin like a mobile number
    value: (_, index) => `1380000${String(1000 + index)}`,
  },
  { category: 'business', type: 'text', names: [['流水号', 'lsh'], ...NONE], value: (roll) => `2026${digits(roll, 14)}` },
  { category: 'business', type: 'text', names: [['设备编码', 'device'], ...NONE], value: (roll) => `62${digits(roll, 16)}` },
  { category: 'business', type: 'text', names: [['资产编号', 'bh'], ...NONE], value: (roll) => `9${digits(roll, 17)}` },
  { category: 'business', type: 'text', names: [['办理状态', 'state'], ...NONE], value: (roll) => pick(roll, STATES) },
  {
    category: 'business',
    type: 'text',
    names: [['分馆', 'branch'], ...NONE],
    value: (roll) => pick(roll, ['和平区分馆', '河东区', '高新区', '南开区', '江苏路街道', '安康社区', '文化宫']),
  },
  { category: 'business', type: 'date', names: [['登记日期', 'registered'], ...NONE], value: (roll) => date(roll, 1988, 2025) },
  { category: 'business', type: 'text', names: [['电话类型', 'phone_type']], value: (roll) => pick(roll, ['固话', '手机']) },
  {
    category: 'business',
    type: 'text',
    names: [['书名', 'book'], ...NONE],
    value: (roll) => pick(roll, ['红楼梦', '边城', '平凡的世界', '活着', '围城', '呐喊']),
  },
  { category: 'business', type: 'integer', names: [['借出册数', 'loans'], ...NONE], value: (roll) => String(int(roll, 0, 500)) },
  { category: 'public', type: 'number', names: [['经度', 'lon']], value: (roll) => (117 + roll()).toFixed(6) },
  {
    category: 'public',
    type: 'text',
    names: [['所属街道名称', 'street']],
    value: (roll) => pick(roll, ['长廊街道', '藏书街道']),
  },
  {
    category: 'business',
    type: 'text',
    names: [['服务热线', 'hotline'], ...NONE],
    value: (roll) => pick(roll, ['12345', '4008001234', '95588']),
  },
]

export interface Labelled {
  truth: DataCategory
  title: string
  name: string
  type: FieldType
  values: string[]
  personal: boolean
}

/** Every kind under every name `rounds` times; a share of values is dirty: blank or garbled. */
export const labelled = (seed: number, rounds: number): Labelled[] => {
  const roll = dice(seed)
  const out: Labelled[] = []
  for (let round = 0; round < rounds; round += 1)
    for (const kind of [...KINDS, ...NEAR_MISSES])
      for (const [title, name] of kind.names) {
        const dirty = roll() * 0.08
        const values = Array.from({ length: int(roll, 40, 200) }, (_, index) =>
          roll() < dirty ? pick(roll, ['', '不详', '—', '无']) : kind.value(roll, index),
        )
        out.push({ truth: kind.category, title, name, type: kind.type, values, personal: kind.personal ?? false })
      }
  return out
}
