/** Ten thousand rows: only those in sight are in the page. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useRef } from 'react'
import { ScrollRegion } from './scroll-region.tsx'

export interface VirtualListProps<T> {
  items: readonly T[]
  keyOf: (item: T) => string
  children: (item: T, index: number) => ReactNode
  /** estimated height of a row in px; rows are measured when shown */
  rowHeight: number
  label: string
  /** called when the end comes into sight: load the next page */
  onEnd?: () => void
  /** row to bring into sight */
  activeIndex?: number
  gap?: number
  className?: string
}

export const VirtualList = <T,>({
  items,
  keyOf,
  children,
  rowHeight,
  label,
  onEnd,
  activeIndex,
  gap = 0,
  className,
}: VirtualListProps<T>) => {
  const box = useRef<HTMLElement>(null)
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => keyOf(items[index] as T),
    overscan: 6,
    gap,
  })
  const shown = rows.getVirtualItems()
  const last = shown.at(-1)?.index ?? -1
  useEffect(() => {
    if (last >= 0 && last >= items.length - 3) onEnd?.()
  }, [last, items.length, onEnd])
  useEffect(() => {
    if (activeIndex !== undefined && activeIndex >= 0) rows.scrollToIndex(activeIndex)
  }, [activeIndex, rows])
  return (
    <ScrollRegion ref={box} className={className} style={{ height: '100%', contain: 'strict' }} label={label}>
      <ul style={{ position: 'relative', height: rows.getTotalSize() }}>
        {shown.map((row) => (
          <li
            key={row.key}
            ref={rows.measureElement}
            data-index={row.index}
            aria-setsize={items.length}
            aria-posinset={row.index + 1}
            style={{ position: 'absolute', insetInline: 0, top: 0, transform: `translateY(${row.start}px)` }}
          >
            {children(items[row.index] as T, row.index)}
          </li>
        ))}
      </ul>
    </ScrollRegion>
  )
}
