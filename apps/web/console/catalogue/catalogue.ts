/** What the pages of the catalogue share: the question to the server, filters in the address, and reading anew. */
import type { CatalogueEntry, CatalogueFacet, CatalogueItem } from '@haihe/contract'
import type { QueryClient } from '@tanstack/react-query'
import type { StateTone } from '../parts/small.tsx'
import type { CatalogueSearch } from './section.ts'

/** In the order they are shown. */
export const FACETS: readonly CatalogueFacet[] = ['owner', 'class', 'sharing', 'state', 'grade', 'cycle', 'opening', 'kind']

export const chosenOf = (search: CatalogueSearch, facet: CatalogueFacet): string[] => search[facet]?.split(',') ?? []

/** The facet with one value put in or taken out; undefined when none is left, so that it leaves the address. */
export const toggled = (search: CatalogueSearch, facet: CatalogueFacet, value: string): string | undefined => {
  const chosen = chosenOf(search, facet)
  const next = chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value]
  return next.length === 0 ? undefined : next.join(',')
}

export const filtersOn = (search: CatalogueSearch): number =>
  FACETS.reduce((sum, facet) => sum + chosenOf(search, facet).length, 0)

export const NO_FILTERS = Object.fromEntries(FACETS.map((facet) => [facet, undefined])) as Record<CatalogueFacet, undefined>

/** What the list asks the server. */
export const questionOf = (search: CatalogueSearch): Record<string, string | undefined> => ({
  q: search.q,
  view: search.view,
  sort: search.sort ?? 'relevance',
  ...Object.fromEntries(FACETS.map((facet) => [facet, search[facet]])),
})

const TONES: Record<CatalogueItem['state'], StateTone> = {
  draft: 'wait',
  reviewing: 'wait',
  published: 'good',
  changing: 'good',
  withdrawn: 'off',
}
export const toneOf = ({ state }: Pick<CatalogueItem, 'state'>): StateTone => TONES[state]

/** Key of the word for a state: a change that waits for its review has a word of its own. */
export const stateKey = ({ state, submitted }: Pick<CatalogueEntry, 'submitted'> & Pick<CatalogueItem, 'state'>): string =>
  state === 'changing' && submitted ? 'resource.stateChangingReview' : `resource.state.${state}`

/** Everything read of the catalogue and of classifications is asked for again. */
export const readAnew = (client: QueryClient): Promise<void> =>
  client.invalidateQueries({
    predicate: ({ queryKey: [path] }) => typeof path === 'string' && /^\/api\/(catalogue|classification)\b/.test(path),
  })
