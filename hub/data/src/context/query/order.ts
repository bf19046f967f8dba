/** Ordering of entities (clause 4.23): orderBy=name;desc,address[city],location;dist-asc */
import { haversine } from '../geo/distance.ts'
import { centreOf, type Geometry, type Position, whyNotGeometry } from '../geo/geometry.ts'
import type { Terms } from '../ld/terms.ts'
import { type Entity, type Instance, instanceValue } from '../model/entity.ts'
import { isObject, type Json } from '../model/json.ts'
import { bareValue } from '../model/keys.ts'
import { bad } from '../problem.ts'
import type { Compare } from './find.ts'

type Direction = 'asc' | 'desc' | 'dist-asc' | 'dist-desc'
const DIRECTIONS: readonly string[] = ['asc', 'desc', 'dist-asc', 'dist-desc']
const MEMBERS = new Set(['id', 'type', 'scope', 'createdAt', 'modifiedAt', 'expiresAt', 'observedAt', 'unitCode', 'datasetId'])

interface Term {
  names: string[]
  trailing: string[]
  direction: Direction
}

const readTerm = (text: string, terms: Terms): Term => {
  const [path = '', direction = 'asc', ...rest] = text.split(';')
  const found = /^([^[\]{}]+)(?:\[([^[\]]+)\])?$/.exec(path.trim())
  if (!found?.[1] || rest.length > 0 || !DIRECTIONS.includes(direction)) throw bad('order.syntax', { text })
  const whole = found[1]
  const names = whole.includes('://') ? [whole] : whole.split('.')
  if (names.some((name) => name === '')) throw bad('order.syntax', { text })
  return {
    names: names.map((name) => (MEMBERS.has(name) ? name : terms.expand(name))),
    trailing: found[2]?.split('.') ?? [],
    direction: direction as Direction,
  }
}

const firstInstance = (list: readonly Instance[] | undefined): Instance | undefined =>
  list?.find((instance) => instance.datasetId === undefined) ?? list?.[0]

const valueAt = (entity: Entity, { names, trailing }: Term): Json | undefined => {
  const [first = '', ...rest] = names
  if (MEMBERS.has(first)) {
    if (first === 'type') return [...entity.types].sort().join(',')
    if (first === 'scope') return entity.scope.join(',')
    return (entity as unknown as Record<string, Json | undefined>)[first]
  }
  let instance = firstInstance(entity.attributes[first])
  for (const name of rest) {
    if (!instance) return undefined
    if (MEMBERS.has(name)) return (instance as unknown as Record<string, Json | undefined>)[name]
    instance = firstInstance(instance.attrs?.[name])
  }
  if (!instance) return undefined
  let value: Json | undefined = instanceValue(instance)
  for (const member of trailing) value = isObject(value) && Object.hasOwn(value, member) ? value[member] : undefined
  return value === undefined ? undefined : bareValue(value)
}

/** Numbers before texts before truth values before everything else; what is absent comes last (clause 4.23.2). */
const RANK = { number: 0, string: 1, boolean: 2, object: 3 } as const
const rankOf = (value: Json | undefined): number =>
  value === undefined || value === null ? 9 : (RANK[typeof value as keyof typeof RANK] ?? 3)

const compareValues = (a: Json | undefined, b: Json | undefined, collator: Intl.Collator | null): number => {
  const [rankA, rankB] = [rankOf(a), rankOf(b)]
  if (rankA !== rankB) return rankA - rankB
  if (typeof a === 'string' && typeof b === 'string') return collator ? collator.compare(a, b) : a < b ? -1 : a > b ? 1 : 0
  if (typeof a === 'number' && typeof b === 'number') return a - b
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b)
  return 0
}

const distanceOf = (value: Json | undefined, from: Position): number | undefined =>
  whyNotGeometry(value) === null ? haversine(centreOf(value as unknown as Geometry), from) : undefined

export interface OrderInput {
  orderBy: string
  /** coordinates as JSON, for ordering by distance */
  orderFrom?: string
  /** a language tag (RFC 5646) whose rules order texts */
  collation?: string
}

const readFrom = (text: string | undefined): Position | undefined => {
  if (text === undefined) return undefined
  let coordinates: unknown
  try {
    coordinates = JSON.parse(text)
  } catch {
    throw bad('order.syntax', { text })
  }
  if (whyNotGeometry({ type: 'Point', coordinates }) !== null) throw bad('order.syntax', { text })
  return coordinates as Position
}

const readCollation = (tag: string | undefined): Intl.Collator | null => {
  if (tag === undefined) return null
  try {
    return new Intl.Collator(tag)
  } catch {
    throw bad('order.syntax', { text: tag })
  }
}

/** Reads orderBy; throws BadRequestData. */
export const readOrder = (input: OrderInput, terms: Terms): Compare => {
  const list = input.orderBy.split(',').map((text) => readTerm(text, terms))
  const from = readFrom(input.orderFrom)
  const collator = readCollation(input.collation)
  if (list.some(({ direction }) => direction.startsWith('dist')) && !from)
    throw bad('param.needs', { name: 'orderBy', other: 'orderFrom' })
  return (a, b) => {
    for (const term of list) {
      const [x, y] = [valueAt(a, term), valueAt(b, term)]
      const far = term.direction.startsWith('dist')
      const [p, q] = far ? [distanceOf(x, from as Position), distanceOf(y, from as Position)] : [x, y]
      // what is absent stays last in either direction
      if (rankOf(p) === 9 || rankOf(q) === 9) {
        if (rankOf(p) !== rankOf(q)) return rankOf(p) - rankOf(q)
        continue
      }
      const sign = compareValues(p, q, collator)
      if (sign !== 0) return term.direction.endsWith('desc') ? -sign : sign
    }
    return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
  }
}
