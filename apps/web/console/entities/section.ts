/** What the pages of this folder keep in their addresses, and where they stand in the menu. */
import { id, oneOf, region, searchOf, timeSearch, words } from '../lib/address.ts'
import type { Section } from '../registry.ts'

export const entitiesSearch = searchOf({
  open: id,
  type: id,
  find: words(),
  q: words(500),
  region,
  view: oneOf('list', 'map'),
  tab: oneOf('now', 'history', 'raw'),
  attribute: id,
  ...timeSearch,
})
export type EntitiesSearch = ReturnType<typeof entitiesSearch>

export const section: Section = {
  id: 'entities',
  icon: 'city',
  group: 'sensing',
  rank: 30,
  pages: [
    {
      id: 'entities',
      path: '/entities',
      needs: 'entity.read',
      search: entitiesSearch,
      load: async () => (await import('./entities-page.tsx')).EntitiesPage,
    },
  ],
}
