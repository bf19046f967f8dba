/** What types and attributes of city objects are called: as the catalogue declares them, where the person may read it. */
import type { CatalogueEntry, CataloguePage } from '@haihe/contract'
import { fieldNameOf } from '@haihe/contract/catalogue-view'
import { useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import { get } from '../../ui/api.ts'
import { usePreferences } from '../../ui/preferences.ts'
import { apiKey, useApi } from '../../ui/queries.ts'
import { useSession } from '../../ui/session.ts'

export interface Dictionary {
  /** null where the catalogue does not know the type */
  typeTitle: (type: string) => string | null
  attributeTitle: (type: string, attribute: string) => string | null
}

const LONG = 3_600_000

/** Titles of the resources whose rows are city objects, by their type, and of their fields. */
export const dictionaryOf = (entries: readonly Pick<CatalogueEntry, 'resource'>[]): Dictionary => {
  const types = new Map(entries.flatMap(({ resource }) => (resource.target ? [[resource.target, resource] as const] : [])))
  return {
    typeTitle: (type) => types.get(type)?.title ?? null,
    attributeTitle: (type, attribute) =>
      types.get(type)?.fields.find(({ name }) => name === fieldNameOf(attribute))?.title ?? null,
  }
}

/** The catalogue speaks Chinese: people who read English keep the names of the model. */
export const useDictionary = (): Dictionary => {
  const { may } = useSession()
  const { language } = usePreferences()
  const enabled = language === 'zh' && may('catalogue.read')
  const list = useApi<CataloguePage>('/api/catalogue', { kind: 'entities', limit: 100 }, { enabled, staleTime: LONG })
  const entries = useQueries({
    queries: (list.data?.items ?? []).map(({ id }) => ({
      queryKey: apiKey(`/api/catalogue/${id}`),
      queryFn: ({ signal }: { signal: AbortSignal }) => get<CatalogueEntry>(`/api/catalogue/${id}`, undefined, signal),
      staleTime: LONG,
      enabled,
    })),
    combine: (answers) => answers.flatMap(({ data }) => data ?? []),
  })
  return useMemo(() => dictionaryOf(enabled ? entries : []), [enabled, entries])
}
