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
 * The table a list runs along. What is known to be open, or closed, runs along the partial indexes of `s`; everything else
 * along the history `c`, and `s` is looked up only for what it alone knows.
 */
type Driver = 's' | 'c'
const driverOf = (filter: CaseFilter): Driver =>
  (byDeadline(filter) || filter.open !== undefined) && filter.q === undefined ? 's' : 'c'

/**
 * Equality on a column of the driving table, whose index gives the order: a prefix range could not keep that order. Only
 * the finest level is named: the planner takes a street and its district for independent and would intersect the two.
 */
const regionText = (conditions: Conditions, region: string, driver: Driver): string => {
  const level = regionLevel(region)
  if (level === 'district' || level === 'city') return `${driver}.district = ${conditions.place(region)}`
  const street = `${driver}.street = ${conditions.place(region.slice(0, 9))}`
  return level === 'street' ? street : `${street} AND ${driver}.region LIKE ${conditions.place(`${region}%`)}`
}

const inRegion = (conditions: Conditions, region: string | undefined, city: string, driver: Driver): void => {
  if (region !== undefined && region !== city) conditions.add(regionText(conditions, region, driver))
}

/** Everything but the region, which each branch names for itself. */
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
  if (filter.type) conditions.add(`${d}.type = ?`, filter.type)
  if (filter.category) conditions.add(`${d}.category LIKE ?`, `${filter.category}%`)
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
 * over them would read and sort everything the reader can see. No case is in two branches.
 */
const branchesOf = (filter: CaseFilter, reader: Reader): Branch[] => {
  const d = driverOf(filter)
  const asked: Branch = (conditions) => inRegion(conditions, filter.region, reader.city, d)
  if (filter.queue === 'mine')
    return [
      (conditions) => {
        asked(conditions)
        conditions.add('s.assignee = ?', reader.id)
      },
      (conditions) => {
        asked(conditions)
        conditions.add(`${d}.reporter = ? AND s.assignee IS DISTINCT FROM ?`, reader.id)
      },
    ]
  if (covered(filter, reader)) return [asked]
  const scopes = reader.scopes.filter((scope) => filter.region === undefined || scope.startsWith(filter.region))
  const inside = scopes.map(
    (scope): Branch =>
      (conditions) =>
        inRegion(conditions, scope, reader.city, d),
  )
  const beyond: Branch = (conditions) => {
    asked(conditions)
    for (const scope of scopes) conditions.add(`(${regionText(conditions, scope, d)}) IS NOT TRUE`)
  }
  const apart: Branch = (conditions) => {
    beyond(conditions)
    conditions.add('s.unit = ANY(?::text[])', reader.apart)
  }
  const outside: Branch = (conditions) => {
    beyond(conditions)
    if (reader.apart.length > 0) conditions.add('(s.unit = ANY(?::text[])) IS NOT TRUE', reader.apart)
    conditions.add(`s.outside <> '{}' AND s.outside && ?::text[]`, reader.units)
  }
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
  // nobody's scope and nobody's unit: an empty list, not an empty statement
  const none = 'SELECT NULL::text AS district, NULL::uuid AS id, NULL::timestamptz AS at WHERE false'
  return { text: texts.length > 0 ? texts.join(' UNION ALL ') : none, values: conditions.values }
}

/** Plans that every connection keeps; a text beyond them is planned each time. */
const MOST_PLANS = 200
const plans = new Map<string, string>()

/**
 * Many combinations are possible and few are asked again and again: the first ones keep their plan. What is found by
 * words is planned with the words, because how often they occur decides the way.
 */
const nameOf = (text: string): string => {
  if (text.includes('c.terms')) return ''
  const known = plans.get(text)
  if (known !== undefined || plans.size >= MOST_PLANS) return known ?? ''
  const name = `case-list-${plans.size}`
  plans.set(text, name)
  return name
}

const ask = <T>(connection: Connection, { text, values }: Built): Promise<T[]> =>
  run<T>(connection, { name: nameOf(text), text }, values)

type ListedRow = CaseRow & { key: string; counted: number }

/**
 * At most `most` rows in the order of the list; `counted` of each is how many there are, as far as `count`. One walk along
 * the index gives both.
 */
export const listCases = async (
  connection: Connection,
  filter: CaseFilter,
  reader: Reader,
  cursor: Cursor | undefined,
  { most, count = most }: { most: number; count?: number },
): Promise<ListedRow[]> => {
  const { text, values } = build(filter, reader, cursor, Math.max(most, count))
  const order = byDeadline(filter) ? 'k.at, k.id' : 'k.at DESC, k.id DESC'
  return ask<ListedRow>(connection, {
    text: `WITH k AS MATERIALIZED (${text}), p AS MATERIALIZED (SELECT * FROM k ORDER BY ${order} LIMIT ${most})
      SELECT ${ROW}, k.at::text AS key, (SELECT count(*) FROM k) AS counted FROM p AS k
        JOIN business.case_file c ON c.district = k.district AND c.id = k.id
        JOIN business.case_state s ON s.district = k.district AND s.id = k.id ORDER BY ${order}`,
    values,
  })
}

/** How many there are, counted to `most` in each way of seeing them and no further. */
export const countCases = async (connection: Connection, filter: CaseFilter, reader: Reader, most: number): Promise<number> => {
  const { text, values } = build(filter, reader, undefined, most)
  const [row] = await ask<{ n: number }>(connection, {
    text: `SELECT least(count(*), ${most}) AS n FROM (${text}) AS each`,
    values,
  })
  return row?.n ?? 0
}
