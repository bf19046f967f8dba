/** The statements of acting on one case, for many cases at once: a group costs little more than one. */
import { type Connection, run, type Statement } from '../executor.ts'
import { COUNTERS, type Contribution } from '../rates/contribution.ts'
import { type CaseRow, CHANGING, type Changing, changingValues, type Fixed, type Follow, KEPT, ROW } from './case-store.ts'
import type { Person } from './person-store.ts'
import type { QueueRow } from './queue.ts'

interface Key {
  district: string
  id: string
}

const FIND: Statement = {
  name: 'cases-find',
  text: `SELECT ${ROW} FROM unnest($1::text[], $2::uuid[]) AS k (district, id)
    JOIN business.case_file c ON c.district = k.district AND c.id = k.id
    JOIN business.case_state s ON s.district = k.district AND s.id = k.id`,
}

/** By id; what is not there is missing. */
export const findCases = async (connection: Connection, keys: readonly Key[]): Promise<Map<string, CaseRow>> => {
  const rows = await run<CaseRow>(connection, FIND, [keys.map((key) => key.district), keys.map((key) => key.id)])
  return new Map(rows.map((row) => [row.id, row]))
}

export interface Written {
  /** `expected`: where the case stood; null for a new one */
  key: Key & { expected: number | null }
  /** of a new case */
  fixed?: Fixed
  row: Changing
  follow: Follow
}

const CHANGING_LIST = CHANGING.map(([name]) => name).join(', ')
const CHANGING_TYPES = CHANGING.map(([name, type]) => `${name} ${type}`).join(', ')

const UPDATED = (place: string): string => `updated AS (
    UPDATE business.case_state AS s SET ${CHANGING.map(([name]) => `${name} = n.${name}`).join(', ')}
    FROM json_to_recordset(${place}::json) AS n (district text, id uuid, expected int, ${CHANGING_TYPES})
    WHERE s.district = n.district AND s.id = n.id AND s.seq = n.expected RETURNING 1)`

/** Columns of case_file with their SQL types; values come under the names of `Fixed`. */
const FIXED: readonly [column: string, type: string, name: keyof Fixed][] = [
  ['district', 'text', 'district'],
  ['id', 'uuid', 'id'],
  ['case_no', 'text', 'caseNo'],
  ['type', 'text', 'type'],
  ['version', 'int', 'version'],
  ['category', 'text', 'category'],
  ['title', 'text', 'title'],
  ['description', 'text', 'description'],
  ['data', 'jsonb', 'data'],
  ['urgency', 'text', 'urgency'],
  ['region', 'text', 'region'],
  ['street', 'text', 'street'],
  ['address', 'text', 'address'],
  ['lon', 'float8', 'lon'],
  ['lat', 'float8', 'lat'],
  ['source', 'text', 'source'],
  ['provenance', 'text', 'provenance'],
  ['reporter', 'text', 'reporter'],
  ['alert_id', 'text', 'alertId'],
  ['desk', 'text', 'desk'],
  ['reported_at', 'timestamptz', 'reportedAt'],
  ['cover', 'uuid', 'cover'],
  ['terms', 'text[]', 'terms'],
]
const FIXED_LIST = FIXED.map(([column]) => column).join(', ')

const OPENED = (files: string, states: string): string => `filed AS (
    INSERT INTO business.case_file (${FIXED_LIST}) SELECT ${FIXED_LIST}
    FROM json_to_recordset(${files}::json) AS f (${FIXED.map(([column, type]) => `${column} ${type}`).join(', ')})
  ), opened AS (
    INSERT INTO business.case_state (district, id, ${KEPT.join(', ')}, ${CHANGING_LIST})
    SELECT district, id, ${KEPT.join(', ')}, ${CHANGING_LIST}
    FROM json_to_recordset(${states}::json) AS n (district text, id uuid, ${KEPT.map((name) => `${name} ${name === 'reported_at' ? 'timestamptz' : 'text'}`).join(', ')}, ${CHANGING_TYPES})
  )`

const LOGGED = (place: string): string => `logged AS (
    INSERT INTO business.case_action (district, case_id, seq, action, at, actor_id, actor_kind, actor_name, actor_unit,
      from_state, to_state, data, note, attachments, settled, opening)
    SELECT e.district, e.id, e.seq, e.action, e.at, e.actor->>'id', e.actor->>'kind', e.actor->>'name', e."actorUnit",
      e."from", e."to", e.data, e.note, e.attachments, e.settled, e.opening
    FROM json_to_recordset(${place}::json) AS e (district text, id uuid, seq int, action text, at timestamptz, actor json, "actorUnit" text,
      "from" text, "to" text, data jsonb, note text, attachments uuid[], settled jsonb, opening jsonb)
  )`

const RATED = (place: string): string => `rated AS (
    INSERT INTO business.rate_day (district, day, region, unit, type, category, ${COUNTERS.join(', ')})
    SELECT district, day, region, unit, type, category, ${COUNTERS.map((name) => `coalesce(${name}, 0)`).join(', ')}
    FROM json_to_recordset(${place}::json) AS r (district text, day date, region text, unit text, type text, category text,
      ${COUNTERS.map((name) => `${name} int`).join(', ')})
    ON CONFLICT (district, day, region, unit, type, category)
    DO UPDATE SET ${COUNTERS.map((name) => `${name} = rate_day.${name} + excluded.${name}`).join(', ')}
  )`

const QUEUED = (place: string): string => `queued AS (
    INSERT INTO business.queue_count (district, street, holder, queue, n)
    SELECT district, street, holder, queue, n
    FROM json_to_recordset(${place}::json) AS q (district text, street text, holder text, queue text, n int)
    ON CONFLICT (district, street, holder, queue) DO UPDATE SET n = queue_count.n + excluded.n
  )`

