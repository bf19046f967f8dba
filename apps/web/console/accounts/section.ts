/** What the pages of this folder keep in their addresses, and where they stand in the menu. */
import { id, oneOf, searchOf, words } from '../lib/address.ts'
import type { Section } from '../registry.ts'

export const accountsSearch = searchOf({ open: id, q: words(60), new: oneOf('account') })
export type AccountsSearch = ReturnType<typeof accountsSearch>

export const tokensSearch = searchOf({ open: id, sort: id, q: words(), new: oneOf('token', 'client') })
export type TokensSearch = ReturnType<typeof tokensSearch>

export const section: Section = {
  id: 'accounts',
  icon: 'person',
  group: 'operation',
  rank: 40,
  pages: [
    {
      id: 'accounts',
      path: '/accounts',
      needs: 'account.manage',
      search: accountsSearch,
      load: async () => (await import('./accounts-page.tsx')).AccountsPage,
    },
    {
      id: 'tokens',
      path: '/tokens',
      needs: 'account.manage',
      search: tokensSearch,
      load: async () => (await import('./tokens-page.tsx')).TokensPage,
    },
    {
      id: 'applications',
      path: '/applications',
      needs: 'account.manage',
      search: tokensSearch,
      load: async () => (await import('./applications-page.tsx')).ApplicationsPage,
    },
  ],
}
