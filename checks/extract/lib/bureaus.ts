/**
 * City units that the plan names as lead or support, the usual ids for them, and those that the city needs beside
 * them. Ids are pinyin initials; duties are the same words at city and district level, for routing.
 */
import type { UnitKind } from '@haihe/contract'

export interface CityUnit {
  id: string
  name: string
  duties: readonly string[]
  kind?: UnitKind
  region?: string
  parent?: string
}

const bureau = (duty: string, name: string, id = `tj-${duty}`): CityUnit => ({ id, name, duties: [duty] })
const enterprise = (duty: string, name: string): CityUnit => ({ ...bureau(duty, name), kind: 'public-enterprise' })

export const CITY_UNITS: readonly CityUnit[] = [
  bureau('zfb', '市政府办公厅'),
  bureau('wxb', '市委网信办'),
  bureau('zfw', '市委政法委'),
  bureau('fgw', '市发展改革委'),
  bureau('jw', '市教委'),
  bureau('kjj', '市科技局'),
  bureau('gxj', '市工业和信息化局'),
  bureau('gaj', '市公安局'),
  bureau('mzj', '市民政局'),
  bureau('sfj', '市司法局'),
  bureau('czj', '市财政局'),
  bureau('rsj', '市人社局'),
  bureau('zygh', '市规划资源局'),
  bureau('sthj', '市生态环境局'),
  bureau('zjw', '市住房城乡建设委'),
  bureau('cgw', '市城市管理委'),
  bureau('jtw', '市交通运输委'),
  bureau('nyw', '市农业农村委'),
  bureau('shangwu', '市商务局'),
  bureau('wlj', '市文化和旅游局'),
  bureau('wjw', '市卫生健康委'),
  bureau('yjj', '市应急局'),
  bureau('wb', '市外办'),
  bureau('scjgw', '市市场监管委'),
  bureau('tyj', '市体育局'),
  bureau('tjj', '市统计局'),
  bureau('ybj', '市医保局'),
  bureau('gzw', '市国资委'),
  bureau('jrj', '市金融局'),
  bureau('zwb', '市政务服务办'),
  bureau('hzjlb', '市合作交流办'),
  bureau('zscq', '市知识产权局'),
  bureau('dsj', '市大数据管理中心'),
  bureau('cl', '市残联'),
  bureau('qxj', '市气象局'),
  bureau('shuiju', '市税务局'),
  bureau('txj', '市通信管理局'),
  bureau('haiguan', '天津海关'),
  bureau('ybjj', '天津银保监局'),
  bureau('rmyh', '人民银行天津分行'),
  { ...bureau('zmq', '自贸试验区管委会'), region: '120116' },
  { ...bureau('hjy', '海河教育园区管委会'), region: '120112' },
  enterprise('dl', '国网天津市电力公司'),
  enterprise('gkjt', '天津港集团'),
]

/** Units the city's work needs and the plan does not name. */
export const FURTHER_UNITS: readonly CityUnit[] = [
  bureau('swj', '市水务局'),
  { ...bureau('jgj', '市公安局交通管理局'), parent: 'tj-gaj' },
  { ...bureau('bmrx', '市便民专线服务中心（12345热线）', 'tj-12345'), parent: 'tj-zwb' },
  enterprise('swjt', '天津水务集团'),
  { ...enterprise('nyjt', '天津能源集团'), duties: ['rq', 'rl'] },
  enterprise('gjjt', '天津公交集团'),
  enterprise('gdjt', '天津轨道交通集团'),
  enterprise('tieta', '中国铁塔天津分公司'),
  enterprise('liantong', '中国联通天津市分公司'),
  enterprise('yidong', '中国移动天津公司'),
  enterprise('dianxin', '中国电信天津分公司'),
]

/** The plan's words that name no single unit. District governments and the Eco-city stand in the list by their regions. */
export const NOT_A_UNIT: readonly RegExp[] = [
  /^各市级/,
  /^各区/,
  /^相关区/,
  /^有农业的区/,
  /^(和平|河东|河西|南开|河北|红桥|东丽|西青|津南|北辰|武清|宝坻|滨海新|宁河|静海|蓟州)区(人民政府)?$/,
  /^中新天津生态城管委会$/,
]

/** Bureaus of every district. Their names follow the usual pattern; the real ones differ here and there. */
export const DISTRICT_BUREAUS: readonly (readonly [duty: string, name: string])[] = [
  ['cgw', '城市管理委员会'],
  ['sthj', '生态环境局'],
  ['zjw', '住房和建设委员会'],
  ['jtw', '交通运输局'],
  ['gaj', '公安分局'],
  ['jgj', '公安交警支队'],
  ['swj', '水务局'],
  ['scjgw', '市场监督管理局'],
  ['yjj', '应急管理局'],
  ['wjw', '卫生健康委员会'],
  ['nyw', '农业农村委员会'],
  ['zwb', '政务服务办公室'],
  ['wgzx', '社会治理网格化管理中心'],
]

/** Pinyin initials that begin the ids of a district's units. */
export const DISTRICT_PREFIXES: Readonly<Record<string, string>> = {
  '120101': 'hp',
  '120102': 'hd',
  '120103': 'hx',
  '120104': 'nk',
  '120105': 'hb',
  '120106': 'hq',
  '120110': 'dl',
  '120111': 'xq',
  '120112': 'jn',
  '120113': 'bc',
  '120114': 'wq',
  '120115': 'bd',
  '120116': 'bh',
  '120117': 'nh',
  '120118': 'jh',
  '120119': 'jz',
}
