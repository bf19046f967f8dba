/** Takes what context sources notify of, and owes it to the subscriber (clause 5.8.6). */
import { withinRegion } from '@haihe/contract'
import type { Log } from '@haihe/kernel'
import type pg from 'pg'
import type { Handed } from '../../../deliveries/dispatcher.ts'
import { enqueue, type Owed } from '../../../deliveries/queue-store.ts'
import type { LdContext } from '../../ld/contexts.ts'
import { isObject, type Json } from '../../model/json.ts'
import { bad, missing, NgsiError } from '../../problem.ts'
import { matchesQuery } from '../../query/entity-query.ts'
import type { Finder } from '../../query/find.ts'
import { statusOf } from '../../subscription/spec.ts'
import { findSubscription, type Stored } from '../../subscription/subscription-store.ts'
import type { Source } from '../registration.ts'
import type { Registrations } from '../registrations.ts'
import type { CopyStore, StoredCopy } from './copy-store.ts'
import { copyName } from './holder.ts'
import { hearNews } from './news.ts'
import { changeOf, type Notified, readNotified } from './read-notification.ts'
import { lockTold, saveTold } from './told-store.ts'

export interface IntakeServices {
  pool: pg.Pool
  log: Log
  now: () => Date
  store: CopyStore
  registrations: Pick<Registrations, 'of'>
  finder: Pick<Finder, 'one'>
  /** region of what does not say where it belongs */
  city: string
  /** these were committed */
  hand: (handed: readonly Handed[]) => void
}

/** Entities of one notification at most. */
const MOST = 1_000

const unknown = (id: string): NgsiError => missing('subscription.unknown', { id })

/** The source chose by conditions; which entities the subscription is about is looked at here too. */
const isMeant = ({ compiled, regions }: Stored, { entity }: Notified): boolean =>
  (regions === null || regions.some((region) => withinRegion(entity.region, region))) &&
  matchesQuery(entity, { selectors: compiled.query.selectors })

export const createIntake = ({ pool, log, now, store, registrations, finder, city, hand }: IntakeServices) => {
  /** One entity in one transaction: a notification that comes again after a crash goes on where it stopped. */
  const take = async (copy: StoredCopy, subscription: Stored, notified: Notified): Promise<Owed[]> => {
    const { entity } = notified
    const local = await finder.one(copy.tenant, entity.id)
    const at = now().toISOString()
    const client = await pool.connect()
    try {
      await client.query('BEGIN')
      const told = await lockTold(client, subscription.key, entity.id)
      const gone = notified.before.filter((one) => one.gone)
      const verdict = hearNews(told, local, { by: copy.registration, entity, gone, at: Date.parse(at) })
      const doc = changeOf(notified, at)
      let owed: Owed[] = []
      if (verdict.news) {
        await saveTold(client, subscription.key, entity.id, verdict.told)
        const delivery = { subscriber: subscription.key, change: 0, region: entity.region, entity: entity.id }
        const ids = await enqueue(client, [{ tenant: copy.tenant, entity: entity.id, at, doc }], [delivery], at)
        owed = ids.map((delivered) => ({ id: delivered, entity: entity.id, at, doc }))
      }
      await store.notified(client, copy.id, at)
      await client.query('COMMIT')
      return owed
    } catch (error) {
      await client.query('ROLLBACK').catch(() => {})
      throw error
    } finally {
      client.release()
    }
  }

  const sourceOf = async ({ tenant, registration }: StoredCopy): Promise<Source | undefined> =>
    (await registrations.of(tenant)).find(({ id }) => id === registration)

  /** Throws when nobody waits for it (404), or when it is no notification (400). */
  return async (id: string, body: Json, context: (tenant: string) => Promise<LdContext>): Promise<void> => {
    const copy = await store.find(id)
    if (!copy || copy.state === 'unwanted') throw unknown(copyName(id))
    if (!isObject(body) || body.type !== 'Notification' || body.subscriptionId !== copyName(id)) throw unknown(copyName(id))
    const data: Json = body.data as Json
    // GeoJSON is not what was asked for
    if (!Array.isArray(data) || data.length > MOST) throw bad('notification.invalid', { reason: 'data' })
    const subscription = await findSubscription(pool, copy.tenant, copy.subscription)
    const source = await sourceOf(copy)
    if (!subscription || !source) throw unknown(copyName(id))
    // a paused subscription is told nothing, and nothing later either (clause 5.8.6)
    if (statusOf(subscription, now().getTime()) !== 'active') return
    const { terms } = await context(copy.tenant)
    const notified: Notified[] = []
    let wrong: NgsiError | undefined
    for (const item of data)
      try {
        const one = readNotified(item, source, { tenant: copy.tenant, terms, city })
        if (one) notified.push(one)
      } catch (error) {
        wrong = error instanceof NgsiError ? error : bad('notification.invalid', { reason: (error as Error).message })
      }
    // one entity that cannot be read must not keep the others back
    if (wrong && notified.length === 0) throw wrong
    if (wrong) log.warn({ err: wrong, copy: id, source: copy.registration }, 'a source notified of what is no entity')
    for (const one of notified) {
      const owed = isMeant(subscription, one) ? await take(copy, subscription, one) : []
      if (owed.length > 0) hand([{ subscription, owed }])
    }
  }
}
export type Intake = ReturnType<typeof createIntake>
