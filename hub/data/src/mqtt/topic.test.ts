import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Unreadable } from '../ingest/unreadable.ts'
import { itemsOf, parseTopic } from './topic.ts'

const now = () => new Date('2026-11-20T02:00:00Z')
const read = (topic: string, payload: string) =>
  itemsOf(parseTopic(topic) as NonNullable<ReturnType<typeof parseTopic>>, Buffer.from(payload), now)

test('a topic names source, entity and attribute; entity ids may hold slashes', () => {
  assert.deepEqual(parseTopic('haihe/shelf/urn:book:1/loans'), { source: 'shelf', entity: 'urn:book:1', attribute: 'loans' })
  assert.deepEqual(parseTopic('haihe/shelf/https://a.b/c/d/loans'), {
    source: 'shelf',
    entity: 'https://a.b/c/d',
    attribute: 'loans',
  })
  assert.deepEqual(parseTopic('haihe/shelf/batch'), { source: 'shelf' })
})

test('anything else is no topic of the protocol', () => {
  for (const topic of [
    'haihe',
    'haihe/shelf',
    'haihe//batch',
    'other/shelf/batch',
    'haihe/shelf/urn:a:1/',
    '$SYS/x/y',
    'haihe/shelf/other',
  ])
    assert.equal(parseTopic(topic), undefined, topic)
})

test('a bare number, text or boolean is measured now', () => {
  const at = '2026-11-20T02:00:00.000Z'
  const base = { entity: 'urn:book:1', attribute: 'loans' }
  assert.deepEqual(read('haihe/s/urn:book:1/loans', ' 12.5 '), [{ ...base, value: 12.5, at }])
  assert.deepEqual(read('haihe/s/urn:book:1/loans', '"open"'), [{ ...base, value: 'open', at }])
  assert.deepEqual(read('haihe/s/urn:book:1/loans', 'true'), [{ ...base, value: true, at }])
  assert.deepEqual(read('haihe/s/urn:book:1/loans', '{"value":3,"at":"2026-11-20T01:00:00Z","unit":"1"}'), [
    { ...base, value: 3, at: '2026-11-20T01:00:00Z', unit: '1' },
  ])
})

test('what cannot be read is kept as it came', () => {
  for (const [topic, payload] of [
    ['haihe/s/urn:book:1/loans', 'not json'],
    ['haihe/s/urn:book:1/loans', '[1]'],
    ['haihe/s/urn:book:1/loans', '{"value":1,"entity":"urn:book:2"}'],
    ['haihe/s/batch', '{"items":[]}'],
    ['haihe/s/batch', `[${'1,'.repeat(1000)}1]`],
  ] as const) {
    const items = read(topic, payload)
    assert.equal(items.length, 1)
    assert.ok(items[0] instanceof Unreadable, payload.slice(0, 40))
    assert.equal((items[0] as Unreadable).text, payload)
  }
})
