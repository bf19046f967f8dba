/** When the air calls for action. */
import type { AlertRuleDef } from '@haihe/contract'
import { STATION } from './entities.ts'

/** 工地扬尘: what a street can do about its air first is the dust of its building sites. */
const DUST = { caseType: 'city-management', category: '0302' }

export const alerts: AlertRuleDef[] = [
  {
    id: 'air.station',
    title: { zh: '站点空气污染', en: 'Polluted air at a station' },
    watch: { entityType: STATION, attribute: 'aqi' },
    when: 'above',
    thresholds: { yellow: 101, orange: 151, red: 201 },
    // two hourly reports in a row
    holdSeconds: 3600,
    hysteresis: 10,
    suppressSeconds: 4 * 3600,
    rule: 'air.station-alert',
    opens: DUST,
  },
  {
    id: 'air.city-150-48h',
    title: { zh: '全市持续污染', en: 'Lasting pollution of the city' },
    watch: { indicator: 'air.aqi', level: 'city', window: 'day' },
    when: 'above',
    thresholds: { yellow: 151 },
    holdSeconds: 48 * 3600,
    hysteresis: 10,
    suppressSeconds: 12 * 3600,
    rule: 'air.city-alert.150',
  },
  {
    id: 'air.city-200-48h',
    title: { zh: '全市持续重度污染', en: 'Lasting heavy pollution of the city' },
    watch: { indicator: 'air.aqi', level: 'city', window: 'day' },
    when: 'above',
    thresholds: { orange: 201 },
    holdSeconds: 48 * 3600,
    hysteresis: 10,
    suppressSeconds: 12 * 3600,
    rule: 'air.city-alert.200',
  },
]
