/** City numbers of air quality. */
import type { IndicatorDef } from '@haihe/contract'
import { STATION } from './entities.ts'

const OWNER = 'tj-sthj'

const mean = (
  id: string,
  zh: string,
  en: string,
  attribute: string,
  rest: Pick<IndicatorDef, 'unit' | 'precision' | 'direction' | 'bands'> & Partial<IndicatorDef>,
): IndicatorDef => ({
  id,
  title: { zh, en },
  description: {
    zh: `区域内各监测站${zh}按站点和时间平均，每站权重相同，与上报频次无关。`,
    en: `${en}, averaged over the stations of the region and over time; every station weighs the same, however often it reports.`,
  },
  domain: 'air',
  aggregate: 'timeMean',
  source: { entityType: STATION, attribute },
  finest: 'community',
  windows: ['minute', 'hour', 'day', 'month'],
  shown: 'hour',
  formula: {
    zh: `Σ站点 ∫${attribute}(t)dt ÷ Σ站点 有效时长`,
    en: `Σ stations ∫ ${attribute}(t) dt ÷ Σ stations time in service`,
  },
  rules: [],
  owner: OWNER,
  staleAfter: 7200,
  forgetAfter: 10_800,
  open: true,
  ...rest,
})

const band = (from: number, level: IndicatorDef['bands'][number]['level'], zh: string, en: string) => ({
  from,
  level,
  label: { zh, en },
})

export const indicators: IndicatorDef[] = [
  mean('air.aqi', '空气质量指数', 'Air quality index', 'aqi', {
    unit: 'AQI',
    precision: 0,
    direction: -1,
    rules: ['air.aqi', 'air.levels'],
    description: {
      zh: '区域内各监测站实时 AQI 的平均值，每站权重相同。站点 AQI 按观测当日有效的 HJ 633 版本计算。区域均值供态势研判，不替代按 HJ 663 以区域平均浓度计算的发布值。',
      en: 'Mean of the real-time AQI of the stations in the region, every station weighing the same. A station’s AQI follows the edition of HJ 633 in force on the day of the reading. It is for judging the situation; the published value of a region is computed from mean concentrations (HJ 663).',
    },
    formula: {
      zh: '站点 AQI = max(IAQI)，IAQI 按分段线性内插并向上取整；区域值 = 各站 AQI 按时间平均后的均值',
      en: 'station AQI = max(IAQI), each interpolated between its steps and rounded up; region = mean over stations and time',
    },
    bands: [
      band(0, null, '优', 'Excellent'),
      band(51, null, '良', 'Good'),
      band(101, 'yellow', '轻度污染', 'Lightly polluted'),
      band(151, 'orange', '中度污染', 'Moderately polluted'),
      band(201, 'red', '重度污染', 'Heavily polluted'),
      band(301, 'red', '严重污染', 'Severely polluted'),
    ],
  }),
  mean('air.pm25', 'PM2.5 浓度', 'PM2.5', 'pm25', {
    unit: 'μg/m³',
    precision: 0,
    direction: -1,
    rules: ['air.aqi'],
    // steps of the index in force since March 2026
    bands: [
      band(0, null, '优', 'Excellent'),
      band(36, null, '良', 'Good'),
      band(61, 'yellow', '轻度污染', 'Lightly polluted'),
      band(116, 'orange', '中度污染', 'Moderately polluted'),
      band(151, 'red', '重度污染', 'Heavily polluted'),
    ],
  }),
  mean('air.pm10', 'PM10 浓度', 'PM10', 'pm10', {
    unit: 'μg/m³',
    precision: 0,
    direction: -1,
    rules: ['air.aqi'],
    bands: [
      band(0, null, '优', 'Excellent'),
      band(51, null, '良', 'Good'),
      band(121, 'yellow', '轻度污染', 'Lightly polluted'),
      band(251, 'orange', '中度污染', 'Moderately polluted'),
      band(351, 'red', '重度污染', 'Heavily polluted'),
    ],
  }),
  mean('air.o3', '臭氧小时浓度', 'Ozone, hourly', 'o3', {
    unit: 'μg/m³',
    precision: 0,
    direction: -1,
    rules: ['air.aqi'],
    bands: [
      band(0, null, '优', 'Excellent'),
      band(161, null, '良', 'Good'),
      band(201, 'yellow', '轻度污染', 'Lightly polluted'),
      band(301, 'orange', '中度污染', 'Moderately polluted'),
      band(401, 'red', '重度污染', 'Heavily polluted'),
    ],
  }),
  mean('air.good-share', '空气优良率', 'Share of good air', 'goodAir', {
    unit: '%',
    precision: 1,
    direction: 1,
    shown: 'day',
    rules: ['air.aqi', 'air.levels'],
    description: {
      zh: '区域内各站 AQI 不超过 100 的时长占有效监测时长的比例。',
      en: 'Share of station time with an AQI of at most 100.',
    },
    formula: { zh: 'Σ站点 AQI≤100 时长 ÷ Σ站点 有效时长', en: 'Σ stations time with AQI ≤ 100 ÷ Σ stations time in service' },
    bands: [],
  }),
]
