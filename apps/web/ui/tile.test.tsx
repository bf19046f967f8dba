import type { Tile as TileView } from '@haihe/contract'
import { fireEvent, render, screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { sparkPath } from './sparkline.tsx'
import { Tile } from './tile.tsx'

const NOW = Date.parse('2026-11-20T12:00:00Z')
const TILE: TileView = {
  indicator: 'books.lent',
  title: { zh: '借出图书', en: 'Books lent' },
  region: '12',
  value: 14230,
  unit: '册',
  precision: 0,
  direction: 1,
  window: 'day',
  at: '2026-11-20T00:00:00Z',
  freshAt: '2026-11-20T11:57:00Z',
  stale: false,
  change: 120,
  level: null,
  band: null,
  provenance: 'simulated',
  spark: [1, null, 3],
}

test('number, unit, change and origin are on the tile, and a press explains', () => {
  const explain = vi.fn()
  render(<Tile tile={TILE} now={NOW} onExplain={explain} />)
  const button = screen.getByRole('button', { name: /^借出图书.*1.42万册.*查看解释$/ })
  expect(button.textContent).toContain('1.42万册')
  expect(button.textContent).toContain('+120')
  expect(button.textContent).toContain('模拟')
  fireEvent.click(button)
  expect(explain).toHaveBeenCalledWith('books.lent')
})

test('an old number says that it is old, and a level is a word', () => {
  render(
    <Tile
      tile={{ ...TILE, stale: true, freshAt: '2026-11-20T07:00:00Z', level: 'orange', band: { zh: '紧张', en: 'Short' } }}
      now={NOW}
    />,
  )
  const button = screen.getByRole('button')
  expect(button.getAttribute('data-stale')).toBe('true')
  expect(button.textContent).toContain('5 小时前')
  expect(button.textContent).toContain('橙色 紧张')
})

test('a gap in the course stays a gap', () => {
  const { line } = sparkPath([1, 2, null, 4, 5], 100, 20)
  expect(line.match(/M/g)).toHaveLength(2)
  expect(sparkPath([null, null], 100, 20)).toEqual({ line: '', last: null })
})
