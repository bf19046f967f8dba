import { AppError, type CaseEntry, type CaseState } from '@haihe/contract'
import { type Connection, run, type Statement } from '../executor.ts'
import { COUNTERS, type Contribution } from '../rates/contribution.ts'
import type { QueueRow } from './queue.ts'

/** What stands in the row beside the fold. */
export interface CaseRow {
  district: string
  id: string
  caseNo: string
  type: string
  version: number
  category: string
  title: string
  description: string
  data: Record<string, unknown>
  state: string
  open: boolean
  urgency: 'normal' | 'urgent' | 'critical'
  region: string
  address: string
  lon: number | null
  lat: number | null
  source: string
  provenance: 'local' | 'elsewhere' | 'simulated'
  reporter: string | null
  alertId: string | null
  desk: string | null
  unit: string | null
  holder: string | null
  overdue: boolean
  supervised: boolean
  dueAt: Date | null
  reportedAt: Date
  updatedAt: Date
  closedAt: Date | null
  seq: number
  fold: CaseState
  cover: string | null
  outside: string[]
}

export const ROW = `c.district, c.id, c.case_no AS "caseNo", c.type, c.version, c.category, c.title, c.description, c.data,
  s.state, s.open, c.urgency, c.region, c.address, c.lon, c.lat, c.source, c.provenance, c.reporter, c.alert_id AS "alertId",
  c.desk, s.unit, s.holder, s.overdue, s.supervised, nullif(s.due_at, 'infinity') AS "dueAt", c.reported_at AS "reportedAt",
  s.updated_at AS "updatedAt", s.closed_at AS "closedAt", s.seq, s.fold, c.cover, s.outside`

/** `c` is what the case is about, `s` where it stands. */
export const CASES = 'business.case_file c JOIN business.case_state s ON s.district = c.district AND s.id = c.id'

export interface Fixed {
  district: string
  id: string
  caseNo: string
  type: string
  version: number
  category: string
  title: string
  description: string
  data: Record<string, unknown>
  urgency: string
  region: string
  street: string
  address: string
  lon: number | null
  lat: number | null
  source: string
  provenance: string
  reporter: string | null
  alertId: string | null
  desk: string | null
  reportedAt: string
  cover: string | null
  terms: string[]
}

const FIXED = `district, id, case_no, type, version, category, title, description, data, urgency, region, street, address, lon, lat,
  source, provenance, reporter, alert_id, desk, reported_at, cover, terms`

const fixedValues = (row: Fixed): unknown[] => [
  row.district,
  row.id,
  row.caseNo,
  row.type,
  row.version,
  row.category,
  row.title,
  row.description,
  JSON.stringify(row.data),
  row.urgency,
  row.region,
  row.street,
  row.address,
  row.lon,
  row.lat,
  row.source,
  row.provenance,
  row.reporter,
  row.alertId,
  row.desk,
  row.reportedAt,
  row.cover,
  row.terms,
]

/** Columns of case_state that an action may change, with their SQL types, in the order of `changingValues`. */
export const CHANGING = [
  ['state', 'text'],
  ['open', 'boolean'],
  ['unit', 'text'],
  ['holder', 'text'],
  ['queue', 'text'],
  ['assignee', 'text'],
  ['overdue', 'boolean'],
  ['supervised', 'boolean'],
  ['outside', 'text[]'],
  ['due_at', 'timestamptz'],
  ['timer_at', 'timestamptz'],
  ['updated_at', 'timestamptz'],
  ['closed_at', 'timestamptz'],
  ['seq', 'int'],
  ['fold', 'json'],
] as const

export interface Changing {
  state: string
  open: boolean
  unit: string | null
  holder: string | null
  queue: string | null
  assignee: string | null
  overdue: boolean
  supervised: boolean
  outside: string[]
  dueAt: Date | null
  timerAt: Date | null
  updatedAt: string
  closedAt: string | null
  seq: number
  fold: CaseState
}

/** `fold` stays an object: who sends it as a parameter of its own makes it text. */
export const changingValues = (row: Changing): unknown[] => [
  row.state,
  row.open,
  row.unit,
  row.holder,
  row.queue,
  row.assignee,
  row.overdue,
  row.supervised,
  row.outside,
  row.dueAt ?? 'infinity',
  row.timerAt,
  row.updatedAt,
  row.closedAt,
  row.seq,
  row.fold,
]

