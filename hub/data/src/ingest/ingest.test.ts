import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { ItemResult } from '@haihe/contract'
import { openLibrary } from '../testing/library.ts'

const library = await openLibrary({ ingest: { queueSize: 2000 } })
const { ctx, data, seen, source, ago } = library
const { ingest } = data
after(library.close)

const loans = (place: string, i: number, value: unknown = i) => ({
  entity: `urn:branch:${place}:${i}`,
  type: 'Branch',
  attribute: 'loans',
  value,
  at: ago(1),
})
const statuses = (results: readonly ItemResult[]) => results.map((result) => result.status)
const count = async (place: string) =>
  (
    await ctx.pool.query(
      'SELECT count(*) AS n FROM data.observation o JOIN data.series s ON s.id = o.series WHERE s.source = $1',
      [place],
    )
  ).rows[0].n
const latest = async (entity: string, attribute: string) =>
  (
    await ctx.pool.query(
      'SELECT l.value, l.state, l.at FROM data.latest l JOIN data.series s ON s.id = l.series WHERE s.entity = $1 AND s.attribute = $2',
      [entity, attribute],
    )
  ).rows[0]

test('a batch of 100 with 7 bad items stores 93 and keeps 7 with their reasons', async () => {
  await source('hundred')
  const items: unknown[] = Array.from({ length: 100 }, (_, i) => loans('hundred', i))
  items[3] = { ...loans('hundred', 3), extra: 1 }
  items[10] = loans('hundred', 10, 5000)
  items[20] = { ...loans('hundred', 20), at: ago(-10) }
  items[30] = { ...loans('hundred', 30), at: '2001-01-01T00:00:00Z' }
  items[40] = { ...loans('hundred', 40), type: undefined }
  items[50] = 'nonsense'
  items[99] = loans('hundred', 99, 'many')
  const before = seen.length
  const results = await ingest.submit({ source: 'hundred', items })
  assert.deepEqual(
    results.filter((result) => result.status === 'rejected').map((result) => [result.index, result.code]),
    [
      [3, 'INVALID_INPUT'],
      [10, 'VALUE_OUT_OF_RANGE'],
      [20, 'TIME_IN_FUTURE'],
      [30, 'TIME_TOO_OLD'],
      [40, 'UNKNOWN_ENTITY_TYPE'],
      [50, 'INVALID_INPUT'],
      [99, 'INVALID_INPUT'],
    ],
  )
  assert.equal(results.filter((result) => result.status === 'stored').length, 93)
  assert.equal(seen.length - before, 93)
  assert.equal(await count('hundred'), 93)
  const letters = await ctx.pool.query(
    `SELECT code, message, path, raw FROM data.dead_letter WHERE source = 'hundred' ORDER BY id`,
  )
  assert.equal(letters.rows.length, 7)
  assert.deepEqual(JSON.parse(letters.rows[1].raw), items[10])
  for (const row of letters.rows) assert.match(row.message, /[\u4e00-\u9fff]/)
})

test('the same batch twice changes nothing and reaches sinks once', async () => {
  await source('twice')
  const items = Array.from({ length: 50 }, (_, i) => ({ ...loans('twice', i % 10, i), at: ago(60 - i) }))
  const before = seen.length
  const state = async () => [
    (await ctx.pool.query('SELECT * FROM data.observation ORDER BY 1, 2, 3')).rows,
    (await ctx.pool.query('SELECT * FROM data.latest ORDER BY 1, 2')).rows,
    (await ctx.pool.query('SELECT * FROM data.entity ORDER BY 1')).rows,
  ]
  const first = await ingest.submit({ source: 'twice', items })
  const stored = await state()
  const second = await ingest.submit({ source: 'twice', items })
  assert.deepEqual(new Set(statuses(first)), new Set(['stored']))
  assert.deepEqual(new Set(statuses(second)), new Set(['duplicate']))
  assert.deepEqual(await state(), stored)
  assert.equal(seen.length - before, 50)
})

test('equal items within one batch are stored once', async () => {
  await source('echo')
  const one = loans('echo', 1)
  const late = { ...one, at: ago(30) }
  assert.deepEqual(statuses(await ingest.submit({ source: 'echo', items: [one, one, late, late] })), [
    'stored',
    'duplicate',
    'stored',
    'duplicate',
  ])
  assert.equal(await count('echo'), 2)
})

test('a changed value for a known time is a duplicate: the first reading stands', async () => {
  await source('first')
  await ingest.submit({ source: 'first', items: [loans('first', 1, 10)] })
  assert.deepEqual(statuses(await ingest.submit({ source: 'first', items: [loans('first', 1, 11)] })), ['duplicate'])
  assert.equal((await latest('urn:branch:first:1', 'loans')).value, 10)
})

test('late data lands at its own time and leaves the latest state alone', async () => {
  await source('late')
  await ingest.submit({ source: 'late', items: [{ ...loans('late', 1, 10), at: ago(1) }] })
  const before = seen.length
  const results = await ingest.submit({
    source: 'late',
    items: [
      { ...loans('late', 1, 3), at: ago(20) },
      { ...loans('late', 1, 12), at: ago(0) },
    ],
  })
  assert.deepEqual(statuses(results), ['stored', 'stored'])
  assert.deepEqual(
    seen
      .slice(before)
      .map((reading) => [reading.value, reading.newest])
      .sort(),
    [
      [12, true],
      [3, false],
    ],
  )
  assert.equal((await latest('urn:branch:late:1', 'loans')).value, 12)
  assert.equal(await count('late'), 3)
})

