/** What a value looks like: one row per category that can be told from values. */
import { type DataCategory, isPlate, isUscc, parseIdentityNumber, parsePhone } from '@haihe/contract'
import { looksLikeName } from './surnames.ts'

interface Detector {
  category: DataCategory
  /** normalised text: NFKC, trimmed */
  fits: (value: string, today: string) => boolean
  /** «样本中 98% …» */
  words: string
  /** share of values that must fit when nothing else speaks for the category */
  alone: number
  /** the test itself is proof (check digit); for others the field's name should agree */
  strict: boolean
  /** a second look over all values that fit: false when they look like something else after all */
  together?: (values: readonly string[]) => boolean
}

const luhn = (digits: string): boolean => {
  let sum = 0
  for (let i = 0; i < digits.length; i += 1) {
    const digit = Number(digits[digits.length - 1 - i])
    sum += i % 2 === 0 ? digit : digit * 2 > 9 ? digit * 2 - 9 : digit * 2
  }
  return sum % 10 === 0
}

/** Issuer prefixes of cards used on the mainland; lengths 16 to 19. */
export const isBankCard = (value: string): boolean => {
  const digits = value.replaceAll(/[\s-]/g, '')
  return /^(62\d{14,17}|4\d{15}|5[1-5]\d{14}|35\d{14}|9[0-9]\d{14,17})$/.test(digits) && luhn(digits)
}

/** Segments that operators have been given; 14[0-4], 154, 16[013489], 174, 179, 194 are not among them. */
const SEGMENT = /^1(3\d|4[5-9]|5[0-35-9]|6[2567]|7[0-35-8]|8\d|9[0-35-9])/

export const looksLikePhone = (value: string): boolean => {
  const phone = parsePhone(value)
  if (!phone || phone.kind === 'service') return false
  return phone.kind === 'landline' ? /^0|[()（）-]/.test(value) : SEGMENT.test(phone.number)
}

/** Numbers given out one after the other share their head; numbers of people do not. */
const scattered = (values: readonly string[]): boolean => {
  if (values.length < 5) return true
  const heads = new Map<string, number>()
  for (const value of values) {
    const head = value.replaceAll(/\D/g, '').slice(0, 6)
    heads.set(head, (heads.get(head) ?? 0) + 1)
  }
  return Math.max(...heads.values()) <= values.length * 0.5
}

/** A list of a few words is a code list, not names of people. */
const various = (values: readonly string[]): boolean => values.length < 10 || new Set(values).size >= values.length * 0.3

const PLACE = /(路|街|道|巷|胡同|里|村|苑|园|小区|家园|公寓|花园|新城|庄)/
const NUMBERED = /[\d一二三四五六七八九十百零甲乙丙]+(号|栋|幢|号楼|楼|门|单元|室|排|组)/

const HEALTH =
  /(高血压|糖尿病|冠心病|心脏病|脑梗|脑卒中|中风|肿瘤|癌|白血病|抑郁|精神分裂|焦虑症|肝炎|肺炎|哮喘|结核|艾滋|HIV|骨折|透析|尿毒|痴呆|阿尔茨海默|帕金森|失能|半失能|残疾|偏瘫|癫痫|慢阻肺|贫血|青光眼|白内障|过敏|阳性|妊娠|流产)/

const BELIEF = /^(佛教|道教|伊斯兰教|天主教|基督教|东正教|无宗教信仰|信教)/

export const DETECTORS: readonly Detector[] = [
  {
    category: 'identity-number',
    fits: (value, today) => parseIdentityNumber(value, today) !== undefined,
    words: '通过身份证校验位',
    alone: 0.6,
    strict: true,
  },
  { category: 'credit-code', fits: isUscc, words: '通过统一社会信用代码校验位', alone: 0.6, strict: true },
  { category: 'bank-card', fits: isBankCard, words: '符合银行卡号段并通过 Luhn 校验', alone: 0.6, strict: true },
  { category: 'plate', fits: isPlate, words: '符合机动车号牌规则', alone: 0.6, strict: true },
  { category: 'phone', fits: looksLikePhone, words: '符合电话号码号段', alone: 0.9, strict: false, together: scattered },
  {
    category: 'address',
    fits: (value) => value.length >= 6 && PLACE.test(value) && NUMBERED.test(value),
    words: '是到门牌的地址',
    alone: 0.6,
    strict: false,
  },
  { category: 'name', fits: looksLikeName, words: '以常见姓氏开头、形似人名', alone: 0.85, strict: false, together: various },
  { category: 'health', fits: (value) => HEALTH.test(value), words: '含有疾病、残疾等健康状况用语', alone: 0.3, strict: false },
  { category: 'belief', fits: (value) => BELIEF.test(value), words: '是宗教信仰用语', alone: 0.5, strict: false },
]
