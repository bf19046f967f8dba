/** Whether a mapped text is a value of its field, and how the value is then written: one answer for server and screen. */
import { isIdentityNumber } from './codes/identity-number.ts'
import { parsePhone } from './codes/phone.ts'
import { isPlate } from './codes/plate.ts'
import { usccProblem } from './codes/uscc.ts'
import { compileMapping, type Mapping } from './exchange-mapping.ts'
import { readTime } from './local-time.ts'
import type { FieldType, Resource, ResourceField } from './resource.ts'
import type { Text } from './text.ts'

/** Why a row was not taken. */
export const REJECT_REASONS = {
  required: { zh: '必填项为空', en: 'A required value is missing' },
  'key-missing': { zh: '主键字段为空', en: 'A key field is empty' },
  'not-text': { zh: '含有不能存储的字符', en: 'Holds characters that cannot be stored' },
  'too-long': { zh: '超过规定长度', en: 'Longer than allowed' },
  'not-an-integer': { zh: '不是整数', en: 'Not a whole number' },
  'not-a-number': { zh: '不是数值', en: 'Not a number' },
  'not-a-boolean': { zh: '不是“是/否”', en: 'Not yes or no' },
  'not-a-date': { zh: '不是有效日期', en: 'Not a date' },
  'not-a-time': { zh: '不是有效时间', en: 'Not a date and time' },
  'not-a-region': { zh: '不是有效的区划代码或名称', en: 'Not a region code or name' },
  'not-a-geometry': { zh: '不是有效的坐标或 GeoJSON', en: 'Not coordinates or GeoJSON' },
  'not-json': { zh: '不是有效的 JSON', en: 'Not JSON' },
  'breaks-standard': { zh: '不符合数据标准', en: 'Breaks its data standard' },
  'not-in-table': { zh: '代码对照表中没有此值', en: 'Not in the code table' },
  'no-such-part': { zh: '拆分后没有这一段', en: 'No such part after splitting' },
  columns: { zh: '列数与表头不一致', en: 'Not as many columns as the header' },
  unreadable: { zh: '这一行无法读取', en: 'The line cannot be read' },
} satisfies Record<string, Text>
export type RejectReason = keyof typeof REJECT_REASONS

export interface RowProblem {
  /** null when the whole row is meant */
  field: string | null
  reason: RejectReason
  /** what was found; at most 200 characters */
  detail: string
}

export interface CheckedRow {
  /** canonical texts in the order of the resource's fields */
  values: (string | null)[]
  /** region the row belongs to */
  region: string
  /** number of the person or enterprise the row is about */
  subject: string | null
}

/** What the check must know of the city. */
export interface CheckWorld {
  /** IANA zone of times without an offset */
  zone: string
  /** a region by code or name; undefined when there is none */
  region: (text: string) => string | undefined
}

type Read = (text: string) => string | undefined

/** Standards by the words that name them in a catalogue; a value that returns undefined breaks its standard. */
const STANDARDS: readonly { id: string; names: RegExp; read: Read }[] = [
  {
    id: 'GB 11643',
    names: /11643|公民身份号码|身份证/,
    read: (text) => {
      const number = text.replaceAll(/\s/g, '').toUpperCase()
      return isIdentityNumber(number) ? number : undefined
    },
  },
  {
    id: 'GB 32100',
    names: /32100|统一社会信用代码/,
    read: (text) => {
      const code = text.replaceAll(/\s/g, '').toUpperCase()
      const problem = usccProblem(code)
      // historic codes whose organisation part was given out by way of exception
      return problem === undefined || problem === 'orgCode' ? code : undefined
    },
  },
  {
    id: 'GB/T 2260',
    names: /2260|行政区划/,
    read: (text) => (/^[1-9]\d{5}(\d{3}|\d{6}|\d{9})?$/.test(text.trim()) ? text.trim() : undefined),
  },
  { id: 'phone', names: /^phone$|YD\/T|电话|手机/i, read: (text) => parsePhone(text.trim())?.number },
  {
    id: 'plate',
    names: /^plate$|GA ?36|号牌|车牌/i,
    read: (text) => (isPlate(text) ? text.toUpperCase().replaceAll(/[\s·•.-]/g, '') : undefined),
  },
]

/** The known standard that a field names; undefined for none, or one that has no check. */
export const standardOf = (name: string | null): { id: string; read: Read } | undefined =>
  name === null ? undefined : STANDARDS.find(({ names }) => names.test(name))

const MOST_INTEGER = 9_223_372_036_854_775_807n

