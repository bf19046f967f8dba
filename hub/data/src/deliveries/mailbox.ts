/** What this process knows of a subscriber that it serves. */
import type { Stored } from '../context/subscription/subscription-store.ts'
import type { Owed, SubscriberState } from './queue-store.ts'

export interface Mailbox {
  readonly key: number
  subscription: Stored
  /** it is ours to send to */
  claimed: boolean
  /** owed, oldest first, as far as it is in memory */
  owed: Owed[]
  /** the store holds more than `owed` */
  more: boolean
  /** handed over while it is being read from the store; undefined when it is not */
  arrived: Owed[] | undefined
  /** what was read last: a hand-over of the same that comes later is none */
  page: ReadonlySet<number>
  sending: boolean
  /** outcomes that are not in the store yet */
  unsettled: number
  /** called when `unsettled` comes to nothing */
  settled: (() => void) | undefined
  failures: number
  /** deliveries of the notification that failed last: it goes out again as it was */
  tried: ReadonlySet<number> | null
  attempts: number
  /** epoch milliseconds of the last notification, for throttling */
  lastSent: number
  /** not before then, epoch milliseconds */
  notBefore: number
  /** its last answer took long, or did not come */
  slow: boolean
}

export const openMailbox = (subscription: Stored): Mailbox => ({
  key: subscription.key,
  subscription,
  claimed: false,
  owed: [],
  // what happened before this process came is in the store
  more: true,
  arrived: undefined,
  page: new Set(),
  sending: false,
  unsettled: 0,
  settled: undefined,
  failures: 0,
  tried: null,
  attempts: 0,
  lastSent: 0,
  notBefore: 0,
  slow: false,
})

/** As the store knows it. */
export const fill = (box: Mailbox, state: SubscriberState): void => {
  box.claimed = true
  box.failures = state.failures
  box.tried = state.tried ? new Set(state.tried) : null
  box.attempts = state.attempts
  box.lastSent = state.last_notification?.getTime() ?? 0
  box.notBefore = state.next_try_at?.getTime() ?? 0
  box.slow = state.failures > 0
}

/** Deliveries of one subscriber that are kept in memory; what is more stays in the store until its turn. */
export const MOST_KEPT = 2000

/** What was just committed. */
export const give = (box: Mailbox, owed: readonly Owed[], room: boolean): void => {
  if (box.arrived) {
    if (box.arrived.length + owed.length <= MOST_KEPT) box.arrived.push(...owed)
    else box.more = true
    return
  }
  // behind, waiting for a retry, or too much at once: it is read from the store in its turn
  if (box.more) return
  const fresh = box.page.size === 0 ? owed : owed.filter(({ id }) => !box.page.has(id))
  if (fresh.length === 0) return
  if (!room || box.tried || box.owed.length + fresh.length > MOST_KEPT) box.more = true
  else box.owed.push(...fresh)
}

/** Reading from the store begins: what is committed from now on may be in what is read, or not. */
export const beginLoad = (box: Mailbox): void => {
  box.more = false
  box.arrived = []
}

/** What was read, and what came meanwhile; `whole`: it was all that the store held. */
export const endLoad = (box: Mailbox, read: readonly Owed[], whole: boolean): void => {
  const arrived = box.arrived ?? []
  box.arrived = undefined
  box.page = new Set(read.map(({ id }) => id))
  if (!whole) box.more = true
  box.owed = box.more ? [...read] : [...read, ...arrived.filter(({ id }) => !box.page.has(id))]
}

/** Nothing of it is under way and nothing known to be owed. */
export const isIdle = (box: Mailbox): boolean => !box.sending && box.unsettled === 0 && box.owed.length === 0 && !box.more
