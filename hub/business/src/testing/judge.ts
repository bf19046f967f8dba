/** What must be true of every walk, told independently of the code under test. */
import assert from 'node:assert/strict'
import {
  type Actor,
  type AppError,
  actionOf,
  type CaseState,
  type CaseTypeDef,
  type ClockRun,
  dueOf,
  foldCase,
  ROLE_PERMISSIONS,
  stateOf,
} from '@haihe/contract'
import { slowDueAt } from '@haihe/kernel/calendar/oracle'
import type { Engine } from '../cases/engine.ts'
import { type Contribution, contributionsOf, difference } from '../rates/contribution.ts'
import type { Walked } from './walk.ts'

/** Only declared states, only declared ways between them. */
export const staysInside = (def: CaseTypeDef, { draft }: Walked): void => {
  const states = new Set(def.states.map((state) => state.id))
  for (const entry of draft.entries.slice(1)) {
    const action = actionOf(def, entry.action)
    assert.ok(action, `${entry.action} is not declared`)
    assert.ok(states.has(entry.to), `${entry.to} is not declared`)
    const from = action.from === 'open' ? def.states.filter((state) => !state.terminal).map((state) => state.id) : action.from
    assert.ok(entry.from !== null && from.includes(entry.from), `${entry.action} from ${entry.from}`)
    const targets = Array.isArray(action.to) ? action.to.map((branch) => branch.to) : [action.to]
    assert.ok(
      targets.some((to) => (to ?? entry.from) === entry.to),
      `${entry.action} to ${entry.to}`,
    )
  }
}

/** The log is what was accepted, in order, without a gap; the case is its fold. */
export const losesNothing = (def: CaseTypeDef, { draft, tried }: Walked): void => {
  const accepted = tried.filter((one) => one.accepted).map((one) => one.action)
  assert.deepEqual(
    draft.entries.map((entry) => entry.action),
    ['report', ...accepted],
  )
  assert.deepEqual(
    draft.entries.map((entry) => entry.seq),
    draft.entries.map((_, index) => index + 1),
  )
  assert.deepEqual(foldCase(def, draft.entries), draft.state)
}

/** Every role an actor holds towards this case, as words: role@where. */
const hatsOf = (actor: Actor, state: CaseState): Set<string> => {
  const hats = new Set<string>()
  for (const grant of actor.grants) {
    if (state.region.startsWith(grant.region)) hats.add(`${grant.role}@region`)
    if (actor.id === state.reporter) hats.add(`${grant.role}@reporter`)
    if (grant.unit === null) continue
    if (grant.unit === state.unit) hats.add(`${grant.role}@unit`)
    if (grant.unit === state.asker) hats.add(`${grant.role}@asker`)
    if (grant.unit === state.desk) hats.add(`${grant.role}@desk`)
    if (state.coUnits.some((each) => each.unit === grant.unit)) hats.add(`${grant.role}@coUnit`)
  }
  return hats
}

/** Nobody acts without the right, and nobody with the right is told that they lack it. */
export const keepsToRoles = (def: CaseTypeDef, { tried }: Walked): void => {
  for (const { action: id, actor, before, accepted, code } of tried) {
    const action = actionOf(def, id)!
    const hats = hatsOf(actor, before)
    const may = action.may.some(({ roles, at }) =>
      roles.some((role) => hats.has(`${role}@${at}`) && ROLE_PERMISSIONS[role].includes(action.permission)),
    )
    const entitled = actor.kind === 'system' ? true : !action.system && may
    if (accepted) assert.ok(entitled, `${actor.id} must not ${id} in ${before.state}`)
    else assert.equal(code === 'FORBIDDEN', !entitled, `${actor.id} ${id}: ${code}`)
  }
}

interface Span {
  from: number
  to: number | null
}

