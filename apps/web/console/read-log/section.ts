/** What the pages of this folder keep in their addresses, and where they stand in the menu. */
import { PURPOSES, READ_WAYS } from '@haihe/contract/read-words'
import { id, oneOf, searchOf, timeSearch } from '../lib/address.ts'
import type { Joining } from '../registry.ts'

export const readLogSearch = searchOf({
  open: id,
  resource: id,
  grant: id,
  actor: id,
  unit: id,
  purpose: oneOf(...PURPOSES),
  way: oneOf(...READ_WAYS),
  ...timeSearch,
})
export type ReadLogSearch = ReturnType<typeof readLogSearch>

export const section: Joining = {
  joins: 'grants',
  pages: [
    {
      id: 'read-log',
      path: '/read-log',
      needs: 'read-log.read',
      search: readLogSearch,
      load: async () => (await import('./read-log-page.tsx')).ReadLogPage,
    },
  ],
}
