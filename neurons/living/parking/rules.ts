/** Dated rules of parking in Tianjin. */
import type { Rule } from '@haihe/contract'
import type { FeeZone, Periods, Rates } from './fee.ts'

const CITY = '12'
const REFORM = '《天津市机动车停车收费改革方案》（2015-07-01 起）'

const periods: Periods = {
  1: { dayFrom: 8, dayTo: 21 },
  2: { dayFrom: 8, dayTo: 18 },
  3: { dayFrom: 8, dayTo: 18 },
}

// 分. Large vehicles pay double.
const price = (unit: number, night: number) => ({ small: { unit, night }, large: { unit: 2 * unit, night: 2 * night } })
const rates: Rates = {
  freeMinutes: 15,
  unitMinutes: 30,
  zones: { 1: price(300, 500), 2: price(200, 400), 3: price(100, 300) },
}

/** Districts of the first and second zone; all others belong to the third. */
const zones: Record<string, FeeZone> = {
  '120101': '1',
  '120102': '1',
  '120103': '1',
  '120104': '1',
  '120105': '1',
  '120106': '1',
  '120110': '2',
  '120111': '2',
  '120112': '2',
  '120113': '2',
  '120116': '2',
}

export const rules: Rule[] = [
  {
    id: 'parking.periods',
    title: { zh: '停车计时与计次时段', en: 'Hours of metered and flat parking fees' },
    value: periods,
    unit: '时',
    basis: `${REFORM}：一类区域日间8–21时计时、夜间21–8时计次；二、三类区域8–18时计时、18–8时计次`,
    official: true,
    from: '2015-07-01',
    to: null,
    region: CITY,
  },
  {
    id: 'parking.rates',
    title: { zh: '停车收费标准', en: 'Parking rates' },
    value: rates,
    unit: '分（人民币）',
    basis: '可配置默认值：未取得三类区域官方金额，首免分钟、计费单位与单价均为演示用，启用前须按价格主管部门文件填写',
    official: false,
    from: '2015-07-01',
    to: null,
    region: CITY,
  },
  {
    id: 'parking.zones',
    title: { zh: '停车收费区域类别', en: 'Fee zones of districts' },
    value: { districts: zones, others: '3' },
    unit: '类',
    basis: '可配置默认值：区域类别由各区人民政府确定，未取得划定文件；暂按市内六区一类、环城四区与滨海新区二类、其余三类',
    official: false,
    from: '2015-07-01',
    to: null,
    region: CITY,
  },
  {
    id: 'parking.free-share-alert',
    title: { zh: '停车泊位指数预警阈值', en: 'Thresholds of the share of free places' },
    value: { yellow: 0.15, orange: 0.1, red: 0.05 },
    unit: '空闲泊位/总泊位',
    basis: '可配置默认值：城市生命体征指标库“停车泊位指数=空闲/总泊位，<15/10/5%”，阈值未注明文号',
    official: false,
    from: '2015-07-01',
    to: null,
    region: CITY,
  },
]
