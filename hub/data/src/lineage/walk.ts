/** Breadth first through the edges that providers tell; the graph is never stored. */
import type { LineageDirection, LineageGraph, LineageKind } from '@haihe/contract'
import type { LineageEdge, LineageNode, LineageProvider } from '../platform/ports.ts'

export interface Limits {
  depth: number
  /** nodes in all */
  nodes: number
  /** neighbours of one node */
  fan: number
}

interface WalkServices {
  providers: readonly LineageProvider[]
  /** false: neither the node nor what lies behind it is told */
  visible: (node: LineageNode) => Promise<boolean>
  /** milliseconds for one provider to answer */
  patience: number
}

export const keyOf = ({ kind, id }: Pick<LineageNode, 'kind' | 'id'>): string => `${kind}:${id}`

interface Place {
  node: LineageNode
  distance: number
  more: boolean
}

const within = async <T>(work: Promise<T>, milliseconds: number): Promise<T> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${milliseconds} ms`)), milliseconds)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

const edgeKey = (edge: LineageEdge): string => [keyOf(edge.from), keyOf(edge.to), edge.by].join('\n')

export const createWalk = ({ providers, visible, patience }: WalkServices) => {
  const seen = async (node: LineageNode, known: Map<string, boolean>): Promise<boolean> => {
    const key = keyOf(node)
    const before = known.get(key)
    if (before !== undefined) return before
    const answer = await visible(node)
    known.set(key, answer)
    return answer
  }

  /** All edges around a node; the names of providers that failed are added to `missing`. */
  const around = async (node: { kind: LineageKind; id: string }, missing: Set<string>): Promise<LineageEdge[]> => {
    const answers = await Promise.all(
      providers.map(async ({ name, edges }) => {
        try {
          return await within(edges(node), patience)
        } catch {
          missing.add(name)
          return []
        }
      }),
    )
    const unique = new Map(answers.flat().map((edge) => [edgeKey(edge), edge]))
    return [...unique.values()]
  }

  const walk = async (root: LineageNode, direction: LineageDirection, limits: Limits): Promise<LineageGraph> => {
    const missing = new Set<string>()
    const known = new Map<string, boolean>([[keyOf(root), true]])
    const places = new Map<string, Place>([[keyOf(root), { node: root, distance: 0, more: false }]])
    const edges = new Map<string, LineageEdge>()
    const told = new Map<string, Promise<LineageEdge[]>>()
    const ask = (node: LineageNode): Promise<LineageEdge[]> => {
      const key = keyOf(node)
      const asked = told.get(key) ?? around(node, missing)
      told.set(key, asked)
      return asked
    }

    const go = async (step: 1 | -1): Promise<void> => {
      // what was reached in this direction: a cycle ends where it began
      const reached = new Set([keyOf(root)])
      let front = [root]
      for (let distance = 1; front.length > 0; distance += 1) {
        const next: LineageNode[] = []
        for (const node of front) {
          const own = keyOf(node)
          const place = places.get(own) as Place
          const leading = (await ask(node)).filter((edge) => keyOf(step === 1 ? edge.from : edge.to) === own)
          if (own === keyOf(root)) {
            const named = leading.map((edge) => (step === 1 ? edge.from : edge.to)).find(({ title }) => title !== root.id)
            if (named && root.title === root.id) place.node = { ...root, title: named.title }
          }
          let taken = 0
          for (const edge of leading) {
            const other = step === 1 ? edge.to : edge.from
            const key = keyOf(other)
            if (!(await seen(other, known))) continue
            const there = places.has(key)
            if (!there && (distance > limits.depth || places.size >= limits.nodes || taken >= limits.fan)) {
              place.more = true
              continue
            }
            if (!there) {
              taken += 1
              places.set(key, { node: other, distance: step * distance, more: false })
            }
            edges.set(edgeKey(edge), edge)
            if (!reached.has(key) && distance <= limits.depth) {
              reached.add(key)
              next.push(other)
            }
          }
        }
        front = next
      }
    }
    if (direction !== 'up') await go(1)
    if (direction !== 'down') await go(-1)
    const all = [...places.values()]
    return {
      root: keyOf(root),
      nodes: all.map(({ node, distance, more }) => ({ ...node, distance, more })),
      edges: [...edges.values()].map(({ from, to, by }) => ({ from: keyOf(from), to: keyOf(to), by })),
      truncated: all.some(({ more }) => more),
      missing: [...missing].sort(),
    }
  }

  return { walk, around }
}
export type Walk = ReturnType<typeof createWalk>
