/** What stands in the address, and changing a part of it. */
import { useNavigate, useSearch } from '@tanstack/react-router'

export interface SearchControl<S> {
  search: S
  /** undefined takes a part out; `replace` makes no step for the back button */
  go: (change: { [K in keyof S]?: S[K] | undefined }, options?: { replace?: boolean }) => void
}

export const useSearchState = <S extends object>(): SearchControl<S> => {
  const search = useSearch({ strict: false }) as S
  const navigate = useNavigate()
  return {
    search,
    go: (change, options = {}) =>
      void navigate({
        to: '.',
        search: (before: S) => ({ ...before, ...change }),
        ...(options.replace ? { replace: true } : {}),
      }),
  }
}
