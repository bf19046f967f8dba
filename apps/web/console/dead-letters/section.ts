/** What the pages of this folder keep in their addresses, and where they stand in the menu. */
import { id, oneOf, searchOf } from '../lib/address.ts'
import type { Section } from '../registry.ts'
import type { LetterCounts } from './open-letters.ts'

export const lettersSearch = searchOf({ open: id, source: id, code: id, state: oneOf('open', 'replayed', 'discarded') })
export type LettersSearch = ReturnType<typeof lettersSearch>

/** How many rejected items wait for somebody. */
export const openCount = ({ counts }: LetterCounts): number => counts.reduce((sum, { count }) => sum + count, 0)

export const section: Section = {
  id: 'dead-letters',
  icon: 'empty',
  group: 'sensing',
  rank: 20,
  waiting: { path: '/api/dead-letters', query: { limit: 1 }, needs: 'dead-letter.read', count: openCount },
  pages: [
    {
      id: 'dead-letters',
      path: '/dead-letters',
      needs: 'dead-letter.read',
      search: lettersSearch,
      load: async () => (await import('./letters-page.tsx')).LettersPage,
    },
  ],
}
