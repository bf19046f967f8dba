import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Resource } from '@haihe/contract'
import { rows } from '@haihe/kernel'
import { field, openLibrary, resourceOf } from '../testing/library.ts'
import { countSet, failingKeys, type SetCheck, setSql } from './set-store.ts'

const library = await openLibrary()
after(() => library.ctx.close())

const shelf = (): Resource =>
  resourceOf(library, {
    fields: [
      field('id', '编号', 'text'),
      field('title', '书名', 'text'),
      field('value', '值', 'number'),
      field('at', '时间', 'datetime'),
      field('place', '位置', 'text'),
      field('code', '代码', 'integer'),
    ],
    keys: ['id'],
    regionField: null,
  })

const failing = async (resource: Resource, check: SetCheck, other?: Resource): Promise<[string[], number]> => {
  const query = setSql(check, { resource, table: library.held.table, other })
  const found = await rows(library.ctx.db, failingKeys(query))
  const { checked, failed } = await countSet(library.ctx.db, query)
  assert.equal(failed, found.length)
  return [(found as { _key: string }[]).map(({ _key }) => _key).sort(), checked]
}

test('all members of a group are not unique; of duplicates all but the first fail, blanks, case and width aside', async () => {
  const resource = shelf()
  const titles = ['海河', '海 河', 'Ｈａｉｈｅ', 'haihe', '津', null]
  await library.put(
    resource,
    titles.map((title, n) => ({ id: `${n}`, title, place: n < 2 ? 'a' : 'b' })),
  )
  assert.deepEqual(await failing(resource, { kind: 'unique', fields: ['place'], parameters: {} }), [
    ['0', '1', '2', '3', '4', '5'],
    6,
  ])
  assert.deepEqual(await failing(resource, { kind: 'unique', fields: ['title'], parameters: {} }), [[], 5])
  assert.deepEqual(await failing(resource, { kind: 'duplicate', fields: ['title'], parameters: {} }), [['1', '3'], 5])
})

test('a broken reference and a value that differs from the source of truth are found, also across types', async () => {
  const [truth, copy] = [shelf(), shelf()]
  await library.put(truth, [
    { id: '1', title: '海河', code: 7 },
    { id: '2', title: '津门', code: 8 },
  ])
  await library.put(copy, [
    { id: 'a', place: '1', title: '海河', code: 1 },
    { id: 'b', place: '2', title: '旧名', code: 2 },
    { id: 'c', place: '3', title: '海河', code: 3 },
    { id: 'd', place: null },
  ])
  const reference: SetCheck = { kind: 'reference', fields: ['place'], parameters: { resource: truth.id, fields: ['id'] } }
  assert.deepEqual(await failing(copy, reference, truth), [['c'], 3])
  const mixed: SetCheck = { kind: 'reference', fields: ['code'], parameters: { resource: truth.id, fields: ['id'] } }
  assert.deepEqual(await failing(copy, mixed, truth), [['c'], 3])
  const equal: SetCheck = {
    kind: 'equal',
    fields: ['title'],
    parameters: { resource: truth.id, fields: ['title'], on: [{ own: 'place', other: 'id' }] },
  }
  assert.deepEqual(await failing(copy, equal, truth), [['b'], 2])
})

test('outliers are found by the median and by quartiles, within groups, and none among equals', async () => {
  const resource = shelf()
  const values = [10, 11, 9, 10, 12, 11, 10, 95]
  await library.put(resource, [
    ...values.map((value, n) => ({ id: `a${n}`, value, place: 'a' })),
    ...values.map((_, n) => ({ id: `b${n}`, value: n === 7 ? 96 : 95, place: 'b' })),
  ])
  const robust = (within: string | null): SetCheck => ({
    kind: 'outlier',
    fields: ['value'],
    parameters: { method: 'robust-z', threshold: 3.5, within },
  })
  assert.deepEqual(await failing(resource, robust('place')), [['a7', 'b7'], 16])
  // taken together, what is usual in one place is far from the middle
  assert.deepEqual((await failing(resource, robust(null)))[0], ['a0', 'a1', 'a2', 'a3', 'a4', 'a5', 'a6'])
  const quartiles: SetCheck = {
    kind: 'outlier',
    fields: ['value'],
    parameters: { method: 'iqr', threshold: 1.5, within: 'place' },
  }
  assert.deepEqual((await failing(resource, quartiles))[0], ['a7', 'b7'])
  const equals = shelf()
  await library.put(
    equals,
    values.map((_, n) => ({ id: `${n}`, value: 5 })),
  )
  assert.deepEqual(await failing(equals, robust(null)), [[], 8])
})

test('a value that stands still and a silence are found in the order of time', async () => {
  const resource = shelf()
  const at = (minute: number): string => new Date(Date.UTC(2026, 10, 20, 0, minute)).toISOString()
  const series: [number, number][] = [
    [0, 1],
    [1, 5],
    [2, 5],
    [3, 5],
    [4, 2],
    [5, 5],
    [40, 5],
  ]
  await library.put(
    resource,
    series.toReversed().map(([minute, value]) => ({ id: `${minute}`.padStart(2, '0'), value, at: at(minute), place: 'a' })),
  )
  const stuck: SetCheck = { kind: 'stuck', fields: ['value', 'at'], parameters: { times: 3, within: 'place' } }
  assert.deepEqual(await failing(resource, stuck), [['01', '02', '03'], 7])
  const gap: SetCheck = { kind: 'gap', fields: ['at'], parameters: { seconds: 60, within: 'place' } }
  assert.deepEqual(await failing(resource, gap), [['40'], 6])
})
