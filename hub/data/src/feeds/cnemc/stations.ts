/**
 * The national hourly station feed (China National Environmental Monitoring Centre) as it circulates: a GeoJSON
 * FeatureCollection or a JSON list of stations, every value a string, "—", "_" or "-;" for none, local hour +08:00.
 * Field names differ in case and underscores between publications (StationCode, stationcode, station_code).
 */
import { Unreadable } from '../../ingest/unreadable.ts'
import { isMissing, readTime } from '../local-time.ts'

const STATION_TYPE = 'AirQualityObserved'
const ZONE = 'Asia/Shanghai'

/** Feed field (lower case, no underscores) → attribute. Units: μg/m³, CO in mg/m³; *_24h are means of 24 hours. */
const ATTRIBUTES: Record<string, string> = {
  pm25: 'pm25',
  pm10: 'pm10',
  so2: 'so2',
  no2: 'no2',
  co: 'co',
  o3: 'o3',
  o38h: 'o3_8h',
  pm2524h: 'pm25_24h',
  pm1024h: 'pm10_24h',
  so224h: 'so2_24h',
  no224h: 'no2_24h',
  co24h: 'co_24h',
  o324h: 'o3_24h',
  o38h24h: 'o3_8h_24h',
  // the feed's own index, kept beside the one that the hub computes
  aqi: 'aqi_published',
}

export interface StationFilter {
  /** as the feed writes the city, for instance 天津市 */
  area?: string
  codes?: readonly string[]
}

export interface Stations {
  items: unknown[]
  stations: number
  /** values the feed gave none for */
  empty: number
  /** newest hour, ISO 8601; null without stations */
  hour: string | null
}

type Fields = Map<string, string>

const plain = (name: string): string => name.toLowerCase().replaceAll('_', '')

const fieldsOf = (record: object): Fields =>
  new Map(
    Object.entries(record)
      .filter(([, value]) => typeof value === 'string' || typeof value === 'number')
      .map(([name, value]) => [plain(name), String(value)]),
  )

/** The records of a document, or undefined when it has neither of the two shapes. */
export const recordsOf = (document: unknown): unknown[] | undefined => {
  if (Array.isArray(document)) return document
  const features = (document as { features?: unknown } | null)?.features
  if (!Array.isArray(features)) return undefined
  return features.map((feature) => (feature as { properties?: unknown } | null)?.properties)
}

// Microsoft JSON dates, in which one of the publications writes its hours.
const MS_DATE = /^\/Date\((\d+)[^)]*\)\/$/

const hourOf = (text: string): number => {
  const stamp = MS_DATE.exec(text)
  if (stamp) return Number(stamp[1])
  // another publication marks its local hours with Z although they are not UTC
  return readTime(text.replace(/Z$/, ''), ZONE)
}

const CODE = /^[0-9A-Za-z]{3,12}$/

export const readStations = (records: readonly unknown[], filter: StationFilter): Stations => {
  const items: unknown[] = []
  const codes = filter.codes ? new Set(filter.codes) : undefined
  let stations = 0
  let empty = 0
  let newest = Number.NEGATIVE_INFINITY
  for (const record of records) {
    if (typeof record !== 'object' || record === null) {
      items.push(new Unreadable(JSON.stringify(record) ?? '', 'INVALID_INPUT', '站点记录应为对象'))
      continue
    }
    const fields = fieldsOf(record)
    if (filter.area !== undefined && fields.get('area') !== filter.area) continue
    const code = fields.get('stationcode') ?? ''
    if (codes && !codes.has(code)) continue
    const at = hourOf(fields.get('timepoint') ?? '')
    if (!CODE.test(code) || Number.isNaN(at)) {
      const path = CODE.test(code) ? 'timepoint' : 'stationcode'
      items.push(
        new Unreadable(JSON.stringify(record), 'INVALID_INPUT', path === 'timepoint' ? '时间无法识别' : '站点编码无法识别', path),
      )
      continue
    }
    stations += 1
    newest = Math.max(newest, at)
    const hour = new Date(at).toISOString()
    for (const [field, attribute] of Object.entries(ATTRIBUTES)) {
      const text = fields.get(field)
      if (text === undefined) continue
      if (isMissing(text)) {
        empty += 1
        continue
      }
      const item = { entity: `urn:ngsi-ld:${STATION_TYPE}:${code}`, type: STATION_TYPE, attribute, value: Number(text), at: hour }
      items.push(
        Number.isFinite(item.value)
          ? item
          : new Unreadable(JSON.stringify({ ...item, value: text }), 'INVALID_INPUT', '数值无法识别', 'value'),
      )
    }
  }
  return { items, stations, empty, hour: Number.isFinite(newest) ? new Date(newest).toISOString() : null }
}
