import { type CaseQueue, regionLevel } from '@haihe/contract'
import { type Connection, run } from '../executor.ts'
import { CASES, type CaseRow, ROW } from './case-store.ts'
import { queryRuns, queryTerms } from './terms.ts'

export interface CaseFilter {
  queue: CaseQueue
  region?: string
  type?: string
  category?: string
  state?: string
  source?: string
  urgency?: string
  unit?: string
  /** true: open cases only; false: closed ones only */
  open?: boolean
  q?: string
  /** reported at or after, before */
  from?: Date
  to?: Date
}

/** Who asks: the regions and the units whose cases they see. */
export interface Reader {
  id: string
  scopes: readonly string[]
  units: readonly string[]
  /** units whose own region lies in none of the scopes: their cases are looked up by unit */
  apart: readonly string[]
  city: string
}

export interface Cursor {
  /** reported_at or due_at as the database prints it, so that no digit of it is lost */
  at: string
  id: string
}

interface Built {
  text: string
  values: unknown[]
}

/** Queues of open work are ordered by deadline, everything else by the time of the report. */
export const byDeadline = (filter: CaseFilter): boolean => filter.queue !== 'all'

class Conditions {
  readonly values: unknown[] = []
  readonly parts: string[] = []
  /** `?` in the text stands for the value */
  add(text: string, value?: unknown): void {
    if (value === undefined) {
      this.parts.push(text)
      return
    }
    this.values.push(value)
    this.parts.push(text.replaceAll('?', `$${this.values.length}`))
  }
  place(value: unknown): string {
    this.values.push(value)
    return `$${this.values.length}`
  }
}

/**
 * Equality on a column of the table whose index gives the order of the list: a prefix range could not keep that order.
 */
const inRegion = (conditions: Conditions, region: string, city: string, queued: boolean): void => {
  if (region === city) return
  const ordered = queued ? 's' : 'c'
  const level = regionLevel(region)
  if (level === 'district' || level === 'city') conditions.add(`${ordered}.district = ?`, region)
  else conditions.add(`${ordered}.street = ?`, region.slice(0, 9))
  if (level === 'community' || level === 'grid') conditions.add(`c.region LIKE ? || '%'`, region)
}

const common = (conditions: Conditions, filter: CaseFilter, reader: Reader): void => {
  switch (filter.queue) {
    case 'mine':
      conditions.add('s.open')
      break
    case 'unit':
      conditions.add('s.open')
      conditions.add('s.holder = ANY(?::text[])', reader.units)
      break
    case 'dispatch':
    case 'verify':
      conditions.add('s.open')
      conditions.add('s.queue = ?', filter.queue)
      break
    case 'overdue':
      conditions.add('s.open')
      conditions.add('s.overdue')
      break
    case 'supervised':
      conditions.add('s.open')
      conditions.add('s.supervised')
      break
    default:
  }
  if (filter.region) inRegion(conditions, filter.region, reader.city, byDeadline(filter))
  if (filter.type) conditions.add('c.type = ?', filter.type)
  if (filter.category) conditions.add(`c.category LIKE ? || '%'`, filter.category)
  if (filter.state) conditions.add('s.state = ?', filter.state)
  if (filter.source) conditions.add('c.source = ?', filter.source)
  if (filter.urgency) conditions.add('c.urgency = ?', filter.urgency)
  if (filter.unit) conditions.add('s.unit = ?', filter.unit)
  if (filter.open !== undefined) conditions.add(filter.open ? 's.open' : 'NOT s.open')
  if (filter.from) conditions.add('c.reported_at >= ?', filter.from)
  if (filter.to) conditions.add('c.reported_at < ?', filter.to)
  if (filter.q) {
    conditions.add('c.terms @> ?::text[]', queryTerms(filter.q))
    // pairs may come from different places of the text
    for (const run of queryRuns(filter.q))
      conditions.add(`position(? in lower(c.title || ' ' || c.address || ' ' || c.case_no)) > 0`, run)
  }
}

const orderOf = (filter: CaseFilter): string =>
  byDeadline(filter) ? 'ORDER BY s.due_at, s.id' : 'ORDER BY c.reported_at DESC, c.id DESC'

