/** What the pages of this folder keep in their addresses, and where they stand in the menu. */
import { id, oneOf, region, searchOf } from '../lib/address.ts'
import type { Section } from '../registry.ts'

export const returnFlowSearch = searchOf({
  open: id,
  region,
  state: oneOf('waiting', 'proposed', 'ended', 'all'),
  tab: oneOf('about', 'versions', 'rows'),
  new: oneOf('package'),
})
export type ReturnFlowSearch = ReturnType<typeof returnFlowSearch>

export const returnFiguresSearch = searchOf({})

export const section: Section = {
  id: 'return-flow',
  icon: 'down',
  group: 'exchange',
  rank: 20,
  waiting: {
    path: '/api/return-flow/packages',
    query: { waiting: 'me', limit: 100 },
    needs: 'grant.manage',
    count: ({ items }: { items: unknown[] }) => items.length,
  },
  pages: [
    {
      id: 'return-flow',
      path: '/return-flow',
      needs: 'data.read',
      search: returnFlowSearch,
      load: async () => (await import('./return-flow-page.tsx')).ReturnFlowPage,
    },
    {
      id: 'return-flow-figures',
      path: '/return-flow/figures',
      needs: 'catalogue.read',
      search: returnFiguresSearch,
      load: async () => (await import('./figures-page.tsx')).ReturnFiguresPage,
    },
  ],
}
