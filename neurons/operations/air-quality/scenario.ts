/** 大气: air quality stations, their index by the edition in force, pollution alerts. */
import type { Scenario } from '@haihe/contract'
import { alerts } from './alerts.ts'
import { derivations, entities } from './entities.ts'
import { indicators } from './indicators.ts'
import { rules } from './rules.ts'

export const scenario: Scenario = {
  id: 'air-quality',
  neuron: 'operations',
  title: { zh: '大气环境监测', en: 'Air quality' },
  summary: {
    zh: '空气站逐时数据入库，按 HJ 633 计算分指数、指数和首要污染物；超过阈值持续两小时即预警并派单治理扬尘。',
    en: 'Hourly station data becomes IAQI, AQI and primary pollutant by HJ 633; two polluted hours raise an alert and open a case against dust.',
  },
  owner: 'tj-sthj',
  plan: '二十 T091 · 17 大气与地表水协同监测',
  reads: ['AirQualityObserved'],
  writes: ['air.aqi', 'air.pm25', 'air.pm10', 'air.o3', 'air.good-share'],
  entities,
  indicators,
  alerts,
  rules,
  derivations,
}
