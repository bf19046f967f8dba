/** When parking calls for action. */
import type { AlertRuleDef } from '@haihe/contract'
import { CAR_PARK } from './entities.ts'

export const alerts: AlertRuleDef[] = [
  {
    id: 'parking.lot',
    title: { zh: '停车场泊位紧张', en: 'Car park nearly full' },
    watch: { entityType: CAR_PARK, attribute: 'freeShare' },
    when: 'below',
    thresholds: { yellow: 0.15, orange: 0.1, red: 0.05 },
    holdSeconds: 600,
    hysteresis: 0.05,
    suppressSeconds: 2 * 3600,
    rule: 'parking.free-share-alert',
    // 机动车乱停放: where no place is free cars are left where they must not stand
    opens: { caseType: 'city-management', category: '0505' },
  },
  {
    id: 'parking.district',
    title: { zh: '全区泊位紧张', en: 'District nearly full' },
    watch: { indicator: 'parking.free-share', level: 'district', window: 'hour' },
    when: 'below',
    thresholds: { yellow: 0.15, orange: 0.1, red: 0.05 },
    holdSeconds: 1800,
    hysteresis: 0.03,
    suppressSeconds: 4 * 3600,
    rule: 'parking.free-share-alert',
  },
]
