/** Generated enterprises with valid credit codes that nobody was given. */
import { orgCheckChar, usccCheckChar } from '@haihe/contract'
import type { Dice } from './dice.ts'
import { nameOf, phoneOf } from './people.ts'
import type { Place } from './places.ts'

export interface Enterprise {
  code: string
  name: string
  person: string
  phone: string
  trade: string
  food: boolean
  /** 10,000 yuan */
  capital: number
  founded: string
  state: '存续' | '注销' | '吊销'
  address: string
  place: Place
}

const WORDS = ['海河', '津湾', '滨江', '津悦', '永泰', '恒昌', '泰安', '同兴', '德厚', '鑫源', '百汇', '北方', '宏达', '天惠']
const TRADES: readonly (readonly [string, string, boolean])[] = [
  ['餐饮管理', '正餐服务', true],
  ['食品商贸', '食品零售', true],
  ['科技', '软件开发', false],
  ['物流', '道路货物运输', false],
  ['物业服务', '物业管理', false],
  ['养老服务', '老年人养护服务', false],
  ['文化传播', '文艺创作与表演', false],
  ['建筑工程', '房屋建筑业', false],
  ['医疗器械', '医疗用品零售', false],
]

/** `sequence`: eight digits of the organisation code; numbers beginning with 99 are not in use. */
const creditCode = (district: string, sequence: string): string => {
  const body = `91${district}${sequence}${orgCheckChar(sequence)}`
  return `${body}${usccCheckChar(body)}`
}

export const makeEnterprises = (dice: Dice, places: readonly Place[], count: number): Enterprise[] =>
  Array.from({ length: count }, (_, index) => {
    const place = dice.pick(places)
    const [kind, trade, food] = dice.pick(TRADES)
    return {
      code: creditCode(place.code.slice(0, 6), `99${String(index).padStart(6, '0')}`),
      name: `天津${dice.pick(WORDS)}${dice.pick(WORDS)}${kind}有限公司（模拟）`,
      person: nameOf(dice, dice.chance(0.7) ? '男' : '女'),
      phone: phoneOf(dice),
      trade,
      food,
      capital: dice.pick([10, 50, 100, 200, 500, 1000, 3000]),
      founded: dice.date(1996, 2025),
      state: dice.chance(0.9) ? '存续' : dice.chance(0.7) ? '注销' : '吊销',
      address: `${place.district}${place.street}模拟大厦${dice.int(1, 30)}层`,
      place,
    }
  })
