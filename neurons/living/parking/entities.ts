/** Car parks (FIWARE OffStreetParking): what they report, and what the pipeline derives from it. */
import type { AttributeDef, Derivation, EntityTypeDef } from '@haihe/contract'

export const CAR_PARK = 'OffStreetParking'

const places = (name: string, zh: string, en: string): AttributeDef => ({
  name,
  title: { zh, en },
  unit: '个',
  kind: 'number',
  min: 0,
  max: 50_000,
})
const cars = (name: string, zh: string, en: string): AttributeDef => ({
  name,
  title: { zh, en },
  unit: '辆次',
  kind: 'number',
  min: 0,
  max: 100_000,
})

export const entities: EntityTypeDef[] = [
  {
    type: CAR_PARK,
    title: { zh: '停车场', en: 'Car park' },
    attributes: [
      places('availableSpotNumber', '空闲泊位', 'Free places'),
      places('totalSpotNumber', '总泊位', 'Places'),
      cars('entries', '上次上报以来驶入', 'Cars in since the last report'),
      cars('exits', '上次上报以来驶出', 'Cars out since the last report'),
      places('freeSpotNumber', '计入统计的空闲泊位', 'Free places that count'),
      places('countedSpotNumber', '计入统计的总泊位', 'Places that count'),
      {
        name: 'freeShare',
        title: { zh: '停车泊位指数', en: 'Share of free places' },
        unit: '%',
        kind: 'number',
        min: 0,
        max: 1,
      },
    ],
    expectedEvery: 900,
    // a day of minutes without one car moving
    stuckAfter: 1440,
  },
]

/**
 * Free and total places of one moment together, so that the share of a region is made of the same car parks above and
 * below the line. A report with more free places than there are places contradicts itself and counts nowhere.
 */
const occupancy: Derivation = {
  id: 'parking.occupancy',
  type: CAR_PARK,
  reads: ['availableSpotNumber', 'totalSpotNumber'],
  writes: ['freeSpotNumber', 'countedSpotNumber', 'freeShare'],
  derive: (at, { latest }) => {
    const free = latest.get('availableSpotNumber')
    const total = latest.get('totalSpotNumber')
    // the number of places may be reported once and for all; how many are free is news
    if (!free || !total || free.at !== at || total.value <= 0 || free.value > total.value) return []
    return [
      { attribute: 'freeSpotNumber', value: free.value },
      { attribute: 'countedSpotNumber', value: total.value },
      { attribute: 'freeShare', value: free.value / total.value },
    ]
  },
}

export const derivations: Derivation[] = [occupancy]
