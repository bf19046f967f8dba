/** Tokens for canvas drawings: the resolved colour of a custom property under the theme that is on now. */
import { useSyncExternalStore } from 'react'

export const tokenColour = (name: `--${string}`): string =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim() || '#888888'

/** px of one rem, so that canvas type follows the wall and the elder mode */
export const remSize = (): number => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16

const subscribe = (listener: () => void) => {
  const watch = new MutationObserver(listener)
  watch.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'data-elder', 'style'] })
  addEventListener('resize', listener)
  return () => {
    watch.disconnect()
    removeEventListener('resize', listener)
  }
}

/** Changes when colours or type size change; use it as an effect's dependency. */
export const useLook = (): string =>
  useSyncExternalStore(subscribe, () => `${document.documentElement.dataset.theme ?? ''} ${remSize()}`)
