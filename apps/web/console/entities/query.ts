/** Which objects are asked for, as an NGSI-LD query. */
import { parentRegion, regionLevel } from '@haihe/contract/region'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { ApiError } from '../../ui/api.ts'
import type { Outlines } from '../../ui/map/geo.ts'
import { useApi } from '../../ui/queries.ts'
import { ngsi } from '../lib/ngsi.ts'
import { idPattern, type NgsiEntity } from './entity.ts'
import type { EntitiesSearch } from './section.ts'

export const isNarrowed = ({ type, find, q, region }: EntitiesSearch): boolean =>
  type !== undefined || find !== undefined || q !== undefined || region !== undefined

type Geometry = Outlines['features'][number]['geometry']

/** Body of POST /ngsi-ld/v1/entityOperations/query. An id that was typed whole is asked for by itself. */
export const queryOf = ({ type, find, q }: EntitiesSearch, within: Geometry | null): Record<string, unknown> => ({
  type: 'Query',
  entities: [
    {
      type: type ?? '*',
      ...(find === undefined ? {} : { idPattern: idPattern(find) }),
    },
  ],
  ...(q === undefined ? {} : { q }),
  ...(within ? { geoQ: { georel: 'within', geometry: within.type, coordinates: within.coordinates } } : {}),
})

/** The outline of a region, for «within»; null for the whole city. */
export const useOutline = (region: string | undefined): { pending: boolean; outline: Geometry | null; missing: boolean } => {
  const parent = region && regionLevel(region) !== 'city' ? parentRegion(region) : undefined
  const { data, isPending } = useApi<Outlines>(`/api/regions/${parent}/outlines`, undefined, {
    enabled: parent !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const outline = parent ? (data?.features.find(({ properties }) => properties.code === region)?.geometry ?? null) : null
  return { pending: parent !== undefined && isPending, outline, missing: parent !== undefined && !isPending && outline === null }
}

interface EntityPage {
  items: NgsiEntity[]
  count: number | null
  offset: number
}

const LIMIT = 200

export const useEntities = (search: EntitiesSearch) => {
  const { type, find, q, region } = search
  const { pending: waiting, outline, missing } = useOutline(region)
  const answer = useInfiniteQuery<EntityPage, ApiError, { pages: EntityPage[] }, readonly unknown[], number>({
    queryKey: ['ngsi', 'entities', type, find, q, region],
    queryFn: async ({ pageParam, signal }) => {
      const { data, count } = await ngsi<NgsiEntity[]>('POST', '/entityOperations/query', {
        query: { limit: LIMIT, offset: pageParam, count: true, local: true },
        body: queryOf(search, outline),
        signal,
      })
      return { items: data, count, offset: pageParam }
    },
    initialPageParam: 0,
    getNextPageParam: (last) => (last.items.length === LIMIT ? last.offset + LIMIT : undefined),
    enabled: isNarrowed(search) && !waiting && !missing,
    staleTime: 10_000,
  })
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = answer
  const items = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data])
  return {
    items,
    total: data?.pages[0]?.count ?? null,
    more: hasNextPage,
    loadMore: () => {
      if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
    },
    pending: answer.isPending && !missing,
    error: answer.error,
    refetch: () => void answer.refetch(),
    /** the region has no outline: nothing can be looked for inside it */
    missing,
  }
}
