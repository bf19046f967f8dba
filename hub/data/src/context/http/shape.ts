/** In what shape entities go out: representation, projection, language, linked entities. */
import type { Terms } from '../ld/terms.ts'
import type { Entity, Instance, Kept } from '../model/entity.ts'
import type { Json, JsonObject } from '../model/json.ts'
import { readLanguages } from '../model/language.ts'
import { isId } from '../model/names.ts'
import { type Format, type WriteOptions, writeAttribute, writeHead } from '../model/write.ts'
import { bad, invalid } from '../problem.ts'
import { keepsMember, nested, parseProjection, projectionDepth, type Selected, select } from '../query/projection.ts'
import { flag, integer, list, type Query } from './parameters.ts'

export interface Shape {
  format: Format
  sysAttrs: boolean
  lang?: string[]
  selected: Selected
  join: 'none' | 'flat' | 'inline'
  joinLevel: number
  /** entities that are not joined again, whatever points at them */
  containedBy: string[]
  /** IRI of the geo-property that becomes the geometry of a feature */
  geometryProperty: string
}

export const SHAPE_PARAMETERS = [
  ...['options', 'format', 'lang', 'attrs', 'pick', 'omit', 'datasetId', 'geometryProperty', 'join', 'joinLevel', 'containedBy'],
]

const FORMATS: Record<string, Format> = {
  normalized: 'normalized',
  concise: 'concise',
  simplified: 'simplified',
  keyValues: 'simplified',
}

/** options=… and format=…: format wins. `others` are options that belong to the operation itself. */
export const readFormat = (
  query: Query,
  others: readonly string[] = [],
): { format: Format; sysAttrs: boolean; options: string[] } => {
  const options = list(query, 'options') ?? []
  let format: Format = 'normalized'
  for (const option of options) {
    if (Object.hasOwn(FORMATS, option)) format = FORMATS[option] as Format
    else if (option !== 'sysAttrs' && !others.includes(option)) throw invalid('option.unknown', { name: option })
  }
  if (query.format !== undefined) {
    if (!Object.hasOwn(FORMATS, query.format)) throw invalid('option.unknown', { name: query.format })
    format = FORMATS[query.format] as Format
  }
  return { format, sysAttrs: options.includes('sysAttrs') || flag(query, 'sysAttrs'), options }
}

export const readSelected = (query: Query, terms: Terms): Selected => {
  if (query.attrs !== undefined && (query.pick !== undefined || query.omit !== undefined))
    throw bad('param.exclusive', { name: 'attrs', other: 'pick, omit' })
  const attrs = list(query, 'attrs')
  const datasets = list(query, 'datasetId')
  const selected: Selected = {
    ...(query.pick !== undefined ? { pick: parseProjection(query.pick, terms) } : {}),
    ...(query.omit !== undefined ? { omit: parseProjection(query.omit, terms) } : {}),
    ...(attrs ? { attrs: new Set(attrs.map((name) => terms.expand(name))) } : {}),
    ...(datasets ? { datasets: new Set(datasets.map((id) => (id === '@none' ? '' : id))) } : {}),
  }
  for (const [name, inner] of selected.pick ?? [])
    if (selected.omit?.get(name) === null && inner === null) throw bad('param.exclusive', { name: 'pick', other: 'omit' })
  return selected
}

export const readShape = (query: Query, terms: Terms, others: readonly string[] = []): Shape => {
  const join = query.join === undefined || query.join === '@none' ? 'none' : query.join
  if (join !== 'none' && join !== 'flat' && join !== 'inline') throw bad('param.invalid', { name: 'join', value: join })
  if (query.joinLevel !== undefined && join === 'none') throw bad('param.needs', { name: 'joinLevel', other: 'join' })
  const selected = readSelected(query, terms)
  const joinLevel = join === 'none' ? 0 : integer(query, 'joinLevel', 1, 10, 1)
  if (Math.max(projectionDepth(selected.pick), projectionDepth(selected.omit)) > joinLevel) throw bad('query.too-deep')
  const containedBy = list(query, 'containedBy') ?? []
  for (const id of containedBy) if (!isId(id)) throw bad('id.invalid', { id })
  const { format, sysAttrs } = readFormat(query, others)
  return {
    format,
    sysAttrs,
    ...(query.lang !== undefined ? { lang: readLanguages(query.lang) } : {}),
    selected,
    join,
    joinLevel,
    containedBy,
    geometryProperty: terms.expand(query.geometryProperty ?? 'location'),
  }
}

/** `types`: what relationships tell of the types of their targets (objectType). */
export type LoadMany = (ids: readonly string[], types?: ReadonlyMap<string, readonly string[]>) => Promise<Kept[]>

