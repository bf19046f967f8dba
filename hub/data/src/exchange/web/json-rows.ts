/** JSON documents → rows: members of objects become columns, nested ones with dots between their names. */
import type { Cell } from '../source/types.ts'

/** The value at a path of member names and list positions; undefined when there is none. `$.` and `[*]` may stand in it. */
export const atPath = (document: unknown, path: string): unknown => {
  const parts = path
    .replace(/^\$\.?/, '')
    .replaceAll(/\[(\d+|\*)\]/g, '.$1')
    .split('.')
    .filter((part) => part !== '' && part !== '*')
  let value = document
  for (const part of parts) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined
    value = (value as Record<string, unknown>)[part]
  }
  return value
}

const cellOf = (value: unknown): Cell =>
  value === null || value === undefined
    ? null
    : typeof value === 'string'
      ? value
      : typeof value === 'object'
        ? JSON.stringify(value)
        : String(value)

const MOST_DEPTH = 5

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Objects with a type and coordinates are values: a geometry is one column. */
const isValue = (value: unknown): boolean => !isPlain(value) || 'coordinates' in value || Object.keys(value).length === 0

export const flatten = (item: unknown, prefix = '', into: Map<string, Cell> = new Map(), depth = 0): Map<string, Cell> => {
  if (!isPlain(item)) {
    into.set(prefix || 'value', cellOf(item))
    return into
  }
  for (const [name, value] of Object.entries(item)) {
    const path = prefix ? `${prefix}.${name}` : name
    if (isValue(value) || depth >= MOST_DEPTH) into.set(path.slice(0, 300), cellOf(value))
    else flatten(value, path, into, depth + 1)
  }
  return into
}

export interface Table {
  columns: readonly string[]
  rows: Cell[][]
}

/** `known`: columns of pages before; they keep their places, new ones come behind. */
export const tableOf = (items: readonly unknown[], known: readonly string[] = []): Table => {
  const flat = items.map((item) => flatten(item))
  const places = new Set(known)
  for (const item of flat) for (const column of item.keys()) places.add(column)
  // the same list as before tells the reader that nothing changed
  const columns = places.size === known.length ? known : [...places]
  return { columns, rows: flat.map((item) => columns.map((column) => item.get(column) ?? null)) }
}

/** The rows of a document: a list at the path, a single object, or nothing. Undefined when the path leads nowhere. */
export const itemsAt = (document: unknown, path: string): unknown[] | undefined => {
  const found = path === '' || path === '$' ? document : atPath(document, path)
  if (found === undefined) return undefined
  return Array.isArray(found) ? found : found === null ? [] : [found]
}
