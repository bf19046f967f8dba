/**
 * City objects tell no event when they report, entries of declared types none when they are published, and a hub that is
 * brought up to date has resources from before: what the catalogue says now is compared with what the rates were told.
 */
import { isServed, type Resource } from '@haihe/contract'
import { inTransaction } from '@haihe/kernel'
import { allFacts, type ResourceFact } from './fact-store.ts'
import { onLoaded, onPublished } from './follow-needs.ts'
import { onUpdated } from './follow-notices.ts'
import { noteFact } from './numbers.ts'
import type { Ledger } from './services.ts'

type Change = Partial<Pick<ResourceFact, 'catalogued' | 'connected' | 'overdue'>>

/** What is to be put right; undefined when nothing is. */
const missedOf = (resource: Resource, fact: (ResourceFact & { at: Date }) | undefined): Change | undefined => {
  const catalogued = isServed(resource)
  if (!fact) return catalogued ? { catalogued, connected: resource.loadedAt !== null } : undefined
  const fresh = resource.loadedAt !== null && Date.parse(resource.loadedAt) > fact.at.getTime()
  const change: Change = {
    ...(catalogued === fact.catalogued ? {} : { catalogued }),
    ...(resource.loadedAt !== null && !fact.connected ? { connected: true } : {}),
    ...(fact.overdue && fresh ? { overdue: false } : {}),
  }
  const moved =
    resource.region !== fact.region || resource.owner !== fact.owner || (resource.cycle !== 'irregular') !== fact.timed
  return moved || Object.keys(change).length > 0 ? change : undefined
}

export const catchUp = async (ledger: Ledger): Promise<void> => {
  const facts = new Map((await allFacts(ledger.ctx.db)).map((fact) => [fact.resource, fact]))
  for (const resource of await ledger.catalogue.list()) {
    const change = missedOf(resource, facts.get(resource.id))
    if (!change) continue
    await inTransaction(ledger.ctx.db, async (trx) => {
      await noteFact(ledger, trx, resource, change)
      if (change.catalogued) await onPublished(ledger, trx, resource)
      const loaded = { resource: resource.id, connector: '', run: 0, rows: Math.max(1, resource.rows), rejected: 0 }
      if (change.connected) await onLoaded(ledger, trx, loaded)
      if (change.overdue === false) await onUpdated(ledger, trx, loaded)
    })
  }
}
