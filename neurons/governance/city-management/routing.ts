/**
 * Who deals with what in Tianjin: the street first, a district bureau where the matter is its own, a public enterprise
 * where the pipe or the line is. Units are chosen by kind and duty, so that the rules hold in every district.
 * The division of work is a starting point for the city's own list of matters (权责清单), which replaces it.
 */
import { RoutingRule, type RoutingRuleInput, type UnitSelector } from '@haihe/contract'
import { CITY } from './categories.ts'

const BASIS = '街镇属地优先、职能部门分工（初始规则，待市权责清单核定）'
const ON_CALL = '夜间及非工作日由区应急部门牵头（示例值班表，可配置）'

export const STREET: UnitSelector = { kind: 'street', in: 'street' }
const bureau = (duty: string): UnitSelector => ({ kind: 'district-bureau', duty, in: 'district' })
const enterprise = (duty: string): UnitSelector => ({ kind: 'public-enterprise', duty, in: 'city' })

const [CGW, STHJ, ZJW, JTW, GAJ, JGJ, SWJ, SCJGW, YJJ] = ['cgw', 'sthj', 'zjw', 'jtw', 'gaj', 'jgj', 'swj', 'scjgw', 'yjj'].map(
  bureau,
) as [
  UnitSelector,
  UnitSelector,
  UnitSelector,
  UnitSelector,
  UnitSelector,
  UnitSelector,
  UnitSelector,
  UnitSelector,
  UnitSelector,
]

type Row = [category: string, zh: string, en: string, to: UnitSelector, coUnits?: UnitSelector[]]

