/** Files of resources, and copies of them that turned up elsewhere. */
import { csvRecords, DELIMITERS } from '../lib/csv.ts'

export const EXPORTS = '/api/exports'

/** 1.2 MB */
export const bytesOf = (bytes: number | null): string => {
  if (bytes === null) return '—'
  if (bytes < 1024) return `${bytes} B`
  const kilo = bytes / 1024
  return kilo < 1024 ? `${kilo.toFixed(1)} kB` : `${(kilo / 1024).toFixed(1)} MB`
}

export interface LeakedCopy {
  columns: string[]
  rows: string[][]
}

/** What the hub takes at once. */
const MOST_ROWS = 20_000
const MOST_COLUMNS = 300

const text = (value: unknown): string =>
  value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)

const fromLines = (content: string, names: ReadonlyMap<string, string>): LeakedCopy | null => {
  const objects = content.split(/\r?\n/).flatMap((line): Record<string, unknown>[] => {
    try {
      const value: unknown = line.trim() === '' ? null : JSON.parse(line)
      return typeof value === 'object' && value !== null && !Array.isArray(value) && !('@notice' in value)
        ? [value as Record<string, unknown>]
        : []
    } catch {
      return []
    }
  })
  const found = Object.keys(objects[0] ?? {}).filter((name) => names.has(name))
  if (found.length === 0 || objects.length < 2) return null
  return {
    columns: found.map((name) => names.get(name) as string),
    rows: objects.slice(0, MOST_ROWS).map((one) => found.map((name) => text(one[name]))),
  }
}

/**
 * The rows of a copy in their order, with the names of the fields: a CSV file whose head has titles or names of fields,
 * or JSON lines. Lines that say whose file it was are left out: the order of the rows is what is looked at.
 */
export const readCopy = (content: string, fields: readonly { name: string; title: string }[]): LeakedCopy | null => {
  const names = new Map(
    fields.flatMap(
      ({ name, title }) =>
        [
          [title, name],
          [name, name],
        ] as const,
    ),
  )
  if (/^\ufeff?\s*\{/.test(content)) return fromLines(content.replace(/^\ufeff/, ''), names)
  const known = (record: readonly string[]) => record.filter((cell) => names.has(cell.trim())).length
  // the delimiter under which a line near the beginning names the most fields
  const headOf = (delimiter: (typeof DELIMITERS)[number]) => {
    const counts = csvRecords(content, delimiter, 5).map(known)
    const most = Math.max(0, ...counts)
    return { delimiter, most, at: counts.indexOf(most) }
  }
  const head = DELIMITERS.map(headOf).reduce((best, one) => (one.most > best.most ? one : best))
  const records = csvRecords(content, head.delimiter, MOST_ROWS + 10)
  const titles = head.most > 0 ? records[head.at] : undefined
  if (!titles) return null
  const kept = titles.flatMap((cell, at) => {
    const name = names.get(cell.trim())
    return name === undefined ? [] : [{ at, name }]
  })
  const rows = records
    .slice(head.at + 1)
    .filter((record) => record.length === titles.length)
    .slice(0, MOST_ROWS)
    .map((record) => kept.map(({ at }) => record[at] ?? ''))
  return rows.length < 2 ? null : { columns: kept.map(({ name }) => name).slice(0, MOST_COLUMNS), rows }
}