const after = (conditions: Conditions, filter: CaseFilter, cursor: Cursor | undefined): void => {
  if (!cursor) return
  const at = conditions.place(cursor.at)
  const id = conditions.place(cursor.id)
  conditions.add(
    byDeadline(filter)
      ? `(s.due_at, s.id) > (${at}::timestamptz, ${id}::uuid)`
      : `(c.reported_at, c.id) < (${at}::timestamptz, ${id}::uuid)`,
  )
}

const KEY = (filter: CaseFilter): string => (byDeadline(filter) ? 's.due_at::text' : 'c.reported_at::text')

/** True when everything the reader may see of the filtered region lies in their scopes. */
const covered = (filter: CaseFilter, reader: Reader): boolean =>
  filter.queue === 'unit' || reader.scopes.some((scope) => scope === reader.city || (filter.region?.startsWith(scope) ?? false))

type Branch = (conditions: Conditions) => void

/**
 * One branch per way of seeing a case. Each runs along an index in the order of the list and stops at the limit; an OR
 * over them would read and sort everything the reader can see.
 */
const branchesOf = (filter: CaseFilter, reader: Reader): Branch[] => {
  if (filter.queue === 'mine')
    return [
      (conditions) => conditions.add('s.assignee = ?', reader.id),
      (conditions) => conditions.add('c.reporter = ?', reader.id),
    ]
  if (covered(filter, reader)) return [() => {}]
  const inside: Branch[] = reader.scopes
    .filter((scope) => filter.region === undefined || scope.startsWith(filter.region))
    .map((scope) => (conditions) => inRegion(conditions, scope, reader.city, byDeadline(filter)))
  const apart: Branch = (conditions) => conditions.add('s.unit = ANY(?::text[])', reader.apart)
  const outside: Branch = (conditions) => conditions.add(`s.outside <> '{}' AND s.outside && ?::text[]`, reader.units)
  return [...inside, ...(reader.apart.length > 0 ? [apart] : []), ...(reader.units.length > 0 ? [outside] : [])]
}

const build = (filter: CaseFilter, reader: Reader, cursor: Cursor | undefined, most: number, columns: string): Built => {
  const conditions = new Conditions()
  const order = orderOf(filter)
  const texts = branchesOf(filter, reader).map((branch) => {
    conditions.parts.length = 0
    common(conditions, filter, reader)
    branch(conditions)
    after(conditions, filter, cursor)
    const where = conditions.parts.length > 0 ? `WHERE ${conditions.parts.join(' AND ')}` : ''
    return `(SELECT ${columns} FROM ${CASES} ${where} ${order} LIMIT ${most})`
  })
  return { text: texts.join(' UNION ALL '), values: conditions.values }
}

const unnamed = async <T>(connection: Connection, built: Built): Promise<T[]> =>
  // the text differs from filter to filter: it is planned with its values, not kept
  run<T>(connection, { name: '', text: built.text }, built.values)

export type ListedRow = CaseRow & { key: string }

/** At most `most` rows in the order of the list. */
export const listCases = async (
  connection: Connection,
  filter: CaseFilter,
  reader: Reader,
  cursor: Cursor | undefined,
  most: number,
): Promise<ListedRow[]> => {
  const found = await unnamed<ListedRow>(connection, build(filter, reader, cursor, most, `${ROW}, ${KEY(filter)} AS key`))
  const seen = new Set<string>()
  const unique = found.filter((row) => !seen.has(row.id) && seen.add(row.id))
  const sign = byDeadline(filter) ? 1 : -1
  const place = (row: ListedRow): string => `${row.key} ${row.id}`
  return unique.sort((a, b) => (place(a) < place(b) ? -sign : sign)).slice(0, most)
}

/** How many there are, counted to `most` and no further. */
export const countCases = async (connection: Connection, filter: CaseFilter, reader: Reader, most: number): Promise<number> => {
  const { text, values } = build(filter, reader, undefined, most, 'c.id')
  const [row] = await unnamed<{ n: number }>(connection, {
    text: `SELECT count(*) AS n FROM (SELECT DISTINCT id FROM (${text}) AS all_branches LIMIT ${most}) AS counted`,
    values,
  })
  return row?.n ?? 0
}
