import type { LineageNodeView } from '@haihe/contract'
import { PURPOSES } from '@haihe/contract/data-grant'
import { useCallback } from 'react'
import { formatMoment } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { readable } from './nodes.ts'

/** «上游第 2 层» for a distance of −2. */
export const usePlaceWords = (): ((distance: number) => string) => {
  const t = useWords()
  return (distance) =>
    distance === 0 ? t('lineage.centre') : t(distance < 0 ? 'lineage.up' : 'lineage.down', { n: Math.abs(distance) })
}

/** What a node is called on screen. */
export const useTitle = (): ((node: Pick<LineageNodeView, 'kind' | 'title'>) => string) => {
  const t = useWords()
  return useCallback(
    (node) =>
      readable(
        node,
        (at) => formatMoment(at),
        (code) => (PURPOSES.some((one) => one === code) ? t(`policy.purpose.${code}`) : undefined),
      ),
    [t],
  )
}