const linksOf = (entity: Entity): { iri: string; uri: string; types: string[] }[] =>
  Object.entries(entity.attributes).flatMap(([iri, instances]) =>
    instances.flatMap((instance) => {
      const types = [instance.objectType ?? []].flat()
      return [instance.object ?? instance.objectList ?? []].flat().map((uri) => ({ iri, uri, types }))
    }),
  )

interface Reached {
  entity: Kept
  selected: Selected
}

/** Linked entities level by level, each with the projection of the path that first reached it. */
const loadLinked = async (roots: readonly Kept[], shape: Shape, load: LoadMany): Promise<Map<string, Reached>> => {
  const reached = new Map<string, Reached>()
  const barred = new Set([...shape.containedBy, ...(shape.join === 'flat' ? roots.map((root) => root.id) : [])])
  let level: Reached[] = roots.map((entity) => ({ entity, selected: shape.selected }))
  for (let depth = 0; depth < shape.joinLevel && level.length > 0; depth += 1) {
    const wanted = new Map<string, Selected>()
    const told = new Map<string, string[]>()
    for (const { entity, selected } of level)
      for (const { iri, uri, types } of linksOf(select(entity, selected)))
        if (!barred.has(uri) && !reached.has(uri) && !wanted.has(uri)) {
          wanted.set(uri, nested(selected, iri))
          told.set(uri, types)
        }
    const found = await load([...wanted.keys()], told)
    level = found.map((entity) => ({ entity, selected: wanted.get(entity.id) as Selected }))
    for (const one of level) reached.set(one.entity.id, one)
  }
  return reached
}

const isEmpty = (object: JsonObject): boolean => Object.keys(object).length === 0

/** Writes entities in a shape. Entities of which nothing is selected are left out. */
export const writeEntities = async (
  entities: readonly Kept[],
  shape: Shape,
  terms: Terms,
  load: LoadMany,
): Promise<JsonObject[]> => {
  const reached = shape.join === 'none' ? new Map<string, Reached>() : await loadLinked(entities, shape, load)

  const writeOne = (entity: Kept, selected: Selected, level: number, above: readonly string[]): JsonObject => {
    const options: WriteOptions = { terms, format: shape.format, sysAttrs: shape.sysAttrs, lang: shape.lang }
    const head = writeHead(entity, options)
    const out: JsonObject = {}
    for (const [name, value] of Object.entries(head)) if (keepsMember(name, selected)) out[name] = value
    const inline =
      (iri: string) =>
      (_: Instance, uri: string): Json | undefined => {
        const linked = reached.get(uri)
        if (!linked || level >= shape.joinLevel || above.includes(uri) || shape.containedBy.includes(uri)) return undefined
        return writeOne(linked.entity, nested(selected, iri), level + 1, [...above, uri])
      }
    for (const [iri, instances] of Object.entries(select(entity, selected).attributes))
      out[terms.compact(iri)] = writeAttribute(instances, shape.join === 'inline' ? { ...options, inline: inline(iri) } : options)
    return out
  }

  const written = entities.map((entity) => writeOne(entity, shape.selected, 0, [entity.id])).filter((out) => !isEmpty(out))
  if (shape.join !== 'flat') return written
  const linked = [...reached.values()].map(({ entity, selected }) => writeOne(entity, selected, shape.joinLevel, []))
  return [...written, ...linked.filter((out) => !isEmpty(out))]
}

/** GeoJSON features of entities (clause 4.5.16). */
export const writeFeatures = async (
  entities: readonly Kept[],
  shape: Shape,
  terms: Terms,
  load: LoadMany,
): Promise<JsonObject[]> => {
  const features: JsonObject[] = []
  // linked entities are features of their own, each with the projection of the path that led to it (clause 4.5.23.3)
  const reached = shape.join === 'flat' ? await loadLinked(entities, shape, load) : new Map<string, Reached>()
  const roots = entities.map((entity): Reached => ({ entity, selected: shape.selected }))
  for (const { entity, selected } of [...roots, ...reached.values()]) {
    const alone = { ...shape, selected, join: shape.join === 'flat' ? ('none' as const) : shape.join }
    const [written] = await writeEntities([entity], alone, terms, load)
    if (!written) continue
    const { id: _, ...properties } = written
    const instances = entity.attributes[shape.geometryProperty]
    const { datasets } = shape.selected
    const instance = datasets
      ? instances?.find((one) => datasets.has(one.datasetId ?? ''))
      : (instances?.find((one) => one.datasetId === undefined) ?? instances?.[0])
    const geometry = instance?.type === 'GeoProperty' ? (instance.value as Json) : null
    features.push({ id: entity.id, type: 'Feature', geometry, properties })
  }
  return features
}
