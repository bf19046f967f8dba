import { useSyncExternalStore } from 'react'

const QUERY = '(min-width: 64rem)'

const subscribe = (listener: () => void) => {
  const media = matchMedia(QUERY)
  media.addEventListener('change', listener)
  return () => media.removeEventListener('change', listener)
}

/** True at desks (1,024 px at the browser's own text size and wider). */
export const useWide = (): boolean => useSyncExternalStore(subscribe, () => matchMedia(QUERY).matches)
