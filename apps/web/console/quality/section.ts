/** What the pages of this folder keep in their addresses, and where they stand in the menu. */
import { id, oneOf, searchOf, words } from '../lib/address.ts'
import type { Section } from '../registry.ts'

export const qualitySearch = searchOf({
  open: id,
  view: oneOf('resources', 'units'),
  q: words(100),
  owner: words(80),
  below: oneOf('rectify', 'stop'),
  tab: oneOf('overview', 'rules'),
  rule: id,
  edit: oneOf('new', 'rule'),
})
export type QualitySearch = ReturnType<typeof qualitySearch>

export const section: Section = {
  id: 'quality',
  icon: 'chart',
  group: 'data',
  rank: 20,
  pages: [
    {
      id: 'quality',
      path: '/quality',
      needs: 'quality.read',
      search: qualitySearch,
      load: async () => (await import('./quality-page.tsx')).QualityPage,
    },
  ],
}
