/** Columns of a held table: the types of fields, and how the key of a row is written. */
import type { FieldType, Resource, ResourceField } from '@haihe/contract'

export const SYSTEM_COLUMNS = {
  _key: 'text',
  _region: 'text',
  _subject: 'text',
  _run: 'bigint',
  _line: 'bigint',
  _at: 'timestamp with time zone',
} as const

/** As information_schema names them. Numbers are exact: amounts of money are among them. */
export const COLUMN_TYPES: Record<FieldType, string> = {
  text: 'text',
  integer: 'bigint',
  number: 'numeric',
  boolean: 'boolean',
  date: 'date',
  datetime: 'timestamp with time zone',
  region: 'text',
  geometry: 'jsonb',
  json: 'jsonb',
}

/** A name as SQL takes it, whatever is in it. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

export const tableName = ({ no }: Pick<Resource, 'no'>): string => {
  if (!Number.isSafeInteger(no) || no < 0) throw new RangeError(`not the number of a resource: ${no}`)
  return `r_${no}`
}

/** `held."r_<no>"` */
export const heldTable = (resource: Pick<Resource, 'no'>): string => `held.${quoted(tableName(resource))}`

/**
 * The key of a row from the canonical texts of its key fields. No two lists of texts give the same key: parts are
 * joined by | and what could be mistaken for it is escaped.
 */
export const joinKey = (parts: readonly string[]): string =>
  parts.length === 1 && !/[\\|]/.test(parts[0] as string)
    ? (parts[0] as string)
    : parts.map((part) => part.replaceAll('\\', '\\\\').replaceAll('|', '\\|')).join('|')

/** SQL that gives the canonical text of a column, equal to what the writer puts into a key. */
const canonicalSql = ({ name, type }: Pick<ResourceField, 'name' | 'type'>): string => {
  const column = quoted(name)
  if (type === 'number') return `trim_scale(${column})::text`
  if (type === 'datetime') return `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
  return `${column}::text`
}

/** SQL of joinKey over columns. */
export const keySql = (fields: readonly Pick<ResourceField, 'name' | 'type'>[]): string =>
  fields
    .map((field) => String.raw`replace(replace(coalesce(${canonicalSql(field)}, ''), '\', '\\'), '|', '\|')`)
    .join(` || '|' || `)

/**
 * A field as readers select it: the text of a date has no time zone to lose, and a whole number or an instant comes as
 * JSON would write it. Answers `"name"` or an expression AS `"name"`.
 */
export const selectField = ({ name, type }: Pick<ResourceField, 'name' | 'type'>): string =>
  type === 'date' ? `${quoted(name)}::text AS ${quoted(name)}` : quoted(name)
