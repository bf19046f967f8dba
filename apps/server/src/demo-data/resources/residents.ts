/** Resources about people. */

import { type DemoResource, draft, field, IDENTITY, REGION } from '../describe.ts'
import type { Dice } from '../dice.ts'
import type { Enterprise } from '../enterprises.ts'
import { ageOn, nameOf, type Person, phoneOf } from '../people.ts'

const PERSON = { kind: 'person', field: 'sfzh' } as const
const who = (person: Person) => ({ sfzh: person.number, xm: person.name, jd_code: person.place.code })

const population = (dice: Dice, people: readonly Person[]): DemoResource => ({
  id: 'population',
  draft: draft({
    title: '实有人口基本信息',
    summary: '实有人口的姓名、身份证号、性别、出生日期、户籍与现住址、联系电话',
    path: '1.1.1',
    owner: 'tj-gaj',
    fields: [
      field('sfzh', '公民身份号码', 'text', IDENTITY),
      field('xm', '姓名', 'text', { required: true }),
      field('xb', '性别'),
      field('csrq', '出生日期', 'date'),
      field('mz', '民族'),
      field('xzz', '现住址'),
      field('lxdh', '联系电话'),
      REGION,
    ],
    keys: ['sfzh'],
    subject: PERSON,
    keywords: ['人口', '户籍', '居民'],
  }),
  rows: people.map((person) => ({
    ...who(person),
    xb: person.sex,
    csrq: person.birth,
    mz: dice.chance(0.96) ? '汉族' : dice.pick(['回族', '满族', '蒙古族']),
    xzz: person.address,
    // planted: a share without a number, a few that are none
    lxdh: dice.chance(0.06) ? null : dice.chance(0.02) ? '未登记' : person.phone,
  })),
})

const vehicles = (dice: Dice, people: readonly Person[]): DemoResource => ({
  id: 'vehicles',
  draft: draft({
    title: '机动车登记信息',
    summary: '机动车号牌、车辆类型、所有人和注册日期',
    path: '3.2.4',
    owner: 'tj-jgj',
    fields: [
      field('hphm', '号牌号码', 'text', { required: true, standard: 'GA 36' }),
      field('sfzh', '所有人身份证号', 'text', IDENTITY),
      field('xm', '所有人姓名'),
      field('cllx', '车辆类型'),
      field('zcrq', '注册日期', 'date'),
      REGION,
    ],
    keys: ['hphm'],
    subject: PERSON,
    keywords: ['车辆', '交通'],
  }),
  rows: people
    .filter((person, index) => index === 0 || (ageOn(person.birth, '2026-11-20') > 20 && dice.chance(0.3)))
    .map((person, index) => {
      const electric = dice.chance(0.3)
      const serial = String(index).padStart(4, '0')
      return {
        ...who(person),
        hphm: electric ? `津AD${dice.int(0, 9)}${serial}` : `津${dice.pick([...'ABCEFG'])}M${serial}`,
        cllx: electric ? '小型新能源汽车' : '小型轿车',
        zcrq: dice.date(2012, 2025),
      }
    }),
})

const pensions = (dice: Dice, people: readonly Person[]): DemoResource => ({
  id: 'elder-allowance',
  draft: draft({
    title: '高龄津贴发放信息',
    summary: '高龄老人津贴的发放对象、标准、银行账号和发放状态',
    path: '2.3.6',
    owner: 'tj-mzj',
    fields: [
      field('sfzh', '老人身份证号', 'text', IDENTITY),
      field('xm', '老人姓名'),
      field('bz', '月发放标准（元）', 'number'),
      field('yhzh', '银行账号'),
      field('zt', '发放状态'),
      REGION,
    ],
    keys: ['sfzh'],
    subject: PERSON,
    cycle: 'monthly',
    keywords: ['养老', '津贴'],
  }),
  rows: people
    .filter(({ birth }, index) => index === 0 || ageOn(birth, '2026-11-20') >= 80)
    .map((person) => ({
      ...who(person),
      bz: dice.pick([100, 200, 300]),
      yhzh: card(dice),
      zt: dice.chance(0.95) ? '正常' : '暂停',
    })),
})

