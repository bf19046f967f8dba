/** Some rows of a number and how they came, as a graph: source → arrival → reading → number. */
import type { LineageGraph, LineageKind, NumberTrace, TraceInput, TraceRow } from '@haihe/contract'
import { batchNode } from '@haihe/data/lineage/reading-nodes'

type Node = { kind: LineageKind; id: string; title: string }

const keyOf = ({ kind, id }: Pick<Node, 'kind' | 'id'>): string => `${kind}:${id}`

/** Rows that are drawn: a screen shows no more, and a list beside it has all. */
export const MOST_DRAWN = 60

const splitKey = (key: string): { kind: LineageKind; id: string } => {
  const at = key.indexOf(':')
  return { kind: key.slice(0, at) as LineageKind, id: key.slice(at + 1) }
}

export const graphOf = (
  number: Pick<NumberTrace, 'indicator' | 'region' | 'regionName' | 'title'>,
  rows: readonly TraceRow[],
  total: number,
  sourceTitle: (id: string) => string,
): LineageGraph => {
  const nodes = new Map<string, LineageGraph['nodes'][number]>()
  const edges = new Map<string, LineageGraph['edges'][number]>()
  const put = (node: Node, distance: number, more = false): string => {
    const key = keyOf(node)
    if (!nodes.has(key)) nodes.set(key, { ...node, distance, more })
    return key
  }
  const join = (from: string, to: string, by: string): void => void edges.set(`${from}\n${to}`, { from, to, by })
  const came = (reading: string, id: string, arrival: TraceInput['arrival'], distance: number): void => {
    const source: Node = { kind: 'source', id, title: sourceTitle(id) }
    if (!arrival) {
      join(put(source, distance), reading, '上报')
      return
    }
    const batch = put(batchNode(id, { ...arrival, receivedAt: new Date(arrival.receivedAt) }), distance)
    join(batch, reading, arrival.exact ? '到达' : '到达（同一提交的若干批次之一）')
    join(put(source, distance - 1), batch, '上报')
  }
  const drawn = rows.slice(0, MOST_DRAWN)
  const root = put(
    { kind: 'indicator', id: `${number.indicator}@${number.region}`, title: `${number.regionName}·${number.title.zh}` },
    0,
    total > drawn.length,
  )
  for (const row of drawn) {
    const title = row.kind === 'reading' ? `${row.name} ${row.attribute} ${row.value} · ${row.at}` : `${row.name} ${row.value}`
    const own = put({ ...splitKey(row.node), title }, -1, row.derived && row.inputs.length === 0)
    join(own, root, row.side === 'weight' ? '计入分母' : '计入')
    for (const input of row.inputs) {
      const title = `${row.name} ${input.attribute} ${input.value} · ${input.at}`
      const from = put({ ...splitKey(input.node), title }, -2)
      join(from, own, '推算')
      came(from, input.source, input.arrival, -3)
    }
    if (row.source !== null && !row.derived) came(own, row.source, row.arrival, -2)
  }
  return {
    root,
    nodes: [...nodes.values()],
    edges: [...edges.values()],
    truncated: total > drawn.length,
    missing: [],
  }
}
