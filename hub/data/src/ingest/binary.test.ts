import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Database, kernelMigrations } from '@haihe/kernel'
import { testDatabase } from '@haihe/kernel/testing'
import fc from 'fast-check'
import { doubles, doublesOrNull, instants, instantsOrNull, integers, smallints, texts } from './binary.ts'

let database: Database
before(async () => {
  database = await testDatabase([kernelMigrations])
})
after(() => database.close())

const back = async (type: string, parameter: unknown, column = 'v'): Promise<unknown[]> =>
  (
    await database.pool.query(`SELECT ${column} AS v FROM unnest($1::${type}[]) WITH ORDINALITY AS t (v, i) ORDER BY i`, [
      parameter,
    ])
  ).rows.map((row) => row.v)

const holds = <T>(arbitrary: fc.Arbitrary<T>, check: (value: T) => Promise<void>) =>
  fc.assert(fc.asyncProperty(arbitrary, check), { numRuns: 100 })

test('whole numbers arrive as they were', async () => {
  await holds(fc.array(fc.integer({ min: -32768, max: 32767 })), async (values) =>
    assert.deepEqual(await back('int2', smallints(values)), values),
  )
  await holds(fc.array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })), async (values) =>
    assert.deepEqual(await back('int4', integers(values)), values),
  )
})

test('doubles arrive to the last bit; what is not finite can be NULL', async () => {
  await holds(fc.array(fc.double({ noNaN: true })), async (values) =>
    assert.deepEqual(await back('float8', doubles(values)), values),
  )
  await holds(fc.array(fc.double()), async (values) =>
    assert.deepEqual(
      await back('float8', doublesOrNull(values)),
      values.map((value) => (Number.isFinite(value) ? value : null)),
    ),
  )
})

test('instants arrive to the millisecond, before and after 2000', async () => {
  const time = fc.integer({ min: Date.UTC(1900, 0, 1), max: Date.UTC(2200, 0, 1) })
  const ms = 'round(extract(epoch FROM v) * 1000)::float8'
  await holds(fc.array(time), async (values) => assert.deepEqual(await back('timestamptz', instants(values), ms), values))
  await holds(fc.array(fc.option(time, { nil: Number.NEGATIVE_INFINITY })), async (values) =>
    assert.deepEqual(
      await back('timestamptz', instantsOrNull(values), ms),
      values.map((value) => (Number.isFinite(value) ? value : null)),
    ),
  )
})

test('texts arrive as they were, quotes and all', async () => {
  const text = fc.oneof(
    fc.constantFrom('', 'NULL', '{}', 'a,b', 'urn:a:1', '东', '"', '\\', ' x '),
    fc.string({ unit: 'grapheme' }).filter((value) => !value.includes('\u0000')),
  )
  await holds(fc.array(text), async (values) => assert.deepEqual(await back('text', texts(values)), values))
})
