import { type Actor, AppError, holdsFor, type ResourceDraft } from '@haihe/contract'
import type { Trx } from '@haihe/kernel'
import { checkedDraft, frontCode } from './draft.ts'
import { recordStep, type StepServices } from './steps.ts'
import * as store from './store.ts'

export const newCode = async (trx: Trx, path: string): Promise<string> =>
  `${frontCode(path)}/${await store.nextNumber(trx, frontCode(path))}`

/** The hub itself edits everywhere. */
export const assertEditor = (actor: Actor, resource: Pick<ResourceDraft, 'owner' | 'region'>): void => {
  if (actor.kind !== 'system' && !holdsFor(actor, 'catalogue.edit', resource)) throw new AppError('OUT_OF_SCOPE')
}

/** A draft gets its code; nothing is served yet. */
export const createEntry = async (
  trx: Trx,
  services: StepServices,
  actor: Actor,
  given: ResourceDraft,
  traceId?: string,
): Promise<string> => {
  const draft = checkedDraft(given)
  assertEditor(actor, draft)
  const row = await store.insertResource(trx, {
    path: draft.path,
    code: await newCode(trx, draft.path),
    state: 'draft',
    version: 0,
    served: null,
    work: draft,
    authors: [actor.id],
    declared: null,
    at: services.now(),
  })
  await recordStep(trx, services, { actor, name: 'create', reason: '', row, details: { title: draft.title }, traceId })
  return row.id
}
