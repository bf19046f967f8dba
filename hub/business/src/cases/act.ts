/** Acting on a case: read, judge, fold, write once. Of two who act at the same time exactly one wins. */
import { type Actor, AppError, actionOf, type CaseActionInput, formOf } from '@haihe/contract'
import { inTransaction, type Trx } from '@haihe/kernel'
import type pg from 'pg'
import { inTurn, type Step, waiting } from '../executor.ts'
import type { RequestKey } from './batch-store.ts'
import { districtOfId } from './case-id.ts'
import { type CaseRow, findKey, takeKey } from './case-store.ts'
import { actionSteps, announce, canGroup, type Subject } from './commit.ts'
import { type Act, actOn, builtIn, type Draft, judge } from './draft.ts'
import { type Engine, SYSTEM } from './engine.ts'
import { type Hook, hookKey } from './hook.ts'
import { lockCase } from './link-store.ts'
import { retrying } from './retry.ts'
import { maySee } from './scope.ts'

export const subjectOf = (row: CaseRow): Subject => ({
  district: row.district,
  id: row.id,
  caseNo: row.caseNo,
  provenance: row.provenance,
})

export const draftFrom = (engine: Engine, row: CaseRow): Draft => ({
  def: engine.registry.pinned(row.type, row.version),
  before: row.fold,
  state: row.fold,
  entries: [],
})

/** The case, if this actor may see it. What lies outside their scope does not exist for them: NOT_FOUND either way. */
export const getCase = async (engine: Engine, actor: Actor, id: string): Promise<CaseRow> => {
  const row = await engine.read(districtOfId(id), id)
  if (!row || !maySee(actor, row)) throw new AppError('NOT_FOUND')
  return row
}

interface Besides {
  /** photos that become the case's */
  photos?: { ids: readonly string[]; owned: Parameters<Engine['attachments']['claim']>[2] }
  /** key of the submission */
  key?: RequestKey
  /** whatever else is written in the same transaction */
  more?: (connection: Trx | pg.ClientBase) => Step[]
}

const besideSteps = (engine: Engine, connection: Trx | pg.ClientBase, draft: Draft, { photos, key, more }: Besides): Step[] => [
  ...(photos ? [waiting(() => engine.attachments.claim(connection, photos.ids, photos.owned))] : []),
  ...(key
    ? [
        waiting(async () => {
          if (!(await takeKey(connection, key))) throw new AppError('CONFLICT', { seq: draft.before?.seq ?? 0 })
        }),
      ]
    : []),
  ...(more?.(connection) ?? []),
]

const write = async (engine: Engine, draft: Draft, row: CaseRow, besides: Besides, traceId?: string): Promise<void> => {
  const subject = subjectOf(row)
  const alone = (): Promise<void> =>
    engine.writer.transact((connection) => [
      ...actionSteps(engine, connection, draft, subject, traceId),
      ...besideSteps(engine, connection, draft, besides),
    ])
  const { photos, key, more } = besides
  if (photos || more || !canGroup(draft)) await alone()
  else await engine.write({ draft, subject, traceId, ...(key ? { key } : {}), alone })
  announce(engine, draft, subject)
}

/** What the photos of an action show: as its form says. */
const stageOf = (draft: Draft, action: string): 'before' | 'after' | 'other' => {
  const def = actionOf(draft.def, action)
  return (def && formOf(def).find((field) => field.kind === 'photos')?.stage) ?? 'other'
}

/** Entries made since `expected` that changed what can be done; warnings and remarks do not get in anybody's way. */
const assertCurrent = (row: CaseRow, expected: number): void => {
  if (expected > row.seq || expected < row.fold.actedSeq) throw new AppError('CONFLICT', { seq: row.seq })
}

export interface Acting {
  actor: Actor
  id: string
  input: CaseActionInput
  traceId?: string
  /** reads the case on behalf of the actor; getCase unless told (a citizen sees only their own) */
  find?: () => Promise<CaseRow>
}

/** Throws NOT_FOUND, CONFLICT, FORBIDDEN, CASE_ACTION_NOT_ALLOWED or INVALID_INPUT; nothing was then written. */
export const actNow = async (engine: Engine, acting: Acting): Promise<void> => {
  const { actor, id, input } = acting
  const find = acting.find ?? (() => getCase(engine, actor, id))
  await retrying(async () => {
    const row = await find()
    if (input.clientKey !== undefined) {
      const known = await findKey(engine.writer.pool, actor.id, input.clientKey)
      if (known?.caseId === id) return
      if (known) throw new AppError('INVALID_INPUT', { detail: '提交标识已用于其他事项' })
    }
    const hook = engine.hooks.get(hookKey(row.type, input.action))
    if (hook) return await actHooked(engine, acting, row, hook)
    assertCurrent(row, input.expectedSeq)
    const draft = actOn(engine, draftFrom(engine, row), actOf(engine, acting))
    await write(engine, draft, row, besides(engine, acting, draft), acting.traceId)
  })
}

const actOf = (engine: Engine, { actor, input }: Acting): Act => ({
  action: input.action,
  actor,
  data: input.data,
  note: input.note,
  attachments: input.attachments,
  at: engine.ctx.now(),
})

const besides = (engine: Engine, { actor, id, input }: Acting, draft: Draft): Besides => {
  const { attachments: ids, clientKey: key } = input
  return {
    ...(ids.length > 0
      ? { photos: { ids, owned: { owner: actor.id, subject: `case:${id}`, stage: stageOf(draft, input.action) } } }
      : {}),
    ...(key !== undefined ? { key: { actor: actor.id, key, caseId: id, seq: draft.state.seq, at: engine.ctx.now() } } : {}),
  }
}

/** The case is locked first, so that what the hook does elsewhere and what it does to the case are one. */
const actHooked = async (engine: Engine, acting: Acting, found: CaseRow, hook: Hook): Promise<void> => {
  const { actor, input } = acting
  const draft = await inTransaction(engine.ctx.db, async (trx) => {
    const row = await lockCase(trx, found.district, found.id)
    if (!row) throw new AppError('NOT_FOUND')
    assertCurrent(row, input.expectedSeq)
    const base = draftFrom(engine, row)
    const { act } = judge(engine, base, actOf(engine, acting))
    const settled = await hook({ trx, actor, row, action: act.action, data: act.data, note: act.note, at: act.at })
    const done = actOn(engine, base, settled ? { ...act, settled } : act)
    await inTurn([
      ...actionSteps(engine, trx, done, subjectOf(row), acting.traceId),
      ...besideSteps(engine, trx, done, besides(engine, acting, done)),
    ])
    return done
  })
  announce(engine, draft, found)
}

/** Adds entries of the system to a case that may change under its hands; tries again on the newer case. */
export const amend = async (
  engine: Engine,
  id: string,
  change: (draft: Draft, row: CaseRow) => Draft | null,
  more?: (connection: never, row: CaseRow) => Step[],
): Promise<void> => {
  for (let tries = 0; ; tries += 1) {
    const row = await engine.read(districtOfId(id), id)
    const draft = row && change(draftFrom(engine, row), row)
    if (!row || !draft || draft.entries.length === 0) return
    try {
      await retrying(() => write(engine, draft, row, more ? { more: (connection) => more(connection as never, row) } : {}))
      return
    } catch (error) {
      if (tries >= 4 || !(error instanceof AppError) || error.code !== 'CONFLICT') throw error
    }
  }
}

/** A remark of the system in the log, for instance that the alert of the case has ended. */
export const remark = (draft: Draft, note: string, at: Date): Draft =>
  builtIn(draft, { action: 'remark', actor: SYSTEM, data: {}, note, attachments: [], at })
