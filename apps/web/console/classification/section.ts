/** What the pages of this folder keep in their addresses, and where they stand in the menu. */
import { id, oneOf, searchOf } from '../lib/address.ts'
import type { Joining } from '../registry.ts'

export const classificationSearch = searchOf({
  open: id,
  view: oneOf('lowerings'),
  whose: oneOf('mine'),
  state: oneOf('decided'),
  show: oneOf('all'),
})
export type ClassificationSearch = ReturnType<typeof classificationSearch>

export const section: Joining = {
  joins: 'catalogue',
  pages: [
    {
      id: 'classification',
      path: '/classification',
      needs: 'classification.confirm',
      search: classificationSearch,
      load: async () => (await import('./classification-page.tsx')).ClassificationPage,
    },
  ],
}