test('text and boolean values move the latest state only', async () => {
  await source('words')
  const state = (attribute: string, value: unknown, minutes: number) => ({
    entity: 'urn:branch:words:1',
    type: 'Branch',
    attribute,
    value,
    at: ago(minutes),
  })
  const results = await ingest.submit({
    source: 'words',
    items: [
      state('open', true, 5),
      state('notice', '今日闭馆', 5),
      state('open', false, 2),
      state('open', true, 3),
      state('open', 1, 1),
    ],
  })
  assert.deepEqual(statuses(results), ['stored', 'stored', 'stored', 'duplicate', 'rejected'])
  assert.equal((await latest('urn:branch:words:1', 'open')).state, false)
  assert.equal((await latest('urn:branch:words:1', 'notice')).state, '今日闭馆')
  assert.equal(await count('words'), 0)
})

test('one source per fact: another source may add attributes of its own unit, and never write the same one', async () => {
  await source('owner')
  await source('sister')
  await source('stranger', { unit: 'theatre' })
  await source('far', { region: '990102' })
  await source('narrow', { types: ['Shelf'] })
  const item = (attribute: string) => ({ ...loans('shared', 1), attribute })
  assert.deepEqual(statuses(await ingest.submit({ source: 'owner', items: [item('loans')] })), ['stored'])
  for (const [who, attribute, status] of [
    ['sister', 'loans', 'rejected'],
    ['sister', 'visits', 'stored'],
    ['stranger', 'visits2', 'rejected'],
    ['far', 'visits3', 'rejected'],
    ['narrow', 'visits4', 'rejected'],
  ] as const) {
    const [result] = await ingest.submit({ source: who, items: [item(attribute)] })
    assert.equal(result?.status, status, who)
    if (status === 'rejected') assert.equal(result?.code, 'SOURCE_NOT_ALLOWED')
  }
})

test('a unit written another way is the same unit; another unit is refused', async () => {
  await source('units')
  const item = (unit: string, i: number) => ({ ...loans('units', i), unit })
  const results = await ingest.submit({ source: 'units', items: [item('μg/m3', 1), item('mg/m³', 2), item('ug', 3)] })
  assert.deepEqual(statuses(results), ['stored', 'rejected', 'rejected'])
})

test('what the store cannot hold as text is rejected and its neighbours are stored', async () => {
  await source('odd')
  const results = await ingest.submit({
    source: 'odd',
    items: [
      { ...loans('odd', 1), entity: 'urn:branch:\u0000' },
      { ...loans('odd', 2), attribute: 'x\u0000' },
      { ...loans('odd', 3), attribute: 'notice', value: 'a\u0000b' },
      { ...loans('odd', 4), attribute: 'notice', value: '\ud800' },
      loans('odd', 5),
    ],
  })
  assert.deepEqual(statuses(results), ['rejected', 'rejected', 'rejected', 'rejected', 'stored'])
  const letters = await ctx.pool.query(`SELECT count(*) AS n FROM data.dead_letter WHERE source = 'odd'`)
  assert.equal(letters.rows[0].n, 4)
})

test('an entity met for the first time has its row, and one registered before keeps its region', async () => {
  await source('place')
  await ctx.pool.query(
    `INSERT INTO data.entity (id, type, types, region, created_at, modified_at) VALUES ('urn:branch:known', 'Branch', '{x}', '990101003', now(), now())`,
  )
  await ingest.submit({
    source: 'place',
    items: [loans('place', 1), { ...loans('place', 2), entity: 'urn:branch:known', type: undefined }],
  })
  const { rows } = await ctx.pool.query(
    `SELECT e.id, e.region, s.region AS series, s.district FROM data.entity e JOIN data.series s ON s.entity = e.id WHERE s.source = 'place' ORDER BY 1`,
  )
  assert.deepEqual(rows, [
    { id: 'urn:branch:known', region: '990101003', series: '990101003', district: 101 },
    { id: 'urn:branch:place:1', region: '990101', series: '990101', district: 101 },
  ])
})

test('an entity that was deleted comes back with its next observation', async () => {
  await source('phoenix')
  await ingest.submit({ source: 'phoenix', items: [{ ...loans('phoenix', 1), at: ago(5) }] })
  await ctx.pool.query(`UPDATE data.entity SET live = false, deleted_at = now() WHERE id = 'urn:branch:phoenix:1'`)
  ingest.forget(['urn:branch:phoenix:1'])
  assert.deepEqual(statuses(await ingest.submit({ source: 'phoenix', items: [loans('phoenix', 1)] })), ['stored'])
  const { rows } = await ctx.pool.query(`SELECT live FROM data.entity WHERE id = 'urn:branch:phoenix:1'`)
  assert.deepEqual(rows, [{ live: true }])
})

test('a full queue refuses the whole batch with a time to come back, and takes the next when there is room', async () => {
  await source('crowded')
  const batch = (from: number) => Array.from({ length: 1000 }, (_, i) => loans('crowded', from + i, 1))
  const first = ingest.submit({ source: 'crowded', items: batch(0) })
  const second = ingest.submit({ source: 'crowded', items: batch(1000) })
  await assert.rejects(ingest.submit({ source: 'crowded', items: batch(2000) }), {
    code: 'OVERLOADED',
    details: { retryAfter: 1 },
  })
  await Promise.all([first, second])
  assert.equal(await count('crowded'), 2000)
  await ingest.submit({ source: 'crowded', items: batch(2000) })
  assert.equal(await count('crowded'), 3000)
})

test('a source that is not registered is not found', async () => {
  await assert.rejects(ingest.submit({ source: 'nobody', items: [] }), { code: 'NOT_FOUND' })
})
