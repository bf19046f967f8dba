/** Entity types that are in use, with their attributes. */
import { useQuery } from '@tanstack/react-query'
import type { ApiError } from '../../ui/api.ts'
import { ngsi } from '../lib/ngsi.ts'

export interface EntityType {
  name: string
  attributes: string[]
}

interface Detailed {
  typeName: string
  attributeNames: string[]
}

export const useEntityTypes = (enabled = true) =>
  useQuery<EntityType[], ApiError>({
    queryKey: ['ngsi', '/types'],
    queryFn: async ({ signal }) => {
      const { data } = await ngsi<Detailed[]>('GET', '/types', { query: { details: true }, signal })
      return data
        .map(({ typeName, attributeNames }) => ({ name: typeName, attributes: [...attributeNames].sort() }))
        .sort((a, b) => a.name.localeCompare(b.name))
    },
    enabled,
    staleTime: 60_000,
  })
