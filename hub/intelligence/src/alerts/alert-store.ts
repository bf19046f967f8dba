/** Watches and alerts in the store. Whoever changes an alert holds the row of its watch. */
import type { AlertLevel } from '@haihe/contract'
import { texts } from '@haihe/data/ingest/binary'
import type { Run } from '../run.ts'
import type { AlertRow, LogRow } from './row.ts'
import type { Since, Watch } from './watch.ts'

export interface Key {
  rule: string
  subject: string
}

interface WatchRow extends Key {
  since: Since
  last_ms: number | null
  alert: string | null
  level: AlertLevel | null
  quiet_ms: number | null
}

const byKey = (a: Key, b: Key): number =>
  a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : a.subject < b.subject ? -1 : a.subject > b.subject ? 1 : 0

const columns = (keys: readonly Key[]): unknown[] => [texts(keys.map((key) => key.rule)), texts(keys.map((key) => key.subject))]

/** Rows for watches that are about to leave their rest, so that there is something to lock. */
export const openWatches = async (run: Run, keys: readonly Key[]): Promise<void> => {
  if (keys.length === 0) return
  await run(
    'INSERT INTO intelligence.watch (rule, subject) SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT DO NOTHING',
    columns(keys.toSorted(byKey)),
  )
}

const MS = (column: string) => `CASE WHEN ${column} = '-infinity' THEN NULL ELSE extract(epoch FROM ${column})::float8 * 1000 END`

const WATCH_COLUMNS = `w.rule, w.subject, w.since, ${MS('w.last_at')} AS last_ms, w.alert, w.level, ${MS('w.quiet_until')} AS quiet_ms`

const watchOf = (row: WatchRow): Key & { watch: Watch } => ({
  rule: row.rule,
  subject: row.subject,
  watch: {
    since: row.since,
    lastAt: row.last_ms === null ? -Infinity : Math.round(row.last_ms),
    alert: row.alert === null || row.level === null ? null : { id: row.alert, level: row.level },
    quietUntil: row.quiet_ms === null ? -Infinity : Math.round(row.quiet_ms),
  },
})

/** Locks the rows there are, in one order for everybody. */
export const lockWatches = async (run: Run, keys: readonly Key[]): Promise<(Key & { watch: Watch })[]> => {
  if (keys.length === 0) return []
  const rows = await run<WatchRow>(
    `SELECT ${WATCH_COLUMNS} FROM intelligence.watch w JOIN unnest($1::text[], $2::text[]) AS k (rule, subject)
      ON w.rule = k.rule AND w.subject = k.subject ORDER BY w.rule, w.subject FOR UPDATE OF w`,
    columns(keys),
  )
  return rows.map(watchOf)
}

/** The row of one watch without a lock; undefined when it is at rest. */
export const findWatch = async (run: Run, key: Key): Promise<Watch | undefined> => {
  const rows = await run<WatchRow>(`SELECT ${WATCH_COLUMNS} FROM intelligence.watch w WHERE w.rule = $1 AND w.subject = $2`, [
    key.rule,
    key.subject,
  ])
  return rows[0] && watchOf(rows[0]).watch
}

const instant = (at: number): Date | string => (at === -Infinity ? '-infinity' : new Date(at))

export const saveWatches = async (run: Run, watches: readonly (Key & { watch: Watch })[]): Promise<void> => {
  if (watches.length === 0) return
  await run(
    `UPDATE intelligence.watch w SET since = n.since, last_at = n.last_at, alert = n.alert, level = n.level, quiet_until = n.quiet_until
      FROM unnest($1::text[], $2::text[], $3::jsonb[], $4::timestamptz[], $5::uuid[], $6::text[], $7::timestamptz[])
        AS n (rule, subject, since, last_at, alert, level, quiet_until)
      WHERE w.rule = n.rule AND w.subject = n.subject`,
    [
      watches.map((one) => one.rule),
      watches.map((one) => one.subject),
      watches.map((one) => JSON.stringify(one.watch.since)),
      watches.map((one) => instant(one.watch.lastAt)),
      watches.map((one) => one.watch.alert?.id ?? null),
      watches.map((one) => one.watch.alert?.level ?? null),
      watches.map((one) => instant(one.watch.quietUntil)),
    ],
  )
}

export const restWatches = async (run: Run, keys: readonly Key[]): Promise<void> => {
  if (keys.length === 0) return
  await run(
    'DELETE FROM intelligence.watch w USING unnest($1::text[], $2::text[]) AS k (rule, subject) WHERE w.rule = k.rule AND w.subject = k.subject',
    columns(keys.toSorted(byKey)),
  )
}

const ALERT_COLUMNS = `id, rule, subject, level, state, region, entity, entity_name, indicator, lon, lat, value, threshold,
  raised_at, changed_at, closed_at, closed_by, reason, owner, case_id, provenance`

export const alertsById = (run: Run, ids: readonly string[]): Promise<AlertRow[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : run<AlertRow>(`SELECT ${ALERT_COLUMNS} FROM intelligence.alert WHERE id = ANY($1)`, [ids])

export const findAlert = async (run: Run, id: string): Promise<AlertRow | undefined> => (await alertsById(run, [id]))[0]

/** Writes alerts as they are now; new ones are inserted. */
export const saveAlerts = async (run: Run, rows: readonly AlertRow[]): Promise<void> => {
  if (rows.length === 0) return
  await run(
    `INSERT INTO intelligence.alert (${ALERT_COLUMNS})
      SELECT ${ALERT_COLUMNS} FROM jsonb_populate_recordset(NULL::intelligence.alert, $1::jsonb)
      ON CONFLICT (id) DO UPDATE SET level = excluded.level, state = excluded.state, value = excluded.value,
        threshold = excluded.threshold, changed_at = excluded.changed_at, closed_at = excluded.closed_at,
        closed_by = excluded.closed_by, reason = excluded.reason, owner = excluded.owner, case_id = excluded.case_id`,
    [JSON.stringify(rows)],
  )
}

/** Appends to logs, in the order given. */
export const appendLog = async (run: Run, entries: readonly Omit<LogRow, 'seq'>[]): Promise<void> => {
  if (entries.length === 0) return
  await run(
    `INSERT INTO intelligence.alert_log (alert, seq, at, kind, level, value, actor, note)
      SELECT e.alert, coalesce((SELECT max(seq) FROM intelligence.alert_log l WHERE l.alert = e.alert), 0)
          + row_number() OVER (PARTITION BY e.alert ORDER BY e.i), e.at, e.kind, e.level, e.value, e.actor, e.note
      FROM unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::text[], $5::float8[], $6::text[], $7::text[])
        WITH ORDINALITY AS e (alert, at, kind, level, value, actor, note, i)`,
    [
      entries.map((entry) => entry.alert),
      entries.map((entry) => entry.at),
      entries.map((entry) => entry.kind),
      entries.map((entry) => entry.level),
      entries.map((entry) => entry.value),
      entries.map((entry) => entry.actor),
      entries.map((entry) => entry.note),
    ],
  )
}

export const readLog = (run: Run, alert: string): Promise<LogRow[]> =>
  run<LogRow>(
    'SELECT alert, seq, at, kind, level, value, actor, note FROM intelligence.alert_log WHERE alert = $1 ORDER BY seq',
    [alert],
  )
