/** Writes a draft: row, log, counters, audit, outbox and indicator events in one transaction, then tells the screens. */
import { regionPath, stateOf } from '@haihe/contract'
import type { Trx } from '@haihe/kernel'
import type pg from 'pg'
import { type Step, waiting } from '../executor.ts'
import { contributionsOf, difference } from '../rates/contribution.ts'
import { eventsOf } from '../rates/events.ts'
import { insertKeys, insertPersons, type RequestKey, type Written, writeCases } from './batch-store.ts'
import { type Changing, type Fixed, type Follow, insertCase, renameCase, updateCase } from './case-store.ts'
import type { Draft } from './draft.ts'
import type { Engine } from './engine.ts'
import { linkCase } from './link-store.ts'
import type { Person } from './person-store.ts'
import { queueDifference, queueRowsOf, waitingOf } from './queue.ts'
import { agenda, deadline } from './timer.ts'
import { outsiders } from './units.ts'

export interface Subject {
  district: string
  id: string
  caseNo: string
  provenance: 'local' | 'elsewhere' | 'simulated'
}

const changingOf = (engine: Engine, draft: Draft, now: Date): Changing => {
  const { def, state } = draft
  const waiting = waitingOf(def, state)
  const involved = [state.unit, state.desk, state.asker ?? null, ...state.coUnits.map((each) => each.unit)]
  return {
    state: state.state,
    open: waiting.open,
    unit: state.unit,
    holder: waiting.holder,
    queue: waiting.queue,
    assignee: state.assignee,
    overdue: waiting.overdue,
    supervised: waiting.supervised,
    outside: outsiders(engine.ports.units, involved, state.region),
    dueAt: waiting.open ? deadline(engine, def, state) : null,
    timerAt: agenda(engine, def, state, now)[0]?.at ?? null,
    updatedAt: state.changedAt,
    closedAt: state.closedAt,
    seq: state.seq,
    fold: state,
  }
}

const followOf = (draft: Draft): Follow => {
  const { def, before, state } = draft
  return {
    entries: draft.entries,
    rates: difference(before ? contributionsOf(def, before) : [], contributionsOf(def, state)),
    queues: queueDifference(before ? queueRowsOf(def, before) : [], queueRowsOf(def, state)),
  }
}

const topicOf = (draft: Draft): string => {
  const [was, is] = [draft.before !== null, stateOf(draft.def, draft.state.state).terminal]
  const ended = is && !(draft.before && stateOf(draft.def, draft.before.state).terminal)
  return ended && was ? 'case.closed' : was ? 'case.changed' : 'case.opened'
}

/** Nothing personal: who needs more asks for the case. */
const eventOf = (draft: Draft, subject: Subject) => {
  const { state } = draft
  return {
    topic: topicOf(draft),
    key: subject.id,
    region: state.region,
    payload: {
      id: subject.id,
      caseNo: subject.caseNo,
      type: state.type,
      category: state.category,
      region: state.region,
      state: state.state,
      unit: state.unit,
      seq: state.seq,
      open: !stateOf(draft.def, state.state).terminal,
      actions: draft.entries.map((entry) => entry.action),
      at: state.changedAt,
      source: state.source,
      alertId: state.alertId,
      provenance: subject.provenance,
    },
  }
}

const auditOf = (draft: Draft, subject: Subject, traceId: string | undefined) =>
  draft.entries.map((entry) => ({
    actor: entry.actor,
    action: entry.action === 'report' ? 'case.report' : 'case.act',
    subject: `case:${subject.id}`,
    region: draft.state.region,
    details: { caseNo: subject.caseNo, action: entry.action, seq: entry.seq, from: entry.from, to: entry.to },
    ...(traceId ? { traceId } : {}),
  }))

/** What is written beside the case, in the same transaction. */
const companions = (
  engine: Engine,
  connection: Trx | pg.ClientBase,
  draft: Draft,
  subject: Subject,
  traceId: string | undefined,
): Step[] => {
  const { audit, outbox, intelligence, rules } = engine.ports
  const events = eventsOf(draft.def, draft.before, draft.state, rules)
  const links = linksOf(draft)
  return [
    ...(links.length > 0 ? [waiting(() => linkCase(connection, subject, Object.fromEntries(links)))] : []),
    () => audit.record(connection, auditOf(draft, subject, traceId)),
    () => outbox.publish(connection, [eventOf(draft, subject)]),
    ...(events.length > 0
      ? [
          waiting(() =>
            intelligence.recordEvents(
              connection,
              events.map((event) => ({
                ...event,
                provenance: subject.provenance,
                subject: `case:${subject.id}`,
                name: subject.caseNo,
              })),
            ),
          ),
        ]
      : []),
  ]
}