/** Rows of equal key as one, in the order of their keys: two groups that meet wait for each other in the same order. */
const summed = <T>(rows: readonly T[], keyOf: (row: T) => string, add: (a: T, b: T) => T): T[] => {
  const byKey = new Map<string, T>()
  for (const row of rows) {
    const key = keyOf(row)
    const known = byKey.get(key)
    byKey.set(key, known ? add(known, row) : row)
  }
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
}

const ratesOf = (updates: readonly Written[]): object[] => {
  const all = updates.flatMap(({ key, follow }) => follow.rates.map((rate) => ({ district: key.district, ...rate })))
  const keyOf = ({ district, day, region, unit, type, category }: Contribution & { district: string }): string =>
    [district, day, region, unit, type, category].join('|')
  const counts = (a: Contribution['counts'], b: Contribution['counts']): Contribution['counts'] => {
    const sum = { ...a }
    for (const name of COUNTERS) if (b[name]) sum[name] = (sum[name] ?? 0) + b[name]
    return sum
  }
  return summed(all, keyOf, (a, b) => ({ ...a, counts: counts(a.counts, b.counts) })).map(({ counts: each, ...rest }) => ({
    ...rest,
    ...each,
  }))
}

const queuesOf = (updates: readonly Written[]): (QueueRow & { district: string })[] => {
  const all = updates.flatMap(({ key, follow }) => follow.queues.map((row) => ({ district: key.district, ...row })))
  const keyOf = ({ district, street, holder, queue }: (typeof all)[number]): string => [district, street, holder, queue].join('|')
  return summed(all, keyOf, (a, b) => ({ ...a, n: a.n + b.n })).filter((row) => row.n !== 0)
}

const NAMES = CHANGING.map(([name]) => name)

const rowOf = ({ key, row }: Written): object => {
  const given: Record<string, unknown> = { ...key }
  const values = changingValues(row)
  for (const [index, name] of NAMES.entries()) given[name] = values[index]
  return given
}

const fileOf = (fixed: Fixed): Record<string, unknown> =>
  Object.fromEntries(FIXED.map(([column, , name]) => [column, fixed[name]]))

const keptOf = (file: Record<string, unknown>): object => Object.fromEntries(KEPT.map((name) => [name, file[name]]))

/**
 * All of them or, when one was no longer at `expected` or anything else fails, an error and none; who asks then tries each
 * alone. No case is in it twice.
 */
export const writeCases = async (connection: Connection, written: readonly Written[]): Promise<void> => {
  const inOrder = [...written].sort((a, b) => (a.key.id < b.key.id ? -1 : 1))
  const updates = inOrder.filter(({ fixed }) => !fixed)
  const openings = inOrder.flatMap((one) => (one.fixed ? { ...one, file: fileOf(one.fixed) } : []))
  const entries = inOrder.flatMap(({ key, follow }) =>
    follow.entries.map((entry) => ({ district: key.district, id: key.id, ...entry })),
  )
  const rates = ratesOf(inOrder)
  const queues = queuesOf(inOrder)
  const values: unknown[] = []
  const place = (rows: readonly object[]): string => `$${values.push(JSON.stringify(rows))}`
  const ctes = [
    ...(updates.length > 0 ? [UPDATED(place(updates.map(rowOf)))] : []),
    ...(openings.length > 0
      ? [OPENED(place(openings.map(({ file }) => file)), place(openings.map((one) => ({ ...keptOf(one.file), ...rowOf(one) }))))]
      : []),
    LOGGED(place(entries)),
    ...(rates.length > 0 ? [RATED(place(rates))] : []),
    ...(queues.length > 0 ? [QUEUED(place(queues))] : []),
  ].join(', ')
  const expected = `$${values.push(updates.length)}::int`
  const found = updates.length > 0 ? '(SELECT count(*) FROM updated)' : '0'
  const select = `SELECT business.must_write((${found} = ${expected})::int) AS n`
  // named by its text where it is sent
  await run(connection, { name: '', text: `WITH ${ctes} ${select}`, ctes, select }, values)
}

export const insertPersons = async (
  connection: Connection,
  persons: readonly (Person & { district: string; caseId: string })[],
): Promise<void> => {
  await run(
    connection,
    {
      name: 'case-persons',
      text: `INSERT INTO business.case_person (district, case_id, name, phone)
        SELECT district, "caseId", name, phone FROM json_to_recordset($1::json) AS p (district text, "caseId" uuid, name text, phone text)`,
    },
    [JSON.stringify(persons)],
  )
}

/** So many numbers that no other case has. */
export const nextNumbers = async (connection: Connection, n: number): Promise<number[]> =>
  (
    await run<{ n: number }>(
      connection,
      { name: 'case-numbers', text: `SELECT nextval('business.case_number') AS n FROM generate_series(1, $1::int)` },
      [n],
    )
  ).map((row) => row.n)

export interface RequestKey {
  actor: string
  key: string
  caseId: string
  seq: number
  at: Date
}

/** Fails when one of them was used before. */
export const insertKeys = async (connection: Connection, keys: readonly RequestKey[]): Promise<void> => {
  await run(
    connection,
    {
      name: 'case-keys',
      text: `INSERT INTO business.request_key (actor, key, case_id, seq, at)
        SELECT actor, key, "caseId", seq, at FROM json_to_recordset($1::json) AS k (actor text, key text, "caseId" uuid, seq int, at timestamptz)`,
    },
    [JSON.stringify(keys)],
  )
}
