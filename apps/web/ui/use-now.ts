import { useEffect, useState } from 'react'

/** The time of day, again every `everyMs`; screens take their «now» from here, so that tests can give their own. */
export const useNow = (everyMs = 30_000): number => {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return now
}
