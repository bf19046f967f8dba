/** Writes a draft: row, log, counters, audit, outbox and indicator events in one transaction, then tells the screens. */
import { regionPath, stateOf } from '@haihe/contract'
import type { Trx } from '@haihe/kernel'
import type pg from 'pg'
import { type Step, waiting } from '../executor.ts'
import { contributionsOf, difference } from '../rates/contribution.ts'
import { eventsOf } from '../rates/events.ts'
import { type Changing, type Fixed, type Follow, insertCase, renameCase, updateCase } from './case-store.ts'
import type { Draft } from './draft.ts'
import type { Engine } from './engine.ts'
import { linkCase } from './link-store.ts'
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
  const links = Object.entries(draft.state.links ?? {}).filter(([kind, target]) => draft.before?.links?.[kind] !== target)
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
  const row = changingOf(engine, draft, new Date(draft.state.changedAt))
  const { category, urgency } = draft.state
  const renamed = category !== before.category || urgency !== before.urgency
  return [
    () => updateCase(connection, key, row, followOf(draft)),
    ...(renamed ? [() => renameCase(connection, key, { category, urgency })] : []),
    ...companions(engine, connection, draft, subject, traceId),
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
