/** The attribute projection language (clause 4.21): pick and omit, nested for linked entities: name,locatedAt{id,name}. */
import type { Terms } from '../ld/terms.ts'
import type { Attributes, Entity } from '../model/entity.ts'
import { isName } from '../model/names.ts'
import { bad } from '../problem.ts'

/** Member name or attribute IRI → what is taken of the entities it links to; null: no word about them. */
export type Projection = Map<string, Projection | null>

/** Members of an entity besides its attributes; they are named by their term. */
const HEAD = new Set(['id', 'type', 'scope', 'createdAt', 'modifiedAt', 'deletedAt', 'expiresAt'])

export const parseProjection = (text: string, terms: Terms): Projection => {
  let at = 0
  const fail = (): never => {
    throw bad('projection.syntax', { text })
  }
  if (text.length > 8192) fail()
  const items = (depth: number): Projection => {
    if (depth > 10) fail()
    const found: Projection = new Map()
    for (;;) {
      const start = at
      while (at < text.length && !',|{}'.includes(text[at] as string)) at += 1
      const name = text.slice(start, at).trim()
      if (!isName(name)) fail()
      const key = HEAD.has(name) ? name : terms.expand(name)
      if (text[at] === '{') {
        at += 1
        found.set(key, items(depth + 1))
        if (text[at] !== '}') fail()
        at += 1
      } else found.set(key, found.get(key) ?? null)
      if (at >= text.length || !',|'.includes(text[at] as string)) return found
      at += 1
    }
  }
  const found = items(0)
  return at < text.length ? fail() : found
}

/** How deep a projection reaches into linked entities. */
export const projectionDepth = (projection: Projection | undefined): number =>
  Math.max(0, ...[...(projection?.values() ?? [])].map((inner) => (inner ? 1 + projectionDepth(inner) : 0)))

export interface Selected {
  pick?: Projection
  omit?: Projection
  /** attrs: these attributes, and every head member */
  attrs?: ReadonlySet<string>
  /** instances of these datasets; '' is the default instance */
  datasets?: ReadonlySet<string>
}

const keepsAttribute = (iri: string, { pick, omit, attrs }: Selected): boolean =>
  (!pick || pick.has(iri)) && (!attrs || attrs.has(iri)) && !(omit?.has(iri) && omit.get(iri) === null)

/** Head members that go out. */
export const keepsMember = (name: string, { pick, omit }: Selected): boolean =>
  (!pick || pick.has(name)) && !(omit?.has(name) && omit.get(name) === null)

/** The entity with the attributes and instances selected. */
export const select = <E extends Entity>(entity: E, selected: Selected): E => {
  const attributes: Attributes = {}
  for (const [iri, instances] of Object.entries(entity.attributes)) {
    if (!keepsAttribute(iri, selected)) continue
    const { datasets } = selected
    const kept = datasets ? instances.filter((instance) => datasets.has(instance.datasetId ?? '')) : instances
    if (kept.length > 0) attributes[iri] = kept
  }
  return { ...entity, attributes }
}

/** What applies to the entities that a relationship links to. */
export const nested = ({ pick, omit }: Selected, iri: string): Selected => ({
  ...(pick?.get(iri) ? { pick: pick.get(iri) as Projection } : {}),
  ...(omit?.get(iri) ? { omit: omit.get(iri) as Projection } : {}),
})
