/** What the pages of this folder keep in their addresses, and where they stand in the menu. */
import { id, oneOf, searchOf, words } from '../lib/address.ts'
import type { Section } from '../registry.ts'

export const ledgerSearch = searchOf({
  open: id,
  q: words(60),
  state: id,
  asker: id,
  owner: id,
  kind: oneOf('N1', 'N2', 'N3'),
  resource: id,
  mine: oneOf('asked', 'owned'),
  late: oneOf('yes'),
  going: oneOf('yes'),
  tab: oneOf('about', 'log'),
  new: oneOf('need'),
})
export type LedgerSearch = ReturnType<typeof ledgerSearch>

export const ledgerUnitsSearch = searchOf({ sort: id, q: words(60) })
export type LedgerUnitsSearch = ReturnType<typeof ledgerUnitsSearch>

export const section: Section = {
  id: 'ledger',
  icon: 'flag',
  group: 'exchange',
  rank: 10,
  pages: [
    {
      id: 'ledger',
      path: '/ledger',
      needs: 'ledger.read',
      search: ledgerSearch,
      load: async () => (await import('./ledger-page.tsx')).LedgerPage,
    },
    {
      id: 'ledger-units',
      path: '/ledger/units',
      needs: 'ledger.read',
      search: ledgerUnitsSearch,
      load: async () => (await import('./units-page.tsx')).LedgerUnitsPage,
    },
  ],
}
