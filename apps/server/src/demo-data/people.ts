/** Generated people. Numbers are valid by their check digit and belong to nobody: everything made of them is marked 模拟. */
import { identityCheckChar } from '@haihe/contract'
import type { Dice } from './dice.ts'
import type { Place } from './places.ts'

export interface Person {
  number: string
  name: string
  sex: '男' | '女'
  /** YYYY-MM-DD */
  birth: string
  phone: string
  address: string
  place: Place
}

const SURNAMES = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕']
const MALE = [...'伟强磊军洋勇杰涛明超刚平辉鹏华飞建国志文海波宁东']
const FEMALE = [...'芳娜敏静丽艳娟霞秀英玲桂兰玉萍红梅婷雪琳慧莹洁颖']
const ROADS = ['南京路', '滨江道', '和平路', '营口道', '西康路', '成都道', '大沽北路', '赤峰道', '山西路', '贵州路']
const HOMES = ['天汇里', '新华南里', '崇仁里', '福方里', '兆丰里', '永安里', '树德里', '寿德里']
const SEGMENTS = ['133', '135', '138', '139', '150', '152', '158', '176', '177', '182', '186', '189', '199']

const identityNumber = (district: string, birth: string, sequence: string): string => {
  const body = `${district}${birth.replaceAll('-', '')}${sequence}`
  return `${body}${identityCheckChar(body)}`
}

/** Ages as in an old city centre: a quarter over sixty-five, an eighth under fourteen. */
const birthOf = (dice: Dice): string => {
  const roll = dice.roll()
  if (roll < 0.13) return dice.date(2013, 2025)
  if (roll < 0.75) return dice.date(1961, 2012)
  return dice.date(1932, 1960)
}

export const nameOf = (dice: Dice, sex: Person['sex']): string => {
  const given = sex === '男' ? MALE : FEMALE
  return dice.pick(SURNAMES) + dice.pick(given) + (dice.chance(0.65) ? dice.pick(given) : '')
}

export const phoneOf = (dice: Dice): string => `${dice.pick(SEGMENTS)}${dice.digits(8)}`

export const addressOf = (dice: Dice, place: Place): string =>
  `${place.district}${dice.pick(ROADS)}${dice.int(1, 300)}号${dice.pick(HOMES)}${dice.int(1, 28)}号楼${dice.int(1, 6)}门${dice.int(1, 18)}0${dice.int(1, 4)}室`

export const makePeople = (dice: Dice, places: readonly Place[], count: number): Person[] => {
  const taken = new Set<string>()
  const people: Person[] = []
  while (people.length < count) {
    const sex = dice.chance(0.5) ? '男' : '女'
    const birth = birthOf(dice)
    const place = dice.pick(places)
    const odd = dice.int(0, 49) * 2 + (sex === '男' ? 1 : 0)
    const number = identityNumber(place.code.slice(0, 6), birth, String(odd + dice.int(0, 8) * 100).padStart(3, '0'))
    if (taken.has(number)) continue
    taken.add(number)
    people.push({ number, name: nameOf(dice, sex), sex, birth, phone: phoneOf(dice), address: addressOf(dice, place), place })
  }
  return people
}

/** Behind the demonstration account 市民王女士. */
export const demoCitizen = (place: Place): Person => ({
  number: identityNumber('120101', '1958-05-12', '948'),
  name: '王秀英',
  sex: '女',
  birth: '1958-05-12',
  phone: '13800000948',
  address: `${place.district}滨江道128号福方里3号楼2门501室`,
  place,
})

export const ageOn = (birth: string, today: string): number =>
  Number(today.slice(0, 4)) - Number(birth.slice(0, 4)) - (today.slice(5) < birth.slice(5) ? 1 : 0)
