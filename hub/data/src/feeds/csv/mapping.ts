/** What the columns of a CSV file mean, and the items that a line makes. */
import { EntityId } from '@haihe/contract'
import { z } from 'zod'
import { Unreadable } from '../../ingest/unreadable.ts'
import { isMissing, isTimeZone, readTime } from '../local-time.ts'

const Column = z.string().min(1).max(200)
const Name = z.string().min(1).max(120)

const shared = {
  /** NGSI-LD type of the objects */
  type: Name,
  /** column of the time */
  time: Column,
  /** IANA zone of times without an offset; the city's when absent */
  zone: z.string().max(60).refine(isTimeZone, { message: '时区无法识别' }).optional(),
  delimiter: z.enum([',', ';', '\t', '|']).default(','),
  charset: z.enum(['utf-8', 'gb18030']).default('utf-8'),
  /** put before the cell or column name that names an object */
  prefix: z.string().max(200).default(''),
  unit: z.string().max(20).optional(),
}

export const CsvMapping = z.discriminatedUnion('shape', [
  /** one reading per line: object, attribute, time, value */
  z.strictObject({
    shape: z.literal('long'),
    ...shared,
    /** column that names the object, or the one object of the file */
    entity: z.union([z.strictObject({ column: Column }), z.strictObject({ id: EntityId })]),
    attribute: z.union([z.strictObject({ column: Column }), z.strictObject({ name: Name })]),
    value: Column,
  }),
  /** one column per object, one attribute */
  z.strictObject({
    shape: z.literal('wide'),
    ...shared,
    attribute: Name,
    /** column → object; every other column with the prefix when absent */
    columns: z.record(Column, EntityId).optional(),
  }),
  /** one object per line, one column per attribute */
  z.strictObject({
    shape: z.literal('record'),
    ...shared,
    entity: z.union([z.strictObject({ column: Column }), z.strictObject({ id: EntityId })]),
    /** column → attribute */
    columns: z.record(Column, Name),
  }),
])
export type CsvMapping = z.infer<typeof CsvMapping>

/** Columns that a mapping names; a file that lacks one is refused as a whole. */
export const columnsOf = (mapping: CsvMapping): string[] => {
  const named = [mapping.time]
  if (mapping.shape !== 'wide' && 'column' in mapping.entity) named.push(mapping.entity.column)
  if (mapping.shape === 'long') {
    named.push(mapping.value)
    if ('column' in mapping.attribute) named.push(mapping.attribute.column)
  } else named.push(...Object.keys(mapping.columns ?? {}))
  return named
}

export interface Line {
  items: unknown[]
  /** cells without a value */
  empty: number
}

// what an entity id cannot hold is written as in a URL
const idOf = (prefix: string, cell: string): string =>
  prefix + cell.trim().replace(/[\s<>"{}|\\^`]/g, (character) => encodeURIComponent(character))

interface Cell {
  entity: string
  attribute: string
  text: string
}

type Get = (column: string) => string

const cellsOf = (mapping: CsvMapping, header: readonly string[], get: Get): Cell[] => {
  if (mapping.shape === 'wide') {
    const { attribute, columns } = mapping
    if (columns) return Object.entries(columns).map(([column, entity]) => ({ entity, attribute, text: get(column) }))
    return header
      .filter((column) => column !== mapping.time && column !== '')
      .map((column) => ({ entity: idOf(mapping.prefix, column), attribute, text: get(column) }))
  }
  const entity = 'id' in mapping.entity ? mapping.entity.id : idOf(mapping.prefix, get(mapping.entity.column))
  if (mapping.shape === 'record')
    return Object.entries(mapping.columns).map(([column, attribute]) => ({ entity, attribute, text: get(column) }))
  const attribute = 'name' in mapping.attribute ? mapping.attribute.name : get(mapping.attribute.column).trim()
  return [{ entity, attribute, text: get(mapping.value) }]
}

/** Makes the items of one line. A line without a readable time is one Unreadable, a cell without a readable number another. */
export const lineReader = (
  mapping: CsvMapping,
  header: readonly string[],
  cityZone: string,
): ((record: readonly string[]) => Line) => {
  const positions = new Map(header.map((column, index) => [column, index]))
  const zone = mapping.zone ?? cityZone
  return (record) => {
    const whole = (detail: string, path: string): Line => ({
      items: [new Unreadable(record.join(mapping.delimiter), 'INVALID_INPUT', detail, path)],
      empty: 0,
    })
    if (record.length !== header.length) return whole(`应有 ${header.length} 列，实有 ${record.length} 列`, '')
    const get: Get = (column) => record[positions.get(column) as number] ?? ''
    const at = readTime(get(mapping.time), zone)
    if (Number.isNaN(at)) return whole('时间无法识别', mapping.time)
    const time = new Date(at).toISOString()
    const items: unknown[] = []
    let empty = 0
    for (const { entity, attribute, text } of cellsOf(mapping, header, get)) {
      if (isMissing(text)) {
        empty += 1
        continue
      }
      const item = {
        entity,
        type: mapping.type,
        attribute,
        value: Number(text),
        at: time,
        ...(mapping.unit === undefined ? {} : { unit: mapping.unit }),
      }
      items.push(
        Number.isFinite(item.value)
          ? item
          : new Unreadable(JSON.stringify({ ...item, value: text }), 'INVALID_INPUT', '数值无法识别', 'value'),
      )
    }
    return { items, empty }
  }
}
