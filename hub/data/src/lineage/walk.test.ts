import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { LineageEdge, LineageNode } from '../platform/ports.ts'
import { createWalk } from './walk.ts'

const node = (id: string | number): LineageNode => ({ kind: 'resource', id: String(id), title: `书架 ${id}` })
const edge = (from: string | number, to: string | number): LineageEdge => ({ from: node(from), to: node(to), by: '搬运' })
const walkOver = (edges: readonly LineageEdge[], more: { hidden?: string[]; broken?: boolean } = {}) =>
  createWalk({
    providers: [
      { name: 'shelves', edges: async ({ id }) => edges.filter(({ from, to }) => from.id === id || to.id === id) },
      {
        name: 'broken',
        edges: async () => {
          if (more.broken) throw new Error('no')
          return []
        },
      },
    ],
    visible: async ({ id }) => !more.hidden?.includes(id),
    patience: 1000,
  }).walk
const wide = { depth: 50, nodes: 1000, fan: 1000 }

/** Distances by a different way: relaxation until nothing changes. */
const distances = (edges: readonly [number, number][], root: number): Map<string, number> => {
  const found = new Map([[root, 0]])
  for (let round = 0; round < 20; round += 1)
    for (const [from, to] of edges) {
      const by = (found.get(from) ?? Number.POSITIVE_INFINITY) + 1
      if (by < (found.get(to) ?? Number.POSITIVE_INFINITY)) found.set(to, by)
    }
  return new Map([...found].map(([id, distance]) => [`resource:${id}`, distance]))
}

test('whatever the graph, with cycles too, each node is found once at its shortest distance', async () => {
  const pair = fc.tuple(fc.nat(9), fc.nat(9))
  await fc.assert(
    fc.asyncProperty(fc.array(pair, { maxLength: 25 }), fc.nat(9), fc.integer({ min: 0, max: 6 }), async (pairs, root, depth) => {
      const walk = walkOver(pairs.map(([a, b]) => edge(a, b)))
      const graph = await walk(node(root), 'down', { ...wide, depth })
      const expected = [...distances(pairs, root)].filter(([, distance]) => distance <= depth)
      const found = graph.nodes.map(({ id, distance }) => [`resource:${id}`, distance] as const)
      assert.deepEqual(new Map(found), new Map(expected))
      assert.equal(found.length, expected.length)
      assert.equal(graph.truncated, distances(pairs, root).size > expected.length)
      const back = walkOver(pairs.map(([a, b]) => edge(b, a)))
      const up = await back(node(root), 'up', { ...wide, depth })
      assert.deepEqual(
        new Map(up.nodes.map(({ id, distance }) => [`resource:${id}`, -distance])),
        new Map(expected.map(([k, d]) => [k, d === 0 ? -0 : d])),
      )
    }),
    { numRuns: 200 },
  )
})

test('both ways goes up and down and never across', async () => {
  // two sources feed one shelf: the other source is neither before nor behind the first one's reader
  const walk = walkOver([edge('s1', 'shelf'), edge('s2', 'shelf'), edge('shelf', 'reader'), edge('s1', 'copy')])
  const graph = await walk(node('reader'), 'both', wide)
  assert.deepEqual(graph.nodes.map(({ id }) => id).sort(), ['reader', 's1', 's2', 'shelf'])
})

test('limits cut the graph and say where; what may not be seen is left out with what lies behind it', async () => {
  const edges = Array.from({ length: 30 }, (_, n) => edge('root', `n${n}`))
  const cut = await walkOver(edges)(node('root'), 'down', { depth: 2, nodes: 100, fan: 10 })
  assert.equal(cut.nodes.length, 11)
  assert.deepEqual([cut.truncated, cut.nodes[0]?.more], [true, true])
  assert.equal((await walkOver(edges)(node('root'), 'down', { depth: 2, nodes: 5, fan: 100 })).nodes.length, 5)
  const hidden = await walkOver([edge('a', 'b'), edge('b', 'c')], { hidden: ['b'] })(node('a'), 'down', wide)
  assert.deepEqual(
    hidden.nodes.map(({ id }) => id),
    ['a'],
  )
  assert.equal(hidden.edges.length, 0)
})

test('a provider that fails is named and the others still tell', async () => {
  const graph = await walkOver([edge('a', 'b')], { broken: true })(node('a'), 'down', wide)
  assert.deepEqual([graph.missing, graph.nodes.length], [['broken'], 2])
})
