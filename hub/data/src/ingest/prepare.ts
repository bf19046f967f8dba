/** From items as they came to rows for the writers, and to rejections with their reason. */
import { ERRORS, type ErrorCode, type Observation } from '@haihe/contract'
import { parseInstant } from './instant.ts'
import type { Registry, Wanted } from './registry.ts'
import type { EntityState, Kind, SeriesState, SourceState, TypeState } from './state.ts'
import { storable } from './text.ts'
import { Unreadable } from './unreadable.ts'
import { isObservation, whyNot } from './validate.ts'

export const STORED = 0
export const DUPLICATE = 1
export const REJECTED = 2

export interface Rejection {
  index: number
  code: ErrorCode
  /** Chinese, complete */
  message: string
  path: string
  item: unknown
}

/** One request on its way; arrays run in step with its items. */
export interface Prepared {
  source: SourceState
  count: number
  /** undefined where the item was rejected */
  series: (SeriesState | undefined)[]
  at: Float64Array
  value: Float64Array
  /** text and boolean values by index */
  states: Map<number, string | boolean> | undefined
  status: Uint8Array
  rejections: Rejection[]
  /** file imports: line of each item */
  lines: readonly number[] | undefined
}

/** Room for the outcome of `count` items. */
export const emptyPrepared = (source: SourceState, count: number): Prepared => ({
  source,
  count,
  series: new Array<SeriesState | undefined>(count).fill(undefined),
  at: new Float64Array(count),
  value: new Float64Array(count),
  states: undefined,
  status: new Uint8Array(count),
  rejections: [],
  lines: undefined,
})

/** A reading may be this much ahead of the hub's clock. */
export const MOST_AHEAD = 5 * 60_000

export interface Bounds {
  /** epoch milliseconds */
  latest: number
}

interface Reason {
  code: ErrorCode
  path: string
  detail?: string
}

const kindOf = (value: Observation['value']): Kind =>
  typeof value === 'number' ? 'number' : typeof value === 'string' ? 'text' : 'boolean'
const KIND_WORDS: Record<Kind, string> = { number: '数值', text: '文本', boolean: '是或否' }

/** Units are compared as written by people: width, case of µ and superscripts aside. */
const plainUnit = (unit: string): string => unit.normalize('NFKC').replaceAll('µ', 'μ').replaceAll(' ', '')

/** Range, kind and unit against a known series. */
const againstSeries = (series: SeriesState, item: Observation, source: SourceState): Reason | undefined => {
  if (series.source !== source)
    return { code: 'SOURCE_NOT_ALLOWED', path: 'attribute', detail: `该指标由数据源 ${series.source.id} 提供，一数一源` }
  if (series.derived) return { code: 'SOURCE_NOT_ALLOWED', path: 'attribute', detail: '该属性由系统计算，不能上报' }
  const kind = kindOf(item.value)
  if (kind !== series.kind) return { code: 'INVALID_INPUT', path: 'value', detail: `该属性应为${KIND_WORDS[series.kind]}` }
  if (typeof item.value === 'number' && (item.value < series.min || item.value > series.max))
    return { code: 'VALUE_OUT_OF_RANGE', path: 'value', detail: rangeWords(series.min, series.max, series.unit) }
  if (typeof item.value === 'string' && !storable(item.value))
    return { code: 'INVALID_INPUT', path: 'value', detail: '文本含有无法保存的字符' }
  if (
    item.unit !== undefined &&
    series.unit !== undefined &&
    item.unit !== series.unit &&
    plainUnit(item.unit) !== plainUnit(series.unit)
  )
    return { code: 'INVALID_INPUT', path: 'unit', detail: `单位应为 ${series.unit}` }
  return undefined
}

const rangeWords = (min: number, max: number, unit = ''): string =>
  `应${min === Number.NEGATIVE_INFINITY ? '' : `不小于 ${min}`}${Number.isFinite(min) && Number.isFinite(max) ? '、' : ''}${max === Number.POSITIVE_INFINITY ? '' : `不大于 ${max}`} ${unit}`.trim()

