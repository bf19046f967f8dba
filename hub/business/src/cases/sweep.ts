/**
 * The clocks' own acts: warnings, breaches, escalations, revivals and windows that end. The next moment of each case
 * stands in its row and is committed with every action, so that no timer is ever lost or left over.
 */
import { AppError } from '@haihe/contract'
import { amend } from './act.ts'
import { districtOfId } from './case-id.ts'
import { findCase } from './case-store.ts'
import { actOn, builtIn, type Draft } from './draft.ts'
import { type Engine, SYSTEM } from './engine.ts'
import { findTimers, postponeTimer } from './sweep-store.ts'
import { agenda, type Due } from './timer.ts'

const BATCH = 200
/** entries one case may make in one sweep: more would be a definition that revives and expires in a circle */
const MOST_ENTRIES = 10
const AGAIN_MS = 3_600_000

const perform = (engine: Engine, draft: Draft, due: Due, now: Date): Draft => {
  const act = { actor: SYSTEM, data: {}, note: '', attachments: [], at: now }
  switch (due.do) {
    case 'wait':
      return draft
    case 'act':
      return actOn(engine, draft, { ...act, action: due.action })
    default: {
      const title = draft.def.clocks.find((clock) => clock.id === due.clock)?.title.zh ?? due.clock
      return builtIn(draft, { ...act, action: due.do, data: { clock: due.clock }, note: title })
    }
  }
}

/** Everything that is due by now, in order; each entry may make others due or void. */
const catchUp = (engine: Engine, draft: Draft, now: Date): Draft => {
  let next = draft
  while (next.entries.length < MOST_ENTRIES) {
    const due = agenda(engine, next.def, next.state, now).find((each) => each.do !== 'wait' && each.at <= now)
    if (!due) return next
    next = perform(engine, next, due, now)
  }
  return next
}

const sweepOne = async (engine: Engine, id: string): Promise<void> => {
  const now = engine.ctx.now()
  try {
    await amend(engine, id, (draft) => catchUp(engine, draft, now))
  } catch (error) {
    // an action that the definition does not allow just then must not stop the sweep, nor be tried every minute
    engine.ctx.log.error({ err: error, caseId: id }, 'the clocks of a case could not be handled')
    if (!(error instanceof AppError)) throw error
  }
  await settleTimer(engine, id, now)
}

/** A timer that led to no entry (a calendar year not published, an action not allowed) is looked at again later. */
const settleTimer = async (engine: Engine, id: string, now: Date): Promise<void> => {
  const row = await findCase(engine.writer.pool, districtOfId(id), id)
  if (!row) return
  const next = agenda(engine, engine.registry.pinned(row.type, row.version), row.fold, now)[0]?.at ?? null
  const later = next !== null && next <= now ? new Date(now.getTime() + AGAIN_MS) : next
  await postponeTimer(engine.writer.pool, row.district, id, row.seq, later)
}

/** Handles what is due; returns the number of cases looked at. */
export const sweepClocks = async (engine: Engine): Promise<number> => {
  let handled = 0
  for (;;) {
    const due = await findTimers(engine.writer.pool, engine.ctx.now(), BATCH)
    for (const { id } of due) await sweepOne(engine, id)
    handled += due.length
    if (due.length < BATCH) return handled
  }
}
