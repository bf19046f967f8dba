/** Plays values through watches and writes what comes of it: watch, alert, log and event together, or nothing. */
import { randomUUID } from 'node:crypto'
import { type Alert, type AlertEvent, type AlertLogEntry, type AlertRuleDef, levelFor, type Provenance } from '@haihe/contract'
import type { NewEvent, Outbox, RegionIndex, Trx } from '@haihe/kernel'
import type pg from 'pg'
import { type Run, runOn } from '../run.ts'
import { alertsById, appendLog, lockWatches, openWatches, restWatches, saveAlerts, saveWatches } from './alert-store.ts'
import { entityFacts } from './entity-store.ts'
import { type AlertRow, type LogRow, type Names, viewOf } from './row.ts'
import type { AlertRules } from './rules.ts'
import { atRest, rank, step, type Turn, type Watch } from './watch.ts'

/** One subject of one rule and its new values, oldest first. */
export interface Watched {
  def: AlertRuleDef
  /** an entity's id, or a region */
  subject: string
  region: string
  entity: string | null
  indicator: string | null
  provenance: Provenance
  values: { at: number; value: number }[]
}

/** Told to screens after commit. */
export type AlertChange = Pick<Alert, 'id' | 'region' | 'level' | 'state'>

interface AlertEngineOptions {
  rules: AlertRules
  outbox: Pick<Outbox, 'publish'>
  regions: Pick<RegionIndex, 'find' | 'fullName'>
  names: Names
}

export interface AlertEngine {
  play: (tx: Trx | pg.ClientBase, watched: readonly Watched[]) => Promise<AlertChange[]>
  /** writes an event of an alert that a person or a case has changed */
  publish: (
    tx: Trx | pg.ClientBase,
    changes: readonly { row: AlertRow; kind: AlertLogEntry['kind']; at: Date }[],
  ) => Promise<void>
}

const TOPIC: Record<AlertLogEntry['kind'], string> = {
  raised: 'alert.raised',
  escalated: 'alert.changed',
  eased: 'alert.changed',
  acknowledged: 'alert.changed',
  assigned: 'alert.changed',
  'case-linked': 'alert.changed',
  recovered: 'alert.closed',
  'signed-off': 'alert.closed',
}

const keyOf = ({ rule, subject }: { rule: string; subject: string }): string => `${rule} ${subject}`

interface Played {
  one: Watched
  before: Watch
  watch: Watch
  turns: { at: number; value: number; turn: Exclude<Turn, { kind: 'none' }>; id: string }[]
}

