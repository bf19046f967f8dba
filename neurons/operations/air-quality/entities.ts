/** Air quality stations (FIWARE AirQualityObserved): what they report, and what the pipeline derives from it. */
import { type AttributeDef, type Derivation, type EntityTypeDef, HOUR } from '@haihe/contract'
import { airIndex, type Concentrations, Edition, NAMES, POLLUTANTS, type Pollutant } from './aqi.ts'

export const STATION = 'AirQualityObserved'

// Readings outside are faults of the instrument: ranges are wide, the worst dust storms lie within.
const MOST: Record<Pollutant, number> = { pm25: 3000, pm10: 10_000, so2: 5000, no2: 5000, co: 200, o3: 2000 }
const unitOf = (pollutant: Pollutant) => (pollutant === 'co' ? 'mg/m³' : 'μg/m³')

const concentration = (pollutant: Pollutant, suffix: string, zh: string, en: string): AttributeDef => ({
  name: `${pollutant}${suffix}`,
  title: { zh: `${NAMES[pollutant]} ${zh}`, en: `${NAMES[pollutant]}, ${en}` },
  unit: unitOf(pollutant),
  kind: 'number',
  min: 0,
  max: MOST[pollutant],
})

const index = (name: string, zh: string, en: string, max = 500): AttributeDef => ({
  name,
  title: { zh, en },
  unit: max === 500 ? 'AQI' : '',
  kind: 'number',
  min: 0,
  max,
})

export const entities: EntityTypeDef[] = [
  {
    type: STATION,
    title: { zh: '空气质量监测站', en: 'Air quality station' },
    attributes: [
      ...POLLUTANTS.map((pollutant) => concentration(pollutant, '', '小时浓度', 'hourly')),
      ...POLLUTANTS.map((pollutant) => concentration(pollutant, '_24h', '24小时均值', 'mean of 24 hours')),
      concentration('o3', '_8h', '8小时滑动均值', 'mean of 8 hours'),
      concentration('o3', '_8h_24h', '日最大8小时均值', 'largest mean of 8 hours in the day'),
      index('aqi', '空气质量指数（实时报）', 'Air quality index, real time'),
      index('aqi_24h', '空气质量指数（日报）', 'Air quality index, daily'),
      index('aqi_published', '空气质量指数（发布值）', 'Air quality index as published'),
      ...POLLUTANTS.map((pollutant) => index(`iaqi_${pollutant}`, `${NAMES[pollutant]} 分指数`, `Index of ${NAMES[pollutant]}`)),
      index('aqiLevel', '空气质量级别', 'Level of air quality', 6),
      index('goodAir', '空气优良（1是 0否）', 'Good air (1 yes, 0 no)', 1),
      { name: 'primaryPollutant', title: { zh: '首要污染物', en: 'Primary pollutant' }, unit: '', kind: 'text' },
    ],
    // an hourly report may come up to an hour late (HJ 633-2026, 5.2.2)
    expectedEvery: 7200,
    stuckAfter: 24,
  },
]

/** Readings of the hour that ends at `at`; what is older is missing for this hour. */
const current = (
  latest: ReadonlyMap<string, { value: number; at: number }>,
  at: number,
  attribute: (pollutant: Pollutant) => string,
): Concentrations =>
  Object.fromEntries(
    POLLUTANTS.flatMap((pollutant) => {
      const reading = latest.get(attribute(pollutant))
      return reading && at - reading.at < HOUR ? [[pollutant, reading.value]] : []
    }),
  )

const editionOf = (value: unknown): Edition | undefined => Edition.safeParse(value).data

/** The real-time index of a station, from the means of one hour. */
const hourly: Derivation = {
  id: 'air-quality.hourly',
  type: STATION,
  reads: POLLUTANTS,
  writes: ['aqi', 'aqiLevel', 'goodAir', 'primaryPollutant', ...POLLUTANTS.map((pollutant) => `iaqi_${pollutant}`)],
  derive: (at, { latest, rule }) => {
    const edition = editionOf(rule('air.aqi')?.value)
    const found =
      edition &&
      airIndex(
        edition,
        'hourly',
        current(latest, at, (pollutant) => pollutant),
      )
    if (!found) return []
    return [
      { attribute: 'aqi', value: found.aqi },
      { attribute: 'aqiLevel', value: found.level },
      { attribute: 'goodAir', value: found.aqi <= 100 ? 1 : 0 },
      { attribute: 'primaryPollutant', value: found.primary.map((pollutant) => NAMES[pollutant]).join('、') || '无' },
      ...Object.entries(found.iaqi).map(([pollutant, value]) => ({ attribute: `iaqi_${pollutant}`, value })),
    ]
  },
}

const dailyAttribute = (pollutant: Pollutant): string => (pollutant === 'o3' ? 'o3_8h_24h' : `${pollutant}_24h`)

/** The index of the last 24 hours, from their means. */
const daily: Derivation = {
  id: 'air-quality.daily',
  type: STATION,
  reads: POLLUTANTS.map(dailyAttribute),
  writes: ['aqi_24h'],
  derive: (at, { latest, rule }) => {
    const edition = editionOf(rule('air.aqi')?.value)
    const found = edition && airIndex(edition, 'daily', current(latest, at, dailyAttribute))
    return found ? [{ attribute: 'aqi_24h', value: found.aqi }] : []
  },
}

export const derivations: Derivation[] = [hourly, daily]
