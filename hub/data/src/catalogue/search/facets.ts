/** Facets: each counts what the other filters leave, so that a second value of the same facet can be chosen. */
import { CATALOGUE_FACETS, type CatalogueFacet, type Resource } from '@haihe/contract'
import { classOf } from '../classes.ts'

const VALUE: Record<CatalogueFacet, (resource: Resource) => string> = {
  owner: ({ owner }) => owner,
  class: ({ path }) => classOf(path),
  sharing: ({ sharing }) => sharing.type,
  opening: ({ opening }) => opening.type,
  cycle: ({ cycle }) => cycle,
  state: ({ state }) => state,
  grade: ({ grade }) => String(grade),
  kind: ({ kind }) => kind,
}

export type FacetFilter = Partial<Record<CatalogueFacet, readonly string[]>>
export type FacetCounts = Record<CatalogueFacet, Map<string, number>>

export interface Facets {
  set: (document: number, resource: Resource) => void
  /** the documents that pass every facet, and the counts */
  count: (documents: Iterable<number>, filter: FacetFilter) => { passing: number[]; counts: FacetCounts }
}

const WIDTH = CATALOGUE_FACETS.length

export const createFacets = (): Facets => {
  // value numbers of all documents, one row of WIDTH each; more than 65,535 values of one facet there are not
  let cells = new Uint16Array(1024 * WIDTH)
  const values = CATALOGUE_FACETS.map(() => ({ numbers: new Map<string, number>(), names: [] as string[] }))

  const numberOf = (facet: number, name: string): number => {
    const { numbers, names } = values[facet] as (typeof values)[number]
    const known = numbers.get(name)
    if (known !== undefined) return known
    numbers.set(name, names.length)
    return names.push(name) - 1
  }

  return {
    set: (document, resource) => {
      if ((document + 1) * WIDTH > cells.length) {
        const wider = new Uint16Array(Math.ceil((document + 1) * 1.25) * WIDTH)
        wider.set(cells)
        cells = wider
      }
      CATALOGUE_FACETS.forEach((facet, index) => {
        cells[document * WIDTH + index] = numberOf(index, VALUE[facet](resource))
      })
    },
    count: (documents, filter) => {
      const wanted = CATALOGUE_FACETS.map((facet, index) => {
        const given = filter[facet]
        if (!given) return null
        const numbers = values[index]?.numbers
        return new Set(given.map((name) => numbers?.get(name) ?? -1))
      })
      const counted = values.map(({ names }) => new Uint32Array(names.length))
      const passing: number[] = []
      for (const document of documents) {
        const row = document * WIDTH
        let failed = -1
        let failures = 0
        for (let index = 0; index < WIDTH && failures < 2; index += 1) {
          const among = wanted[index]
          if (!among || among.has(cells[row + index] as number)) continue
          failures += 1
          failed = index
        }
        if (failures > 1) continue
        if (failures === 0) passing.push(document)
        for (let index = failures ? failed : 0; index < (failures ? failed + 1 : WIDTH); index += 1) {
          const count = counted[index] as Uint32Array
          const value = cells[row + index] as number
          count[value] = (count[value] as number) + 1
        }
      }
      const counts = Object.fromEntries(
        CATALOGUE_FACETS.map((facet, index) => [
          facet,
          new Map((values[index]?.names ?? []).flatMap((name, n) => (counted[index]?.[n] ? [[name, counted[index][n]]] : []))),
        ]),
      ) as FacetCounts
      return { passing, counts }
    },
  }
}
