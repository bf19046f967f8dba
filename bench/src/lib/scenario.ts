/** What the bench's sensors feed: one indicator in every window and region, one alert rule. */
import type { IndicatorDef, Scenario } from '@haihe/contract'
import { ATTRIBUTE, TYPE } from './sensors.ts'

export const INDICATOR = 'bench.level'
/** a plain mean, whose partials are compared with the raw rows after crashes */
export const COUNTED = 'bench.counted'

const text = (zh: string, en: string) => ({ zh, en })

const indicator = (id: string, aggregate: IndicatorDef['aggregate']): IndicatorDef => ({
  id,
  title: text('平均读数', 'Mean level'),
  description: text('各测点读数的平均', 'Mean of the sensors'),
  domain: 'bench',
  unit: '1',
  precision: 1,
  direction: -1,
  aggregate,
  source: { entityType: TYPE, attribute: ATTRIBUTE },
  finest: 'street',
  windows: ['minute', 'hour', 'day', 'month'],
  shown: 'minute',
  formula: text('均值', 'mean'),
  rules: [],
  owner: 'bench',
  staleAfter: 600,
  bands: [],
})

export const scenario: Scenario = {
  id: 'bench',
  neuron: 'operations',
  title: text('压力测试', 'Bench'),
  summary: text('压力测试用的测点', 'Sensors of the bench'),
  owner: 'bench',
  plan: '-',
  reads: [TYPE],
  writes: [],
  entities: [
    {
      type: TYPE,
      title: text('测点', 'Sensor'),
      attributes: [{ name: ATTRIBUTE, title: text('读数', 'Level'), unit: '1', kind: 'number', min: -1000, max: 100_000 }],
      expectedEvery: 3600,
      stuckAfter: 100,
    },
  ],
  indicators: [indicator(INDICATOR, 'timeMean')],
  alerts: [
    {
      id: 'bench.high',
      title: text('读数过高', 'Level too high'),
      watch: { entityType: TYPE, attribute: ATTRIBUTE },
      when: 'above',
      thresholds: { yellow: 99.99 },
      holdSeconds: 60,
      hysteresis: 1,
      suppressSeconds: 60,
    },
  ],
}

/** With the plain mean beside the mean over time. */
export const countedScenario: Scenario = {
  ...scenario,
  indicators: [...(scenario.indicators ?? []), indicator(COUNTED, 'mean')],
}

/** Without indicators and alerts: what the pipeline itself costs. */
export const plainScenario: Scenario = { ...scenario, indicators: [], alerts: [] }
