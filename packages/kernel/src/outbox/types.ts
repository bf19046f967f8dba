/**
 * Transactional outbox: what must flow upward or outward is written with the state it speaks of, in the same
 * transaction, and handed on afterwards, at least once and in order per consumer.
 */
import type pg from 'pg'
import type { Trx } from '../db.ts'

export interface NewEvent {
  /** noun.verb in the past: alert.raised, case.closed, entity.changed */
  topic: string
  /** what it is about; events of one key keep their order */
  key: string
  region: string
  payload: unknown
}

export interface OutboxEvent extends NewEvent {
  seq: number
  at: Date
}

export interface Outbox {
  /** joins the caller's transaction (Kysely, or a bare client on hot paths) */
  publish: (trx: Trx | pg.ClientBase, events: readonly NewEvent[]) => Promise<void>
  /**
   * A durable consumer inside the hub: its cursor is stored; each event's handler runs in one transaction with the
   * cursor's move, so its effect happens exactly once. A failing event is retried with back-off and, after its last
   * try, set aside as dead so that it blocks nobody. Register before start; a name taken twice throws.
   */
  consume: (consumer: string, topics: readonly string[], handle: (trx: Trx, event: OutboxEvent) => Promise<void>) => void
  start: () => Promise<void>
  stop: () => Promise<void>
  /** resolves when every consumer has caught up with what was published before the call; for tests and shutdown */
  drain: () => Promise<void>
}
