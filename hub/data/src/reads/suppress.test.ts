import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Cell, suppress } from './suppress.ts'

const cellsOf = (counts: number[][]): Cell[] =>
  counts.flatMap((line, row) =>
    line.flatMap((count, column) => (count > 0 ? [{ values: [`r${row}`, `c${column}`], count }] : [])),
  )

test('a small group is not counted, and one beside it neither', () => {
  const shown = suppress(
    [3, 40, 9].map((count, n) => ({ values: [`branch ${n}`], count })),
    5,
  )
  assert.deepEqual(
    shown.cells.map(({ count }) => count),
    [null, 40, null],
  )
  assert.equal(shown.total, 52)
})

test('a table of few is not counted at all', () => {
  assert.deepEqual(suppress([{ values: ['only'], count: 3 }], 5).total, null)
  const shown = suppress(
    [1, 1].map((count, n) => ({ values: [`b${n}`], count })),
    5,
  )
  assert.deepEqual([shown.total, shown.cells.every(({ count }) => count === null)], [null, true])
})

test('a finer table is withheld when the totals would give a small count away', () => {
  assert.equal(
    suppress(
      cellsOf([
        [0, 5, 0],
        [5, 0, 1],
      ]),
      5,
    ).withheld,
    true,
  )
})

test('the owner’s counts are whole', () => {
  assert.deepEqual(suppress([{ values: ['a'], count: 1 }], 1), {
    cells: [{ values: ['a'], count: 1 }],
    total: 1,
    withheld: false,
  })
  assert.deepEqual(suppress([], 5), { cells: [], total: 0, withheld: false })
})

const table = fc.integer({ min: 2, max: 4 }).chain((width) =>
  fc.array(
    fc.array(fc.oneof(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 5, max: 60 })), { minLength: width, maxLength: width }),
    {
      minLength: 2,
      maxLength: 4,
    },
  ),
)

test('no suppressed count follows from one line of a table and its totals', () => {
  let shownTables = 0
  fc.assert(
    fc.property(table, (counts) => {
      const cells = cellsOf(counts)
      if (cells.length === 0) return
      const both = suppress(cells, 5)
      if (both.withheld) return
      shownTables += 1
      for (const { count } of both.cells) assert.ok(count === null || count >= 5)
      for (const side of [0, 1]) {
        // the totals as somebody gets them who asks by this field alone
        const sums = new Map<unknown, number>()
        for (const { values, count } of cells) sums.set(values[side], (sums.get(values[side]) ?? 0) + count)
        const alone = suppress(
          [...sums].map(([value, count]) => ({ values: [value], count })),
          5,
        )
        for (const line of alone.cells) {
          const parts = both.cells.filter(({ values }) => values[side] === line.values[0])
          const hidden = parts.filter(({ count }) => count === null)
          if (line.count === null) assert.ok(hidden.length > 0, 'a total that is hidden adds up from what is shown')
          else assert.notEqual(hidden.length, 1, 'one hidden part is the total less the others')
        }
      }
    }),
    { numRuns: 500 },
  )
  assert.ok(shownTables > 100)
})
