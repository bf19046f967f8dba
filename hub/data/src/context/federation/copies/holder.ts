/** One step with one copy at its source: made, changed, looked for or deleted there. */
import type { JsonObject } from '../../model/json.ts'
import type { Failure, Forwarder, ForwardRequest, Reply } from '../forward.ts'
import type { Source } from '../registration.ts'
import type { Origin, Speech } from '../speech.ts'
import { type Copy, changeOf, printCopy } from './copy.ts'
import type { StoredCopy, Target } from './copy-store.ts'

export interface Held {
  /** as the source has it now, as far as that is known */
  held: Copy | null
  /** null: all is as wanted */
  error: string | null
  /** nothing is left of it at the source */
  gone?: boolean
}

/** The name of a copy at its source: known before it is made, so that making it twice makes one. */
export const copyName = (id: string): string => `urn:ngsi-ld:Subscription:distsub:${id}`

export const idOfCopy = (name: unknown): string | undefined =>
  /^urn:ngsi-ld:Subscription:distsub:([0-9a-f-]{36})$/.exec(typeof name === 'string' ? name : '')?.[1]

/** Header that brings the key; the source holds it as receiverInfo. */
export const KEY_HEADER = 'Haihe-Notification-Key'

const sourceOf = ({ operations, ...rest }: Target): Source => ({
  ...rest,
  doc: {},
  infos: [],
  operations: new Set(operations),
})

const PATH = '/subscriptions'

const reasonOf = ({ reason, problem }: Failure): string =>
  [reason, problem?.detail ?? problem?.title].filter((text) => typeof text === 'string').join(': ')

export interface HolderServices {
  forwarder: Pick<Forwarder, 'send'>
  keyFor: (id: string) => string
}

export const createHolder =
  ({ forwarder, keyFor }: HolderServices) =>
  async (copy: StoredCopy, origin: Origin): Promise<Held> => {
    const source = sourceOf(copy.target)
    const { held } = copy
    const offers = (operation: string): boolean => source.operations.has(operation)
    const name = copyName(copy.id)

    const body = (doc: Copy, speech: Speech): JsonObject => {
      const { notification, ...rest } = printCopy(doc, speech)
      return {
        ...rest,
        notification: {
          ...(notification as JsonObject),
          endpoint: {
            uri: `${doc.notify}${copy.id}`,
            accept: 'application/json',
            receiverInfo: [{ key: KEY_HEADER, value: keyFor(copy.id) }],
          },
        },
      }
    }
    const send = (make: (speech: Speech) => Omit<ForwardRequest, 'scopeInBody'>): Promise<Reply | Failure> =>
      forwarder.send(source, origin, (speech) => ({ ...make(speech), scopeInBody: true }))

    const remove = async (): Promise<Held> => {
      // a source that cannot be told keeps it until it expires; what it tells is refused
      if (!offers('deleteSubscription')) return { held: null, error: null, gone: true }
      const reply = await send(() => ({ method: 'DELETE', path: `${PATH}/${name}` }))
      const gone = reply.ok || reply.status === 404 || reply.status === 410
      return gone ? { held: null, error: null, gone: true } : { held, error: reasonOf(reply as Failure) }
    }

    /** `first`: one that is there already is put out of the way */
    const create = async (first = true): Promise<Held> => {
      const make = (speech: Speech): JsonObject => ({ id: name, type: 'Subscription', ...body(copy.doc, speech) })
      const reply = await send((speech) => ({ method: 'POST', path: PATH, body: make(speech) }))
      if (reply.ok) return { held: copy.doc, error: null }
      // an earlier try came through and its answer was lost
      if (reply.status === 409 && first) return offers('deleteSubscription') ? replace() : change(copy.doc)
      return { held: null, error: reasonOf(reply) }
    }

    const replace = async (): Promise<Held> => {
      const { error } = await remove()
      return error === null ? create(false) : { held, error }
    }

    const change = async (before: Copy): Promise<Held> => {
      if (!offers('updateSubscription')) return replace()
      const reply = await send((speech) => ({
        method: 'PATCH',
        path: `${PATH}/${name}`,
        body: changeOf(printCopy(before, speech), body(copy.doc, speech)),
      }))
      if (reply.ok) return { held: copy.doc, error: null }
      if (reply.status === 404) return create(false)
      return { held, error: reasonOf(reply) }
    }

    /** A source that was put back to an older state, or where somebody tidied up, has lost it. */
    const look = async (): Promise<Held> => {
      if (!offers('retrieveSubscription')) return { held, error: null }
      const reply = await send(() => ({ method: 'GET', path: `${PATH}/${name}` }))
      if (reply.ok) return { held, error: null }
      return reply.status === 404 ? create() : { held, error: reasonOf(reply) }
    }

    if (copy.state === 'unwanted') return held === null && copy.attempts === 0 ? { held, error: null, gone: true } : remove()
    if (held === null) return create()
    return copy.state === 'wanted' ? change(held) : look()
  }