const linksOf = (draft: Draft): [string, string][] =>
  Object.entries(draft.state.links ?? {}).filter(([kind, target]) => draft.before?.links?.[kind] !== target)

const isRenamed = ({ before, state }: Draft): boolean =>
  before !== null && (state.category !== before.category || state.urgency !== before.urgency)

/** Writes a new case with everything that goes with it. */
export const openingSteps = (
  engine: Engine,
  connection: Trx | pg.ClientBase,
  draft: Draft,
  fixed: Fixed,
  subject: Subject,
  traceId?: string,
): Step[] => {
  const row = changingOf(engine, draft, new Date(draft.state.changedAt))
  return [() => insertCase(connection, fixed, row, followOf(draft)), ...companions(engine, connection, draft, subject, traceId)]
}

const writtenOf = (engine: Engine, { draft, subject, opening }: Pick<Acted, 'draft' | 'subject' | 'opening'>): Written => ({
  key: { district: subject.district, id: subject.id, expected: draft.before?.seq ?? null },
  ...(opening ? { fixed: opening.fixed } : {}),
  row: changingOf(engine, draft, new Date(draft.state.changedAt)),
  follow: followOf(draft),
})

/** Writes further actions; the first step throws CONFLICT when somebody else acted since the case was read. */
export const actionSteps = (
  engine: Engine,
  connection: Trx | pg.ClientBase,
  draft: Draft,
  subject: Subject,
  traceId?: string,
): Step[] => {
  const { before } = draft
  if (!before) throw new RangeError('an opening is not an action')
  const key = { district: subject.district, id: subject.id, expected: before.seq }
  const { row, follow } = writtenOf(engine, { draft, subject })
  const { category, urgency } = draft.state
  return [
    () => updateCase(connection, key, row, follow),
    ...(isRenamed(draft) ? [() => renameCase(connection, key, { category, urgency })] : []),
    ...companions(engine, connection, draft, subject, traceId),
  ]
}

export interface Acted {
  draft: Draft
  subject: Subject
  traceId: string | undefined
  /** key of the submission, when it has one */
  key?: RequestKey
  /** of a new case */
  opening?: { fixed: Fixed; person?: Person }
}

/** False for the few that write more than case, log, counters, audit, outbox and indicators. */
export const canGroup = (draft: Draft): boolean => linksOf(draft).length === 0 && !isRenamed(draft)

/** What `actionSteps` and `openingSteps` write, for many cases at once: all of them, or an error and none. */
export const groupSteps = (engine: Engine, connection: Trx | pg.ClientBase, group: readonly Acted[]): Step[] => {
  const { audit, outbox, intelligence, rules } = engine.ports
  const events = group.flatMap(({ draft, subject }) =>
    eventsOf(draft.def, draft.before, draft.state, rules).map((event) => ({ ...event, provenance: subject.provenance })),
  )
  const keys = group.flatMap(({ key }) => key ?? [])
  const persons = group.flatMap(({ subject, opening }) =>
    opening?.person ? { ...opening.person, district: subject.district, caseId: subject.id } : [],
  )
  return [
    () =>
      writeCases(
        connection,
        group.map((one) => writtenOf(engine, one)),
      ),
    () =>
      audit.record(
        connection,
        group.flatMap(({ draft, subject, traceId }) => auditOf(draft, subject, traceId)),
      ),
    () =>
      outbox.publish(
        connection,
        group.map(({ draft, subject }) => eventOf(draft, subject)),
      ),
    ...(keys.length > 0 ? [() => insertKeys(connection, keys)] : []),
    ...(persons.length > 0 ? [() => insertPersons(connection, persons)] : []),
    ...(events.length > 0 ? [waiting(() => intelligence.recordEvents(connection, events))] : []),
  ]
}

/** To every screen that shows the region or one above it. Only after commit. */
export const announce = (engine: Engine, draft: Draft, subject: Pick<Subject, 'id'>): void => {
  const { state } = draft
  const unit = waitingOf(draft.def, state).holder ?? state.unit
  engine.ctx.live.publish({
    event: 'case',
    audience: regionPath(state.region),
    unit,
    data: { id: subject.id, region: state.region, state: state.state, unit, seq: state.seq },
  })
}
