/** Fifty thousand information resources as a city of sixty departments and sixteen districts would list them. */
import type { ResourceDraft, ResourceField } from '@haihe/contract'

const SUBJECTS =
  '空气质量 水环境 噪声 固体废物 道路桥梁 公共停车场 路灯照明 供热管网 燃气设施 排水管网 河道水位 园林绿地 垃圾分类 户外广告 环卫作业 市容巡查 户籍人口 流动人口 居住证 婚姻登记 低保对象 养老机构 残疾人 退役军人 社会组织 企业登记 个体工商户 纳税信用 行政许可 行政处罚 食品经营 药品零售 特种设备 价格监测 计量检定 医疗机构 预防接种 传染病 职业病 健康体检 学校 学生学籍 教师资格 图书馆藏 文物保护 旅游景区 体育场馆 社会保险 医疗保险 失业登记 就业招聘 住房公积金 不动产登记 房屋租赁 建设工程 施工许可 土地供应 规划审批 测绘成果 防汛物资 应急预案 消防设施 安全生产 危险化学品 气象预警 地震台站 公交线路 轨道交通 出租汽车 客运场站 货运车辆 港口作业 驾驶证 机动车 交通违法 信访事项 热线工单 网格事件 法律援助 公证 司法鉴定 科技项目 专利 电力负荷 可再生能源 农产品 畜禽养殖 水产 粮食储备 供销网点 外商投资 进出口 统计年报 财政预算 政府采购 国有资产 审计项目'.split(
    ' ',
  )
const OBJECTS =
  '基本信息 名录 监测数据 办理情况 许可信息 处罚结果 巡查记录 实时状态 统计汇总 分布位置 投诉处理 年度检查 变更记录 资质信息 从业人员'.split(
    ' ',
  )
const FORMS = '表 台账 清单 库 目录 数据集 服务接口'.split(' ')
const FIELDS =
  '编号 名称 统一社会信用代码 地址 经度 纬度 联系人 联系电话 登记日期 状态 所属区 街道 备注 类别 等级 数量 金额 起始时间 结束时间 主管部门'.split(
    ' ',
  )
const CYCLES = ['realtime', 'daily', 'weekly', 'monthly', 'quarterly', 'yearly', 'irregular'] as const
const ACCESS = ['unconditional', 'unconditional', 'conditional', 'refused'] as const

const pick = <T>(list: readonly T[], n: number): T => list[n % list.length] as T
/** the same entries in every run */
const mixed = (n: number, salt: number): number => Math.imul(n + 1, 2_654_435_761 + salt * 40_503) >>> 8

const field = (n: number, index: number): ResourceField => ({
  name: `f${index}`,
  title: pick(FIELDS, mixed(n, 3) + index),
  type: 'text',
  length: 100,
  required: index === 0,
  standard: null,
  description: '',
  classification: { grade: 1 + (mixed(n, index) % 3), category: 'business', mask: 'none', confirmed: true, reason: '' },
})

export const entry = (
  n: number,
  units: readonly { id: string; name: string; region: string }[],
  districts: readonly string[],
) => {
  const unit = pick(units, mixed(n, 1))
  const subject = pick(SUBJECTS, mixed(n, 5))
  const object = pick(OBJECTS, mixed(n, 7))
  const form = pick(FORMS, mixed(n, 11))
  const place = n % 3 === 0 ? '' : pick(districts, mixed(n, 13))
  const path =
    n % 4 === 0 ? `1.${1 + (n % 5)}.${1 + (n % 7)}` : n % 4 === 3 ? `3.${1 + (n % 60)}` : `2.${1 + (n % 12)}.${1 + (n % 20)}`
  const sharing = pick(ACCESS, mixed(n, 17))
  const draft: ResourceDraft = {
    title: `${place}${subject}${object}${form}`,
    summary: `由${unit.name}编制，记录${place || '全市'}${subject}的${object}，供各部门在业务协同、监督检查和统计分析中共享使用，第${n}号。`,
    path,
    owner: unit.id,
    region: unit.region,
    kind: 'table',
    target: null,
    fields: Array.from({ length: 5 + (mixed(n, 19) % 8) }, (_, index) => field(n, index)),
    keys: ['f0'],
    subject: null,
    regionField: null,
    sharing: {
      type: sharing,
      condition: sharing === 'conditional' ? '经数源单位同意' : '',
      basis: sharing === 'refused' ? '法律规定' : '',
    },
    opening: { type: pick(ACCESS, mixed(n, 23)), condition: '' },
    channels: ['api'],
    cycle: pick(CYCLES, mixed(n, 29)),
    keywords: [subject, object],
  }
  return draft
}

/** What people type: whole words, parts, pinyin, initials, codes, two words, with and without a facet. */
export const QUERIES: Record<string, (n: number) => string> = {
  word: (n) => `q=${encodeURIComponent(pick(SUBJECTS, n))}`,
  two_words: (n) => `q=${encodeURIComponent(`${pick(SUBJECTS, n)} ${pick(OBJECTS, n * 7)}`)}`,
  title: (n) => `q=${encodeURIComponent(`${pick(SUBJECTS, n)}${pick(OBJECTS, n * 3)}`)}`,
  prefix: (n) => `q=${encodeURIComponent(pick(SUBJECTS, n).slice(0, 1))}`,
  part: (n) => `q=${encodeURIComponent(pick(SUBJECTS, n).slice(1))}`,
  pinyin: (n) =>
    `q=${pick(['kongqizhiliang', 'tingchechang', 'paishui', 'shehuibaoxian', 'gongjiao', 'qiyedengji', 'yufangjie'], n)}`,
  initials: (n) => `q=${pick(['kqzl', 'ggtcc', 'rxgd', 'zfcg', 'jdc', 'sxgl', 'aqsc'], n)}`,
  code: (n) => `q=2${String(1 + (n % 12)).padStart(2, '0')}00${1 + (n % 9)}`,
  facet: (n) => `q=${encodeURIComponent(pick(SUBJECTS, n))}&sharing=unconditional&cycle=${pick(CYCLES, n)}`,
  browse: (n) => `class=2.${1 + (n % 12)}&sort=${pick(['title', 'updated', 'quality', 'relevance'], n)}`,
}
