/** Notifications about registrations (clauses 5.3.2, 5.11.7): who subscribed to them is owed each change, in its transaction. */
import type pg from 'pg'
import { enqueue } from '../../deliveries/queue-store.ts'
import type { JsonObject } from '../model/json.ts'
import type { KeptChange, TriggerReason } from '../subscription/change.ts'
import { csourceChange } from '../subscription/change.ts'
import { type Subscription, statusOf } from '../subscription/spec.ts'
import { activeSubscriptions, findSubscription, type Stored } from '../subscription/subscription-store.ts'
import { sourceOf } from './read.ts'
import type { Registration } from './registration.ts'
import type { RegistrationChange } from './registration-routes.ts'
import type { Registrations } from './registrations.ts'
import { type CsourceQuery, selectInformation } from './select.ts'

export interface TellServices {
  pool: pg.Pool
  now: () => Date
  registrations: Pick<Registrations, 'of'>
  wake: (keys: Iterable<{ tenant: string; id: string }>) => Promise<void>
}

const queryOf = ({ compiled }: Subscription): CsourceQuery => ({
  selectors: compiled.query.selectors,
  ...(compiled.watched ? { attributes: compiled.watched } : {}),
  ...(compiled.query.q ? { q: compiled.query.q } : {}),
  ...(compiled.csource?.csf ? { csf: compiled.csource.csf } : {}),
  ...(compiled.query.geo ? { geo: compiled.query.geo } : {}),
  ...(compiled.query.scopeQ ? { scopeQ: compiled.query.scopeQ } : {}),
  ...(compiled.csource?.span ? { span: compiled.csource.span } : {}),
})

/** The registration with the information that the subscription is about; undefined: none of it. */
const relevant = (registration: Registration | undefined, subscription: Subscription): JsonObject | undefined => {
  if (!registration || registration.tenant !== subscription.tenant) return undefined
  const information = selectInformation(sourceOf(registration), queryOf(subscription))
  const { id, doc } = registration
  return information.length === 0 ? undefined : { id, type: 'ContextSourceRegistration', ...doc, information }
}

const reasonOf = (before: JsonObject | undefined, after: JsonObject | undefined): TriggerReason =>
  before === undefined ? 'newlyMatching' : after === undefined ? 'noLongerMatching' : 'updated'

export const createTell = ({ pool, now, registrations, wake }: TellServices) => {
  const owe = async (client: pg.ClientBase, owed: { subscription: Stored; change: KeptChange }[]): Promise<() => void> => {
    if (owed.length === 0) return () => {}
    const at = now().toISOString()
    await enqueue(
      client,
      owed.map(({ subscription, change }) => ({ tenant: subscription.tenant, entity: change.entity.id, at, doc: change })),
      owed.map(({ subscription }, change) => ({
        subscriber: subscription.key,
        change,
        region: '',
        entity: null,
      })),
      at,
    )
    return () => void wake(owed.map(({ subscription: { tenant, id } }) => ({ tenant, id })))
  }

  const isOpen = (subscription: Subscription): boolean =>
    subscription.kind === 'csource' && statusOf(subscription, now().getTime()) === 'active'

  return {
    /** Part of the transaction that changes a registration. */
    changed: async (client: pg.PoolClient, { before, after }: RegistrationChange): Promise<() => void> => {
      const subscriptions = (await activeSubscriptions(client)).filter(isOpen)
      const at = now().toISOString()
      return owe(
        client,
        subscriptions.flatMap((subscription) => {
          if (subscription.compiled.timeInterval !== undefined) return []
          const [was, is] = [relevant(before, subscription), relevant(after, subscription)]
          const told = is ?? was
          return told ? [{ subscription, change: csourceChange([told], reasonOf(was, is), at) }] : []
        }),
      )
    },
    periodic: async (subscription: Subscription): Promise<KeptChange | undefined> => {
      const found = (await registrations.of(subscription.tenant)).flatMap((source) => {
        const told = relevant(source, subscription)
        return told ? [told] : []
      })
      return found.length === 0 ? undefined : csourceChange(found, 'newlyMatching', now().toISOString())
    },
    /** A subscription was made or changed: what matches now is told at once. */
    registered: async (subscription: Subscription): Promise<void> => {
      if (!isOpen(subscription)) return
      const found = (await registrations.of(subscription.tenant)).flatMap((source) => {
        const told = relevant(source, subscription)
        return told ? [told] : []
      })
      if (found.length === 0) return
      const client = await pool.connect()
      try {
        await client.query('BEGIN')
        const stored = await findSubscription(client, subscription.tenant, subscription.id)
        const change = csourceChange(found, 'newlyMatching', now().toISOString())
        const done = await owe(client, stored ? [{ subscription: stored, change }] : [])
        await client.query('COMMIT')
        done()
      } catch (error) {
        await client.query('ROLLBACK')
        throw error
      } finally {
        client.release()
      }
    },
  }
}
