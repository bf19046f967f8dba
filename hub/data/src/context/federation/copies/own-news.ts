/** A change of the hub's own, for a subscriber who hears of the entity from context sources too. */
import type pg from 'pg'
import type { Stored } from '../../subscription/subscription-store.ts'
import type { Applied } from '../../write/engine.ts'
import { ownNews } from './news.ts'
import { lockTold, saveTold } from './told-store.ts'

/** False when a source told of it already. Part of the transaction that changes the entity. */
export const isOwnNews = async (
  client: pg.ClientBase,
  { key }: Stored,
  { difference, after, now }: Applied,
): Promise<boolean> => {
  const verdict = ownNews(await lockTold(client, key, after.id), difference, Date.parse(now))
  if (verdict.news) await saveTold(client, key, after.id, verdict.told)
  return verdict.news
}

/**
 * A subscription whose entities may be split over hubs: what the hub holds of one says nothing about conditions on the
 * whole. They are looked at when the notification is written (clause 5.8.6).
 */
export const isSplit = ({ doc, copied }: Pick<Stored, 'doc' | 'copied'>): boolean => copied && doc.splitEntities === true

export const loosened = (subscription: Stored): Stored =>
  isSplit(subscription)
    ? {
        ...subscription,
        compiled: { ...subscription.compiled, query: { selectors: subscription.compiled.query.selectors } },
      }
    : subscription
