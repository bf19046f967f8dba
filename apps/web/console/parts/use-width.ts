import { type RefObject, useLayoutEffect, useState } from 'react'

/** Width of an element in rem, so that layouts follow the place they have and not the window. */
export const useWidth = (box: RefObject<HTMLElement | null>): number => {
  const [width, setWidth] = useState(Number.POSITIVE_INFINITY)
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16
    const watch = new ResizeObserver(() => setWidth(element.clientWidth / rem))
    watch.observe(element)
    return () => watch.disconnect()
  }, [box])
  return width
}