/** When the case stood in a paused state, read off the log. */
const pausedSpans = (def: CaseTypeDef, { draft }: Walked): Span[] => {
  const spans: Span[] = []
  for (const entry of draft.entries) {
    const paused = stateOf(def, entry.to).clock === 'paused'
    const last = spans.at(-1)
    if (paused && last?.to !== null) spans.push({ from: Date.parse(entry.at), to: null })
    else if (paused && !last) spans.push({ from: Date.parse(entry.at), to: null })
    else if (!paused && last && last.to === null) last.to = Date.parse(entry.at)
  }
  return spans
}

/** the end of the last year whose calendar is published */
const LAST_KNOWN = Date.parse('2026-12-31T16:00:00Z')

/** A deadline in a year that is not published is refused, never guessed. */
const dueOrUnknown = (run: ClockRun, engine: Engine): Date | null | 'unknown' => {
  try {
    return dueOf(run, engine.math)
  } catch (error) {
    assert.equal((error as AppError).code, 'CALENDAR_YEAR_MISSING')
    return 'unknown'
  }
}

const closed = (pauses: readonly { from: Date; to: Date | null }[], now: Date) =>
  pauses.map((pause) => ({ from: pause.from, to: pause.to ?? now }))

/** Every clock's deadline equals one counted minute by minute from the log alone. */
export const clocksAreRight = (def: CaseTypeDef, engine: Engine, walked: Walked): void => {
  const spans = pausedSpans(def, walked)
  for (const run of walked.draft.state.clocks) {
    const clock = def.clocks.find((each) => each.id === run.clock)!
    const start = Date.parse(run.startedAt)
    const started = walked.draft.entries.find((entry) => entry.at === run.startedAt && clock.start.includes(entry.action))
    assert.ok(started, `${run.clock} started without an action that starts it`)
    const end = run.stoppedAt === null ? null : Date.parse(run.stoppedAt)
    const pauses = spans
      .filter((span) => clock.pauses && (span.to === null || span.to > start) && (end === null || span.from < end))
      .map((span) => ({
        from: new Date(Math.max(span.from, start)),
        to: span.to === null ? (end === null ? null : new Date(end)) : new Date(end === null ? span.to : Math.min(span.to, end)),
      }))
    const due = dueOrUnknown(run, engine)
    if (due === 'unknown') {
      const known = walked.now.getTime() < LAST_KNOWN
      if (known)
        assert.ok(slowDueAt(new Date(start), run.limit.amount, run.limit.unit, closed(pauses, walked.now)).getTime() > LAST_KNOWN)
      continue
    }
    if (pauses.some((pause) => pause.to === null)) {
      // past the deadline already: a pause that comes too late moves nothing
      if (due !== null) assert.ok(pauses.some((pause) => pause.to === null && pause.from >= due))
      continue
    }
    const slow = slowDueAt(new Date(start), run.limit.amount, run.limit.unit, pauses)
    const late = pauses.some((pause) => due !== null && pause.from >= due)
    if (!late) assert.equal(due?.toISOString(), slow.toISOString(), `${run.clock} ${JSON.stringify(run)}`)
  }
}

/** The counters are sums of differences: after any walk they equal what the case contributes as it stands. */
export const countersAddUp = (def: CaseTypeDef, { draft }: Walked): void => {
  const sums = new Map<string, number>()
  const add = (rows: readonly Contribution[], sign: 1 | -1): void => {
    for (const { counts, ...key } of rows)
      for (const [name, n] of Object.entries(counts)) {
        const cell = JSON.stringify([key.day, key.region, key.unit, key.type, key.category, name])
        sums.set(cell, (sums.get(cell) ?? 0) + sign * n)
      }
  }
  let before: Contribution[] = []
  draft.entries.forEach((_, index) => {
    const after = contributionsOf(def, foldCase(def, draft.entries.slice(0, index + 1)))
    add(difference(before, after), 1)
    before = after
  })
  add(before, -1)
  for (const [cell, n] of sums) assert.equal(n, 0, cell)
}
