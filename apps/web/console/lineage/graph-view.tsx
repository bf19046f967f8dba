/** The graph as a drawing: boxes that are links, lines from left to right. The list beside it says the same. */
import type { LineageGraph } from '@haihe/contract'
import { useMemo, useRef, useState } from 'react'
import { Button, IconButton } from '../../ui/button.tsx'
import { useWords } from '../../ui/i18n.ts'
import { Icon } from '../../ui/icon.tsx'
import { BOX, type Box, clip, foldGraph, layoutOf } from './graph.ts'
import './lineage.css'
import { KIND_ICON, type NodeRef, nodeHref, wordsOf } from './nodes.ts'
import { usePlaceWords } from './place-words.ts'
import { useView } from './use-view.ts'

const NodeBox = ({ box, root }: { box: Box; root: boolean }) => {
  const t = useWords()
  const kind = 'node' in box ? box.node.kind : box.kind
  const words =
    'node' in box
      ? wordsOf(box.node)
      : { name: t('lineage.group', { kind: t(`lineage.kind.${kind}`), count: box.members.length }), of: t('lineage.unfold') }
  return (
    <g className="hc-node" data-root={root || undefined} data-group={'members' in box || undefined} data-kind={kind}>
      {'members' in box && <rect x={4} y={4} width={BOX.width} height={BOX.height} rx={6} />}
      <rect width={BOX.width} height={BOX.height} rx={6} />
      <svg x={12} y={15} width={22} height={22} aria-hidden>
        <Icon name={KIND_ICON[kind]} size="22" />
      </svg>
      <text x={44} y={20} className="hc-node-kind">
        {clip(
          words.of ? ('members' in box ? words.of : `${t(`lineage.kind.${kind}`)} · ${words.of}`) : t(`lineage.kind.${kind}`),
          12,
        )}
      </text>
      <text x={44} y={39} className="hc-node-name">
        {clip(words.name, 10.4)}
      </text>
      {'node' in box && box.node.more && (
        <text x={BOX.width - 10} y={20} textAnchor="end" className="hc-node-kind">
          …
        </text>
      )}
    </g>
  )
}

export const GraphView = ({
  graph,
  title,
  onCentre,
}: {
  graph: LineageGraph
  title: string
  onCentre: (node: NodeRef) => void
}) => {
  const t = useWords()
  const placeOf = usePlaceWords()
  const svg = useRef<SVGSVGElement>(null)
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set())
  const drawn = useMemo(() => layoutOf(foldGraph(graph, unfolded)), [graph, unfolded])
  const centre = drawn.boxes.find(({ box }) => box.key === graph.root) ?? { x: 0, y: 0 }
  const { view, fit, zoom, reveal, wasDragged, on } = useView(svg, drawn, centre)
  const corner = ({ x, y }: { x: number; y: number }) => ({ x: x - BOX.width / 2, y: y - BOX.height / 2, ...BOX })
  return (
    <div className="hc-graph">
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing, no form */}
      <svg ref={svg} role="group" aria-label={t('lineage.graph', { title })} {...on}>
        <title>{t('lineage.graph', { title })}</title>
        <defs>
          <marker id="lineage-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
            <path d="M0 0.5 7 4 0 7.5z" />
          </marker>
        </defs>
        <g transform={`translate(${view.x} ${view.y}) scale(${view.k})`}>
          {drawn.lines.map(({ key, path }) => (
            <path key={key} className="hc-edge" d={path} markerEnd="url(#lineage-arrow)" />
          ))}
          {drawn.boxes.map(({ box, x, y }) => {
            const at = `translate(${x - BOX.width / 2} ${y - BOX.height / 2})`
            if ('node' in box)
              return (
                <g key={box.key} transform={at}>
                  <a
                    href={nodeHref(box.node)}
                    {...(box.key === graph.root ? { 'aria-current': 'true' as const } : {})}
                    draggable={false}
                    onFocus={() => wasDragged() || reveal(corner({ x, y }))}
                    onClick={(event) => {
                      if (event.metaKey || event.ctrlKey || event.shiftKey) return
                      event.preventDefault()
                      if (!wasDragged() || event.detail === 0) onCentre(box.node)
                    }}
                  >
                    <title>
                      {t('lineage.nodeLabel', {
                        kind: t(`lineage.kind.${box.node.kind}`),
                        title: box.node.title,
                        place: placeOf(box.node.distance),
                      })}
                    </title>
                    <NodeBox box={box} root={box.key === graph.root} />
                  </a>
                </g>
              )
            const unfold = () => setUnfolded(new Set([...unfolded, box.key]))
            return (
              // biome-ignore lint/a11y/useSemanticElements: an SVG drawing has no button element
              <g
                key={box.key}
                role="button"
                tabIndex={0}
                transform={at}
                onFocus={() => wasDragged() || reveal(corner({ x, y }))}
                onClick={() => wasDragged() || unfold()}
                onKeyDown={(event) => {
                  if (event.key !== 'Enter' && event.key !== ' ') return
                  event.preventDefault()
                  unfold()
                }}
              >
                <title>
                  {t('lineage.groupLabel', {
                    kind: t(`lineage.kind.${box.kind}`),
                    count: box.members.length,
                    place: placeOf(box.distance),
                  })}
                </title>
                <NodeBox box={box} root={false} />
              </g>
            )
          })}
        </g>
      </svg>
      <div className="hc-graph-tools">
        <IconButton icon="plus" label={t('lineage.zoomIn')} onPress={() => zoom(1.25)} />
        <IconButton icon="minus" label={t('lineage.zoomOut')} onPress={() => zoom(0.8)} />
        <IconButton icon="locate" label={t('lineage.fit')} onPress={fit} />
        {unfolded.size > 0 && (
          <Button size="small" tone="plain" onPress={() => setUnfolded(new Set())}>
            {t('lineage.fold')}
          </Button>
        )}
      </div>
    </div>
  )
}
