import { useApi } from '../../ui/queries.ts'

export interface LetterCounts {
  counts: { code: string; count: number }[]
}

export const useLetterCounts = (enabled: boolean, every = 15_000) =>
  useApi<LetterCounts>('/api/dead-letters', { limit: 1 }, { enabled, every, keep: true })

/** How many rejected items wait for somebody; undefined while nobody knows. */
export const useOpenLetters = (enabled: boolean): number | null =>
  useLetterCounts(enabled).data?.counts.reduce((sum, { count }) => sum + count, 0) ?? null
