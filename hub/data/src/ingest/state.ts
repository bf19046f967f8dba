/**
 * What the pipeline remembers of types, sources, entities and series. The store is the truth; this is what makes the
 * hot path quick. A series' mark (`at`) decides between the fast path (COPY) and the slow one (insert unless known); the
 * key of data.observation decides in the end, so a mark that is too low costs a retry and never a wrong row.
 */
import type { AttributeDef, Derivation, EntityTypeDef, Source } from '@haihe/contract'
import type { Reading } from './types.ts'

export interface Counts {
  received: number
  stored: number
  duplicate: number
  rejected: number
}

export interface SourceState extends Source {
  /** entity types it may write; null is any */
  types: ReadonlySet<string> | null
  expectedEvery: number | null
  /** epoch milliseconds of the last item, 0 for never */
  lastSeen: number
  /** since the last flush to data.source_minute, by start of the minute */
  counts: Map<number, Counts>
  /** shortest expectation of the types it writes, milliseconds; Infinity when none is known */
  typesExpect: number
  /** items received and rejected by second, the last sixteen */
  recent: { second: number; received: number; rejected: number }[]
}

export interface TypeState {
  name: string
  def: EntityTypeDef | undefined
  attributes: ReadonlyMap<string, AttributeDef>
  derivations: readonly Derivation[]
  /** every attribute that any derivation reads */
  derivationReads: ReadonlySet<string>
  /** every attribute that a derivation writes: not expected from a source */
  derived: ReadonlySet<string>
  stuckAfter: number
  expectedMs: number
  /** epoch milliseconds; older readings are refused */
  oldest: number
}

export type Kind = 'number' | 'text' | 'boolean'

export class SeriesState {
  readonly id: number
  readonly entity: EntityState
  readonly attribute: string
  readonly kind: Kind
  readonly district: number
  readonly derived: boolean
  source: SourceState
  readonly min: number
  readonly max: number
  readonly unit: string | undefined
  /** feeds a derivation of its type */
  readonly feeds: boolean
  readonly stuckAfter: number
  /** newest stored reading; -Infinity for none, Infinity while unknown (everything then takes the slow path) */
  at = Number.NEGATIVE_INFINITY
  value = Number.NaN
  state: string | boolean | undefined = undefined
  repeats = 0
  /** the mark before the running group, and every step within it: at, value, at, value … */
  beforeAt = Number.NEGATIVE_INFINITY
  beforeValue = Number.NaN
  steps: number[] | undefined = undefined
  /** number of the group that touched it last */
  group = 0
  stuck = false
  gap = false

  constructor(row: {
    id: number
    entity: EntityState
    attribute: string
    kind: Kind
    district: number
    derived: boolean
    source: SourceState
    unit: string | null
  }) {
    this.id = row.id
    this.entity = row.entity
    this.attribute = row.attribute
    this.kind = row.kind
    this.district = row.district
    this.derived = row.derived
    this.source = row.source
    const { type } = row.entity
    const def = type.attributes.get(row.attribute)
    this.min = def?.min ?? Number.NEGATIVE_INFINITY
    this.max = def?.max ?? Number.POSITIVE_INFINITY
    this.unit = def?.unit ?? row.unit ?? undefined
    this.feeds = type.derivationReads.has(row.attribute)
    this.stuckAfter = row.derived ? Number.POSITIVE_INFINITY : type.stuckAfter
  }

  /** The value known at a time: within the running group exactly, before it the mark. Undefined when none is known. */
  asOf(at: number): { value: number; at: number } | undefined {
    if (this.at <= at) return { value: this.value, at: this.at }
    if (this.steps)
      for (let i = this.steps.length - 2; i >= 0; i -= 2)
        if ((this.steps[i] as number) <= at) return { at: this.steps[i] as number, value: this.steps[i + 1] as number }
    return this.beforeAt <= at ? { value: this.beforeValue, at: this.beforeAt } : undefined
  }
}

export class EntityState {
  readonly id: string
  type: TypeState
  region: string
  /** source that registered it; null for none */
  owner: string | null
  readonly series: SeriesState[] = []
  /** the entity that followed it in the last batch: batches of one gateway keep their order */
  next: EntityState | undefined = undefined
  /** its row was changed elsewhere: read it again before use */
  stale = false
  /** the whole object is silent */
  gap = false
  /** index of the writer that owns its district */
  writer: number
  /** a derivation waits for the rest of the readings of this time */
  pendingAt = Number.NaN
  pendingSince = 0

  constructor(id: string, type: TypeState, region: string, owner: string | null, writer: number) {
    this.id = id
    this.type = type
    this.region = region
    this.writer = writer
    this.owner = owner
  }

  find(attribute: string): SeriesState | undefined {
    const { series } = this
    for (let i = 0; i < series.length; i += 1) if ((series[i] as SeriesState).attribute === attribute) return series[i]
    return undefined
  }
}

/** A reading as sinks see it; getters keep it as small as what it refers to. */
export class StoredReading implements Reading {
  readonly #series: SeriesState
  readonly at: number
  readonly value: number
  readonly newest: boolean

  constructor(series: SeriesState, at: number, value: number, newest: boolean) {
    this.#series = series
    this.at = at
    this.value = value
    this.newest = newest
  }
  get series(): number {
    return this.#series.id
  }
  get entity(): string {
    return this.#series.entity.id
  }
  get type(): string {
    return this.#series.entity.type.name
  }
  get attribute(): string {
    return this.#series.attribute
  }
  get region(): string {
    return this.#series.entity.region
  }
  get source(): string {
    return this.#series.source.id
  }
  get provenance(): Reading['provenance'] {
    return this.#series.source.provenance
  }
  get previous(): { at: number; value: number } | null | undefined {
    if (!this.newest) return undefined
    const known = this.#series.asOf(this.at - 1)
    return known && known.at !== Number.NEGATIVE_INFINITY ? known : null
  }
  /** Memory knows the newest value, and within the running group those of exactly this time. */
  latestOf(attribute: string): number | null | undefined {
    const other = this.#series.entity.find(attribute)
    if (other?.kind !== 'number' || other.at === Number.NEGATIVE_INFINITY) return null
    const known = other.asOf(this.at)
    return known && (other.at <= this.at || known.at === this.at) ? known.value : undefined
  }
}

/** Digits 3 to 6 of a region code: the distribution key of the growing tables; 0 above the district. */
export const districtNumber = (region: string): number => (region.length >= 6 ? Number(region.slice(2, 6)) : 0)

/** The writer that owns a region: whole districts, so that no two writers meet in one. */
export const writerOf = (region: string, writers: number): number =>
  region.length >= 6 ? Number(region.slice(0, 6)) % writers : 0
