import type { LineageNodeView, RowLineage } from '@haihe/contract'
import { keyOf } from './nodes.ts'

const USES: readonly LineageNodeView['kind'][] = ['grant', 'export', 'replication', 'subscription', 'package', 'indicator']

/** The way of a row from its source to its resource, in order, and what the resource is used for. */
export const wayOf = ({ graph, resource }: Pick<RowLineage, 'graph' | 'resource'>) => {
  const inOrder = graph.nodes.toSorted((a, b) => a.distance - b.distance)
  return {
    path: inOrder.filter(
      (node) =>
        (node.distance < 0 && ['source', 'connector', 'run'].includes(node.kind)) ||
        keyOf(node) === graph.root ||
        (node.kind === 'resource' && node.id === resource),
    ),
    uses: inOrder.filter(({ distance, kind }) => distance > 0 && USES.includes(kind)),
  }
}
