/** A source takes over only what nobody holds yet (clauses 5.9.2.4, 5.9.3.4). */
import type { Kept } from '../model/entity.ts'
import { NgsiError } from '../problem.ts'
import type { Selector } from '../query/entity-query.ts'
import type { Finder } from '../query/find.ts'
import type { EntityInfo, Info, Source } from './registration.ts'
import { isProxied } from './registration.ts'

const conflict = (id: string): NgsiError => new NgsiError('Conflict', 'registration.conflict', { id })

const share = (a: Info, b: Info): boolean =>
  !a.attributes || !b.attributes || [...a.attributes].some((iri) => b.attributes?.has(iri))

/** Once an exclusive source exists, no other may take over the same attributes of the same entity. */
export const assertFree = (source: Source, others: readonly Source[]): void => {
  if (!isProxied(source)) return
  for (const other of others) {
    if (other.id === source.id || (other.mode !== 'exclusive' && !(source.mode === 'exclusive' && other.mode === 'redirect')))
      continue
    for (const info of source.infos)
      for (const theirs of other.infos) {
        const ids = new Set(theirs.entities?.flatMap(({ id }) => id ?? []))
        if (info.entities?.some(({ id }) => id !== undefined && ids.has(id)) && share(info, theirs)) throw conflict(other.id)
      }
  }
}

const selectorOf = ({ id, idPattern, types }: EntityInfo): Selector => ({
  ...(id === undefined ? {} : { ids: [id] }),
  ...(idPattern === undefined ? {} : { idPattern }),
  ...(types ? { types: types.length === 1 ? (types[0] as string) : { op: 'or', terms: types } } : {}),
})

/** What the hub holds itself cannot be taken over. */
export const assertNotHeld = async (source: Source, finder: Pick<Finder, 'page' | 'one'>): Promise<void> => {
  if (!isProxied(source)) return
  const held = ({ attributes }: Info, kept: Kept): boolean =>
    attributes === undefined || Object.keys(kept.attributes).some((iri) => attributes.has(iri))
  for (const info of source.infos) {
    if (source.mode === 'exclusive') {
      for (const { id } of info.entities ?? []) {
        const kept = id === undefined ? undefined : await finder.one(source.tenant, id)
        if (kept && held(info, kept)) throw conflict(kept.id)
      }
      continue
    }
    const selectors = (info.entities ?? []).map(selectorOf)
    const attributes = info.attributes ? { attributes: [...info.attributes] } : {}
    const { entities } = await finder.page(
      { tenant: source.tenant, selectors, ...attributes },
      { limit: 1, offset: 0, count: false },
    )
    if (entities[0]) throw conflict(entities[0].id)
  }
}
