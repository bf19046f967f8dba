/** From items as they came to rows for the writers, and to rejections with their reason. */
import type { Observation } from '@haihe/contract'
import { storable } from '@haihe/kernel/http/texts'
import { againstSeries, againstTime, againstType, type Bounds, kindOf, UNSTORABLE } from './check.ts'
import { parseInstant } from './instant.ts'
import { emptyPrepared, type Prepared, pushEmpty, pushNumber, reject, setItem } from './prepared.ts'
import type { Registry, Wanted } from './registry.ts'
import { AT, ATTRIBUTE, ENTITY, Scanner, TYPE, UNIT, VALUE } from './scan.ts'
import type { EntityState, SeriesState, SourceState, TypeState } from './state.ts'
import { Unreadable } from './unreadable.ts'
import { isObservation, whyNot } from './validate.ts'

/** What the first pass leaves: the request, and the indexes whose entity or series is not in memory yet. */
export interface FirstPass {
  prepared: Prepared
  unknown: number[]
  /** the item as it came; for the few that need a second look */
  itemAt: (index: number) => unknown
}

/** Judges one item against memory; returns false when its series is not there. */
const judge = (registry: Registry, prepared: Prepared, index: number, item: unknown, bounds: Bounds): boolean => {
  if (item instanceof Unreadable) {
    reject(prepared, index, item, item.text)
    return true
  }
  let entity: EntityState | undefined
  const isKnown = (id: string): boolean => {
    entity = registry.find(id)
    return entity !== undefined
  }
  if (!isObservation(item, isKnown)) {
    const why = whyNot(item)
    reject(prepared, index, { code: 'INVALID_INPUT', path: why?.path ?? '', detail: why?.message }, item)
    return true
  }
  // set by isKnown, which the compiler cannot see
  const found = entity as EntityState | undefined
  const series = found?.stale === false ? found.find(item.attribute) : undefined
  if (!series) return false
  const at = parseInstant(item.at)
  const reason = againstSeries(series, item, prepared.source) ?? againstTime(at, series.entity.type, bounds)
  if (reason) reject(prepared, index, reason, item)
  else setItem(prepared, index, series, at, item.value)
  return true
}

/** First pass over items, without waiting. */
export const prepareItems = (registry: Registry, source: SourceState, items: readonly unknown[], bounds: Bounds): FirstPass => {
  const prepared = emptyPrepared(source)
  const unknown: number[] = []
  for (let i = 0; i < items.length; i += 1) {
    pushEmpty(prepared)
    if (!judge(registry, prepared, i, items[i], bounds)) unknown.push(i)
  }
  return { prepared, unknown, itemAt: (index) => items[index] }
}

const REQUIRED = ENTITY | ATTRIBUTE | VALUE | AT

/**
 * First pass over the bytes of a JSON batch. Readings of known series are taken as they stand; an item that is anything
 * else is parsed and judged by itself. Undefined when the body is not of the plain shape: the caller parses it.
 */
export const prepareBytes = (
  registry: Registry,
  source: SourceState,
  body: Buffer,
  bounds: Bounds,
  most: number,
): FirstPass | undefined => {
  const scanner = new Scanner(body)
  if (!scanner.open()) return undefined
  const prepared = emptyPrepared(source)
  const unknown: number[] = []
  const spans: number[] = []
  const itemAt = (index: number): unknown =>
    JSON.parse(body.toString('utf8', spans[index * 2] as number, spans[index * 2 + 1] as number))
  const guess: Guess = { entity: undefined, attribute: '', at: Number.NaN, atText: '' }
  for (;;) {
    const state = scanner.next()
    if (state < 0 || prepared.count === most + 1) return undefined
    if (state === 0) return { prepared, unknown, itemAt }
    const index = prepared.count
    spans.push(scanner.from, scanner.to)
    const series = plainSeries(registry, scanner, body, source, guess)
    const { value } = scanner
    const { at } = guess
    if (series && value >= series.min && value <= series.max && at <= bounds.latest && at >= series.entity.type.oldest)
      pushNumber(prepared, series, at, value)
    else {
      pushEmpty(prepared)
      if (!judge(registry, prepared, index, itemAt(index), bounds)) unknown.push(index)
    }
  }
}

/**
 * What the next item probably says: the attribute and time of the one before, and the entity that followed its entity in
 * the batch before. A gateway sends the same sensors in the same order, so that most texts need only be compared.
 */
interface Guess {
  entity: EntityState | undefined
  attribute: string
  atText: string
  at: number
}

