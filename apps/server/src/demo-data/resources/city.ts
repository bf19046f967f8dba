/** Resources about enterprises, licences, calls and public places. */

import { CREDIT, type DemoResource, draft, field, REGION } from '../describe.ts'
import type { Dice } from '../dice.ts'
import type { Enterprise } from '../enterprises.ts'
import type { Person } from '../people.ts'
import type { Place } from '../places.ts'

const ENTERPRISE = { kind: 'enterprise', field: 'tyshxydm' } as const

const registered = (dice: Dice, enterprises: readonly Enterprise[]): DemoResource => ({
  id: 'enterprises',
  draft: draft({
    title: '市场主体登记信息',
    summary: '企业名称、统一社会信用代码、法定代表人、行业、注册资本和登记状态',
    path: '1.2.1',
    owner: 'tj-scjgw',
    fields: [
      field('tyshxydm', '统一社会信用代码', 'text', CREDIT),
      field('qymc', '企业名称', 'text', { required: true }),
      field('fddbr', '法定代表人'),
      field('lxdh', '联系电话'),
      field('hy', '行业'),
      field('zczb', '注册资本（万元）', 'number'),
      field('clrq', '成立日期', 'date'),
      field('djzt', '登记状态'),
      field('zs', '住所'),
      REGION,
    ],
    keys: ['tyshxydm'],
    subject: ENTERPRISE,
    keywords: ['法人', '企业', '市场主体'],
  }),
  rows: enterprises.map((one) => ({
    tyshxydm: one.code,
    qymc: one.name,
    fddbr: one.person,
    lxdh: dice.chance(0.1) ? null : one.phone,
    hy: one.trade,
    zczb: one.capital,
    // planted: founded in years to come
    clrq: dice.chance(0.01) ? '2031-01-01' : one.founded,
    djzt: one.state,
    zs: one.address,
    jd_code: one.place.code,
  })),
})

const licences = (dice: Dice, enterprises: readonly Enterprise[]): DemoResource => ({
  id: 'food-licences',
  draft: draft({
    title: '食品经营许可信息',
    summary: '食品经营许可证编号、经营者、主体业态和有效期',
    path: '2.4.2',
    owner: 'tj-scjgw',
    fields: [
      field('xkzbh', '许可证编号', 'text', { required: true }),
      field('tyshxydm', '统一社会信用代码', 'text', CREDIT),
      field('jyzmc', '经营者名称'),
      field('ztyt', '主体业态'),
      field('yxq', '有效期至', 'date'),
      REGION,
    ],
    keys: ['xkzbh'],
    subject: ENTERPRISE,
    sharing: { type: 'unconditional', condition: '', basis: '' },
    opening: { type: 'unconditional', condition: '' },
    keywords: ['食品', '许可', '证照'],
  }),
  rows: enterprises
    .filter(({ food, state }) => food && state === '存续')
    .map((one, index) => ({
      xkzbh: `JY21201${String(index).padStart(9, '0')}`,
      tyshxydm: one.code,
      jyzmc: one.name,
      ztyt: one.trade === '正餐服务' ? '餐饮服务经营者' : '食品销售经营者',
      yxq: dice.date(2026, 2030),
      jd_code: one.place.code,
    })),
})

const taxes = (dice: Dice, enterprises: readonly Enterprise[]): DemoResource => ({
  id: 'tax-credit',
  draft: draft({
    title: '企业纳税信息',
    summary: '企业上一年度纳税信用级别、营业收入和纳税额',
    path: '1.4.3',
    owner: 'tj-shuiju',
    fields: [
      field('tyshxydm', '统一社会信用代码', 'text', CREDIT),
      field('nd', '年度', 'integer'),
      field('xyjb', '纳税信用级别'),
      field('yysr', '营业收入（万元）', 'number'),
      field('nse', '纳税额（万元）', 'number'),
      REGION,
    ],
    keys: ['tyshxydm', 'nd'],
    subject: ENTERPRISE,
    cycle: 'yearly',
    keywords: ['税务', '信用'],
  }),
  rows: enterprises
    .filter(({ state }) => state === '存续')
    .map((one) => {
      const income = Math.round(one.capital * (0.5 + dice.roll() * 4))
      return {
        tyshxydm: one.code,
        nd: 2025,
        xyjb: dice.pick(['A', 'A', 'B', 'B', 'B', 'C', 'M']),
        yysr: income,
        nse: Math.round(income * (0.02 + dice.roll() * 0.05) * 100) / 100,
        jd_code: one.place.code,
      }
    }),
})

