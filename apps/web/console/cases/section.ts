/** What the pages of this folder keep in their addresses, and where they stand in the menu. */
import { id, oneOf, searchOf, words } from '../lib/address.ts'
import type { Joining } from '../registry.ts'

export const casesSearch = searchOf({
  open: id,
  q: words(60),
  type: oneOf('data-rectification', 'data-correction', 'catalogue-overdue', 'data-objection'),
  whose: oneOf('unit', 'overdue'),
  state: oneOf('closed', 'all'),
  new: oneOf('correction'),
  resource: id,
  tab: oneOf('about', 'log'),
})
export type CasesSearch = ReturnType<typeof casesSearch>

export const section: Joining = {
  joins: 'ledger',
  pages: [
    {
      id: 'data-cases',
      path: '/cases',
      needs: 'case.read',
      search: casesSearch,
      load: async () => (await import('./cases-page.tsx')).CasesPage,
    },
  ],
}
