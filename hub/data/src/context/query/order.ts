/** Ordering of entities (clause 4.23): orderBy=name;desc,address[city],location;dist-asc */
import { distance } from '../geo/distance.ts'
import { type Geometry, isGeometryType, whyNotGeometry } from '../geo/geometry.ts'
import type { Terms } from '../ld/terms.ts'
import { type Entity, type Instance, instanceValue } from '../model/entity.ts'
import { dateTime, isObject, type Json } from '../model/json.ts'
import { bareValue } from '../model/keys.ts'
import { bad } from '../problem.ts'
import type { Compare } from './find.ts'

type Direction = 'asc' | 'desc' | 'dist-asc' | 'dist-desc'
const DIRECTIONS: readonly string[] = ['asc', 'desc', 'dist-asc', 'dist-desc']
const TIMES = new Set(['createdAt', 'modifiedAt', 'expiresAt', 'observedAt'])
const MEMBERS = new Set(['id', 'type', 'scope', 'unitCode', 'datasetId', ...TIMES])

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

/** Kinds of values in the order in which they come (clause 4.23.2); what is absent comes last. */
const KINDS = ['number', 'string', 'object', 'array', 'boolean', 'Time', 'Date', 'DateTime', 'null'] as const
type Kind = (typeof KINDS)[number]

interface Valued {
  kind: Kind
  value: Json
  /** of a GeoProperty that is sorted by distance */
  geometry?: Geometry
}

const TYPED = new Map(['Time', 'Date', 'DateTime'].map((name) => [name, name as Kind]))

const kindOf = (value: Json): Kind => {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (isObject(value)) {
    const type = typeof value['@type'] === 'string' && '@value' in value ? value['@type'].split(/[/#:]/).at(-1) : undefined
    return (type && TYPED.get(type)) || ('@value' in value ? kindOf(value['@value'] as Json) : 'object')
  }
  return typeof value as 'number' | 'string' | 'boolean'
}

const valued = (value: Json | undefined): Valued | undefined =>
  value === undefined ? undefined : { kind: kindOf(value), value: bareValue(value) }

const firstInstance = (list: readonly Instance[] | undefined): Instance | undefined =>
  list?.find((instance) => instance.datasetId === undefined) ?? list?.[0]

const memberOf = (holder: object, name: string): Valued | undefined => {
  const value = (holder as Record<string, Json | undefined>)[name]
  return value === undefined ? undefined : { kind: TIMES.has(name) ? 'DateTime' : 'string', value }
}

const valueAt = (entity: Entity, { names, trailing }: Term): Valued | undefined => {
  const [first = '', ...rest] = names
  if (first === 'type') return { kind: 'string', value: [...entity.types].sort().join(',') }
  if (first === 'scope') return entity.scope.length === 0 ? undefined : { kind: 'string', value: entity.scope.join(',') }
  if (MEMBERS.has(first)) return memberOf(entity, first)
  let instance = firstInstance(entity.attributes[first])
  for (const name of rest) {
    if (!instance) return undefined
    if (MEMBERS.has(name)) return memberOf(instance, name)
    instance = firstInstance(instance.attrs?.[name])
  }
  if (!instance) return undefined
  let value: Json | undefined = instanceValue(instance)
  for (const member of trailing) value = isObject(value) && Object.hasOwn(value, member) ? value[member] : undefined
  const found = valued(value)
  const isPlace = instance.type === 'GeoProperty' && trailing.length === 0 && whyNotGeometry(value) === null
  return found && isPlace ? { ...found, geometry: value as unknown as Geometry } : found
}

const rank = ({ kind }: Valued): number => KINDS.indexOf(kind)

const order = <T>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0)

const compareValues = (a: Valued, b: Valued, collator: Intl.Collator): number => {
  if (rank(a) !== rank(b)) return rank(a) - rank(b)
  const [x, y] = [a.value, b.value]
  if (a.kind === 'string') return collator.compare(x as string, y as string)
  if (a.kind === 'DateTime' && !Number.isNaN(dateTime(x)) && !Number.isNaN(dateTime(y))) return order(dateTime(x), dateTime(y))
  if (a.kind === 'number' || a.kind === 'boolean' || TYPED.has(a.kind)) return order(x as string, y as string)
  return 0
}

export interface OrderInput {
  orderBy: string
  /** coordinates as JSON, for ordering by distance */
  orderFrom?: string
  /** type of the geometry that they are of; a point unless told */
  orderGeometry?: string
  /** a language tag (RFC 6067) whose rules order texts */
  collation?: string
}

const readFrom = ({ orderFrom: text, orderGeometry: type = 'Point' }: OrderInput): Geometry | undefined => {
  if (!isGeometryType(type)) throw bad('order.syntax', { text: type })
  if (text === undefined) return undefined
  let coordinates: unknown
  try {
    coordinates = JSON.parse(text)
  } catch {
    throw bad('order.syntax', { text })
  }
  const geometry = { type, coordinates } as Geometry
  if (whyNotGeometry(geometry) !== null) throw bad('order.syntax', { text })
  return geometry
}

/** Differences that a strength of collation sees. */
const STRENGTHS: Record<string, Intl.CollatorOptions['sensitivity']> = { level1: 'base', level2: 'accent' }

/** Texts come in the root order of Unicode unless a language is named. */
const readCollation = (tag = 'und'): Intl.Collator => {
  const strength = /-ks-(\w+)/.exec(tag)?.[1]
  try {
    // English has the root order of Unicode; `und` itself would stand for the language of the machine
    const language = tag.replace(/^und\b/i, 'en')
    return new Intl.Collator(language, { sensitivity: (strength && STRENGTHS[strength]) || 'variant' })
  } catch {
    throw bad('order.syntax', { text: tag })
  }
}

/** Reads orderBy; throws BadRequestData. */
export const readOrder = (input: OrderInput, terms: Terms): Compare => {
  const list = input.orderBy.split(',').map((text) => readTerm(text, terms))
  const from = readFrom(input)
  const collator = readCollation(input.collation)
  if (list.some(({ direction }) => direction.startsWith('dist')) && !from)
    throw bad('param.needs', { name: 'orderBy', other: 'orderFrom' })

  const compare = (a: Valued, b: Valued, far: boolean): number =>
    far && from && a.geometry && b.geometry
      ? distance(a.geometry, from) - distance(b.geometry, from)
      : compareValues(a, b, collator)

  return (a, b) => {
    for (const term of list) {
      const [x, y] = [valueAt(a, term), valueAt(b, term)]
      // what is absent stays last in either direction
      if (!x || !y) {
        if (x || y) return x ? -1 : 1
        continue
      }
      const far = term.direction.startsWith('dist')
      // and what is no place comes after what is one
      if (far && !x.geometry !== !y.geometry) return x.geometry ? -1 : 1
      const sign = compare(x, y, far)
      if (sign !== 0) return term.direction.endsWith('desc') ? -sign : sign
    }
    return order(a.id, b.id)
  }
}