const CALLS = [
  ['噪声扰民', '楼下施工夜间噪声大，影响休息'],
  ['供热', '家里暖气不热，室温不到 18 度'],
  ['停车', '小区门口车辆乱停，堵住消防通道'],
  ['垃圾清运', '垃圾桶满了两天没有人清'],
  ['井盖破损', '便道上的井盖破了，老人差点摔倒'],
  ['占道经营', '早市占道，行人走到机动车道上'],
] as const

const calls = (dice: Dice, people: readonly Person[]): DemoResource => ({
  id: 'hotline-orders',
  draft: draft({
    title: '12345热线诉求工单',
    summary: '热线诉求的分类、内容、诉求人和承办情况',
    path: '2.1.9',
    owner: 'tj-12345',
    fields: [
      field('gdbh', '工单编号', 'text', { required: true }),
      field('sqr', '诉求人'),
      field('lxdh', '联系电话'),
      field('sqfl', '诉求分类'),
      field('sqnr', '诉求内容', 'text', { length: 1000 }),
      field('slrq', '受理日期', 'date'),
      field('bjzt', '办结状态'),
      REGION,
    ],
    keys: ['gdbh'],
    keywords: ['热线', '诉求', '工单'],
  }),
  rows: Array.from({ length: 900 }, (_, index) => {
    const person = dice.pick(people)
    const [kind, words] = dice.pick(CALLS)
    return {
      gdbh: `RX202611${String(index).padStart(6, '0')}`,
      sqr: dice.chance(0.2) ? '匿名' : person.name,
      lxdh: person.phone,
      sqfl: kind,
      sqnr: `${words}，位置在${person.place.street}。`,
      slrq: `2026-${dice.pick(['09', '10', '11'])}-${String(dice.int(1, 19)).padStart(2, '0')}`,
      bjzt: dice.chance(0.85) ? '已办结' : '办理中',
      jd_code: person.place.code,
    }
  }),
})

const shelters = (dice: Dice, places: readonly Place[]): DemoResource => ({
  id: 'shelters',
  draft: draft({
    title: '应急避难场所',
    summary: '应急避难场所的位置、类型和可容纳人数，向社会开放',
    path: '2.12.1',
    owner: 'tj-yjj',
    fields: [
      field('bh', '场所编号', 'text', { required: true }),
      field('mc', '场所名称', 'text', { required: true }),
      field('lx', '类型'),
      field('lon', '经度', 'number'),
      field('lat', '纬度', 'number'),
      field('rl', '可容纳人数', 'integer'),
      REGION,
    ],
    keys: ['bh'],
    sharing: { type: 'unconditional', condition: '', basis: '' },
    opening: { type: 'unconditional', condition: '' },
    cycle: 'yearly',
    keywords: ['应急', '避难', '开放'],
  }),
  rows: places.map((place, index) => ({
    bh: `BN${String(index + 1).padStart(4, '0')}`,
    mc: `${place.street}应急避难场所（模拟）`,
    lx: dice.pick(['公园绿地', '学校操场', '体育场馆']),
    lon: Math.round((117.17 + dice.roll() * 0.08) * 1e6) / 1e6,
    lat: Math.round((39.09 + dice.roll() * 0.06) * 1e6) / 1e6,
    rl: dice.int(3, 60) * 100,
    jd_code: place.code,
  })),
})

interface Material {
  people: readonly Person[]
  enterprises: readonly Enterprise[]
  places: readonly Place[]
}

export const cityResources = (dice: Dice, { people, enterprises, places }: Material): DemoResource[] => [
  registered(dice, enterprises),
  licences(dice, enterprises),
  taxes(dice, enterprises),
  calls(dice, people),
  shelters(dice, places),
]