/** A card number of a bank that does not exist, right by Luhn. */
const card = (dice: Dice): string => {
  const body = `629999${dice.digits(12)}`
  const sum = [...body].reverse().reduce((total, char, index) => {
    const digit = Number(char) * (index % 2 === 0 ? 2 : 1)
    return total + (digit > 9 ? digit - 9 : digit)
  }, 0)
  return `${body}${(10 - (sum % 10)) % 10}`
}

const alone = (dice: Dice, people: readonly Person[]): DemoResource => ({
  id: 'living-alone',
  draft: draft({
    title: '独居老人关爱台账',
    summary: '独居老人的住址、紧急联系人、身体状况和每周探访安排',
    path: '2.3.7',
    owner: 'tj-mzj',
    fields: [
      field('sfzh', '老人身份证号', 'text', IDENTITY),
      field('xm', '老人姓名'),
      field('dz', '居住地址'),
      field('lxdh', '联系电话'),
      field('jjlxr', '紧急联系人'),
      field('jjdh', '紧急联系人电话'),
      field('jkzk', '健康状况'),
      field('tfcs', '每周探访次数', 'integer'),
      REGION,
    ],
    keys: ['sfzh'],
    subject: PERSON,
    cycle: 'weekly',
    keywords: ['养老', '独居', '关爱'],
  }),
  rows: people
    .filter(({ birth }, index) => index === 0 || (ageOn(birth, '2026-11-20') >= 68 && dice.chance(0.3)))
    .map((person) => ({
      ...who(person),
      dz: person.address,
      // planted: numbers that are no longer right, and contacts nobody asked for; the score falls below 80
      lxdh: dice.chance(0.7) ? phoneOf(dice) : person.phone,
      jjlxr: nameOf(dice, '男'),
      jjdh: dice.chance(0.62) ? null : dice.chance(0.55) ? '待补录' : phoneOf(dice),
      jkzk: dice.pick(['高血压', '糖尿病', '行动不便', '良好', '良好', '轻度失能', '冠心病']),
      tfcs: dice.int(1, 3),
    })),
})

const disabled = (dice: Dice, people: readonly Person[]): DemoResource => ({
  id: 'disability',
  draft: draft({
    title: '残疾人证持证信息',
    summary: '残疾人证的残疾类别、等级和有效期',
    path: '3.37.1',
    owner: 'tj-cl',
    fields: [
      field('sfzh', '身份证号', 'text', IDENTITY),
      field('xm', '姓名'),
      field('cjlb', '残疾类别'),
      field('cjdj', '残疾等级'),
      field('yxq', '有效期至', 'date'),
      REGION,
    ],
    keys: ['sfzh'],
    subject: PERSON,
    keywords: ['残疾', '助残'],
  }),
  rows: people
    .filter(() => dice.chance(0.04))
    .map((person) => ({
      ...who(person),
      cjlb: dice.pick(['肢体残疾', '听力残疾', '视力残疾', '精神残疾']),
      cjdj: dice.pick(['一级', '二级', '三级', '四级']),
      yxq: dice.date(2026, 2034),
    })),
})

const insured = (dice: Dice, people: readonly Person[], enterprises: readonly Enterprise[]): DemoResource => ({
  id: 'insurance',
  draft: draft({
    title: '社会保险参保信息',
    summary: '参保人、参保单位、险种、缴费基数和参保状态',
    path: '1.1.8',
    owner: 'tj-rsj',
    fields: [
      field('sfzh', '参保人身份证号', 'text', IDENTITY),
      field('xm', '参保人姓名'),
      field('tyshxydm', '参保单位统一社会信用代码', 'text', { standard: 'GB 32100' }),
      field('xz', '险种'),
      field('jfjs', '月缴费基数（元）', 'number'),
      field('cbzt', '参保状态'),
      REGION,
    ],
    keys: ['sfzh', 'xz'],
    subject: PERSON,
    cycle: 'monthly',
    keywords: ['社保', '参保'],
  }),
  rows: people
    .filter(({ birth }, index) => {
      const age = ageOn(birth, '2026-11-20')
      return index === 0 || (age >= 20 && age < 60 && dice.chance(0.6))
    })
    .map((person) => ({
      ...who(person),
      tyshxydm: dice.pick(enterprises).code,
      xz: '城镇职工基本养老保险',
      // planted: a handful far outside the range
      jfjs: dice.chance(0.01) ? 9_999_999 : dice.int(4800, 26_000),
      cbzt: dice.chance(0.93) ? '参保缴费' : '暂停缴费',
    })),
})

