/** City numbers of parking. */
import type { IndicatorDef } from '@haihe/contract'
import { CAR_PARK } from './entities.ts'

const common = {
  domain: 'parking',
  finest: 'community',
  windows: ['minute', 'hour', 'day', 'month'],
  owner: 'tj-cgw',
  // a car park that has not reported for three quarters of an hour no longer counts
  staleAfter: 900,
  forgetAfter: 2700,
  open: true,
} satisfies Partial<IndicatorDef>

export const indicators: IndicatorDef[] = [
  {
    ...common,
    id: 'parking.free-share',
    title: { zh: '停车泊位指数', en: 'Share of free places' },
    description: {
      zh: '区域内在线停车场空闲泊位占总泊位的比例，每个停车场按最近一次上报计一次；45 分钟未上报的停车场不计入。',
      en: 'Free places over places of the reporting car parks, each with its latest report; a car park silent for 45 minutes does not count.',
    },
    unit: '%',
    precision: 1,
    direction: 1,
    aggregate: 'ratioOfLast',
    source: { entityType: CAR_PARK, attribute: 'freeSpotNumber', weightAttribute: 'countedSpotNumber' },
    shown: 'hour',
    formula: { zh: 'Σ停车场 空闲泊位 ÷ Σ停车场 总泊位', en: 'Σ free places ÷ Σ places' },
    rules: ['parking.free-share-alert'],
    bands: [
      { from: 1, level: null, label: { zh: '充足', en: 'Plenty' } },
      { from: 0.15, level: 'yellow', label: { zh: '偏紧', en: 'Tight' } },
      { from: 0.1, level: 'orange', label: { zh: '紧张', en: 'Very tight' } },
      { from: 0.05, level: 'red', label: { zh: '饱和', en: 'Full' } },
    ],
  },
  {
    ...common,
    id: 'parking.free',
    title: { zh: '空闲泊位', en: 'Free places' },
    description: {
      zh: '区域内在线停车场空闲泊位之和，每个停车场按最近一次上报计一次；45 分钟未上报的停车场不计入。',
      en: 'Free places of the reporting car parks, each with its latest report; a car park silent for 45 minutes does not count.',
    },
    unit: '个',
    precision: 0,
    direction: 1,
    aggregate: 'sumOfLast',
    source: { entityType: CAR_PARK, attribute: 'availableSpotNumber' },
    shown: 'hour',
    formula: { zh: 'Σ停车场 空闲泊位', en: 'Σ free places' },
    rules: [],
    bands: [],
  },
  {
    ...common,
    id: 'parking.turnover',
    title: { zh: '泊位周转率', en: 'Turnover of places' },
    description: {
      zh: '每个泊位每日停放车次：统计期内驶入车次除以在线泊位与时长，当日未结束时折算到整日。',
      en: 'Cars per place and day: cars in, over places and the time they were in service; a running day is scaled to a whole one.',
    },
    unit: '次/泊位·日',
    precision: 1,
    direction: 0,
    aggregate: 'perDay',
    source: { entityType: CAR_PARK, attribute: 'entries', weightAttribute: 'countedSpotNumber' },
    shown: 'day',
    formula: { zh: 'Σ驶入车次 ÷ (Σ泊位 × 在线日数)', en: 'Σ cars in ÷ (Σ places × days in service)' },
    rules: [],
    bands: [],
  },
]
