/** 城市智管: what is wrong in the street is found, sent to whoever is in charge, put right, checked and judged. */
import type { Scenario } from '@haihe/contract'
import { categories } from './categories.ts'
import { entities } from './entities.ts'
import { indicators } from './indicators.ts'
import { cityManagement } from './lifecycle.ts'
import { routing } from './routing.ts'
import { rules } from './rules.ts'

export const scenario: Scenario = {
  id: 'city-management',
  neuron: 'governance',
  title: { zh: '城市智管', en: 'City management' },
  summary: {
    zh: '部件与事件按国标编码，从上报、立案、派遣、处置、核查到评价全程计时；街镇吹哨、部门报到；三率随办随算。',
    en: 'Components and events by the national code, every step from report to appraisal under a clock; streets whistle, departments report in; three rates as the work goes.',
  },
  owner: 'tj-cgw',
  plan: '十三 T063 · 19 城市智管',
  reads: ['UrbanComponent'],
  writes: indicators.map((indicator) => indicator.id),
  entities,
  indicators,
  rules,
  caseTypes: [cityManagement],
  categories: [{ caseType: cityManagement.id, items: categories }],
  routing,
}
