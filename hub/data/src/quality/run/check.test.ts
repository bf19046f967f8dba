import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import type { QualityCheck, QualityRuleInput, Resource } from '@haihe/contract'
import { inTransaction } from '@haihe/kernel'
import fc from 'fast-check'
import { saveRule, silenceRule } from '../rules/rule-store.ts'
import { field, type Library, openLibrary, personal, resourceOf } from '../testing/library.ts'
import { checkResource } from './check.ts'
import { listCounts } from './count-store.ts'

const library = await openLibrary()
after(() => library.ctx.close())
const { ctx, clock, services } = library

const add = (resource: Resource, check: QualityCheck, more: Partial<QualityRuleInput> = {}, id: string = randomUUID()) =>
  inTransaction(ctx.db, async (trx) => {
    const rule = { dimension: 'accuracy', title: check.kind, weight: 1, severity: 'error', since: '2020-01-01', check, ...more }
    await saveRule(trx, resource.id, id, rule as QualityRuleInput, 'tester', ctx.now())
    return id
  })

const countsOf = async (resource: Resource): Promise<Record<string, [number, number, string | null]>> =>
  Object.fromEntries(
    (await listCounts(ctx.db, resource.id))
      .map(
        ({ rule, checked, failed, problem }) => [rule, [checked, failed, problem]] as [string, [number, number, string | null]],
      )
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )

const own = (more: Partial<Resource> = {}): Resource => resourceOf(library as Library, more)

test('a resource is scored from its published fields alone, by exact check digits, lengths, codes and blanks', async () => {
  const resource = own()
  await library.put(resource, [
    { loan_no: 'L1', reader_id: '11010519491231002X', title: '海河', branch: '990101' },
    { loan_no: 'L2', reader_id: '110105194912310021', title: '书'.repeat(61), branch: '990109' },
    { loan_no: 'L3', reader_id: null, title: null, branch: '120101' },
  ])
  const checked = await checkResource(services, resource.id, false)
  assert.deepEqual(await countsOf(resource), {
    'default:availability': [0, 0, null],
    'default:coverage': [1, 0, null],
    'default:freshness': [1, 0, null],
    'default:length:loan_no': [3, 0, null],
    'default:length:title': [2, 1, null],
    'default:not-null:loan_no': [3, 0, null],
    'default:standard:branch': [3, 1, null],
    'default:standard:reader_id': [2, 1, null],
    'default:within-region:branch': [3, 1, null],
  })
  // conformity (1 + 1/2 + 2/3) / 3, completeness 1, accuracy 1/2, consistency 2/3, timeliness 1; nothing accessible to check
  const expected = (20 * (13 / 18) + 20 + 25 / 2 + 15 * (2 / 3) + 15) / 95
  assert.ok(Math.abs((checked?.score ?? 0) - 100 * expected) < 0.02, String(checked?.score))
})

