/** A step of an entry: its row, version, log, audit and events commit together. */
import type { Actor, CatalogueAction, ResourceDraft } from '@haihe/contract'
import type { Audit, NewEvent, Outbox, Trx } from '@haihe/kernel'
import type { ResourceRow } from './store.ts'
import * as store from './store.ts'

export interface StepServices {
  outbox: Pick<Outbox, 'publish'>
  audit: Pick<Audit, 'record'>
  now: () => Date
}

/** What was done: an action of the workflow, or one that needs no review. */
type StepName = CatalogueAction | 'create' | 'classify' | 'declare'

export interface Step {
  actor: Actor
  name: StepName
  reason: string
  /** the row after the step */
  row: ResourceRow
  /** this step begins to serve `row.served` as `row.version` */
  version?: { authors: readonly string[]; reviewer: string | null }
  details?: Record<string, unknown>
  traceId?: string
}

const eventsOf = ({ name, row, version }: Step, region: string): NewEvent[] => {
  const base = { key: row.id, region }
  const told: NewEvent[] = [
    {
      ...base,
      topic: 'catalogue.acted',
      payload: { resource: row.id, action: name, state: row.state, submitted: row.submitted, version: row.version },
    },
  ]
  if (version) told.push({ ...base, topic: 'catalogue.published', payload: { resource: row.id, version: row.version } })
  if (name === 'withdraw') told.push({ ...base, topic: 'catalogue.withdrawn', payload: { resource: row.id } })
  return told
}

/** Writes everything of a step but the row itself. */
export const recordStep = async (trx: Trx, services: StepServices, step: Step): Promise<void> => {
  const { actor, name, reason, row, version } = step
  const at = services.now()
  const { region, owner } = (row.served ?? row.work) as ResourceDraft
  if (version)
    await store.insertVersion(trx, {
      resource: row.id,
      version: row.version,
      doc: row.served as ResourceDraft,
      ...version,
      reason,
      at,
    })
  await store.insertAction(trx, {
    resource: row.id,
    action: name,
    state: row.state,
    version: row.version,
    actor: actor.id,
    actorName: actor.name,
    reason,
    at,
  })
  await services.audit.record(trx, [
    {
      actor,
      action: `catalogue.${name}`,
      subject: `resource:${row.id}`,
      region,
      details: { code: row.code, owner, state: row.state, version: row.version, reason, ...step.details },
      traceId: step.traceId,
    },
  ])
  await services.outbox.publish(trx, eventsOf(step, region))
}
