import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type Actor, mayIn, PERMISSIONS, ROLES } from '@haihe/contract'
import fc from 'fast-check'
import { rows, sql } from '../db.ts'
import { testContext } from '../testing/index.ts'
import { scopePredicate } from './scope.ts'

// few digits, so that scopes and regions often contain one another; 9 is the digit with no successor
const digits = (length: number) =>
  fc.array(fc.constantFrom('0', '1', '9'), { minLength: length, maxLength: length }).map((all) => all.join(''))
const region = fc.constantFrom(2, 6, 9, 12, 15).chain(digits)
const actor: fc.Arbitrary<Actor> = fc
  .array(fc.record({ role: fc.constantFrom(...ROLES), unit: fc.constant(null), region }), { maxLength: 5 })
  .map((grants) => ({ id: 'a', kind: 'person', name: 'a', grants, assurance: 1 }))

test('the predicate selects exactly the rows that mayIn allows, for random actors and regions', async () => {
  const ctx = await testContext([])
  after(() => ctx.close())
  await fc.assert(
    fc.asyncProperty(
      actor,
      fc.constantFrom(...PERMISSIONS),
      fc.array(region, { maxLength: 30 }),
      async (who, permission, regions) => {
        const found = await rows(
          ctx.db,
          sql<{ region: string }>`SELECT t.region FROM unnest(${regions}::text[]) WITH ORDINALITY AS t (region, n)
          WHERE ${scopePredicate(who, permission, 't.region')} ORDER BY n`,
        )
        assert.deepEqual(
          found.map((row) => row.region),
          regions.filter((code) => mayIn(who, permission, code)),
        )
      },
    ),
    { numRuns: 300 },
  )
})

test('an index on the region answers the predicate', async () => {
  const ctx = await testContext([])
  after(() => ctx.close())
  await sql`CREATE TABLE shelf AS SELECT '99' || lpad(n::text, 7, '0') AS region FROM generate_series(1, 20000) n`.execute(ctx.db)
  await sql`CREATE INDEX ON shelf (region text_pattern_ops)`.execute(ctx.db)
  await sql`ANALYZE shelf`.execute(ctx.db)
  const who: Actor = {
    id: 'a',
    kind: 'person',
    name: 'a',
    grants: ['990001', '990007'].map((code) => ({ role: 'auditor', unit: null, region: code })),
    assurance: 3,
  }
  const plan = await rows(
    ctx.db,
    sql<{ 'QUERY PLAN': string }>`EXPLAIN SELECT * FROM shelf WHERE ${scopePredicate(who, 'audit.read', 'region')}`,
  )
  const text = plan.map((row) => row['QUERY PLAN']).join('\n')
  assert.match(text, /Index Cond/)
  assert.doesNotMatch(text, /Seq Scan/)
})
