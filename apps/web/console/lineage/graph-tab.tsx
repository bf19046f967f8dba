/** The graph around one node, with its list beside. */
import type { LineageGraph } from '@haihe/contract'
import { useMemo } from 'react'
import { ApiError } from '../../ui/api.ts'
import { Empty, Faces, LoadingRows } from '../../ui/faces.tsx'
import { useWords } from '../../ui/i18n.ts'
import { useApi } from '../../ui/queries.ts'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { Foot } from '../parts/small.tsx'
import { GraphView } from './graph-view.tsx'
import './lineage.css'
import { Centre, NodeList } from './node-list.tsx'
import { keyOf, type NodeRef } from './nodes.ts'
import { useTitle } from './place-words.ts'

/** The titles are made readable once, so that drawing and list keep the same graph. */
const Shown = ({ given, onCentre }: { given: LineageGraph; onCentre: (node: NodeRef) => void }) => {
  const t = useWords()
  const titleOf = useTitle()
  const found = useMemo(
    () => ({ ...given, nodes: given.nodes.map((one) => ({ ...one, title: titleOf(one) })) }),
    [given, titleOf],
  )
  const root = found.nodes.find((one) => keyOf(one) === found.root)
  return (
    <div className="hc-lineage">
      <GraphView key={found.root} graph={found} title={root?.title ?? found.root} onCentre={onCentre} />
      <ScrollRegion className="hc-lineage-list" label={t('lineage.list')}>
        {root && <Centre node={root} />}
        <Foot>{t('lineage.count', { nodes: found.nodes.length, edges: found.edges.length })}</Foot>
        {found.missing.length > 0 && (
          <p className="hc-outcome" data-tone="bad">
            {t('lineage.missing', { names: found.missing.join(', ') })}
          </p>
        )}
        {found.truncated && <p className="hc-note">{t('lineage.truncated')}</p>}
        {found.nodes.length < 2 && (
          <Empty icon="info" title={t('lineage.alone')}>
            {t('lineage.aloneHelp')}
          </Empty>
        )}
        <NodeList graph={found} />
        <p className="hc-note">{t('lineage.graphHelp')}</p>
      </ScrollRegion>
    </div>
  )
}

export const GraphTab = ({
  node,
  direction,
  depth,
  onCentre,
}: {
  node: NodeRef
  direction: string
  depth: string
  onCentre: (node: NodeRef) => void
}) => {
  const t = useWords()
  const graph = useApi<LineageGraph>(
    `/api/lineage/${node.kind}/${encodeURIComponent(node.id)}`,
    { direction, depth },
    { keep: true },
  )
  if (graph.error instanceof ApiError && graph.error.status === 404)
    return (
      <Empty icon="search" title={t('lineage.gone')}>
        {t('lineage.goneHelp')}
      </Empty>
    )
  return (
    <Faces of={graph} loading={<LoadingRows rows={8} />}>
      {(given) => <Shown given={given} onCentre={onCentre} />}
    </Faces>
  )
}
