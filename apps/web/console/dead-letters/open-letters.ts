import { useApi } from '../../ui/queries.ts'
import { openCount } from './section.ts'

export interface LetterCounts {
  counts: { code: string; count: number }[]
}

export const useLetterCounts = (enabled: boolean, every = 15_000) =>
  useApi<LetterCounts>('/api/dead-letters', { limit: 1 }, { enabled, every, keep: true })

/** How many rejected items wait for somebody; null while nobody knows. */
export const useOpenLetters = (enabled: boolean): number | null => {
  const { data } = useLetterCounts(enabled)
  return data ? openCount(data) : null
}
