import type { LineageGraph, LineageKind, RowLineage } from '@haihe/contract'
import { expect, test } from 'vitest'
import { clip, foldGraph, layoutOf, MOST_ALIKE } from './graph.ts'
import { nodeHref, nodeOf, placesOf, wordsOf } from './nodes.ts'
import { wayOf } from './row.ts'
import { fitted, zoomed } from './use-view.ts'

const node = (kind: LineageKind, id: string, distance: number) => ({ kind, id, title: id, distance, more: false })
const edge = (from: string, to: string) => ({ from, to, by: 'test' })

const fan = (fields: number): LineageGraph => ({
  root: 'resource:loans',
  nodes: [
    node('source', 'desk', -1),
    node('resource', 'loans', 0),
    ...Array.from({ length: fields }, (_, n) => node('field', `loans#f${n}`, 1)),
    node('rule', 'loans/r', 2),
  ],
  edges: [
    edge('source:desk', 'resource:loans'),
    ...Array.from({ length: fields }, (_, n) => edge('resource:loans', `field:loans#f${n}`)),
    ...Array.from({ length: fields }, (_, n) => edge(`field:loans#f${n}`, 'rule:loans/r')),
  ],
  truncated: false,
  missing: [],
})

test('few of a kind are drawn one by one, many as one with one line each way', () => {
  expect(foldGraph(fan(MOST_ALIKE), new Set()).boxes).toHaveLength(MOST_ALIKE + 3)
  const folded = foldGraph(fan(40), new Set())
  expect(folded.boxes.map(({ key }) => key)).toEqual(['source:desk', 'resource:loans', 'group:field:1', 'rule:loans/r'])
  expect(folded.edges).toEqual([
    { from: 'source:desk', to: 'resource:loans' },
    { from: 'resource:loans', to: 'group:field:1' },
    { from: 'group:field:1', to: 'rule:loans/r' },
  ])
})

test('an unfolded group shows every one of its nodes and edges', () => {
  const unfolded = foldGraph(fan(40), new Set(['group:field:1']))
  expect(unfolded.boxes).toHaveLength(43)
  expect(unfolded.edges).toHaveLength(81)
})

test('the layout goes from the source on the left to the use on the right, nothing on top of another', () => {
  const drawn = layoutOf(foldGraph(fan(5), new Set()))
  const at = (key: string) => drawn.boxes.find(({ box }) => box.key === key) as { x: number; y: number }
  expect(at('source:desk').x).toBeLessThan(at('resource:loans').x)
  expect(at('resource:loans').x).toBeLessThan(at('field:loans#f0').x)
  expect(new Set(drawn.boxes.map(({ x, y }) => `${x} ${y}`)).size).toBe(drawn.boxes.length)
  for (const { path } of drawn.lines) expect(path).toMatch(/^M[\d.-]+ [\d.-]+/)
})

test('a node keeps its address, whatever its id holds', () => {
  for (const id of ['loans#no', '~Book#title', 'air.aqi@120101', 'event:case.closed', 'loans/default:not-null:no']) {
    const href = nodeHref({ kind: 'field', id })
    expect(nodeOf(new URL(href, 'http://hub').searchParams.get('node') ?? '')).toEqual({ kind: 'field', id })
  }
  expect([undefined, '', 'resource:', ':x', 'spell:x'].map(nodeOf)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ])
})

test('nodes lead to the page that shows them', () => {
  expect(placesOf({ kind: 'rule', id: 'loans/default:not-null:no' })[0]?.href).toBe(
    '/console/quality?open=loans&rule=default%3Anot-null%3Ano',
  )
  expect(placesOf({ kind: 'indicator', id: 'loans.open@99' }).map(({ href }) => href)).toEqual([
    '/console/lineage?tab=number&number=loans.open%4099',
    '/console/indicators?open=loans.open',
    '/cockpit?region=99&indicator=loans.open&panel=explain:loans.open',
  ])
  expect(placesOf({ kind: 'source', id: 'event:case.closed' })).toEqual([])
})

test('a field is called by its own name', () => {
  expect(wordsOf({ kind: 'field', title: 'Loans·No' })).toEqual({ name: 'No', of: 'Loans' })
  expect(wordsOf({ kind: 'indicator', title: 'City·Loans' })).toEqual({ name: 'City·Loans', of: null })
})

test('long words end in an ellipsis where there is no more room', () => {
  expect(clip('loans', 11)).toBe('loans')
  expect(clip('一二三四五六', 4)).toBe('一二三…')
})

test('a small graph is shown whole, a large one where the attention is', () => {
  expect(fitted({ width: 500, height: 200 }, { width: 1000, height: 400 }, { x: 250, y: 100 })).toEqual({ k: 1, x: 250, y: 100 })
  const large = fitted({ width: 9000, height: 200 }, { width: 1000, height: 400 }, { x: 4500, y: 100 })
  expect(4500 * large.k + large.x).toBeCloseTo(500)
})

test('zooming keeps the point under the finger', () => {
  const view = zoomed({ x: 30, y: 10, k: 1 }, 1.5, { x: 130, y: 60 })
  expect(100 * view.k + view.x).toBeCloseTo(130)
  expect(50 * view.k + view.y).toBeCloseTo(60)
})

test('the way of a row runs from its source to its resource; its uses stand apart', () => {
  const graph: RowLineage['graph'] = {
    root: 'row:loans#1',
    nodes: [
      node('row', 'loans#1', 0),
      node('resource', 'loans', 1),
      node('field', 'loans#no', 2),
      node('grant', 'g', 2),
      node('run', '4', -1),
      node('connector', 'c', -2),
      node('source', 's', -3),
    ],
    edges: [],
    truncated: false,
    missing: [],
  }
  const { path, uses } = wayOf({ graph, resource: 'loans' })
  expect(path.map(({ kind }) => kind)).toEqual(['source', 'connector', 'run', 'row', 'resource'])
  expect(uses.map(({ kind }) => kind)).toEqual(['grant'])
})
