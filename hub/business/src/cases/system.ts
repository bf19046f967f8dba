/** What the hub itself does to cases when something happened elsewhere; joins the transaction of whoever noticed it. */
import { AppError, type CaseEntry } from '@haihe/contract'
import type { Trx } from '@haihe/kernel'
import { inTurn } from '../executor.ts'
import { draftFrom, subjectOf } from './act.ts'
import type { CaseRow } from './case-store.ts'
import { actionSteps, announce, type Subject } from './commit.ts'
import { actOn, type Draft } from './draft.ts'
import { type Engine, SYSTEM } from './engine.ts'
import type { Hook } from './hook.ts'
import { type Opening, prepareOpening } from './open.ts'

export const openBySystem = async (engine: Engine, trx: Trx, opening: Omit<Opening, 'actor'>): Promise<Subject> => {
  const prepared = await prepareOpening(engine, { ...opening, actor: SYSTEM })
  await inTurn(prepared.steps(trx))
  announce(engine, prepared.draft, prepared.subject)
  return prepared.subject
}

const write = async (engine: Engine, trx: Trx, draft: Draft, row: CaseRow): Promise<void> => {
  await inTurn(actionSteps(engine, trx, draft, subjectOf(row)))
  announce(engine, draft, row)
}

export interface SystemAct {
  action: string
  data?: CaseEntry['data']
  note?: string
  settled?: Awaited<ReturnType<Hook>>
}

/** Performs the first of the actions that the case allows; undefined when it allows none. The row must be locked. */
export const actBySystem = async (
  engine: Engine,
  trx: Trx,
  row: CaseRow,
  acts: readonly SystemAct[],
): Promise<string | undefined> => {
  for (const { action, data = {}, note = '', settled } of acts) {
    const act = { action, actor: SYSTEM, data, note, attachments: [], at: engine.ctx.now() }
    try {
      const draft = actOn(engine, draftFrom(engine, row), settled ? { ...act, settled } : act)
      await write(engine, trx, draft, row)
      return action
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'CASE_ACTION_NOT_ALLOWED') throw error
    }
  }
  return undefined
}
