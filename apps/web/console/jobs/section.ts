/** What the pages of this folder keep in their addresses, and where they stand in the menu. */
import { id, oneOf, searchOf, words } from '../lib/address.ts'
import type { Section } from '../registry.ts'

export const jobsSearch = searchOf({
  open: id,
  sort: id,
  q: words(),
  state: oneOf('waiting', 'running', 'retrying', 'dead'),
})
export type JobsSearch = ReturnType<typeof jobsSearch>

export const section: Section = {
  id: 'jobs',
  icon: 'clock',
  group: 'operation',
  rank: 10,
  pages: [
    {
      id: 'jobs',
      path: '/jobs',
      needs: 'job.read',
      search: jobsSearch,
      load: async () => (await import('./jobs-page.tsx')).JobsPage,
    },
    {
      id: 'consumers',
      path: '/consumers',
      needs: 'job.read',
      search: jobsSearch,
      load: async () => (await import('./consumers-page.tsx')).ConsumersPage,
    },
  ],
}