export interface Follow {
  entries: readonly (CaseEntry & { from: string | null; to: string })[]
  rates: readonly Contribution[]
  queues: readonly QueueRow[]
}

/** What goes with a written case in the same statement; the statement has only the parts that have rows. */
const followUps = (follow: Follow, first: number): { name: string; text: string; values: string[] } => {
  const parts: { name: string; text: (place: string) => string; rows: readonly unknown[] }[] = [
    { name: 'l', text: LOGGED, rows: follow.entries },
    { name: 'r', text: RATED, rows: follow.rates },
    { name: 'q', text: QUEUED, rows: follow.queues },
  ]
  const present = parts.filter((part) => part.rows.length > 0)
  return {
    name: present.map((part) => part.name).join(''),
    text: present.map((part, index) => part.text(`$${first + index}::jsonb`)).join(', '),
    values: present.map((part) => JSON.stringify(part.rows)),
  }
}

const LOGGED = (rows: string): string => `logged AS (
    INSERT INTO business.case_action (district, case_id, seq, action, at, actor_id, actor_kind, actor_name, actor_unit,
      from_state, to_state, data, note, attachments, settled, opening)
    SELECT $1, $2, e.seq, e.action, e.at, e.actor->>'id', e.actor->>'kind', e.actor->>'name', e."actorUnit",
      e."from", e."to", e.data, e.note, ARRAY(SELECT jsonb_array_elements_text(e.attachments)::uuid), e.settled, e.opening
    FROM written, jsonb_to_recordset(${rows}) AS e (seq int, action text, at timestamptz, actor jsonb, "actorUnit" text,
      "from" text, "to" text, data jsonb, note text, attachments jsonb, settled jsonb, opening jsonb)
  )`

const RATED = (rows: string): string => `rated AS (
    INSERT INTO business.rate_day (district, day, region, unit, type, category, ${COUNTERS.join(', ')})
    SELECT $1, r.day, r.region, r.unit, r.type, r.category, ${COUNTERS.map((name) => `coalesce((r.counts->>'${name}')::int, 0)`).join(', ')}
    FROM written, jsonb_to_recordset(${rows}) AS r (day date, region text, unit text, type text, category text, counts jsonb)
    ON CONFLICT (district, day, region, unit, type, category)
    DO UPDATE SET ${COUNTERS.map((name) => `${name} = rate_day.${name} + excluded.${name}`).join(', ')}
  )`

const QUEUED = (rows: string): string => `queued AS (
    INSERT INTO business.queue_count (district, street, holder, queue, n)
    SELECT $1, q.street, q.holder, q.queue, q.n
    FROM written, jsonb_to_recordset(${rows}) AS q (street text, holder text, queue text, n int)
    ON CONFLICT (district, street, holder, queue) DO UPDATE SET n = queue_count.n + excluded.n
  )`

/** The state row repeats what lists of open work are filtered by. */
export const KEPT = ['street', 'region', 'type', 'category', 'urgency', 'source', 'reporter', 'reported_at'] as const
const FIXED_COLUMNS = FIXED.split(',').map((name) => name.trim())
const INSERT = (() => {
  const fixed = FIXED_COLUMNS.map((_, index) => `$${index + 1}`).join(', ')
  const changing = CHANGING.map(([, type], index) => `$${FIXED_COLUMNS.length + index + 1}::${type}`).join(', ')
  const places = KEPT.map((name) => `$${FIXED_COLUMNS.indexOf(name) + 1}`).join(', ')
  return `filed AS (INSERT INTO business.case_file (${FIXED}) VALUES (${fixed})), written AS (
    INSERT INTO business.case_state (district, id, ${KEPT.join(', ')}, ${CHANGING.map(([name]) => name).join(', ')})
    VALUES ($1, $2, ${places}, ${changing}) RETURNING 1)`
})()

const joinable = (name: string, ctes: string, select: string): Statement => ({
  name,
  text: `WITH ${ctes} ${select}`,
  ctes,
  select,
})

export const insertCase = async (connection: Connection, fixed: Fixed, row: Changing, follow: Follow): Promise<void> => {
  const values = [...fixedValues(fixed), ...changingValues(row)]
  const rest = followUps(follow, values.length + 1)
  const statement = joinable(`case-insert-${rest.name}`, `${INSERT}, ${rest.text}`, 'SELECT count(*) AS n FROM written')
  await run(connection, statement, [...values, ...rest.values])
}