/** True when the bytes are this text; false as well for any text beyond ASCII. */
const isText = (bytes: Uint8Array, from: number, to: number, text: string): boolean => {
  if (to - from !== text.length) return false
  for (let i = 0; i < text.length; i += 1) if (bytes[from + i] !== text.charCodeAt(i) || text.charCodeAt(i) > 127) return false
  return true
}

const entityOf = (registry: Registry, { entityFrom, entityTo }: Scanner, body: Buffer, guess: Guess): EntityState | undefined => {
  const before = guess.entity
  const expected = before?.next
  if (expected && isText(body, entityFrom, entityTo, expected.id)) {
    guess.entity = expected
    return expected
  }
  const entity = registry.find(body.toString('utf8', entityFrom, entityTo))
  if (before && entity) before.next = entity
  guess.entity = entity
  return entity
}

/** The series of a plain reading: everything but time and range is right. Undefined when the item needs a closer look. */
const plainSeries = (
  registry: Registry,
  scanner: Scanner,
  body: Buffer,
  source: SourceState,
  guess: Guess,
): SeriesState | undefined => {
  const { fields, attributeFrom, attributeTo, atFrom, atTo } = scanner
  if ((fields & REQUIRED) !== REQUIRED || (fields & TYPE && scanner.typeLength > 120)) return undefined
  if (scanner.entityTo - scanner.entityFrom > 256 || attributeTo - attributeFrom > 120) return undefined
  const entity = entityOf(registry, scanner, body, guess)
  if (!entity || entity.stale) return undefined
  if (!isText(body, attributeFrom, attributeTo, guess.attribute))
    guess.attribute = body.toString('utf8', attributeFrom, attributeTo)
  const series = entity.find(guess.attribute)
  if (!series || series.source !== source || series.kind !== 'number' || series.derived) return undefined
  // the series' own text from here on: the same string is found at once
  guess.attribute = series.attribute
  if (
    fields & UNIT &&
    (scanner.unitTo - scanner.unitFrom > 20 || series.unit !== body.toString('utf8', scanner.unitFrom, scanner.unitTo))
  )
    return undefined
  if (!isText(body, atFrom, atTo, guess.atText)) {
    guess.atText = body.toString('utf8', atFrom, atTo)
    guess.at = parseInstant(guess.atText)
  }
  return series
}

/** Second pass: looks the rest up in the store, makes what is new and allowed, and rejects what is not. */
export const prepareUnknown = async (
  registry: Registry,
  typeOf: (name: string) => TypeState,
  ownerOf: (id: string) => SourceState | undefined,
  { prepared, unknown, itemAt }: FirstPass,
  bounds: Bounds,
): Promise<void> => {
  const { source } = prepared
  const items = new Map(unknown.map((index) => [index, itemAt(index) as Observation]))
  // what the store cannot hold as text would make the look-up itself fail
  for (const [index, item] of items)
    if (!storable(item.entity)) {
      reject(prepared, index, { code: 'INVALID_INPUT', path: 'entity', detail: UNSTORABLE }, item)
      items.delete(index)
    }
  await registry.load([...items.values()].map((item) => item.entity).filter((id) => registry.find(id)?.stale !== false))
  const wanted: Wanted[] = []
  const firstType = new Map<string, string>()
  for (const [index, item] of items) {
    const entity = registry.find(item.entity)
    if (entity?.find(item.attribute)) continue
    const name = entity?.type.name ?? firstType.get(item.entity) ?? item.type
    if (!name) {
      reject(prepared, index, { code: 'UNKNOWN_ENTITY_TYPE', path: 'type' }, item)
      items.delete(index)
      continue
    }
    const type = typeOf(name)
    const region = entity?.region ?? source.region
    const owner = entity?.owner ? ownerOf(entity.owner) : undefined
    const reason = againstType(type, region, owner, item, source) ?? againstTime(parseInstant(item.at), type, bounds)
    if (reason) {
      reject(prepared, index, reason, item)
      items.delete(index)
      continue
    }
    firstType.set(item.entity, name)
    const { entity: id, attribute } = item
    const unit = item.unit ?? type.attributes.get(attribute)?.unit ?? null
    wanted.push({ entity: id, type: name, region, source, attribute, kind: kindOf(item.value), unit, derived: false })
  }
  if (wanted.length > 0) await registry.create(wanted)
  // the series that is there decides: somebody else may have made it in between, or deleted the entity again
  for (const [index, item] of items)
    if (!judge(registry, prepared, index, item, bounds)) reject(prepared, index, { code: 'CONFLICT', path: 'entity' }, item)
  prepared.rejections.sort((a, b) => a.index - b.index)
}
