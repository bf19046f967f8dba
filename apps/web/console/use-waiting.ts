/** How many wait in each section that tells: the numbers beside the menu. */
import type { Permission } from '@haihe/contract/permission'
import { useQueries } from '@tanstack/react-query'
import { get } from '../ui/api.ts'
import { apiKey } from '../ui/queries.ts'
import type { Section } from './registry.ts'

const EVERY = 15_000

/** By the section's id; a section is missing while nobody knows, or to whom it is not told. */
export const useWaiting = (sections: readonly Section[], may: (permission: Permission) => boolean): Map<string, number> => {
  const asked = sections.flatMap(({ id, waiting }) => (waiting && may(waiting.needs) ? [{ id, waiting }] : []))
  const answers = useQueries({
    queries: asked.map(({ waiting: { path, query } }) => ({
      queryKey: apiKey(path, query),
      queryFn: ({ signal }: { signal: AbortSignal }) => get<unknown>(path, query, signal),
      refetchInterval: EVERY,
    })),
  })
  return new Map(
    asked.flatMap(({ id, waiting }, index) => {
      const data = answers[index]?.data
      return data === undefined ? [] : [[id, waiting.count(data)] as const]
    }),
  )
}
