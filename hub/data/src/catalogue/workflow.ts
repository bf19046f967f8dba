/** The approval workflow: draft → reviewing → published → changing → published …, withdrawn. */
import {
  type Actor,
  AppError,
  afterAction,
  type CatalogueAction,
  type CatalogueRefusal,
  type ErrorCode,
  type ResourceDraft,
  refusalOf,
} from '@haihe/contract'
import type { Trx } from '@haihe/kernel'
import { assertEditor, newCode } from './create.ts'
import { checkedDraft } from './draft.ts'
import { recordStep, type StepServices } from './steps.ts'
import * as store from './store.ts'

export interface Act {
  id: string
  action: CatalogueAction
  reason: string
  /** of action 'change': the words as they shall be */
  draft?: ResourceDraft
  /** the revision the caller has seen; CONFLICT when it is no longer that one */
  revision?: number
  traceId?: string
}

const REFUSED: Record<CatalogueRefusal, ErrorCode> = {
  'not-now': 'CATALOGUE_ACTION_NOT_ALLOWED',
  'not-yours': 'OUT_OF_SCOPE',
  'own-work': 'OWN_WORK_REVIEWED',
}

/** What others hold on to from the first publication on: the code, and where the rows are. */
const assertSame = (before: ResourceDraft, after: ResourceDraft): void => {
  const errors = (['path', 'kind'] as const)
    .filter((word) => before[word] !== after[word])
    .map((path) => ({ path, message: '发布后不能改变，请另建目录' }))
  if (errors.length > 0) throw new AppError('INVALID_INPUT', { errors })
}

const changed = async (trx: Trx, row: store.ResourceRow, actor: Actor, given: ResourceDraft): Promise<store.ResourceRow> => {
  const work = checkedDraft(given)
  assertEditor(actor, work)
  if (row.served) assertSame(row.served, work)
  const moved = work.path !== row.path
  return {
    ...row,
    work,
    authors: [...new Set([...row.authors, actor.id])],
    path: work.path,
    code: moved ? await newCode(trx, work.path) : row.code,
  }
}

/** The row after an action, its standing aside. */
const wordsAfter = async (trx: Trx, row: store.ResourceRow, actor: Actor, act: Act, at: Date): Promise<store.ResourceRow> => {
  switch (act.action) {
    case 'change':
      if (!act.draft) throw new AppError('INVALID_INPUT', { errors: [{ path: 'draft', message: '须填写变更后的内容' }] })
      return changed(trx, row, actor, act.draft)
    case 'submit':
      return { ...row, authors: [...new Set([...row.authors, actor.id])] }
    case 'publish':
      return { ...row, served: row.work, work: null, version: row.version + 1, authors: [], publishedAt: at }
    case 'discard':
      return { ...row, work: null, authors: [] }
    case 'withdraw':
      return { ...row, work: row.served ? null : row.work, authors: [] }
    case 'recall':
    case 'return':
      return row
  }
}

/** Does one action, or throws why not: NOT_FOUND, OUT_OF_SCOPE, OWN_WORK_REVIEWED, CATALOGUE_ACTION_NOT_ALLOWED, CONFLICT. */
export const actOn = async (trx: Trx, services: StepServices, actor: Actor, act: Act): Promise<void> => {
  const row = await store.lockResource(trx, act.id)
  if (!row) throw new AppError('NOT_FOUND')
  const { owner, region } = (row.served ?? row.work) as ResourceDraft
  const { state, submitted, authors } = row
  const refusal = refusalOf(actor, { owner, region, state, submitted, authors }, act.action)
  if (refusal) throw new AppError(REFUSED[refusal], { state, submitted })
  if (act.revision !== undefined && act.revision !== row.revision) throw new AppError('CONFLICT', { revision: row.revision })
  const at = services.now()
  const words = await wordsAfter(trx, row, actor, act, at)
  const after = { ...words, ...afterAction(row, act.action), updatedAt: at, revision: row.revision + 1 }
  await store.saveResource(trx, after)
  await recordStep(trx, services, {
    actor,
    name: act.action,
    reason: act.reason,
    row: after,
    traceId: act.traceId,
    ...(act.action === 'publish' ? { version: { authors, reviewer: actor.id } } : {}),
  })
}
