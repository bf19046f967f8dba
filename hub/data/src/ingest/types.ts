/**
 * The one ingest pipeline: decode → validate → derive → coalesce → one transaction (observations, latest state, sinks,
 * outbox) → acknowledge → push. Everything that brings numbers into the hub goes through `submit`.
 */
import type { Derivation, EntityTypeDef, ItemResult, Observation, Provenance, Rule } from '@haihe/contract'
import type pg from 'pg'
import type { Via } from './arrival.ts'

/** A stored numeric reading as sinks see it: new to the store, never a duplicate. */
export interface Reading {
  /** small integer of the series dictionary */
  readonly series: number
  readonly entity: string
  readonly type: string
  readonly attribute: string
  readonly region: string
  readonly source: string
  readonly provenance: Provenance
  /** epoch milliseconds */
  readonly at: number
  readonly value: number
  /** false when a newer reading of the series is already stored (late data) */
  readonly newest: boolean
  /** the stored reading of the series before this one; null for none, undefined when it is not at hand (late data) */
  readonly previous?: { readonly at: number; readonly value: number } | null
  /**
   * for ratio indicators: value of another attribute of the same entity as known at that time; null for none, undefined
   * when it is not at hand (late data): the store knows
   */
  latestOf: (attribute: string) => number | null | undefined
}

/**
 * Which writer runs. A writer owns whole districts (the first six digits of a reading's region): every reading of a
 * district comes through the same writer, one group after the other, so rows keyed by a district or by anything below
 * it are never contended between writers. What lies above a district (the city) is fed by all writers at once: a sink
 * must not upsert one shared city row inside `write`, or the writers queue behind that row's lock. Keep such partials per
 * writer (`index` as part of the key) or per district, and merge the few rows when they are read.
 */
export interface Writer {
  index: number
  count: number
}

/** Takes part in the pipeline's transaction: indicators and alerts are maintained here. */
export interface Sink {
  name: string
  /**
   * Runs inside the transaction on the writer's own connection; several writers run side by side. Sinks begin in order of
   * addSink and go on side by side: the connection is pipelined, so their statements follow each other in the order in
   * which they are sent, and an error of one makes the others' fail (25P02). Send independent statements without waiting
   * between them; name them (`{ name, text, values }`) so that they are planned once.
   */
  write: (client: pg.PoolClient, readings: readonly Reading[], writer: Writer) => Promise<unknown>
  /** after commit, with what `write` returned: push to screens. Synchronous and quick: the acknowledgement waits for it */
  committed?: (result: unknown, readings: readonly Reading[]) => void
  /**
   * The transaction in which `write` ran was rolled back, or nobody knows whether it was committed (connection lost in
   * COMMIT): what `write` remembered outside the database for this writer is to be read again from the store. The
   * pipeline tries the same readings again; what had been committed after all is then not shown to sinks a second time.
   */
  aborted?: (readings: readonly Reading[], writer: Writer) => void | Promise<void>
}

export interface IngestRequest {
  source: string
  items: readonly unknown[]
  /** false: rejected items are only reported, not kept (a dead letter that is being replayed is kept already) */
  keepRejected?: boolean
  /** file imports: line number of each item, kept with what is rejected */
  lines?: readonly number[]
  /** over what it came; the source's own protocol unless told */
  via?: Via
}

export interface Ingest {
  /**
   * Resolves after commit with one result per item; rejected items are kept as dead letters with their reason.
   * Throws OVERLOADED (503) or TOO_MANY_REQUESTS (429), both with retryAfter, when the queue is full: nothing of the
   * batch was then taken. Throws NOT_FOUND for a source that is not registered.
   */
  submit: (request: IngestRequest) => Promise<ItemResult[]>
  /** The same from the bytes of a JSON body: a list of items, or `{items}`. Throws MALFORMED_JSON, or INVALID_INPUT. */
  submitBytes: (source: string, body: Buffer, via?: Via) => Promise<ItemResult[]>
  addSink: (sink: Sink) => void
  /** entity types, derivations and rules of the scenarios, before start; calls add up, a type or derivation twice throws */
  describe: (what: {
    entities?: readonly EntityTypeDef[]
    derivations?: readonly Derivation[]
    rule?: (id: string, date: string, region: string) => Rule | undefined
  }) => void
  /** Entities were changed or deleted outside the pipeline: their type, region and source are read again when next seen. */
  forget: (entities: readonly string[]) => void
  /** Sources were changed: registry rows are read again. */
  reloadSources: () => Promise<void>
  start: () => Promise<void>
  /** finishes what was accepted */
  stop: () => Promise<void>
}
export type { Observation }