export const createAlertEngine = ({ rules, outbox, regions, names }: AlertEngineOptions): AlertEngine => {
  const breaches = ({ def, region, values }: Watched): boolean =>
    values.some(({ at, value }) => levelFor(rules.condition(def, at, region), value) !== null)

  const playOne = (one: Watched, before: Watch): Played => {
    const played: Played = { one, before, watch: before, turns: [] }
    for (const { at, value } of one.values) {
      const condition = rules.condition(one.def, at, one.region)
      const open = played.watch.alert
      const { watch, turn } = step(condition, played.watch, at, value)
      played.watch = watch
      if (turn.kind === 'none') continue
      const id = open?.id ?? randomUUID()
      if (turn.kind === 'raise') played.watch = { ...watch, alert: { id, level: turn.level } }
      played.turns.push({ at, value, turn, id })
    }
    return played
  }

  const eventsOf = (changes: readonly { row: AlertRow; kind: AlertLogEntry['kind']; at: Date }[]): NewEvent[] =>
    changes.map(({ row, kind, at }) => {
      const centre = regions.find(row.region)?.centre
      const [lon, lat] = row.lon !== null && row.lat !== null ? [row.lon, row.lat] : (centre ?? [null, null])
      const payload: AlertEvent = {
        alert: viewOf(row, rules, names),
        at: at.toISOString(),
        what: kind,
        place: lon === null || lat === null ? null : { lon, lat, address: addressOf(row) },
        opens: rules.find(row.rule)?.opens ?? null,
      }
      return { topic: TOPIC[kind], key: row.id, region: row.region, payload }
    })

  const addressOf = (row: AlertRow): string => {
    const region = regions.find(row.region) ? regions.fullName(row.region) : ''
    return `${region}${row.entity_name ?? ''}`.slice(0, 200)
  }

  const newRow = async (run: Run, one: Watched, id: string): Promise<AlertRow> => {
    const facts = one.entity === null ? undefined : (await entityFacts(run, [one.entity])).get(one.entity)
    const never = new Date(0)
    return {
      id,
      rule: one.def.id,
      subject: one.subject,
      level: 'blue',
      state: 'open',
      region: one.region,
      entity: one.entity,
      entity_name: facts?.name ?? null,
      indicator: one.indicator,
      lon: facts?.lon ?? null,
      lat: facts?.lat ?? null,
      value: 0,
      threshold: 0,
      raised_at: never,
      changed_at: never,
      closed_at: null,
      closed_by: null,
      reason: null,
      owner: null,
      case_id: null,
      provenance: one.provenance,
    }
  }

  /** What a turn makes of an alert. An alert that becomes more serious must be acknowledged anew. */
  const turned = (
    row: AlertRow,
    { at, value, turn }: Played['turns'][number],
  ): { row: AlertRow; kind: AlertLogEntry['kind'] } => {
    const when = new Date(at)
    if (turn.kind === 'recover')
      return {
        row: { ...row, state: 'closed', value, changed_at: when, closed_at: when, closed_by: 'recovered' },
        kind: 'recovered',
      }
    const next = { ...row, level: turn.level, threshold: turn.threshold, value, changed_at: when }
    if (turn.kind === 'raise') return { row: { ...next, raised_at: when }, kind: 'raised' }
    const worse = rank(turn.level) > rank(turn.from)
    return { row: worse ? { ...next, state: 'open' } : next, kind: worse ? 'escalated' : 'eased' }
  }

  const write = async (tx: Trx | pg.ClientBase, run: Run, all: readonly Played[]): Promise<AlertChange[]> => {
    const eventful = all.filter(({ turns }) => turns.length > 0)
    if (eventful.length === 0) return []
    const known = await alertsById(
      run,
      eventful.flatMap(({ before }) => before.alert?.id ?? []),
    )
    const rows = new Map(known.map((row) => [row.id, row]))
    const changes: { row: AlertRow; kind: AlertLogEntry['kind']; at: Date }[] = []
    const log: Omit<LogRow, 'seq'>[] = []
    for (const { one, turns } of eventful)
      for (const moment of turns) {
        const { row, kind } = turned(rows.get(moment.id) ?? (await newRow(run, one, moment.id)), moment)
        rows.set(row.id, row)
        const at = new Date(moment.at)
        changes.push({ row, kind, at })
        log.push({ alert: row.id, at, kind, level: row.level, value: moment.value, actor: null, note: '' })
      }
    await saveAlerts(run, [...rows.values()])
    await appendLog(run, log)
    await outbox.publish(tx, eventsOf(changes))
    return changes.map(({ row: { id, region, level, state } }) => ({ id, region, level, state }))
  }

  return {
    async play(tx, watched) {
      if (watched.length === 0) return []
      const run = runOn(tx)
      const keys = watched.map(({ def, subject }) => ({ rule: def.id, subject }))
      await openWatches(
        run,
        keys.filter((_, index) => watched[index]!.entity === null || breaches(watched[index]!)),
      )
      const locked = await lockWatches(run, keys)
      if (locked.length === 0) return []
      const byKey = new Map(locked.map((one) => [keyOf(one), one.watch]))
      const played = watched.flatMap((one) => {
        const before = byKey.get(keyOf({ rule: one.def.id, subject: one.subject }))
        return before ? [playOne(one, before)] : []
      })
      const changes = await write(tx, run, played)
      const state = played.map(({ one, watch }) => ({ rule: one.def.id, subject: one.subject, watch }))
      // a region is watched for good: its row tells how far it was looked at
      await saveWatches(
        run,
        state.filter(({ watch }, index) => !atRest(watch) || played[index]!.one.entity === null),
      )
      await restWatches(
        run,
        state.filter(({ watch }, index) => atRest(watch) && played[index]!.one.entity !== null),
      )
      return changes
    },
    publish: (tx, changes) => outbox.publish(tx, eventsOf(changes)),
  }
}