const rentals = (dice: Dice, people: readonly Person[]): DemoResource => ({
  id: 'rentals',
  draft: draft({
    title: '房屋租赁登记备案',
    summary: '租赁房屋的坐落、承租人、租期和租金',
    path: '3.10.3',
    owner: 'tj-zjw',
    fields: [
      field('bah', '备案号', 'text', { required: true }),
      field('sfzh', '承租人身份证号', 'text', IDENTITY),
      field('xm', '承租人姓名'),
      field('zl', '房屋坐落'),
      field('zj', '月租金（元）', 'number'),
      field('qzrq', '起租日期', 'date'),
      field('dqrq', '到期日期', 'date'),
      REGION,
    ],
    keys: ['bah'],
    subject: PERSON,
    keywords: ['住房', '租赁'],
  }),
  rows: people
    .filter(({ birth }) => ageOn(birth, '2026-11-20') >= 20 && dice.chance(0.12))
    .map((person, index) => {
      const from = dice.date(2023, 2026)
      const year = Number(from.slice(0, 4))
      return {
        ...who(person),
        bah: `津租备2026${String(index + 1).padStart(5, '0')}`,
        zl: person.address,
        zj: dice.int(15, 90) * 100,
        qzrq: from,
        // planted: some end before they begin
        dqrq: `${dice.chance(0.03) ? year - 1 : year + 1}${from.slice(4)}`,
      }
    }),
})

const pupils = (dice: Dice, people: readonly Person[]): DemoResource => ({
  id: 'pupils',
  draft: draft({
    title: '义务教育在校学生信息',
    summary: '义务教育阶段学生、就读学校、年级和监护人联系方式',
    path: '3.4.2',
    owner: 'tj-jw',
    fields: [
      field('sfzh', '学生身份证号', 'text', IDENTITY),
      field('xm', '学生姓名'),
      field('xx', '学校名称'),
      field('nj', '年级'),
      field('jhr', '监护人姓名'),
      field('jhrdh', '监护人电话'),
      REGION,
    ],
    keys: ['sfzh'],
    subject: PERSON,
    cycle: 'half-yearly',
    keywords: ['教育', '学生'],
  }),
  rows: people
    .filter(({ birth }) => {
      const age = ageOn(birth, '2026-11-20')
      return age >= 6 && age < 15
    })
    .map((person) => ({
      ...who(person),
      xx: `${person.place.district}${dice.pick(['第一', '第二', '实验', '岳阳道', '新华'])}${ageOn(person.birth, '2026-11-20') < 12 ? '小学' : '中学'}（模拟）`,
      nj: `${ageOn(person.birth, '2026-11-20') - 5}年级`,
      jhr: nameOf(dice, '女'),
      jhrdh: phoneOf(dice),
    })),
})

const doctors = (dice: Dice, people: readonly Person[]): DemoResource => ({
  id: 'family-doctors',
  draft: draft({
    title: '家庭医生签约信息',
    summary: '居民与家庭医生团队的签约、服务包和慢性病管理情况',
    path: '3.24.5',
    owner: 'tj-wjw',
    fields: [
      field('sfzh', '居民身份证号', 'text', IDENTITY),
      field('xm', '居民姓名'),
      field('jg', '签约机构名称'),
      field('mb', '慢性病诊断'),
      field('qyrq', '签约日期', 'date'),
      REGION,
    ],
    keys: ['sfzh'],
    subject: PERSON,
    cycle: 'monthly',
    keywords: ['健康', '家庭医生'],
  }),
  rows: people
    .filter((_, index) => index === 0 || dice.chance(0.25))
    .map((person) => ({
      ...who(person),
      jg: `${person.place.street}社区卫生服务中心（模拟）`,
      mb: dice.chance(0.5) ? null : dice.pick(['高血压', '2型糖尿病', '冠心病', '慢阻肺']),
      qyrq: dice.date(2024, 2026),
    })),
})

export const residentResources = (dice: Dice, people: readonly Person[], enterprises: readonly Enterprise[]): DemoResource[] => [
  population(dice, people),
  vehicles(dice, people),
  pensions(dice, people),
  alone(dice, people),
  disabled(dice, people),
  insured(dice, people, enterprises),
  rentals(dice, people),
  pupils(dice, people),
  doctors(dice, people),
]
