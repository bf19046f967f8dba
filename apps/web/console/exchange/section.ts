/** What the pages of this folder keep in their addresses, and where they stand in the menu. */
import { id, matching, oneOf, searchOf, words } from '../lib/address.ts'
import type { Section } from '../registry.ts'

export const connectorsSearch = searchOf({
  open: id,
  sort: id,
  q: words(100),
  kind: oneOf('postgres', 'mysql', 'upload', 'folder', 'http', 'ngsi-ld', 'mqtt'),
  resource: id,
  tab: oneOf('state', 'settings', 'mapping', 'rejects'),
  reject: matching(/^\d{1,15}$/),
  new: oneOf('1'),
  edit: id,
  step: oneOf('kind', 'connect', 'map', 'start'),
  upload: id,
})
export type ConnectorsSearch = ReturnType<typeof connectorsSearch>

export const runsSearch = searchOf({
  open: id,
  connector: id,
  state: oneOf('queued', 'running', 'paused', 'done', 'failed', 'cancelled'),
})
export type RunsSearch = ReturnType<typeof runsSearch>

export const section: Section = {
  id: 'exchange',
  icon: 'layers',
  group: 'exchange',
  rank: 40,
  pages: [
    {
      id: 'connectors',
      path: '/connectors',
      needs: 'exchange.read',
      search: connectorsSearch,
      load: async () => (await import('./connectors-page.tsx')).ConnectorsPage,
    },
    {
      id: 'runs',
      path: '/runs',
      needs: 'exchange.read',
      search: runsSearch,
      load: async () => (await import('./runs-page.tsx')).RunsPage,
    },
  ],
}
