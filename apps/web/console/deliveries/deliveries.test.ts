import { expect, test } from 'vitest'
import { documentOf, EMPTY_DRAFT, replayFrom, subscriberState, subscriberTone, wrongIn } from './deliveries.ts'

test('a subscription names what it watches and where it goes, and leaves the rest out', () => {
  expect(documentOf({ ...EMPTY_DRAFT, types: ['AirQualityObserved'], endpoint: ' https://x.example/n ' })).toEqual({
    type: 'Subscription',
    entities: [{ type: 'AirQualityObserved' }],
    notification: { endpoint: { uri: 'https://x.example/n', accept: 'application/json' } },
  })
})

test('everything that was filled in is in the document', () => {
  const document = documentOf({
    name: '气象局',
    types: ['A', 'B'],
    idPattern: '^urn:x',
    attributes: ['pm25'],
    q: 'pm25>75',
    endpoint: 'https://x.example/n',
    format: 'simplified',
    accept: 'application/ld+json',
    throttling: '60',
    until: '2026-12-31',
    headers: [
      { key: 'X-Key', value: 'k' },
      { key: ' ', value: '' },
    ],
  })
  expect(document).toMatchObject({
    subscriptionName: '气象局',
    entities: [
      { type: 'A', idPattern: '^urn:x' },
      { type: 'B', idPattern: '^urn:x' },
    ],
    watchedAttributes: ['pm25'],
    q: 'pm25>75',
    throttling: 60,
    expiresAt: '2026-12-31T23:59:59+08:00',
    notification: { format: 'simplified', endpoint: { receiverInfo: [{ key: 'X-Key', value: 'k' }] } },
  })
})

test('it must watch something and go somewhere', () => {
  expect(wrongIn(EMPTY_DRAFT)).toEqual(['types', 'endpoint'])
  expect(wrongIn({ ...EMPTY_DRAFT, attributes: ['pm25'], endpoint: 'ftp://x', throttling: '-1' })).toEqual([
    'endpoint',
    'throttling',
  ])
})

test('a subscriber that was given up on stands out, one that fails now waits', () => {
  const one = { status: 'active' as const, dead: 0, failures: 0 }
  expect([subscriberTone(one), subscriberState(one)]).toEqual(['good', 'active'])
  expect([subscriberTone({ ...one, failures: 3 }), subscriberState({ ...one, failures: 3 })]).toEqual(['wait', 'failing'])
  expect([subscriberTone({ ...one, dead: 1 }), subscriberState({ ...one, dead: 1 })]).toEqual(['bad', 'gaveUp'])
  expect([subscriberTone({ ...one, status: 'paused' }), subscriberState({ ...one, status: 'paused' })]).toEqual(['off', 'paused'])
})

test('a replay begins at an instant or at the number of a delivery, at nothing else', () => {
  expect(replayFrom('time', '2026-11-20T16:00:00.000Z')).toEqual({ fromTime: '2026-11-20T16:00:00.000Z' })
  expect(replayFrom('cursor', ' 4711 ')).toEqual({ fromCursor: 4711 })
  expect([replayFrom('time', undefined), replayFrom('cursor', '0'), replayFrom('cursor', '47a')]).toEqual([null, null, null])
})
