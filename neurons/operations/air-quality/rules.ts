/** Dated rules of air quality. Numbers are typed from the texts named in `basis`. */
import type { Rule } from '@haihe/contract'
import type { Edition } from './aqi.ts'

const CITY = '12'
const STEPS = [0, 50, 100, 150, 200, 300, 400, 500]
const full = (...limits: number[]) => ({ limits: [0, ...limits], above: 500 })

// Columns that both editions share (table 1 of HJ 633-2012, table 3 of HJ 633-2026).
const NO2_HOUR = full(100, 200, 700, 1200, 2340, 3090, 3840)
const NO2_DAY = full(40, 80, 180, 280, 565, 750, 940)
const CO_HOUR = full(5, 10, 35, 60, 90, 120, 150)
const CO_DAY = full(2, 4, 14, 24, 36, 48, 60)
const O3_HOUR = full(160, 200, 300, 400, 800, 1000, 1200)
const SO2_DAY = full(50, 150, 475, 800, 1600, 2100, 2620)
const SO2_HOUR = [0, 150, 500, 650, 800]
const O3_EIGHT = [0, 100, 160, 215, 265, 800]

const pm25 = (good: number) => full(35, good, 115, 150, 250, 350, 500)
const pm10 = (good: number) => full(50, good, 250, 350, 420, 500, 600)

const edition2012: Edition = {
  edition: 'HJ 633-2012',
  steps: STEPS,
  hourly: {
    pm25: pm25(75),
    pm10: pm10(150),
    // note 2: above 800 μg/m³ the hourly SO2 is not used, the report falls back on the mean of 24 hours
    so2: { limits: SO2_HOUR, above: null },
    no2: NO2_HOUR,
    co: CO_HOUR,
    o3: O3_HOUR,
  },
  daily: {
    pm25: pm25(75),
    pm10: pm10(150),
    so2: SO2_DAY,
    no2: NO2_DAY,
    co: CO_DAY,
    // note 3: above 800 μg/m³ the mean of eight hours is not used, the report falls back on the hourly one
    o3: { limits: O3_EIGHT, above: null },
  },
  least: 0,
  incompleteAbove: null,
}

const edition2026: Edition = {
  edition: 'HJ 633-2026',
  steps: STEPS,
  hourly: {
    pm25: pm25(60),
    pm10: pm10(120),
    so2: { limits: SO2_HOUR, above: 200 },
    no2: NO2_HOUR,
    co: CO_HOUR,
    o3: O3_HOUR,
  },
  daily: {
    pm25: pm25(60),
    pm10: pm10(120),
    so2: SO2_DAY,
    no2: NO2_DAY,
    co: CO_DAY,
    o3: { limits: O3_EIGHT, above: 300 },
  },
  least: 1,
  incompleteAbove: 100,
}

const AQI_TITLE = { zh: '空气质量指数分段', en: 'Steps of the air quality index' }

export const rules: Rule[] = [
  {
    id: 'air.aqi',
    title: AQI_TITLE,
    value: edition2012,
    unit: 'μg/m³（CO 为 mg/m³）',
    basis: 'HJ 633—2012 表1、4.2、4.4（2012-02-29 发布，2016-01-01 起全国实施，重点区域分期提前）',
    official: true,
    from: '2012-02-29',
    to: '2026-03-01',
    region: CITY,
  },
  {
    id: 'air.aqi',
    title: AQI_TITLE,
    value: edition2026,
    unit: 'μg/m³（CO 为 mg/m³）',
    basis: 'HJ 633—2026 表3、4.2、4.3、5.3（2026-02-14 发布，2026-03-01 起实施，代替 HJ 633—2012）',
    official: true,
    from: '2026-03-01',
    to: null,
    region: CITY,
  },
  {
    id: 'air.levels',
    title: { zh: '空气质量级别与颜色', en: 'Levels and colours of air quality' },
    value: [
      { level: 1, from: 0, zh: '优', en: 'Excellent', colour: '#00E400' },
      { level: 2, from: 51, zh: '良', en: 'Good', colour: '#FFFF00' },
      { level: 3, from: 101, zh: '轻度污染', en: 'Lightly polluted', colour: '#FF7E00' },
      { level: 4, from: 151, zh: '中度污染', en: 'Moderately polluted', colour: '#FF0000' },
      { level: 5, from: 201, zh: '重度污染', en: 'Heavily polluted', colour: '#99004C' },
      { level: 6, from: 301, zh: '严重污染', en: 'Severely polluted', colour: '#7E0023' },
    ],
    unit: 'AQI',
    basis: 'HJ 633—2026 表1（级别与颜色名称）；HJ 633—2012 附录A（颜色数值）',
    official: true,
    from: '2012-02-29',
    to: null,
    region: CITY,
  },
  {
    id: 'air.station-alert',
    title: { zh: '站点空气质量预警阈值', en: 'Thresholds of station alerts' },
    value: { yellow: 101, orange: 151, red: 201 },
    unit: 'AQI',
    basis: '可配置默认值：按 HJ 633 级别下限（轻度、中度、重度污染）取值，站点小时预警无官方阈值',
    official: false,
    from: '2012-02-29',
    to: null,
    region: CITY,
  },
  {
    id: 'air.city-alert.150',
    title: { zh: '全市重污染持续预警阈值（48小时）', en: 'City-wide pollution for 48 hours' },
    value: { yellow: 151 },
    unit: 'AQI',
    basis: '可配置默认值：参照津政办规〔2023〕9号黄色预警“日均值>150 持续48小时”，未核对原文',
    official: false,
    from: '2023-01-01',
    to: null,
    region: CITY,
  },
  {
    id: 'air.city-alert.200',
    title: { zh: '全市重污染持续预警阈值（48小时，重度）', en: 'City-wide heavy pollution for 48 hours' },
    value: { orange: 201 },
    unit: 'AQI',
    basis: '可配置默认值：参照津政办规〔2023〕9号橙色预警“日均值>200 持续48小时”，未核对原文',
    official: false,
    from: '2023-01-01',
    to: null,
    region: CITY,
  },
]
