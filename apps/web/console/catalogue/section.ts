/** What the pages of this folder keep in their addresses, and where they stand in the menu. */
import { id, matching, oneOf, searchOf, words } from '../lib/address.ts'
import type { Section } from '../registry.ts'

const version = matching(/^\d{1,9}$/)
export const catalogueSearch = searchOf({
  open: id,
  q: words(100),
  view: oneOf('mine', 'review', 'overdue'),
  sort: oneOf('updated', 'title', 'quality', 'code'),
  owner: words(800),
  class: words(400),
  sharing: words(100),
  opening: words(100),
  cycle: words(100),
  state: words(100),
  grade: words(40),
  kind: words(60),
  tab: oneOf('about', 'fields', 'versions', 'history'),
  from: version,
  to: matching(/^(\d{1,9}|work)$/),
  new: oneOf('entry'),
  edit: oneOf('yes'),
})
export type CatalogueSearch = ReturnType<typeof catalogueSearch>

export const section: Section = {
  id: 'catalogue',
  icon: 'list',
  group: 'data',
  rank: 10,
  pages: [
    {
      id: 'catalogue',
      path: '/catalogue',
      needs: 'catalogue.read',
      search: catalogueSearch,
      load: async () => (await import('./catalogue-page.tsx')).CataloguePage,
      // what DCAT and CKAN exports name as the page of an entry
      aliases: { '/catalogue/$entry': (entry) => ({ open: entry }) },
    },
  ],
}
