/** Confirmed classifications: a new version at once, without review. */
import { type Actor, AppError, type FieldClassification, holdsFor, isServed, type ResourceDraft } from '@haihe/contract'
import type { Trx } from '@haihe/kernel'
import { recordStep, type StepServices } from './steps.ts'
import * as store from './store.ts'

type Classified = Record<string, FieldClassification>

const withFields = (draft: ResourceDraft, fields: Classified): ResourceDraft => ({
  ...draft,
  fields: draft.fields.map((field) => {
    const given = Object.hasOwn(fields, field.name) ? fields[field.name] : undefined
    return given ? { ...field, classification: given } : field
  }),
})

const assertKnown = (draft: ResourceDraft, fields: Classified): void => {
  const known = new Set(draft.fields.map(({ name }) => name))
  const errors = Object.keys(fields)
    .filter((name) => !known.has(name))
    .map((name) => ({ path: `fields.${name}`, message: `没有信息项 ${name}` }))
  if (errors.length > 0) throw new AppError('INVALID_INPUT', { errors })
}

export const classifyEntry = async (
  trx: Trx,
  services: StepServices,
  actor: Actor,
  id: string,
  fields: Classified,
): Promise<void> => {
  const row = await store.lockResource(trx, id)
  if (!row) throw new AppError('NOT_FOUND')
  const shown = (row.served ?? row.work) as ResourceDraft
  if (actor.kind !== 'system' && !holdsFor(actor, 'classification.confirm', shown)) throw new AppError('OUT_OF_SCOPE')
  if (row.state === 'withdrawn') throw new AppError('CATALOGUE_ACTION_NOT_ALLOWED', { state: row.state })
  assertKnown(shown, fields)
  const serves = isServed(row)
  const at = services.now()
  const after: store.ResourceRow = {
    ...row,
    version: serves ? row.version + 1 : row.version,
    served: row.served && withFields(row.served, fields),
    work: row.work && withFields(row.work, fields),
    publishedAt: serves ? at : row.publishedAt,
    updatedAt: at,
  }
  await store.saveResource(trx, after)
  await recordStep(trx, services, {
    actor,
    name: 'classify',
    reason: '分类分级确认',
    row: after,
    details: { fields },
    ...(serves ? { version: { authors: [actor.id], reviewer: null } } : {}),
  })
}
