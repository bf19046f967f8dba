/** What the pages of this folder keep in their addresses, and where they stand in the menu. */
import { id, oneOf, searchOf } from '../lib/address.ts'
import type { Section } from '../registry.ts'

export const grantsSearch = searchOf({
  open: id,
  side: oneOf('received', 'issued'),
  state: oneOf('current', 'ended'),
  resource: id,
  new: oneOf('grant'),
})
export type GrantsSearch = ReturnType<typeof grantsSearch>

export const section: Section = {
  id: 'grants',
  icon: 'lock',
  group: 'exchange',
  rank: 30,
  pages: [
    {
      id: 'grants',
      path: '/grants',
      needs: 'data.read',
      search: grantsSearch,
      load: async () => (await import('./grants-page.tsx')).GrantsPage,
    },
  ],
}
