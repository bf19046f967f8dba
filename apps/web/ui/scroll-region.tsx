import type { CSSProperties, ReactNode, Ref } from 'react'

export interface ScrollRegionProps {
  label: string
  children: ReactNode
  className?: string | undefined
  style?: CSSProperties
  ref?: Ref<HTMLElement>
}

/** A box that scrolls by itself: named and reachable by keyboard, as WCAG 2.1.1 asks. */
export const ScrollRegion = ({ label, children, className, style, ref }: ScrollRegionProps) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box without a tab stop cannot be scrolled by keyboard
  <section ref={ref} className={className} style={{ overflow: 'auto', ...style }} aria-label={label} tabIndex={0}>
    {children}
  </section>
)
