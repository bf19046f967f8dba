/** 省心停车: car parks, their free places, fees by zone, the way to the nearest place. */
import type { Scenario } from '@haihe/contract'
import { alerts } from './alerts.ts'
import { derivations, entities } from './entities.ts'
import { indicators } from './indicators.ts'
import { rules } from './rules.ts'

export const scenario: Scenario = {
  id: 'parking',
  neuron: 'living',
  title: { zh: '省心停车', en: 'Easy parking' },
  summary: {
    zh: '停车场实时空闲泊位、周转率和三类区域收费测算，给出最近有空位的停车场；泊位紧张持续十分钟即预警并派单整治乱停放。',
    en: 'Free places, turnover and fees by zone, and the nearest car park with room; ten tight minutes raise an alert and open a case against wild parking.',
  },
  owner: 'tj-cgw',
  plan: '九 生活 · 12 省心停车',
  reads: ['OffStreetParking'],
  writes: ['parking.free-share', 'parking.free', 'parking.turnover'],
  entities,
  indicators,
  alerts,
  rules,
  derivations,
}