const readInteger: Read = (text) => {
  const found = /^([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.0+)?$/.exec(text.trim())
  if (!found) return undefined
  const digits = (found[2] as string).replaceAll(',', '').replace(/^0+(?=\d)/, '')
  if (digits.length > 18 && (digits.length > 19 || BigInt(digits) > MOST_INTEGER)) return undefined
  return found[1] === '-' && digits !== '0' ? `-${digits}` : digits
}

/** Canonical: no sign +, no zeros that mean nothing, so that equal numbers give equal keys. */
const readNumber: Read = (text) => {
  const plain = text.trim()
  const scientific = /^([+-]?)(\d+)(?:\.(\d+))?[eE]([+-]?\d{1,3})$/.exec(plain)
  if (scientific) {
    const [, sign = '', whole = '', fraction = '', exponent = '0'] = scientific
    const shift = Number(exponent)
    if (Math.abs(shift) > 40) return undefined
    const digits = `${'0'.repeat(Math.max(0, -shift))}${whole}${fraction}${'0'.repeat(Math.max(0, shift - fraction.length))}`
    const point = whole.length + shift + Math.max(0, -shift)
    return readNumber(`${sign}${digits.slice(0, point) || '0'}.${digits.slice(point)}`)
  }
  const found = /^([+-]?)(\d{1,3}(?:,\d{3})+|\d*)(?:\.(\d*))?$/.exec(plain)
  if (!found || (found[2] === '' && !found[3]) || plain.length > 120) return undefined
  const whole = (found[2] as string).replaceAll(',', '').replace(/^0+/, '') || '0'
  const fraction = (found[3] ?? '').replace(/0+$/, '')
  const number = fraction ? `${whole}.${fraction}` : whole
  return found[1] === '-' && number !== '0' ? `-${number}` : number
}

const YES = new Set(['true', 't', '1', 'y', 'yes', 'on', '是', '有', '√', '真'])
const NO = new Set(['false', 'f', '0', 'n', 'no', 'off', '否', '无', '×', '假'])
const readBoolean: Read = (text) => {
  const word = text.trim().toLowerCase()
  return YES.has(word) ? 'true' : NO.has(word) ? 'false' : undefined
}

/** Forms that people write a date in, as one that readTime knows. */
const plainDate = (text: string): string =>
  text
    .trim()
    .replace(/^(\d{4})年(\d{1,2})月(\d{1,2})日?/, '$1-$2-$3')
    .replace(/^(\d{4})(\d{2})(\d{2})(?:(?= )|(?=T)|$)/, '$1-$2-$3')
    .replace(/^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/, '$1-$2-$3 $4:$5:$6')

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/

const readDay = (text: string): string | undefined => {
  const found = DAY.exec(text)
  if (!found) return undefined
  const month = Number(found[2])
  const day = Number(found[3])
  const most =
    month === 2
      ? Number(found[1]) % 4 === 0 && (Number(found[1]) % 100 !== 0 || Number(found[1]) % 400 === 0)
        ? 29
        : 28
      : [4, 6, 9, 11].includes(month)
        ? 30
        : 31
  return month >= 1 && month <= 12 && day >= 1 && day <= most && found[1] !== '0000' ? text : undefined
}

const dateReader =
  (zone: string): Read =>
  (text) => {
    if (DAY.test(text)) return readDay(text)
    const plain = plainDate(text)
    if (/^\d+$/.test(plain)) return undefined
    // a date with a time is the day of that instant here
    const at = readTime(plain, zone)
    if (Number.isNaN(at)) return undefined
    const found = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ][\d:.]*)?$/.exec(plain)
    if (found) return readDay(`${found[1]}-${found[2]?.padStart(2, '0')}-${found[3]?.padStart(2, '0')}`)
    return new Date(at).toLocaleDateString('sv-SE', { timeZone: zone })
  }

const INSTANT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/

const timeReader =
  (zone: string): Read =>
  (text) => {
    // as machines write it
    if (INSTANT.test(text) && text[11] !== '2' && readDay(text.slice(0, 10)) !== undefined) {
      const at = Date.parse(text)
      if (!Number.isNaN(at)) return new Date(at).toISOString()
    }
    const plain = plainDate(text)
    const at = readTime(plain, zone)
    if (Number.isNaN(at)) return undefined
    const fraction = Number(`0${/\.\d+/.exec(plain)?.[0] ?? ''}`)
    const instant = new Date(at + Math.floor(fraction * 1000))
    return instant.getUTCFullYear() > 9999 || instant.getUTCFullYear() < 1 ? undefined : instant.toISOString()
  }

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const readJson: Read = (text) => {
  const value = parseJson(text)
  return value === undefined || JSON.stringify(value).includes('\\u0000') ? undefined : JSON.stringify(value)
}

const GEOMETRIES = new Set(['Point', 'MultiPoint', 'LineString', 'MultiLineString', 'Polygon', 'MultiPolygon'])

const readGeometry: Read = (text) => {
  const pair = /^(?:POINT\s*\()?\s*([-+]?\d+(?:\.\d+)?)\s*[,，\s]\s*([-+]?\d+(?:\.\d+)?)\s*\)?$/i.exec(text.trim())
  if (pair) {
    const [lon, lat] = [Number(pair[1]), Number(pair[2])]
    return Math.abs(lon) <= 180 && Math.abs(lat) <= 90 ? JSON.stringify({ type: 'Point', coordinates: [lon, lat] }) : undefined
  }
  const value = parseJson(text) as { type?: unknown; coordinates?: unknown } | null | undefined
  if (typeof value !== 'object' || value === null || !GEOMETRIES.has(String(value.type))) return undefined
  return Array.isArray(value.coordinates) ? JSON.stringify(value) : undefined
}

