import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { grantInput, openDesk, people, REASON, readers } from '../policy/testing/readers.ts'
import { drawOf, roundAll, rounded } from './counts.ts'
import { type Cell, suppress } from './suppress.ts'

const K = 5
const desk = await openDesk()
after(desk.close)
const { ask, ctx } = desk
const resource = await desk.add(readers())
const PEOPLE = people(60)
await desk.fill(resource, PEOPLE)
for (const grantee of ['book-school', 'book-museum'])
  await ask(
    'keeper',
    'POST',
    '/api/grants',
    grantInput({ grantee, fields: ['branch', 'name', 'loans', 'id_no'], clear: ['loans'] }),
  )
const counts = async (who: string, by: string) =>
  (await ask(who, 'GET', `/api/resources/${resource.id}/counts?by=${by}&${REASON}`)).body
type Shown = { values: string[]; count: number | null }
const bare = ({ cells, total }: { cells: Shown[]; total: number }) => [
  cells.map(({ values, count }) => [...values].sort().concat(String(count))).sort(),
  total,
]

test('a count differs from the true one by less than the smallest group, and is right on average', () => {
  fc.assert(
    fc.property(fc.integer({ min: K, max: 10_000 }), fc.string(), (count, text) => {
      const shown = rounded(count, K, drawOf('secret', text))
      assert.ok(shown % K === 0 && Math.abs(shown - count) < K && shown >= K)
      const all = Array.from({ length: K }, (_, draw) => rounded(count, K, () => draw))
      assert.equal(all.reduce((sum, one) => sum + one, 0) / K, count)
    }),
  )
})

test('of two tables that differ by one person every answer of the one could have been one of the other', () => {
  const table = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('x', 'y')), { minLength: 60, maxLength: 200 })
  const cellsOf = (rows: readonly (readonly [string, string])[]): Cell[] =>
    [...Map.groupBy(rows, (row) => JSON.stringify(row))].map(([key, all]) => ({ values: JSON.parse(key), count: all.length }))
  /** Whatever the secret is, between these two. */
  const possible = (count: number) => [Math.floor(count / K) * K, Math.ceil(count / K) * K]
  let compared = 0
  fc.assert(
    fc.property(table, fc.nat(), (rows, pick) => {
      const without = rows.toSpliced(pick % rows.length, 1)
      const [one, two] = [suppress(cellsOf(rows), K), suppress(cellsOf(without), K)]
      if (one.withheld || two.withheld) return
      const shown = roundAll(one, K, 'secret', 'key')
      for (const { values, count } of shown.cells) {
        const other = two.cells.find((cell) => JSON.stringify(cell.values) === JSON.stringify(values))?.count ?? null
        const was = one.cells.find((cell) => cell.values === values)!.count
        if (count === null || other === null || was === null) continue
        compared += 1
        // of the two numbers the person could have made, one is shown in both worlds
        assert.ok(possible(was).some((each) => possible(other).includes(each)))
        assert.ok(Math.abs(count - other) <= K)
      }
    }),
    { numRuns: 500 },
  )
  assert.ok(compared > 50)
})

test('who is not the owner gets rounded counts, everybody the same ones, whatever the order of the fields', async () => {
  const school = await counts('school', 'branch,name')
  assert.equal(school.base, K)
  for (const { count } of school.cells as Shown[]) assert.ok(count === null || count % K === 0)
  assert.deepEqual(bare(await counts('museum', 'branch,name')), bare(school))
  assert.deepEqual(bare(await counts('school', 'name,branch')), bare(school))
  const keeper = await counts('keeper', 'branch')
  assert.deepEqual([keeper.base, keeper.total], [1, 60])
})

test('counts change only once so many rows did that no difference tells of one of them', async () => {
  const before = await counts('school', 'branch')
  const add = async (n: number) => {
    desk.clock.advance(60_000)
    await desk.fill(resource, [{ ...PEOPLE[0]!, id_no: `99010119800101${9000 + n}`, loans: 1000 + n, branch: '分馆0' }])
  }
  for (let n = 0; n < K - 1; n += 1) {
    await add(n)
    assert.deepEqual(
      await counts('school', 'branch').then(({ read: _, ...shown }) => shown),
      (({ read: _, ...shown }) => shown)(before),
    )
  }
  await add(K)
  const after = await counts('school', 'branch')
  assert.notEqual(after.at, before.at)
  // who is struck out does not show either
  desk.clock.advance(60_000)
  await ctx.pool.query('DELETE FROM held.r_1 WHERE loans = 1000')
  assert.equal((await counts('school', 'branch')).at, after.at)
  await ctx.pool.query('DELETE FROM held.r_1 WHERE loans > 1000 OR loans < 3')
  assert.notEqual((await counts('school', 'branch')).at, after.at)
  assert.equal((await counts('keeper', 'branch')).total, 57)
})
