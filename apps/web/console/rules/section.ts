/** What the pages of this folder keep in their addresses, and where they stand in the menu. */
import { id, oneOf, searchOf, words } from '../lib/address.ts'
import type { Section } from '../registry.ts'

export const rulesSearch = searchOf({
  open: id,
  sort: id,
  q: words(),
  origin: oneOf('official', 'configurable', 'manual'),
  at: oneOf('today', 'all'),
  edit: id,
})
export type RulesSearch = ReturnType<typeof rulesSearch>

export const indicatorsSearch = searchOf({ open: id, sort: id, q: words(), domain: id })
export type IndicatorsSearch = ReturnType<typeof indicatorsSearch>

export const caseTypesSearch = searchOf({ open: id, q: words() })
export type CaseTypesSearch = ReturnType<typeof caseTypesSearch>

export const routingSearch = searchOf({ open: id, sort: id, q: words(), try: oneOf('yes') })
export type RoutingSearch = ReturnType<typeof routingSearch>

export const section: Section = {
  id: 'rules',
  icon: 'document',
  group: 'operation',
  rank: 30,
  pages: [
    {
      id: 'rules',
      path: '/rules',
      needs: 'rule.read',
      search: rulesSearch,
      load: async () => (await import('./rules-page.tsx')).RulesPage,
    },
    {
      id: 'indicators',
      path: '/indicators',
      needs: 'indicator.read',
      search: indicatorsSearch,
      load: async () => (await import('./indicators-page.tsx')).IndicatorsPage,
    },
    {
      id: 'case-types',
      path: '/case-types',
      needs: 'routing.read',
      search: caseTypesSearch,
      load: async () => (await import('./case-types-page.tsx')).CaseTypesPage,
    },
    {
      id: 'routing',
      path: '/routing',
      needs: 'routing.read',
      search: routingSearch,
      load: async () => (await import('./routing-page.tsx')).RoutingPage,
    },
  ],
}