const MISTAKES: Record<FieldType, RejectReason> = {
  text: 'not-text',
  integer: 'not-an-integer',
  number: 'not-a-number',
  boolean: 'not-a-boolean',
  date: 'not-a-date',
  datetime: 'not-a-time',
  region: 'not-a-region',
  geometry: 'not-a-geometry',
  json: 'not-json',
}

/** A code cut to the level it speaks of: 990101000000 is 990101. Undefined when it is no code at all. */
export const trimRegionCode = (text: string): string | undefined => {
  if (!/^\d{2}(\d{4}(\d{3}(\d{3}(\d{3})?)?)?)?$/.test(text)) return undefined
  return text.length === 2
    ? text
    : text
        .replace(/(000)+$/, '')
        .replace(/^(\d{2})(0000|0)$/, '$1')
        .padEnd(2, '0')
}

const readerOf = (type: FieldType, { zone, region }: CheckWorld): Read => {
  switch (type) {
    case 'text':
      // NUL and halves of a character cannot be stored
      return (text) => (text.includes('\0') || !text.isWellFormed() ? undefined : text)
    case 'integer':
      return readInteger
    case 'number':
      return readNumber
    case 'boolean':
      return readBoolean
    case 'date':
      return dateReader(zone)
    case 'datetime':
      return timeReader(zone)
    case 'region':
      return (text) => region(text.trim()) ?? trimRegionCode(text.trim())
    case 'geometry':
      return readGeometry
    case 'json':
      return readJson
  }
}

const lengthOf = (text: string): number => {
  let length = text.length
  for (let at = 0; at < text.length; at += 1) if ((text.charCodeAt(at) & 0xfc00) === 0xd800) length -= 1
  return length
}

/** A mistake is one object per field: good values make none. */
type Verdict = string | null | { reason: RejectReason }

const fieldCheck = (field: ResourceField, world: CheckWorld, isKey: boolean): ((text: string | null) => Verdict) => {
  const read = readerOf(field.type, world)
  const standard = field.type === 'text' ? standardOf(field.standard) : undefined
  const missing: Verdict | undefined = isKey ? { reason: 'key-missing' } : field.required ? { reason: 'required' } : undefined
  const mistake: Verdict = { reason: MISTAKES[field.type] }
  const tooLong: Verdict = { reason: 'too-long' }
  const breaks: Verdict = { reason: 'breaks-standard' }
  return (text) => {
    if (text === null || text === '') return missing ?? null
    // blanks are a text, but no value of any other type
    if (field.type !== 'text' && text.trim() === '') return missing ?? null
    const value = read(text)
    if (value === undefined) return mistake
    if (field.type !== 'text') return value
    const standardised = standard ? standard.read(value) : value
    if (standardised === undefined) return breaks
    if (field.length !== null && value.length > field.length && lengthOf(standardised) > field.length) return tooLong
    return standardised
  }
}

export type RowCheck = (row: readonly (string | null)[]) => CheckedRow | RowProblem[]
export const isRejected = (outcome: CheckedRow | RowProblem[]): outcome is RowProblem[] => Array.isArray(outcome)

/** Maps and checks rows whose values stand in the order of `columns`; all problems of a row are told at once. */
export const compileCheck = (
  resource: Pick<Resource, 'fields' | 'keys' | 'subject' | 'regionField' | 'region'>,
  mapping: Mapping,
  columns: readonly string[],
  world: CheckWorld,
): RowCheck => {
  const { fields } = resource
  const names = fields.map(({ name }) => name)
  const map = compileMapping(mapping, columns, names)
  const checks = fields.map((field) => fieldCheck(field, world, resource.keys.includes(field.name)))
  const regionAt = resource.regionField === null ? -1 : names.indexOf(resource.regionField)
  const subjectAt = resource.subject === null ? -1 : names.indexOf(resource.subject.field)
  return (row) => {
    const values: (string | null)[] = new Array(fields.length)
    const problems: RowProblem[] = []
    const mapped = map(row)
    for (let at = 0; at < mapped.length; at += 1) {
      const text = mapped[at] as (typeof mapped)[number]
      if (typeof text === 'object' && text !== null) {
        problems.push({ field: names[at] as string, reason: text.reason, detail: text.detail.slice(0, 200) })
        continue
      }
      const verdict = (checks[at] as (text: string | null) => Verdict)(text)
      if (verdict === null || typeof verdict === 'string') values[at] = verdict
      else problems.push({ field: names[at] as string, reason: verdict.reason, detail: (text ?? '').slice(0, 200) })
    }
    if (problems.length > 0) return problems
    let region = resource.region
    const place = regionAt < 0 ? null : values[regionAt]
    if (place) {
      const known = world.region(place)
      // who may see a row depends on it: a place that nobody knows is no place
      if (known === undefined) return [{ field: names[regionAt] as string, reason: 'not-a-region', detail: place.slice(0, 200) }]
      region = known
    }
    return { values, region, subject: subjectAt < 0 ? null : (values[subjectAt] ?? null) }
  }
}
