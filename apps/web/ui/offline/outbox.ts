/**
 * Submissions that must not get lost on a weak network: kept first, sent then, sent again after a break.
 * Photos go up before the words and keep the id they got, so that a second try sends only what is missing.
 */

import type { FieldError } from '@haihe/contract/error'
import { ApiError } from '../api.ts'
import type { KeyValue } from './store.ts'

export interface LocalPhoto {
  key: string
  blob: Blob
  /** id on the server once it is up */
  sent: string | null
}

export interface Submission {
  /** also the clientKey: the server takes the same key once */
  id: string
  /** account that wrote it; nobody else's sign-in sends it */
  owner: string
  kind: 'report' | 'action'
  title: string
  path: string
  body: Record<string, unknown>
  photos: LocalPhoto[]
  at: string
  tries: number
  /** waiting: for the network; refused: the server said no, a person must look */
  state: 'waiting' | 'sending' | 'refused'
  error: string | null
  fields: readonly FieldError[]
}

export type NewSubmission = Pick<Submission, 'id' | 'owner' | 'kind' | 'title' | 'path' | 'body' | 'photos'>

export type Outcome =
  | { state: 'sent'; answer: unknown }
  | { state: 'waiting'; error: ApiError | null }
  | { state: 'refused'; error: ApiError }

export interface OutboxNeeds {
  store: KeyValue
  now: () => number
  upload: (photo: LocalPhoto) => Promise<string>
  post: (path: string, body: unknown) => Promise<unknown>
}

export interface Outbox {
  /** keeps it, tries to send it at once */
  submit: (submission: NewSubmission) => Promise<Outcome>
  /** sends what waits, oldest first, until the network fails again */
  flush: (owner: string) => Promise<void>
  remove: (id: string) => Promise<void>
  /** newest last; stable between changes */
  current: () => readonly Submission[]
  subscribe: (listener: () => void) => () => void
  load: () => Promise<void>
}

const PREFIX = 'outbox/'

/** The network, an overloaded server or an ended session: the submission itself is not at fault. */
export const isPassing = (error: unknown): boolean =>
  error instanceof ApiError &&
  (error.status === 0 || error.status === 401 || error.status === 408 || error.status === 429 || error.status >= 500)

const asApiError = (error: unknown): ApiError =>
  error instanceof ApiError ? error : new ApiError(0, 'UNREADABLE', error instanceof Error ? error.message : String(error))

export const createOutbox = ({ store, now, upload, post }: OutboxNeeds): Outbox => {
  let items: readonly Submission[] = []
  let flushing: Promise<void> | null = null
  const listeners = new Set<() => void>()
  const inFlight = new Map<string, Promise<Outcome>>()

  const show = (next: readonly Submission[]) => {
    items = [...next].sort((a, b) => a.at.localeCompare(b.at))
    for (const listener of listeners) listener()
  }
  const keep = async (item: Submission) => {
    await store.set(PREFIX + item.id, item)
    show([...items.filter((other) => other.id !== item.id), item])
  }
  const remove = async (id: string) => {
    await store.remove(PREFIX + id)
    show(items.filter((item) => item.id !== id))
  }

  const deliver = async (item: Submission): Promise<unknown> => {
    for (const photo of item.photos)
      if (photo.sent === null) {
        photo.sent = await upload(photo)
        await keep(item)
      }
    return post(item.path, { ...item.body, clientKey: item.id, attachments: item.photos.map((photo) => photo.sent) })
  }

  const sendOnce = async (kept: Submission): Promise<Outcome> => {
    const item: Submission = {
      ...kept,
      photos: kept.photos.map((photo) => ({ ...photo })),
      state: 'sending',
      tries: kept.tries + 1,
    }
    await keep(item)
    try {
      const answer = await deliver(item)
      await remove(item.id)
      return { state: 'sent', answer }
    } catch (cause) {
      const error = asApiError(cause)
      if (isPassing(error)) {
        await keep({ ...item, state: 'waiting', error: error.message })
        return { state: 'waiting', error }
      }
      await keep({ ...item, state: 'refused', error: error.message, fields: error.fields })
      return { state: 'refused', error }
    }
  }

  /** Two calls for one submission share one sending. */
  const send = (item: Submission): Promise<Outcome> => {
    const running = inFlight.get(item.id)
    if (running) return running
    const sending = sendOnce(item).finally(() => inFlight.delete(item.id))
    inFlight.set(item.id, sending)
    return sending
  }

  const sendAll = async (owner: string) => {
    for (const item of items.filter((waiting) => waiting.owner === owner && waiting.state === 'waiting')) {
      const outcome = await send(item)
      if (outcome.state === 'waiting') return
    }
  }

  return {
    submit: async (submission) => {
      const item: Submission = {
        ...submission,
        at: new Date(now()).toISOString(),
        tries: 0,
        state: 'waiting',
        error: null,
        fields: [],
      }
      await keep(item)
      return send(item)
    },
    flush: (owner) => {
      flushing ??= sendAll(owner).finally(() => {
        flushing = null
      })
      return flushing
    },
    remove,
    current: () => items,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    load: async () => {
      const kept = await store.list<Submission>(PREFIX)
      const known = new Set(items.map((item) => item.id))
      // what was being sent when the page closed may or may not have arrived: it is sent again under its own key
      const fresh = kept
        .filter((item) => !known.has(item.id))
        .map((item) => (item.state === 'sending' ? { ...item, state: 'waiting' as const } : item))
      show([...items, ...fresh])
    },
  }
}