test('after any inserts, updates and deletes the counts kept up to date equal a count of everything', async () => {
  const readers = own({
    fields: [field('reader_no', '读者证号', 'text'), field('name', '姓名', 'text')],
    keys: ['reader_no'],
    regionField: null,
  })
  await library.put(
    readers,
    ['11010519491231002X', 'r1', 'r2'].map((reader_no) => ({ reader_no, name: '甲' })),
  )
  const shape: Partial<Resource> = {
    fields: [
      field('loan_no', '借阅编号', 'text', { required: true, length: 3 }),
      field('reader_id', '读者', 'text', { classification: personal('identity-number') }),
      field('title', '书名', 'text', { required: true, length: 4 }),
      field('branch', '分馆区划', 'region'),
      field('copies', '册数', 'integer'),
      field('lent_on', '借出日期', 'date'),
      field('returned_at', '归还时间', 'datetime'),
    ],
  }
  const kept = own(shape)
  const recounted = own({ ...shape, no: kept.no })
  const checks: QualityCheck[] = [
    { kind: 'unique', fields: ['title'], parameters: {} },
    { kind: 'duplicate', fields: ['reader_id', 'title'], parameters: {} },
    { kind: 'reference', fields: ['reader_id'], parameters: { resource: readers.id, fields: ['reader_no'] } },
    {
      kind: 'equal',
      fields: ['title'],
      parameters: { resource: readers.id, fields: ['name'], on: [{ own: 'reader_id', other: 'reader_no' }] },
    },
    { kind: 'compare', fields: ['lent_on', 'returned_at'], parameters: { op: '<=' } },
    { kind: 'range', fields: ['lent_on'], parameters: { min: null, max: 'today' } },
    { kind: 'range', fields: ['lent_on'], parameters: { min: 'today', max: null } },
    { kind: 'pattern', fields: ['loan_no'], parameters: { pattern: '\\d{1,2}' } },
    { kind: 'outlier', fields: ['copies'], parameters: { method: 'robust-z', threshold: 3.5, within: 'branch' } },
    { kind: 'outlier', fields: ['copies'], parameters: { method: 'iqr', threshold: 1.5, within: null } },
    { kind: 'stuck', fields: ['copies', 'lent_on'], parameters: { times: 3, within: null } },
    { kind: 'gap', fields: ['lent_on'], parameters: { seconds: 86_400, within: 'branch' } },
    {
      kind: 'expression',
      fields: ['copies', 'title'],
      parameters: { condition: { any: [{ field: 'copies', op: '>', value: 1 }, { not: { field: 'title', is: 'null' } }] } },
    },
  ]
  for (const [n, check] of checks.entries()) for (const one of [kept, recounted]) await add(one, check, {}, `rule-${n}`)
  const row = fc.record({
    loan_no: fc.nat(30).map(String),
    reader_id: fc.constantFrom(null, '11010519491231002X', '110105194912310021', 'r1', 'r9'),
    title: fc.constantFrom(null, ' ', '海河', '甲', '海 河', '书书书书书'),
    branch: fc.constantFrom(null, '990101', '990103', '110105'),
    copies: fc.constantFrom(null, 1, 1, 2, 3, 500),
    lent_on: fc.constantFrom(null, '2026-11-18', '2026-11-20', '2026-11-21', '2026-11-25'),
    returned_at: fc.constantFrom(null, '2026-11-19T15:59:00Z', '2026-11-19T16:01:00Z', '2027-01-01T00:00:00Z'),
  })
  const step = fc.record({
    put: fc.array(row, { maxLength: 12 }),
    remove: fc.array(fc.nat(30).map(String), { maxLength: 8 }),
    hours: fc.constantFrom(0, 0.2, 30),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 5 }), async (steps) => {
      for (const { put, remove, hours } of steps) {
        await library.put(kept, put)
        await library.remove(kept, remove)
        clock.advance(hours * 3_600_000)
        const incremental = await checkResource(services, kept.id, false)
        for (const table of ['quality_row', 'quality_count', 'quality_state'])
          await ctx.pool.query(`DELETE FROM data.${table} WHERE resource = $1`, [recounted.id])
        const whole = await checkResource(services, recounted.id, true)
        assert.deepEqual(await countsOf(kept), await countsOf(recounted))
        assert.equal(incremental?.score, whole?.score)
        assert.equal(incremental?.rows, whole?.rows)
      }
    }),
    { numRuns: 25 },
  )
  clock.set('2026-11-20T02:00:00Z')
})

test('only rows that changed are looked at again', async () => {
  const resource = own()
  await library.put(
    resource,
    Array.from({ length: 50 }, (_, n) => ({ loan_no: `L${n}`, branch: '990101' })),
  )
  assert.equal((await checkResource(services, resource.id, false))?.judged, 50)
  assert.equal((await checkResource(services, resource.id, false))?.judged, 0)
  await library.put(resource, [{ loan_no: 'L7', branch: '990101', title: '新' }])
  await library.remove(resource, ['L8', 'L9'])
  const { judged, gone, rows } = (await checkResource(services, resource.id, false))!
  assert.deepEqual({ judged, gone, rows }, { judged: 1, gone: 2, rows: 48 })
})

