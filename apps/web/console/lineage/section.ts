/** What the pages of this folder keep in their addresses, and where they stand in the menu. */
import { oneOf, searchOf, words } from '../lib/address.ts'
import type { Joining } from '../registry.ts'

export const lineageSearch = searchOf({
  node: words(600),
  tab: oneOf('graph', 'number', 'row', 'export'),
  row: words(2100),
  /** `<indicator>@<region>`, and the moment it is looked at */
  number: words(120),
  at: words(40),
  q: words(100),
  direction: oneOf('both', 'up', 'down'),
  depth: oneOf('1', '2', '3', '4', '6', '8', '12'),
})
export type LineageSearch = ReturnType<typeof lineageSearch>

export const section: Joining = {
  joins: 'quality',
  pages: [
    {
      id: 'lineage',
      path: '/lineage',
      needs: 'lineage.read',
      search: lineageSearch,
      load: async () => (await import('./lineage-page.tsx')).LineagePage,
    },
  ],
}