const UPDATE = `written AS (
    UPDATE business.case_state SET ${CHANGING.map(([name, type], index) => `${name} = $${index + 4}::${type}`).join(', ')}
    WHERE district = $1 AND id = $2 AND seq = $3 RETURNING 1)`

/** How the database says that somebody else acted first. */
const CHANGED_MEANWHILE = 'HC001'

/** Throws CONFLICT when the case was no longer at `expected`; the transaction is then lost, and nothing is written. */
export const updateCase = async (
  connection: Connection,
  key: { district: string; id: string; expected: number },
  row: Changing,
  follow: Follow,
): Promise<void> => {
  const values = [key.district, key.id, key.expected, ...changingValues(row)]
  const rest = followUps(follow, values.length + 1)
  const select = 'SELECT business.must_write(count(*)) AS n FROM written'
  try {
    await run(connection, joinable(`case-update-${rest.name}`, `${UPDATE}, ${rest.text}`, select), [...values, ...rest.values])
  } catch (error) {
    throw (error as { code?: string }).code === CHANGED_MEANWHILE ? new AppError('CONFLICT') : error
  }
}

const RENAME: Statement = {
  name: 'case-rename',
  text: `WITH stood AS (UPDATE business.case_state SET category = $3, urgency = $4 WHERE district = $1 AND id = $2)
    UPDATE business.case_file SET category = $3, urgency = $4 WHERE district = $1 AND id = $2`,
}

/** The few things a case is found by that people may put right. */
export const renameCase = async (
  connection: Connection,
  key: { district: string; id: string },
  change: { category: string; urgency: string },
): Promise<void> => {
  await run(connection, RENAME, [key.district, key.id, change.category, change.urgency])
}

const FIND_CASE: Statement = {
  name: 'case-find',
  text: `SELECT ${ROW} FROM ${CASES} WHERE c.district = $1 AND c.id = $2`,
}

export const findCase = async (connection: Connection, district: string, id: string): Promise<CaseRow | undefined> =>
  (await run<CaseRow>(connection, FIND_CASE, [district, id]))[0]

export interface LogRow {
  seq: number
  action: string
  at: Date
  actorId: string
  actorKind: 'person' | 'machine' | 'system'
  actorName: string
  actorUnit: string | null
  from: string | null
  to: string
  data: CaseEntry['data']
  note: string
  attachments: string[]
  settled: CaseEntry['settled']
  opening: CaseEntry['opening'] | null
}

const READ_LOG: Statement = {
  name: 'case-log',
  text: `SELECT seq, action, at, actor_id AS "actorId", actor_kind AS "actorKind", actor_name AS "actorName",
    actor_unit AS "actorUnit", from_state AS "from", to_state AS "to", data, note, to_json(attachments) AS attachments, settled, opening
    FROM business.case_action WHERE district = $1 AND case_id = $2 ORDER BY seq`,
}

export const readLog = (connection: Connection, district: string, id: string): Promise<LogRow[]> =>
  run<LogRow>(connection, READ_LOG, [district, id])

/** The entry as it was accepted: what the fold takes. */
export const entryOf = (row: LogRow): CaseEntry => ({
  seq: row.seq,
  action: row.action,
  at: row.at.toISOString(),
  actor: { id: row.actorId, kind: row.actorKind, name: row.actorName },
  actorUnit: row.actorUnit,
  data: row.data,
  note: row.note,
  attachments: row.attachments,
  settled: row.settled,
  ...(row.opening ? { opening: row.opening } : {}),
})

const TAKE_KEY: Statement = {
  name: 'case-key',
  text: `INSERT INTO business.request_key (actor, key, case_id, seq, at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING 1 AS n`,
}

/** False when the caller has used the key before. */
export const takeKey = async (
  connection: Connection,
  key: { actor: string; key: string; caseId: string; seq: number; at: Date },
): Promise<boolean> => (await run(connection, TAKE_KEY, [key.actor, key.key, key.caseId, key.seq, key.at])).length === 1

const FIND_KEY: Statement = {
  name: 'case-key-find',
  text: `SELECT case_id AS "caseId", seq FROM business.request_key WHERE actor = $1 AND key = $2`,
}

export const findKey = async (connection: Connection, actor: string, key: string) =>
  (await run<{ caseId: string; seq: number }>(connection, FIND_KEY, [actor, key]))[0]

export const forgetKeys = async (connection: Connection, before: Date): Promise<void> => {
  await run(connection, { name: 'case-key-forget', text: 'DELETE FROM business.request_key WHERE at < $1' }, [before])
}