const ROWS: readonly Row[] = [
  ['0101', '私搭乱建由区城管委', 'Unlicensed building: district urban management', CGW, [STREET]],
  ['0105', '水域问题由区水务局', 'Water: district water bureau', SWJ],
  ['0110', '道路破损由区城管委', 'Damaged road: district urban management', CGW],
  ['0111', '河堤由区水务局', 'Embankment: district water bureau', SWJ],
  ['0112', '道路遗撒由区城管委', 'Spills: district urban management', CGW],
  ['0114', '水域秩序由区水务局', 'Order on the water: district water bureau', SWJ],
  ['0116', '油烟由区城管委', 'Cooking fumes: district urban management', CGW, [STHJ]],
  ['02', '宣传广告由区城管委', 'Advertising: district urban management', CGW],
  ['0201', '小广告由街镇', 'Small notices: the street', STREET],
  ['0204', '散发广告由街镇', 'Leaflets: the street', STREET],
  ['03', '施工管理由区住建委', 'Building sites: district housing and construction', ZJW],
  ['0301', '施工扰民由区住建委', 'Building noise: district housing and construction', ZJW, [STHJ]],
  ['0302', '工地扬尘由区生态环境局牵头', 'Dust: district environment bureau', STHJ, [ZJW]],
  ['0304', '施工占道由区城管委', 'Works in the road: district urban management', CGW],
  ['0305', '无证掘路由区城管委', 'Unlicensed digging: district urban management', CGW],
  ['0401', '路面塌陷由区城管委', 'Road collapse: district urban management', CGW, [JGJ]],
  ['0402', '供水由供水企业', 'Water supply: the water company', enterprise('swjt'), [STREET]],
  ['0403', '燃气由燃气企业', 'Gas: the gas company', enterprise('rq'), [YJJ]],
  ['0404', '排水由区水务局', 'Sewers: district water bureau', SWJ],
  ['0405', '供热由供热企业', 'Heating: the heating company', enterprise('rl'), [STREET]],
  ['0406', '积水由区水务局', 'Flooding: district water bureau', SWJ, [JGJ]],
  ['0407', '积雪结冰由区城管委', 'Snow and ice: district urban management', CGW, [STREET]],
  ['0408', '架空线缆由电力企业', 'Overhead lines: the power company', enterprise('dl'), [STREET]],
  ['0409', '群发性事件由公安', 'Crowd incidents: the police', GAJ, [STREET]],
  ['0505', '机动车停放由交警', 'Parking of vehicles: traffic police', JGJ],
  ['0508', '商业噪音由公安', 'Noise: the police', GAJ],
  ['0509', '黑车由交通运输部门', 'Unlicensed taxis: transport', JTW],
  ['0512', '非法出版物由市场监管部门', 'Illegal publications: market regulation', SCJGW],
  ['2101', '单车淤积由区城管委', 'Shared bicycles: district urban management', CGW],
  ['C01', '公用设施由区城管委', 'Utilities: district urban management', CGW],
  ['C0101', '供水井盖由供水企业', 'Water covers: the water company', enterprise('swjt')],
  ['C0102', '污水井盖由区水务局', 'Sewer covers: district water bureau', SWJ],
  ['C0103', '雨水井盖由区水务局', 'Rainwater covers: district water bureau', SWJ],
  ['C0104', '雨水箅子由区水务局', 'Gullies: district water bureau', SWJ],
  ['C0105', '电力井盖由电力企业', 'Power covers: the power company', enterprise('dl')],
  ['C0110', '热力井盖由供热企业', 'Heating covers: the heating company', enterprise('rl')],
  ['C0111', '燃气井盖由燃气企业', 'Gas covers: the gas company', enterprise('rq')],
  ['C0112', '公安井盖由公安', 'Police covers: the police', GAJ],
  ['C0116', '电力设施由电力企业', 'Power facilities: the power company', enterprise('dl')],
  ['C0133', '燃气调压站由燃气企业', 'Gas regulators: the gas company', enterprise('rq')],
  ['C0139', '铁塔由铁塔企业', 'Masts: the tower company', enterprise('tieta')],
  ['C02', '道路设施由区城管委', 'Road facilities: district urban management', CGW],
  ['C0203', '公交站亭由公交企业', 'Bus shelters: the bus company', enterprise('gjjt')],
  ['C0204', '出租车站牌由交通运输部门', 'Taxi stands: transport', JTW],
  ['C0209', '交通标志由交警', 'Traffic signs: traffic police', JGJ],
  ['C0210', '信号设施由交警', 'Signals: traffic police', JGJ],
  ['C0211', '交通护栏由交警', 'Barriers: traffic police', JGJ],
  ['C0214', '信号灯由交警', 'Traffic lights: traffic police', JGJ],
  ['C0308', '监测站由区生态环境局', 'Stations: district environment bureau', STHJ],
  ['C04', '园林绿化由区城管委', 'Greenery: district urban management', CGW],
  ['C0502', '人防工事由区住建委', 'Shelters: district housing and construction', ZJW],
  ['C0601', '重大危险源由区应急局', 'Major hazards: district emergency bureau', YJJ],
  ['C0602', '工地由区住建委', 'Building sites: district housing and construction', ZJW],
  ['C060', '水域与防汛设施由区水务局', 'Waterside facilities: district water bureau', SWJ],
  ['C21', '扩展部件由区城管委', 'Local components: district urban management', CGW],
]

const toRule = ([category, zh, en, to, coUnits = []]: Row): RoutingRuleInput => ({
  id: `cm.${category.toLowerCase()}`,
  title: { zh, en },
  caseType: 'city-management',
  place: CITY,
  category,
  to,
  coUnits,
  basis: BASIS,
})

const INPUT: RoutingRuleInput[] = [
  ...ROWS.map(toRule),
  {
    id: 'cm.on-call',
    title: { zh: '夜间路面塌陷由区应急局牵头', en: 'Road collapse at night: district emergency bureau' },
    priority: 200,
    caseType: 'city-management',
    place: CITY,
    category: '0401',
    duty: [
      { from: '18:00', to: '08:30' },
      { days: 'holidays', from: '00:00', to: '24:00' },
    ],
    to: YJJ,
    coUnits: [CGW, JGJ],
    basis: ON_CALL,
  },
  {
    id: 'cm.street',
    title: { zh: '属地街镇先办', en: 'The street of the place' },
    priority: 10,
    caseType: 'city-management',
    place: CITY,
    to: STREET,
    basis: BASIS,
  },
  {
    id: 'cm.centre',
    title: { zh: '区网格化管理中心', en: 'District grid centre' },
    priority: 5,
    caseType: 'city-management',
    place: CITY,
    to: bureau('wgzx'),
    basis: BASIS,
  },
]

export const routing: RoutingRule[] = INPUT.map((each) => RoutingRule.parse(each))
