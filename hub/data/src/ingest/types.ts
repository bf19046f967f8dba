/**
 * The one ingest pipeline: decode → validate → derive → coalesce → one transaction (observations, latest state, sinks,
 * outbox) → acknowledge → push. Everything that brings numbers into the hub goes through `submit`.
 */
import type { Derivation, EntityTypeDef, ItemResult, Observation, Provenance, Rule } from '@haihe/contract'
import type pg from 'pg'

/** A stored numeric reading as sinks see it: new to the store, never a duplicate. */
export interface Reading {
  /** small integer of the series dictionary */
  series: number
  entity: string
  type: string
  attribute: string
  region: string
  source: string
  provenance: Provenance
  /** epoch milliseconds */
  at: number
  value: number
  /** false when a newer reading of the series is already stored (late data) */
  newest: boolean
  /** for ratio indicators: latest value of another attribute of the same entity at that time */
  latestOf: (attribute: string) => number | undefined
}

/** Takes part in the pipeline's transaction: indicators and alerts are maintained here. */
export interface Sink {
  name: string
  /** runs inside the transaction on the writer's own connection; several writers run side by side */
  write: (client: pg.PoolClient, readings: readonly Reading[]) => Promise<unknown>
  /** after commit, with what `write` returned: push to screens */
  committed?: (result: unknown, readings: readonly Reading[]) => void
}

export interface IngestRequest {
  source: string
  items: readonly unknown[]
}

export interface Ingest {
  /**
   * Resolves after commit with one result per item; rejected items are kept as dead letters with their reason.
   * Throws OVERLOADED (503) or TOO_MANY_REQUESTS (429), both with retryAfter, when the queue is full: nothing of the
   * batch was then taken.
   */
  submit: (request: IngestRequest) => Promise<ItemResult[]>
  addSink: (sink: Sink) => void
  /** entity types, derivations and rules of the scenarios, before start */
  describe: (what: {
    entities?: readonly EntityTypeDef[]
    derivations?: readonly Derivation[]
    rule?: (id: string, date: string, region: string) => Rule | undefined
  }) => void
  start: () => Promise<void>
  stop: () => Promise<void>
}
export type { Observation }
