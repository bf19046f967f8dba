/** What the pages of this folder keep in their addresses, and where they stand in the menu. */
import { id, oneOf, searchOf, words } from '../lib/address.ts'
import type { Section } from '../registry.ts'

export const sourcesSearch = searchOf({
  open: id,
  sort: id,
  q: words(),
  flow: oneOf('live', 'late', 'silent'),
  tab: oneOf('state', 'faults', 'connect', 'import', 'credentials'),
  new: oneOf('source'),
})
export type SourcesSearch = ReturnType<typeof sourcesSearch>

export const section: Section = {
  id: 'sources',
  icon: 'waves',
  group: 'sensing',
  rank: 10,
  pages: [
    {
      id: 'sources',
      path: '/sources',
      needs: 'source.read',
      search: sourcesSearch,
      load: async () => (await import('./sources-page.tsx')).SourcesPage,
    },
  ],
}