test('a rule that no longer fits says so and leaves the score to the others', async () => {
  const resource = own()
  await library.put(resource, [{ loan_no: 'L1' }])
  const lost = await add(resource, { kind: 'not-null', fields: ['shelf'], parameters: {} })
  const alone = await add(resource, {
    kind: 'reference',
    fields: ['title'],
    parameters: { resource: randomUUID(), fields: ['x'] },
  })
  const wrong = await add(resource, { kind: 'compare', fields: ['title', 'copies'], parameters: { op: '<' } })
  const checked = await checkResource(services, resource.id, false)
  const counts = await countsOf(resource)
  for (const id of [lost, alone, wrong]) assert.ok(counts[id]?.[2], id)
  assert.equal(checked?.score, 100)
})

test('crossing a limit is told once each, stops the listing below the lower one, and recovery lifts it', async () => {
  const resource = own()
  const rows = Array.from({ length: 10 }, (_, n) => ({
    loan_no: `L${n}`,
    reader_id: 'wrong',
    branch: '130000',
    title: '书'.repeat(61),
  }))
  await library.put(resource, rows)
  const before = (await library.told('quality.below')).length
  const bad = await checkResource(services, resource.id, false)
  assert.ok((bad?.score ?? 100) < 60, String(bad?.score))
  await checkResource(services, resource.id, false)
  const below = (await library.told('quality.below')).slice(before) as { limit: string; worst: string }[]
  assert.deepEqual(
    below.map(({ limit }) => limit),
    ['rectify', 'stop'],
  )
  assert.equal(below[0]?.worst, 'default:standard:reader_id')
  const stopped = await library.catalogue.get(resource.id)
  assert.equal(stopped.stopped, true)
  assert.equal(stopped.quality, bad?.score)
  await library.put(
    resource,
    rows.map(({ loan_no }) => ({ loan_no, branch: '990101', title: '书' })),
  )
  const good = await checkResource(services, resource.id, false)
  assert.equal(good?.score, 100)
  assert.equal((await library.catalogue.get(resource.id)).stopped, false)
  assert.equal((await library.told('quality.below')).length, before + 2)
  assert.deepEqual((await library.told('quality.scored')).at(-1), { resource: resource.id, score: 100, before: bad?.score })
})

test('a silenced rule and a warning do not touch the score; a table that never had rows has none', async () => {
  const resource = own()
  await library.put(resource, [{ loan_no: 'L1', title: '书'.repeat(61) }])
  const warning = await add(resource, { kind: 'not-null', fields: ['fee'], parameters: {} }, { severity: 'warning' })
  assert.ok((await checkResource(services, resource.id, false))!.score! < 100)
  await inTransaction(ctx.db, (trx) =>
    silenceRule(trx, resource.id, 'default:length:title', '书名由出版社给出', 'tester', ctx.now()),
  )
  assert.equal((await checkResource(services, resource.id, false))?.score, 100)
  assert.deepEqual((await countsOf(resource))[warning], [1, 1, null])
  const empty = own({ loadedAt: null })
  assert.deepEqual(await checkResource(services, empty.id, false), { score: null, rows: 0, judged: 0, gone: 0 })
})

test('a table not loaded within its cycle, or with fewer rows than expected, loses timeliness and completeness', async () => {
  const resource = own({ loadedAt: '2026-11-18T00:00:00Z' })
  await library.put(resource, [{ loan_no: 'L1' }])
  const coverage = await add(
    resource,
    { kind: 'coverage', fields: [], parameters: { expected: 4 } },
    { dimension: 'completeness' },
  )
  await checkResource(services, resource.id, false)
  const counts = await countsOf(resource)
  assert.deepEqual(counts['default:freshness'], [1, 1, null])
  assert.deepEqual(counts[coverage], [4, 3, null])
})