/** What holds before a series exists: the type's description, and the rights of the source. */
const againstType = (
  type: TypeState,
  region: string,
  owner: SourceState | undefined,
  item: Observation,
  source: SourceState,
): Reason | undefined => {
  if (
    !storable(item.entity) ||
    !storable(item.attribute) ||
    !storable(type.name) ||
    (item.unit !== undefined && !storable(item.unit))
  )
    return { code: 'INVALID_INPUT', path: 'entity', detail: '文本含有无法保存的字符' }
  const denied = rights(type, region, owner, source)
  if (denied) return denied
  if (type.derived.has(item.attribute))
    return { code: 'SOURCE_NOT_ALLOWED', path: 'attribute', detail: '该属性由系统计算，不能上报' }
  const def = type.attributes.get(item.attribute)
  const kind = kindOf(item.value)
  if (def && def.kind !== kind) return { code: 'INVALID_INPUT', path: 'value', detail: `该属性应为${KIND_WORDS[def.kind]}` }
  const min = def?.min ?? Number.NEGATIVE_INFINITY
  const max = def?.max ?? Number.POSITIVE_INFINITY
  if (typeof item.value === 'number' && (item.value < min || item.value > max))
    return { code: 'VALUE_OUT_OF_RANGE', path: 'value', detail: rangeWords(min, max, def?.unit) }
  if (typeof item.value === 'string' && !storable(item.value))
    return { code: 'INVALID_INPUT', path: 'value', detail: '文本含有无法保存的字符' }
  if (item.unit !== undefined && def && plainUnit(item.unit) !== plainUnit(def.unit))
    return { code: 'INVALID_INPUT', path: 'unit', detail: `单位应为 ${def.unit}` }
  return undefined
}

/**
 * A source writes objects inside its region, of its types, and of its own unit: what another unit registered is not
 * its to add to. An object without a registered source is open to every source of its region.
 */
const rights = (type: TypeState, region: string, owner: SourceState | undefined, source: SourceState): Reason | undefined => {
  if (source.types && !source.types.has(type.name))
    return { code: 'SOURCE_NOT_ALLOWED', path: 'type', detail: `该数据源不能上报 ${type.name} 类型` }
  if (!region.startsWith(source.region)) return { code: 'SOURCE_NOT_ALLOWED', path: 'entity', detail: '对象不在该数据源的区划内' }
  if (owner && owner !== source && owner.unit !== source.unit)
    return { code: 'SOURCE_NOT_ALLOWED', path: 'entity', detail: '该对象由其他单位登记' }
  return undefined
}

const againstTime = (at: number, type: TypeState, bounds: Bounds): Reason | undefined => {
  if (at > bounds.latest) return { code: 'TIME_IN_FUTURE', path: 'at' }
  if (at < type.oldest) return { code: 'TIME_TOO_OLD', path: 'at' }
  return undefined
}

const wholeMessage = (reason: Reason): string =>
  reason.detail ? `${ERRORS[reason.code].zh}：${reason.detail}` : ERRORS[reason.code].zh

export const rejectionOf = (index: number, reason: Reason, item: unknown): Rejection => ({
  index,
  code: reason.code,
  message: wholeMessage(reason),
  path: reason.path,
  item,
})

const reject = (prepared: Prepared, index: number, reason: Reason, item: unknown): void => {
  prepared.status[index] = REJECTED
  prepared.rejections.push(rejectionOf(index, reason, item))
}

const accept = (prepared: Prepared, index: number, series: SeriesState, at: number, value: Observation['value']): void => {
  prepared.series[index] = series
  prepared.at[index] = at
  if (typeof value === 'number') prepared.value[index] = value
  else {
    prepared.states ??= new Map()
    prepared.states.set(index, value)
  }
}

/**
 * First pass, without waiting: everything about series in memory. Returns the indexes whose entity or series is not in
 * memory yet.
 */
