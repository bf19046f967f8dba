import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openLibrary } from '../testing/library.ts'

const library = await openLibrary()
const { app, source, ago } = library
after(library.close)
await source('gate')
await source('other')

const item = (i: number, value: unknown = i) => ({
  entity: `urn:branch:${i}`,
  type: 'Branch',
  attribute: 'loans',
  value,
  at: ago(1),
})
const post = (payload: unknown, options: { who?: string; to?: string; headers?: Record<string, string> } = {}) =>
  app.inject({
    method: 'POST',
    url: `/api/ingest/${options.to ?? 'gate'}`,
    headers: { authorization: options.who ?? 'device', 'content-type': 'application/json', ...options.headers },
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
  })

test('a batch is answered with one result per item', async () => {
  const response = await post([item(1), item(2)])
  assert.equal(response.statusCode, 200)
  assert.deepEqual(response.json(), {
    received: 2,
    stored: 2,
    duplicate: 0,
    rejected: 0,
    results: [
      { index: 0, status: 'stored' },
      { index: 1, status: 'stored' },
    ],
  })
})

test('rejected items make it 207, each with code and Chinese message; {items} is the same as a bare list', async () => {
  const response = await post({ items: [item(3), item(4, -1), item(1)] })
  assert.equal(response.statusCode, 207)
  const { results, ...counts } = response.json()
  assert.deepEqual(counts, { received: 3, stored: 1, duplicate: 1, rejected: 1 })
  assert.equal(results[1].code, 'VALUE_OUT_OF_RANGE')
  assert.match(results[1].message, /不小于 0/)
})

test('who asks for less gets only what was not stored', async () => {
  const response = await post([item(5), item(6, 'x')], { headers: { prefer: 'return=minimal' } })
  assert.equal(response.headers['preference-applied'], 'return=minimal')
  assert.deepEqual(
    response.json().results.map((result: { index: number }) => result.index),
    [1],
  )
})

test('bad requests are refused as a whole, in Chinese, with the right status', async () => {
  for (const [payload, options, status, code] of [
    ['[{', {}, 400, 'MALFORMED_JSON'],
    ['', {}, 400, 'MALFORMED_JSON'],
    [[], {}, 400, 'INVALID_INPUT'],
    [{ items: [item(1)], more: 1 }, {}, 400, 'INVALID_INPUT'],
    ['"text"', {}, 400, 'INVALID_INPUT'],
    [Array.from({ length: 1001 }, (_, i) => item(i)), {}, 400, 'INVALID_INPUT'],
    [`["${'x'.repeat(1_100_000)}"]`, {}, 413, 'PAYLOAD_TOO_LARGE'],
    ['a=1', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    [[item(1)], { to: 'nobody', who: 'engineer' }, 404, 'NOT_FOUND'],
    [[item(1)], { to: 'other' }, 403, 'SOURCE_NOT_ALLOWED'],
    [[item(1)], { who: 'neighbour' }, 403, 'OUT_OF_SCOPE'],
    [[item(1)], { who: 'citizen' }, 403, 'FORBIDDEN'],
    [[item(1)], { who: 'forged' }, 401, 'UNAUTHENTICATED'],
  ] as const) {
    const response = await post(payload, options)
    assert.deepEqual([response.statusCode, response.json().code], [status, code], JSON.stringify(payload).slice(0, 60))
    assert.match(response.json().title, /[\u4e00-\u9fff]/)
  }
})

test('an item nested without end is rejected alone', async () => {
  const response = await post(`[${JSON.stringify(item(7))},${'['.repeat(100_000)}${']'.repeat(100_000)}]`)
  assert.equal(response.statusCode, 207)
  assert.deepEqual(
    response.json().results.map((result: { status: string }) => result.status),
    ['stored', 'rejected'],
  )
})
