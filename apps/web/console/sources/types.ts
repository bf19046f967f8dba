import { useSources } from './sources.ts'

/** Entity types that some source already names. */
export const useKnownTypes = (): string[] => {
  const { data } = useSources()
  return [...new Set(data?.sources.flatMap(({ types }) => types ?? []))].sort()
}
