import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openLibrary } from '../testing/library.ts'

const library = await openLibrary()
const { app, ctx, clock, data, source, ago } = library
after(library.close)

const ask = (method: 'GET' | 'POST', url: string, payload?: object, who = 'engineer') =>
  app.inject({ method, url, headers: { authorization: who }, ...(payload ? { payload } : {}) })
const item = (place: string, i: number, value: unknown, at = ago(1)) => ({
  entity: `urn:branch:${place}:${i}`,
  type: 'Branch',
  attribute: 'loans',
  value,
  at,
})
const reject = async (place: string, ...items: unknown[]) => {
  await data.ingest.submit({ source: place, items })
  return (await ask('GET', `/api/dead-letters?source=${place}`)).json().items as {
    id: number
    seen: number
    raw: string
    attempts: number
  }[]
}

test('the same bad item again is counted, not kept twice', async () => {
  await source('count')
  const bad = item('count', 1, 5000)
  await reject('count', bad, bad)
  const letters = await reject('count', bad)
  assert.deepEqual(
    letters.map((letter) => letter.seen),
    [3],
  )
})

test('a corrected item is stored and the letter leaves the list of open ones', async () => {
  await source('correct')
  const [letter] = await reject('correct', item('correct', 1, 5000))
  const response = await ask('POST', `/api/dead-letters/${letter?.id}/replay`, { item: item('correct', 1, 500) })
  assert.equal(response.json().result.status, 'stored')
  assert.deepEqual(
    [response.json().letter.state, response.json().letter.attempts, response.json().letter.decidedBy],
    ['replayed', 1, 'engineer'],
  )
  assert.deepEqual((await ask('GET', '/api/dead-letters?source=correct')).json().items, [])
  assert.equal((await ask('POST', `/api/dead-letters/${letter?.id}/replay`, {})).statusCode, 409)
  const audit = await ctx.pool.query(`SELECT details FROM kernel.audit_entry WHERE action = 'dead-letter.replay'`)
  assert.equal(audit.rows.length, 1)
})

test('a replay that fails again keeps the letter open with the new reason, and makes no second one', async () => {
  await source('stubborn')
  const [letter] = await reject('stubborn', item('stubborn', 1, 5000))
  const response = await ask('POST', `/api/dead-letters/${letter?.id}/replay`, { item: { nonsense: true } })
  assert.equal(response.json().result.code, 'INVALID_INPUT')
  const [open] = (await ask('GET', '/api/dead-letters?source=stubborn')).json().items
  assert.deepEqual([open.state, open.attempts, open.result.status], ['open', 1, 'rejected'])
})

test('what was too early becomes right with time: everything of a reason is replayed at once', async () => {
  await source('early')
  const later = ago(-30)
  await reject('early', ...Array.from({ length: 20 }, (_, i) => item('early', i, i, later)), item('early', 99, 5000))
  clock.advance(3_600_000)
  const response = await ask('POST', '/api/dead-letters/replay', { source: 'early', code: 'TIME_IN_FUTURE' })
  assert.deepEqual(response.json(), { replayed: 20, rejected: 0, more: false })
  const left = (await ask('GET', '/api/dead-letters?source=early')).json()
  assert.deepEqual(left.counts, [{ code: 'VALUE_OUT_OF_RANGE', count: 1 }])
})

test('letters are discarded with a reason, one or many', async () => {
  await source('rubbish')
  const letters = await reject('rubbish', item('rubbish', 1, -1), item('rubbish', 2, -2), item('rubbish', 3, -3))
  assert.equal((await ask('POST', `/api/dead-letters/${letters[0]?.id}/discard`, {})).statusCode, 400)
  const one = await ask('POST', `/api/dead-letters/${letters[0]?.id}/discard`, { reason: '设备已报废' })
  assert.deepEqual([one.json().state, one.json().reason], ['discarded', '设备已报废'])
  const rest = await ask('POST', '/api/dead-letters/discard', { filter: { source: 'rubbish' }, reason: '测试数据' })
  assert.deepEqual(rest.json(), { discarded: 2 })
  assert.equal((await ask('POST', '/api/dead-letters/discard', { filter: {}, reason: '全部清空' })).statusCode, 400)
})

test('an item larger than 64 KiB is kept in part and replayed only with its correction', async () => {
  await source('huge')
  const [letter] = await reject('huge', { ...item('huge', 1, 1), value: '水'.repeat(40_000) })
  const view = (await ask('GET', `/api/dead-letters/${letter?.id}`)).json()
  assert.equal(view.truncated, true)
  assert.ok(Buffer.byteLength(view.raw) <= 65_536)
  assert.ok(!view.raw.includes('\ufffd'))
  const again = await ask('POST', `/api/dead-letters/${letter?.id}/replay`, {})
  assert.equal(again.json().result.code, 'MALFORMED_JSON')
})

test('pages go on where the last one ended', async () => {
  await source('many')
  await reject('many', ...Array.from({ length: 7 }, (_, i) => item('many', i, -1 - i)))
  const first = (await ask('GET', '/api/dead-letters?source=many&limit=5')).json()
  const second = (await ask('GET', `/api/dead-letters?source=many&limit=5&before=${first.next}`)).json()
  assert.deepEqual([first.items.length, second.items.length, second.next], [5, 2, null])
  assert.equal(new Set([...first.items, ...second.items].map((letter) => letter.id)).size, 7)
})

test('letters of another region are not there, and who may not read or replay may not', async () => {
  await source('near')
  const [letter] = await reject('near', item('near', 1, -1))
  assert.equal((await ask('GET', `/api/dead-letters/${letter?.id}`, undefined, 'neighbour')).statusCode, 404)
  assert.deepEqual((await ask('GET', '/api/dead-letters?source=near', undefined, 'neighbour')).json().items, [])
  assert.equal((await ask('POST', `/api/dead-letters/${letter?.id}/replay`, {}, 'neighbour')).statusCode, 404)
  assert.deepEqual((await ask('POST', '/api/dead-letters/replay', { source: 'near' }, 'neighbour')).json(), {
    replayed: 0,
    rejected: 0,
    more: false,
  })
  assert.equal((await ask('GET', '/api/dead-letters', undefined, 'citizen')).statusCode, 403)
  assert.equal((await ask('POST', `/api/dead-letters/${letter?.id}/discard`, { reason: '试试' }, 'citizen')).statusCode, 403)
})
