import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { AppError, type Resource } from '@haihe/contract'
import { kernelMigrations } from '@haihe/kernel'
import { testContext } from '@haihe/kernel/testing'
import fc from 'fast-check'
import { loans } from '../exchange/testing/loans.ts'
import { migrations } from '../migrations.ts'
import { joinKey, keySql } from './columns.ts'
import { createHeld } from './held.ts'

const ctx = await testContext([kernelMigrations, migrations])
after(() => ctx.close())
const held = createHeld(ctx)

const columns = async (resource: Resource): Promise<Record<string, string>> => {
  const { rows } = await ctx.pool.query<{ name: string; type: string }>(
    `SELECT column_name AS name, data_type AS type FROM information_schema.columns WHERE table_schema = 'held' AND table_name = $1`,
    [`r_${resource.no}`],
  )
  return Object.fromEntries(rows.map(({ name, type }) => [name, type]))
}

const insert = (resource: Resource, row: Record<string, unknown>) =>
  ctx.pool.query(
    `INSERT INTO ${held.table(resource)} (${Object.keys(row).join(', ')}) VALUES (${Object.keys(row).map((_, n) => `$${n + 1}`)})`,
    Object.values(row),
  )

test('a published resource becomes a table with one typed column per field and the system columns', async () => {
  const resource = loans({ no: 1 })
  await held.ensure(resource)
  await createHeld(ctx).ensure(resource)
  assert.equal(held.table(resource), 'held."r_1"')
  assert.deepEqual(await columns(resource), {
    _key: 'text',
    _region: 'text',
    _subject: 'text',
    _run: 'bigint',
    _line: 'bigint',
    _at: 'timestamp with time zone',
    loan_no: 'text',
    reader_id: 'text',
    title: 'text',
    branch: 'text',
    copies: 'bigint',
    fee: 'numeric',
    lent_on: 'date',
    returned_at: 'timestamp with time zone',
    renewed: 'boolean',
  })
})

test('two processes that ensure the same table at once make it once', async () => {
  const resource = loans({ no: 2 })
  await Promise.all([1, 2, 3, 4].map(() => createHeld(ctx).ensure(resource)))
  assert.equal((await columns(resource)).loan_no, 'text')
})

test('a new version adds columns, keeps columns that have values and drops those that have none', async () => {
  const first = loans({ no: 3 })
  await held.ensure(first)
  await insert(first, { _key: 'a', loan_no: 'a', title: 'kept' })
  const without = first.fields.filter(({ name }) => !['title', 'fee'].includes(name))
  const second = { ...first, fields: [...without, { ...first.fields[0]!, name: 'order', title: '单号' }] }
  await held.ensure(second)
  const found = await columns(second)
  assert.equal(found.title, 'text')
  assert.equal(found.fee, undefined)
  assert.equal(found.order, 'text')
})

test('a type changes when the values fit, and is refused when they do not', async () => {
  const first = loans({ no: 4 })
  await held.ensure(first)
  await insert(first, { _key: 'a', loan_no: '7', title: '12' })
  const retyped = (type: 'integer' | 'date'): Resource => ({
    ...first,
    fields: first.fields.map((field) => (field.name === 'title' ? { ...field, type } : field)),
  })
  await assert.rejects(held.ensure(retyped('date')), (error) => error instanceof AppError && error.code === 'CONFLICT')
  await held.ensure(retyped('integer'))
  const { rows } = await ctx.pool.query(`SELECT title FROM ${held.table(first)}`)
  assert.deepEqual(rows, [{ title: 12 }])
})

test('new key fields write the keys anew, unless rows could no longer be told apart', async () => {
  const first = loans({ no: 5 })
  await held.ensure(first)
  await insert(first, { _key: 'a', loan_no: 'a', title: 't|1', copies: 1, fee: '1.50' })
  await insert(first, { _key: 'b', loan_no: 'b', title: 't|1', copies: 2, fee: '1.50' })
  await assert.rejects(held.ensure({ ...first, keys: ['title'] }), /CONFLICT/)
  await held.ensure({ ...first, keys: ['title', 'copies', 'fee'] })
  const { rows } = await ctx.pool.query(`SELECT _key FROM ${held.table(first)} ORDER BY 1`)
  assert.deepEqual(rows, [{ _key: 't\\|1|1|1.5' }, { _key: 't\\|1|2|1.5' }])
})

test('keys of several fields are joined so that no two rows share one, in code as in SQL', async () => {
  const part = fc.string({ unit: fc.constantFrom('a', '|', '\\', ''), maxLength: 4 })
  const two = fc.tuple(part, part)
  const names = ['x', 'y'].map((name) => ({ name, type: 'text' as const }))
  await fc.assert(
    fc.asyncProperty(two, two, async (a, b) => {
      assert.equal(joinKey(a) === joinKey(b), a[0] === b[0] && a[1] === b[1])
      const { rows } = await ctx.pool.query(`SELECT ${keySql(names)} AS k FROM (SELECT $1::text AS x, $2::text AS y) t`, a)
      assert.equal(rows[0].k, joinKey(a))
    }),
    { numRuns: 100 },
  )
})