export const prepareKnown = (
  registry: Registry,
  source: SourceState,
  items: readonly unknown[],
  bounds: Bounds,
): { prepared: Prepared; unknown: number[] } => {
  const count = items.length
  const prepared = emptyPrepared(source, count)
  const unknown: number[] = []
  let entity: EntityState | undefined
  const isKnown = (id: string): boolean => {
    entity = registry.find(id)
    return entity !== undefined
  }
  for (let i = 0; i < count; i += 1) {
    const item = items[i]
    entity = undefined
    if (item instanceof Unreadable) {
      reject(prepared, i, item, item.text)
      continue
    }
    if (!isObservation(item, isKnown)) {
      const why = whyNot(item)
      reject(prepared, i, { code: 'INVALID_INPUT', path: why?.path ?? '', detail: why?.message }, item)
      continue
    }
    // set by isKnown, which the compiler cannot see
    const found = entity as EntityState | undefined
    const series = found?.stale === false ? found.find(item.attribute) : undefined
    if (!series) {
      unknown.push(i)
      continue
    }
    const at = parseInstant(item.at)
    const reason = againstSeries(series, item, source) ?? againstTime(at, series.entity.type, bounds)
    if (reason) reject(prepared, i, reason, item)
    else accept(prepared, i, series, at, item.value)
  }
  return { prepared, unknown }
}

/** Second pass: looks the rest up in the store, makes what is new and allowed, and rejects what is not. */
export const prepareUnknown = async (
  registry: Registry,
  typeOf: (name: string) => TypeState,
  ownerOf: (id: string) => SourceState | undefined,
  prepared: Prepared,
  unknown: readonly number[],
  items: readonly unknown[],
  bounds: Bounds,
): Promise<void> => {
  const { source } = prepared
  const itemAt = (index: number) => items[index] as Observation
  // what the store cannot hold as text would make the look-up itself fail
  const sound = unknown.filter((index) => {
    const item = itemAt(index)
    const ok = storable(item.entity)
    if (!ok) reject(prepared, index, { code: 'INVALID_INPUT', path: 'entity', detail: '文本含有无法保存的字符' }, item)
    return ok
  })
  await registry.load(sound.map((index) => itemAt(index).entity).filter((id) => registry.find(id)?.stale !== false))
  const wanted: Wanted[] = []
  const allowed: number[] = []
  const firstType = new Map<string, string>()
  for (const index of sound) {
    const item = itemAt(index)
    const entity = registry.find(item.entity)
    if (entity?.find(item.attribute)) {
      allowed.push(index)
      continue
    }
    const name = entity?.type.name ?? firstType.get(item.entity) ?? item.type
    if (!name) {
      reject(prepared, index, { code: 'UNKNOWN_ENTITY_TYPE', path: 'type' }, item)
      continue
    }
    const type = typeOf(name)
    const region = entity?.region ?? source.region
    const owner = entity?.owner ? ownerOf(entity.owner) : undefined
    const at = parseInstant(item.at)
    const reason = againstType(type, region, owner, item, source) ?? againstTime(at, type, bounds)
    if (reason) {
      reject(prepared, index, reason, item)
      continue
    }
    firstType.set(item.entity, name)
    wanted.push({
      entity: item.entity,
      type: name,
      region,
      source,
      attribute: item.attribute,
      kind: kindOf(item.value),
      unit: item.unit ?? type.attributes.get(item.attribute)?.unit ?? null,
      derived: false,
    })
    allowed.push(index)
  }
  if (wanted.length > 0) await registry.create(wanted)
  for (const index of allowed) {
    const item = itemAt(index)
    const series = registry.find(item.entity)?.find(item.attribute)
    // made by somebody else in between, or deleted again: the series that is there decides
    if (!series) {
      reject(prepared, index, { code: 'CONFLICT', path: 'entity' }, item)
      continue
    }
    const at = parseInstant(item.at)
    const reason = againstSeries(series, item, source) ?? againstTime(at, series.entity.type, bounds)
    if (reason) reject(prepared, index, reason, item)
    else accept(prepared, index, series, at, item.value)
  }
  prepared.rejections.sort((a, b) => a.index - b.index)
}
