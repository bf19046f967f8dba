/** What the pages of this folder keep in their addresses, and where they stand in the menu. */
import { id, oneOf, searchOf } from '../lib/address.ts'
import type { Joining } from '../registry.ts'

/** Conditions stay out of the address: they may name people. */
export const dataSearch = searchOf({ resource: id, grant: id, tab: oneOf('rows', 'counts'), open: oneOf('why', 'settings') })
export type DataSearch = ReturnType<typeof dataSearch>

export const exportsSearch = searchOf({ open: id, new: oneOf('trace') })
export type ExportsSearch = ReturnType<typeof exportsSearch>

export const section: Joining = {
  joins: 'grants',
  pages: [
    {
      id: 'data',
      path: '/data',
      needs: 'data.read',
      search: dataSearch,
      load: async () => (await import('./data-page.tsx')).DataPage,
    },
    {
      id: 'exports',
      path: '/exports',
      needs: 'data.read',
      search: exportsSearch,
      load: async () => (await import('./exports-page.tsx')).ExportsPage,
    },
  ],
}
