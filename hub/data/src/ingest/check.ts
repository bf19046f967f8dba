/** What is wrong with an item, if anything: its series, its type, its source's rights, its time. */
import { ERRORS, type ErrorCode, type Observation } from '@haihe/contract'
import { storable } from '@haihe/kernel/http/texts'
import type { Kind, SeriesState, SourceState, TypeState } from './state.ts'

export interface Reason {
  code: ErrorCode
  path: string
  detail?: string
}

/** A reading may be this much ahead of the hub's clock. */
export const MOST_AHEAD = 5 * 60_000

export interface Bounds {
  /** epoch milliseconds */
  latest: number
}

export const kindOf = (value: Observation['value']): Kind =>
  typeof value === 'number' ? 'number' : typeof value === 'string' ? 'text' : 'boolean'
const KIND_WORDS: Record<Kind, string> = { number: '数值', text: '文本', boolean: '是或否' }

export const UNSTORABLE = '文本含有无法保存的字符'

/** Units are compared as written by people: width, case of µ and superscripts aside. */
const plainUnit = (unit: string): string => unit.normalize('NFKC').replaceAll('µ', 'μ').replaceAll(' ', '')

const rangeWords = (min: number, max: number, unit = ''): string => {
  const low = min === Number.NEGATIVE_INFINITY ? '' : `不小于 ${min}`
  const high = max === Number.POSITIVE_INFINITY ? '' : `不大于 ${max}`
  return `应${low}${low && high ? '、' : ''}${high} ${unit}`.trim()
}

/** Range, kind and unit against a known series. */
export const againstSeries = (series: SeriesState, item: Observation, source: SourceState): Reason | undefined => {
  if (series.source !== source)
    return { code: 'SOURCE_NOT_ALLOWED', path: 'attribute', detail: `该指标由数据源 ${series.source.id} 提供，一数一源` }
  if (series.derived) return { code: 'SOURCE_NOT_ALLOWED', path: 'attribute', detail: '该属性由系统计算，不能上报' }
  const kind = kindOf(item.value)
  if (kind !== series.kind) return { code: 'INVALID_INPUT', path: 'value', detail: `该属性应为${KIND_WORDS[series.kind]}` }
  if (typeof item.value === 'number' && (item.value < series.min || item.value > series.max))
    return { code: 'VALUE_OUT_OF_RANGE', path: 'value', detail: rangeWords(series.min, series.max, series.unit) }
  if (typeof item.value === 'string' && !storable(item.value)) return { code: 'INVALID_INPUT', path: 'value', detail: UNSTORABLE }
  if (
    item.unit !== undefined &&
    series.unit !== undefined &&
    item.unit !== series.unit &&
    plainUnit(item.unit) !== plainUnit(series.unit)
  )
    return { code: 'INVALID_INPUT', path: 'unit', detail: `单位应为 ${series.unit}` }
  return undefined
}

/** What holds before a series exists: the type's description, and the rights of the source. */
export const againstType = (
  type: TypeState,
  region: string,
  owner: SourceState | undefined,
  item: Observation,
  source: SourceState,
): Reason | undefined => {
  const texts = [item.entity, item.attribute, type.name, item.unit ?? '']
  if (!texts.every(storable)) return { code: 'INVALID_INPUT', path: 'entity', detail: UNSTORABLE }
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
  if (typeof item.value === 'string' && !storable(item.value)) return { code: 'INVALID_INPUT', path: 'value', detail: UNSTORABLE }
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

export const againstTime = (at: number, type: TypeState, bounds: Bounds): Reason | undefined => {
  if (at > bounds.latest) return { code: 'TIME_IN_FUTURE', path: 'at' }
  if (at < type.oldest) return { code: 'TIME_TOO_OLD', path: 'at' }
  return undefined
}

export const messageOf = (reason: Reason): string =>
  reason.detail ? `${ERRORS[reason.code].zh}：${reason.detail}` : ERRORS[reason.code].zh
