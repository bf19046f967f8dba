/** What the pages of this folder keep in their addresses, and where they stand in the menu. */
import { id, searchOf, timeSearch, words } from '../lib/address.ts'
import type { Section } from '../registry.ts'

export const auditSearch = searchOf({
  open: id,
  subject: words(300),
  actor: words(),
  action: words(100),
  ...timeSearch,
})
export type AuditSearch = ReturnType<typeof auditSearch>

export const section: Section = {
  id: 'audit',
  icon: 'shield',
  group: 'operation',
  rank: 20,
  pages: [
    {
      id: 'audit',
      path: '/audit',
      needs: 'audit.read',
      search: auditSearch,
      load: async () => (await import('./audit-page.tsx')).AuditPage,
    },
  ],
}
