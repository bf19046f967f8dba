/** Notifications as they go out. */
import type { Log } from '@haihe/kernel'
import type { LoadMany } from '../context/http/shape.ts'
import type { Contexts, LdContext } from '../context/ld/contexts.ts'
import type { Json } from '../context/model/json.ts'
import type { KeptChange } from '../context/subscription/change.ts'
import { notificationOf, writeChanges } from '../context/subscription/notification.ts'
import type { Subscription } from '../context/subscription/spec.ts'
import type { Stored } from '../context/subscription/subscription-store.ts'
import type { Owed } from './queue-store.ts'
import type { Message } from './sender.ts'

export interface Letter {
  /** undefined: nothing of it is the subscriber's to see */
  message?: Message
  /** deliveries of which the policy tells the subscriber nothing */
  withheld: readonly number[]
}

export interface Letters {
  write: (subscription: Stored, owed: readonly Owed[], at: Date) => Promise<Letter>
}

export interface LetterServices {
  contexts: Pick<Contexts, 'resolve'>
  log: Log
  loadFor: (subscription: Subscription) => LoadMany
  /** a change as this subscriber may be told of it; undefined for none of it */
  told: (subscription: Stored, change: KeptChange) => Promise<KeptChange | undefined>
}

/** `urn:ngsi-ld:Notification:<first>-<last>`: the same deliveries go out under the same name, others never. */
const nameOf = (owed: readonly Owed[]): string => `urn:ngsi-ld:Notification:${owed[0]?.id}-${owed.at(-1)?.id}`

export const createLetters = ({ contexts, log, loadFor, told }: LetterServices): Letters => {
  const contextOf = (subscription: Subscription): Promise<LdContext> => {
    const value = (subscription.doc.jsonldContext ?? subscription.context ?? undefined) as Json | undefined
    return contexts.resolve(subscription.tenant, value).catch((error) => {
      // an address that is gone must not stop deliveries: whole names say the same
      log.warn({ subscription: subscription.id, error: String(error) }, 'the @context of a subscription cannot be had')
      return contexts.resolve(subscription.tenant, undefined)
    })
  }
  return {
    write: async (subscription, owed, at) => {
      const { compiled, tenant } = subscription
      const context = await contextOf(subscription)
      const changes: { change: KeptChange; at: string }[] = []
      const left: Owed[] = []
      for (const one of owed) {
        const change = await told(subscription, one.doc)
        if (!change) continue
        changes.push({ change, at: one.at })
        left.push(one)
      }
      const withheld = owed.filter((one) => !left.includes(one)).map(({ id }) => id)
      if (left.length === 0) return { withheld }
      const data = await writeChanges(changes, compiled, context.terms, loadFor(subscription))
      const head = { id: nameOf(left), subscriptionId: subscription.id, notifiedAt: at.toISOString() }
      const body = notificationOf(head, data, compiled, left[0]?.doc.reason)
      return { message: { endpoint: compiled.endpoint, tenant, body, context }, withheld }
    },
  }
}
