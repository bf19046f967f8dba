/** One consumer of everything the ledger reacts to; an event's effects commit with the cursor, so they happen once. */
import type { Resource } from '@haihe/contract'
import type { PlatformEvents } from '@haihe/data/platform/ports'
import type { OutboxEvent, Trx } from '@haihe/kernel'
import { onExpired, onIssued, onLoaded, onPublished, onRevoked, onUsed, onWithdrawn } from './follow-needs.ts'
import { onBelow, onExpiring, onGrantMoved, onObjected, onOverdue, onScored, onUpdated } from './follow-notices.ts'
import { followCalls, followGrant, followResource } from './numbers.ts'
import type { Ledger } from './services.ts'

type Topic = keyof PlatformEvents
type OfResource = { [T in Topic]: PlatformEvents[T] extends { resource: string } ? T : never }[Topic]

/** What is done when something happened to a resource that the catalogue knows. */
const REACTIONS: {
  [T in OfResource]?: (ledger: Ledger, trx: Trx, resource: Resource, event: PlatformEvents[T]) => Promise<void>
} = {
  'catalogue.published': async (ledger, trx, resource) => {
    await followResource(ledger, trx, 'catalogue.published', resource, 0)
    await onPublished(ledger, trx, resource)
  },
  'catalogue.withdrawn': async (ledger, trx, resource) => {
    await followResource(ledger, trx, 'catalogue.withdrawn', resource, 0)
    await onWithdrawn(ledger, trx, resource.id)
  },
  'catalogue.overdue': async (ledger, trx, resource, event) => {
    await followResource(ledger, trx, 'catalogue.overdue', resource, 0)
    await onOverdue(ledger, trx, resource, event)
  },
  'resource.loaded': async (ledger, trx, resource, event) => {
    await followResource(ledger, trx, 'resource.loaded', resource, event.rows)
    await onLoaded(ledger, trx, event)
    await onUpdated(ledger, trx, event)
  },
  'resource.called': followCalls,
  'quality.scored': onScored,
  'quality.below': onBelow,
  'read.objected': onObjected,
  'grant.issued': async (ledger, trx, _resource, event) => {
    await followGrant(ledger, trx, 'grant.issued', event)
    await onIssued(ledger, trx, event)
    const renewed = (await ledger.grants.find(event.grant))?.renews
    if (renewed) await onGrantMoved(ledger, trx, renewed, 'renewedElsewhere')
  },
  'grant.revoked': async (ledger, trx, _resource, event) => {
    await followGrant(ledger, trx, 'grant.revoked', event)
    await onRevoked(ledger, trx, event)
    await onGrantMoved(ledger, trx, event.grant, 'revoked')
  },
  'grant.expiring': onExpiring,
  'grant.expired': async (ledger, trx, _resource, event) => {
    await onExpired(ledger, trx, event)
    await onGrantMoved(ledger, trx, event.grant, 'lapse')
  },
  'grant.used': (ledger, trx, _resource, event) => onUsed(ledger, trx, event),
}

type Reaction = (ledger: Ledger, trx: Trx, resource: Resource, event: { resource: string }) => Promise<void>

/** Subscribes; before the outbox starts. */
export const followPlatform = (ledger: Ledger): void => {
  const handle = async (trx: Trx, { topic, payload }: OutboxEvent): Promise<void> => {
    const event = payload as { resource: string }
    const resource = await ledger.catalogue.find(event.resource)
    if (!resource) {
      ledger.ctx.log.warn({ topic, resource: event.resource }, 'an event speaks of a resource that the catalogue does not know')
      return
    }
    await (REACTIONS[topic as OfResource] as Reaction)(ledger, trx, resource, event)
  }
  ledger.outbox.consume('ledger', Object.keys(REACTIONS), handle)
}
