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
const byDeadline = (filter: CaseFilter): boolean => filter.queue !== 'all'

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
 * The table a list runs along. Open work runs along the partial indexes of `s`; everything else along the history `c`,
 * and `s` is looked up only for what it alone knows.
 */
type Driver = 's' | 'c'
const driverOf = (filter: CaseFilter): Driver =>
  (byDeadline(filter) || filter.open === true) && filter.q === undefined ? 's' : 'c'

/** Equality on a column of the driving table, whose index gives the order: a prefix range could not keep that order. */
const inRegion = (conditions: Conditions, region: string, city: string, driver: Driver): void => {
  if (region === city) return
  const level = regionLevel(region)
  if (level === 'district' || level === 'city') conditions.add(`${driver}.district = ?`, region)
  else conditions.add(`${driver}.street = ?`, region.slice(0, 9))
  if (level === 'community' || level === 'grid') conditions.add(`${driver}.region LIKE ? || '%'`, region)
}

const common = (conditions: Conditions, filter: CaseFilter, reader: Reader): void => {
  const d = driverOf(filter)
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
  if (filter.region) inRegion(conditions, filter.region, reader.city, d)
  if (filter.type) conditions.add(`${d}.type = ?`, filter.type)
  if (filter.category) conditions.add(`${d}.category LIKE ? || '%'`, filter.category)
  if (filter.state) conditions.add('s.state = ?', filter.state)
  if (filter.source) conditions.add(`${d}.source = ?`, filter.source)
  if (filter.urgency) conditions.add(`${d}.urgency = ?`, filter.urgency)
  if (filter.unit) conditions.add('s.unit = ?', filter.unit)
  if (filter.open !== undefined) conditions.add(filter.open ? 's.open' : 'NOT s.open')
  if (filter.from) conditions.add(`${d}.reported_at >= ?`, filter.from)
  if (filter.to) conditions.add(`${d}.reported_at < ?`, filter.to)
  if (filter.q) {
    conditions.add('c.terms @> ?::text[]', queryTerms(filter.q))
    // pairs may come from different places of the text
    for (const run of queryRuns(filter.q))
      conditions.add(`position(? in lower(c.title || ' ' || c.address || ' ' || c.case_no)) > 0`, run)
  }
}

const sorted = (filter: CaseFilter): { column: string; order: string; sign: '>' | '<' } => {
  const d = driverOf(filter)
  return byDeadline(filter)
    ? { column: `${d === 's' ? d : 's'}.due_at`, order: 's.due_at, s.id', sign: '>' }
    : { column: `${d}.reported_at`, order: `${d}.reported_at DESC, ${d}.id DESC`, sign: '<' }
}

const after = (conditions: Conditions, filter: CaseFilter, cursor: Cursor | undefined): void => {
  if (!cursor) return
  const { column, sign } = sorted(filter)
  const at = conditions.place(cursor.at)
  const id = conditions.place(cursor.id)
  conditions.add(`(${column}, ${column.slice(0, 1)}.id) ${sign} (${at}::timestamptz, ${id}::uuid)`)
}

/** True when everything the reader may see of the filtered region lies in their scopes. */
const covered = (filter: CaseFilter, reader: Reader): boolean =>
  filter.queue === 'unit' || reader.scopes.some((scope) => scope === reader.city || (filter.region?.startsWith(scope) ?? false))

type Branch = (conditions: Conditions) => void

/**
 * One branch per way of seeing a case. Each runs along an index in the order of the list and stops at the limit; an OR
 * over them would read and sort everything the reader can see.
 */
const branchesOf = (filter: CaseFilter, reader: Reader): Branch[] => {
  const d = driverOf(filter)
  if (filter.queue === 'mine')
    return [
      (conditions) => conditions.add('s.assignee = ?', reader.id),
      (conditions) => conditions.add(`${d}.reporter = ?`, reader.id),
    ]
  if (covered(filter, reader)) return [() => {}]
  const inside: Branch[] = reader.scopes
    .filter((scope) => filter.region === undefined || scope.startsWith(filter.region))
    .map((scope) => (conditions) => inRegion(conditions, scope, reader.city, d))
  const apart: Branch = (conditions) => conditions.add('s.unit = ANY(?::text[])', reader.apart)
  const outside: Branch = (conditions) => conditions.add(`s.outside <> '{}' AND s.outside && ?::text[]`, reader.units)
  return [...inside, ...(reader.apart.length > 0 ? [apart] : []), ...(reader.units.length > 0 ? [outside] : [])]
}

/** Keys alone, from one table where one is enough: whole rows are read for the few that are shown. */
const build = (filter: CaseFilter, reader: Reader, cursor: Cursor | undefined, most: number): Built => {
  const conditions = new Conditions()
  const d = driverOf(filter)
  const { column, order } = sorted(filter)
  const texts = branchesOf(filter, reader).map((branch) => {
    conditions.parts.length = 0
    common(conditions, filter, reader)
    branch(conditions)
    after(conditions, filter, cursor)
    const where = conditions.parts.length > 0 ? `WHERE ${conditions.parts.join(' AND ')}` : ''
    const other = d === 's' ? 'c' : 's'
    const alone = !where.includes(`${other}.`) && !order.includes(`${other}.`)
    const table = d === 's' ? 'business.case_state s' : 'business.case_file c'
    return `(SELECT ${d}.district, ${d}.id, ${column} AS at FROM ${alone ? table : CASES} ${where} ORDER BY ${order} LIMIT ${most})`
  })
  return { text: texts.join(' UNION ALL '), values: conditions.values }
}

const unnamed = async <T>(connection: Connection, built: Built): Promise<T[]> =>
  // the text differs from filter to filter: it is planned with its values, not kept
  run<T>(connection, { name: '', text: built.text }, built.values)

type ListedRow = CaseRow & { key: string }

/** At most `most` rows in the order of the list. */
export const listCases = async (
  connection: Connection,
  filter: CaseFilter,
  reader: Reader,
  cursor: Cursor | undefined,
  most: number,
): Promise<ListedRow[]> => {
  const { text, values } = build(filter, reader, cursor, most)
  const order = byDeadline(filter) ? 'k.at, k.id' : 'k.at DESC, k.id DESC'
  return unnamed<ListedRow>(connection, {
    text: `WITH k AS MATERIALIZED (SELECT DISTINCT district, id, at FROM (${text}) AS each), p AS MATERIALIZED (SELECT * FROM k ORDER BY ${order} LIMIT ${most})
      SELECT ${ROW}, k.at::text AS key FROM p AS k JOIN business.case_file c ON c.district = k.district AND c.id = k.id
        JOIN business.case_state s ON s.district = k.district AND s.id = k.id ORDER BY ${order}`,
    values,
  })
}

/** How many there are, counted to `most` and no further. */
export const countCases = async (connection: Connection, filter: CaseFilter, reader: Reader, most: number): Promise<number> => {
  const { text, values } = build(filter, reader, undefined, most)
  const [row] = await unnamed<{ n: number }>(connection, {
    text: `SELECT count(*) AS n FROM (SELECT DISTINCT id FROM (${text}) AS all_branches LIMIT ${most}) AS counted`,
    values,
  })
  return row?.n ?? 0
}
