/** What one transaction writes: the rows of many requests, coalesced. Building it moves the marks in memory. */
import { type DeriveContext, type Derived, deriveFresh, deriveSettled } from './derive.ts'
import { type FaultChange, faultOf } from './fault-types.ts'
import { DUPLICATE, type Prepared, STORED } from './prepared.ts'
import type { Registry } from './registry.ts'
import { type EntityState, type SeriesState, StoredReading } from './state.ts'

/** The items of one request that go through one writer. */
export interface Part {
  prepared: Prepared
  /** indexes into the request, in order */
  indexes: readonly number[]
  /** this part keeps the request's dead letters */
  letters: boolean
  /** entities whose derivation has waited long enough; such a part has no items */
  settled?: readonly { entity: EntityState; at: number }[]
  done: () => void
  failed: (error: unknown) => void
}

interface LateRow {
  series: SeriesState
  at: number
  value: number
  part: Part | undefined
  index: number
}

export interface Group {
  parts: readonly Part[]
  /** strictly newer than their series' mark: these go by COPY */
  rowSeries: SeriesState[]
  rowAt: number[]
  rowValue: number[]
  /** at or below the mark: inserted unless known */
  late: LateRow[]
  /** series whose latest state moved */
  touched: SeriesState[]
  faults: FaultChange[]
  readings: StoredReading[]
}

let groups = 0

/** Moves a series' mark to a newer reading, and notices stuck and recovered sensors. */
const advance = (group: Group, number: number, series: SeriesState, at: number, value: number, repeated: boolean): void => {
  if (series.group === number) {
    series.steps ??= []
    series.steps.push(series.at, series.value)
  } else {
    series.group = number
    series.beforeAt = series.at
    series.beforeValue = series.value
    series.steps = undefined
    group.touched.push(series)
  }
  if (repeated) series.repeats += 1
  else {
    series.repeats = 1
    if (series.stuck) {
      series.stuck = false
      group.faults.push(faultOf(series, 'recovered', 'stuck', at))
    }
  }
  series.at = at
  series.value = value
  if (series.repeats >= series.stuckAfter && !series.stuck) {
    series.stuck = true
    group.faults.push(faultOf(series, 'stuck', 'stuck', at, { value, count: series.repeats }))
  }
  if (series.gap) {
    series.gap = false
    group.faults.push(faultOf(series, 'recovered', 'gap', at))
  }
  if (series.entity.gap && !series.derived) {
    series.entity.gap = false
    group.faults.push(faultOf(series, 'recovered', 'gap', at, { whole: true }))
  }
}

const addNumber = (group: Group, number: number, series: SeriesState, at: number, value: number): void => {
  advance(group, number, series, at, value, value === series.value)
  group.rowSeries.push(series)
  group.rowAt.push(at)
  group.rowValue.push(value)
  group.readings.push(new StoredReading(series, at, value, true))
}

const addState = (group: Group, number: number, series: SeriesState, at: number, state: string | boolean): void => {
  const same = series.state === state
  series.state = state
  advance(group, number, series, at, Number.NaN, same)
}

type Times = Map<EntityState, number[]>

const addItem = (group: Group, number: number, part: Part, index: number, times: Times): void => {
  const { prepared } = part
  const series = prepared.series[index] as SeriesState
  const at = prepared.at[index] as number
  // a group that is built again after a failure starts from a clean slate
  prepared.status[index] = STORED
  if (series.kind !== 'number') {
    if (at > series.at) addState(group, number, series, at, prepared.states?.get(index) as string | boolean)
    else prepared.status[index] = DUPLICATE
    return
  }
  const value = prepared.value[index] as number
  if (at > series.at) {
    addNumber(group, number, series, at, value)
    if (series.feeds) {
      const known = times.get(series.entity)
      if (known) known.push(at)
      else times.set(series.entity, [at])
    }
  } else if (at === series.at) prepared.status[index] = DUPLICATE
  else group.late.push({ series, at, value, part, index })
}

/** Derived values become rows like any other; their series are made when first needed. */
const addDerived = async (
  group: Group,
  number: number,
  derived: readonly Derived[],
  registry: Registry,
  sourceOf: (entity: EntityState) => SeriesState['source'] | undefined,
): Promise<void> => {
  const missing = derived.filter(({ entity, attribute }) => !entity.find(attribute))
  if (missing.length > 0)
    await registry.create(
      missing.flatMap(({ entity, attribute, kind }) => {
        const source = sourceOf(entity)
        const unit = entity.type.attributes.get(attribute)?.unit ?? null
        return source
          ? [{ entity: entity.id, type: entity.type.name, region: entity.region, source, attribute, kind, unit, derived: true }]
          : []
      }),
    )
  for (const { entity, attribute, at, value } of derived) {
    const series = entity.find(attribute)
    if (!series || at <= series.at) continue
    if (typeof value === 'number') {
      if (series.kind === 'number') addNumber(group, number, series, at, value)
    } else if (series.kind !== 'number') addState(group, number, series, at, value)
  }
}

/** The source a derived value is shown under: the one that brought its first input. */
const inputSource = (entity: EntityState): SeriesState['source'] | undefined =>
  entity.series.find((series) => series.feeds)?.source

export const buildGroup = async (parts: readonly Part[], registry: Registry, context: DeriveContext): Promise<Group> => {
  groups += 1
  const number = groups
  const group: Group = { parts, rowSeries: [], rowAt: [], rowValue: [], late: [], touched: [], faults: [], readings: [] }
  const times: Times = new Map()
  for (const part of parts) for (const index of part.indexes) addItem(group, number, part, index, times)
  const derived: Derived[] = []
  for (const [entity, at] of times) derived.push(...deriveFresh(entity, at, context))
  for (const part of parts) for (const { entity, at } of part.settled ?? []) derived.push(...deriveSettled(entity, at, context))
  if (derived.length > 0) await addDerived(group, number, derived, registry, inputSource)
  return group
}
