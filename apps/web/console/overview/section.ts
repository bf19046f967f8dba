import { searchOf } from '../lib/address.ts'
import type { Section } from '../registry.ts'

export const section: Section = {
  id: 'overview',
  icon: 'home',
  group: null,
  rank: 0,
  pages: [
    {
      id: 'overview',
      path: '/',
      needs: null,
      search: searchOf({}),
      load: async () => (await import('./overview-page.tsx')).OverviewPage,
    },
  ],
}
