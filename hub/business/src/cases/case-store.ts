import type { CaseEntry, CaseState } from '@haihe/contract'
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
  c.state, c.open, c.urgency, c.region, c.address, c.lon, c.lat, c.source, c.provenance, c.reporter, c.alert_id AS "alertId",
  c.desk, c.unit, c.holder, c.overdue, c.supervised, nullif(c.due_at, 'infinity') AS "dueAt", c.reported_at AS "reportedAt",
  c.updated_at AS "updatedAt", c.closed_at AS "closedAt", c.seq, c.fold, c.cover, c.outside`

/** Columns that an action may change, with their SQL types, in the order of `changingValues`. */
const CHANGING = [
  ['category', 'text'],
  ['state', 'text'],
  ['open', 'boolean'],
  ['urgency', 'text'],
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
  ['fold', 'jsonb'],
  ['cover', 'uuid'],
] as const

export interface Changing {
  category: string
  state: string
  open: boolean
  urgency: string
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
  cover: string | null
}

const changingValues = (row: Changing): unknown[] => [
  row.category,
  row.state,
  row.open,
  row.urgency,
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
  JSON.stringify(row.fold),
  row.cover,
]

export interface Fixed {
  district: string
  id: string
  caseNo: string
  type: string
  version: number
  title: string
  description: string
  data: Record<string, unknown>
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
  terms: string[]
}

const FIXED = [
  'district',
  'id',
  'case_no',
  'type',
  'version',
  'title',
  'description',
  'data',
  'region',
  'street',
  'address',
  'lon',
  'lat',
  'source',
  'provenance',
  'reporter',
  'alert_id',
  'desk',
  'reported_at',
  'terms',
]

const fixedValues = (row: Fixed): unknown[] => [
  row.district,
  row.id,
  row.caseNo,
  row.type,
  row.version,
  row.title,
  row.description,
  JSON.stringify(row.data),
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
  row.terms,
]

/** The log, the rate counters and the queue counters of a written case; `$1` district, `$2` id, then three JSON arrays. */
const followUps = (first: number): string => `logged AS (
    INSERT INTO business.case_action (district, case_id, seq, action, at, actor_id, actor_kind, actor_name, actor_unit,
      from_state, to_state, data, note, attachments, settled, opening)
    SELECT $1, $2, e.seq, e.action, e.at, e.actor->>'id', e.actor->>'kind', e.actor->>'name', e."actorUnit",
      e."from", e."to", e.data, e.note, ARRAY(SELECT jsonb_array_elements_text(e.attachments)::uuid), e.settled, e.opening
    FROM written, jsonb_to_recordset($${first}::jsonb) AS e (seq int, action text, at timestamptz, actor jsonb, "actorUnit" text,
      "from" text, "to" text, data jsonb, note text, attachments jsonb, settled jsonb, opening jsonb)
  ), rated AS (
    INSERT INTO business.rate_day (district, day, region, unit, type, category, ${COUNTERS.join(', ')})
    SELECT $1, r.day, r.region, r.unit, r.type, r.category, ${COUNTERS.map((name) => `coalesce((r.counts->>'${name}')::int, 0)`).join(', ')}
    FROM written, jsonb_to_recordset($${first + 1}::jsonb) AS r (day date, region text, unit text, type text, category text, counts jsonb)
    ON CONFLICT (district, day, region, unit, type, category)
    DO UPDATE SET ${COUNTERS.map((name) => `${name} = rate_day.${name} + excluded.${name}`).join(', ')}
  ), queued AS (
    INSERT INTO business.queue_count (district, street, holder, queue, n)
    SELECT $1, q.street, q.holder, q.queue, q.n
    FROM written, jsonb_to_recordset($${first + 2}::jsonb) AS q (street text, holder text, queue text, n int)
    ON CONFLICT (district, street, holder, queue) DO UPDATE SET n = queue_count.n + excluded.n
  )`

const INSERT_CASE: Statement = {
  name: 'case-insert',
  text: `WITH written AS (
    INSERT INTO business.case_file (${[...FIXED, ...CHANGING.map(([name]) => name)].join(', ')})
    VALUES (${[...FIXED, ...CHANGING].map((_, index) => `$${index + 1}`).join(', ')})
    RETURNING 1
  ), ${followUps(FIXED.length + CHANGING.length + 1)} SELECT count(*) AS n FROM written`,
}

const UPDATE_CASE: Statement = {
  name: 'case-update',
  text: `WITH written AS (
    UPDATE business.case_file SET ${CHANGING.map(([name, type], index) => `${name} = $${index + 4}::${type}`).join(', ')}
    WHERE district = $1 AND id = $2 AND seq = $3
    RETURNING 1
  ), ${followUps(CHANGING.length + 4)} SELECT count(*) AS n FROM written`,
}

export interface Follow {
  entries: readonly (CaseEntry & { from: string | null; to: string })[]
  rates: readonly Contribution[]
  queues: readonly QueueRow[]
}

const followValues = (follow: Follow): string[] => [
  JSON.stringify(follow.entries),
  JSON.stringify(follow.rates),
  JSON.stringify(follow.queues),
]

export const insertCase = async (connection: Connection, fixed: Fixed, row: Changing, follow: Follow): Promise<void> => {
  await run(connection, INSERT_CASE, [...fixedValues(fixed), ...changingValues(row), ...followValues(follow)])
}

/** False when the case was no longer at `expected`: somebody else acted first, and nothing was written. */
export const updateCase = async (
  connection: Connection,
  key: { district: string; id: string; expected: number },
  row: Changing,
  follow: Follow,
): Promise<boolean> => {
  const values = [key.district, key.id, key.expected, ...changingValues(row), ...followValues(follow)]
  const [result] = await run<{ n: number }>(connection, UPDATE_CASE, values)
  return result?.n === 1
}

const FIND_CASE: Statement = {
  name: 'case-find',
  text: `SELECT ${ROW} FROM business.case_file c WHERE c.district = $1 AND c.id = $2`,
}

export const findCase = async (connection: Connection, district: string, id: string): Promise<CaseRow | undefined> =>
  (await run<CaseRow>(connection, FIND_CASE, [district, id]))[0]

const NEXT_NUMBER: Statement = { name: 'case-number', text: `SELECT nextval('business.case_number') AS n` }

export const nextNumber = async (connection: Connection): Promise<number> =>
  (await run<{ n: number }>(connection, NEXT_NUMBER, []))[0]!.n

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
