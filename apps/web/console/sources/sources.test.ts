import type { SourceView } from '@haihe/contract'
import { expect, test } from 'vitest'
import { byUrgency, minutesOf, sumOf, withRate } from './sources.ts'

const source = (id: string, more: Partial<SourceView> = {}): SourceView => ({
  id,
  title: id,
  unit: 'tj-dsj',
  region: '12',
  provenance: 'simulated',
  protocol: 'mqtt',
  types: null,
  expectedEvery: 60,
  createdAt: '2026-11-20T00:00:00Z',
  lastSeen: null,
  flow: 'live',
  perMinute: 6,
  day: { received: 10, stored: 7, duplicate: 2, rejected: 1 },
  openDeadLetters: 0,
  openFaults: 0,
  minutes: [],
  ...more,
})

test('the quick rate brings this second and the newer state', () => {
  const now = withRate(source('a'), {
    id: 'a',
    perSecond: 2.55,
    rejectedPerSecond: 0,
    lastSeen: '2026-11-20T12:00:00Z',
    flow: 'late',
  })
  expect([now.perSecond, now.perMinute, now.flow, now.lastSeen]).toEqual([2.55, 6, 'late', '2026-11-20T12:00:00Z'])
  expect(withRate(source('a'), undefined).perSecond).toBeNull()
})

test('what needs somebody stands first', () => {
  const rows = [
    source('quiet'),
    source('faulty', { openFaults: 2 }),
    source('late', { flow: 'late' }),
    source('silent', { flow: 'silent' }),
  ].map((one) => withRate(one, undefined))
  expect(rows.sort(byUrgency).map(({ id }) => id)).toEqual(['silent', 'late', 'faulty', 'quiet'])
})

test('sums count sources by state and items by outcome', () => {
  const rate = { id: 'a', perSecond: 0.5, rejectedPerSecond: 0, lastSeen: null, flow: 'live' as const }
  const rows = [withRate(source('a'), rate), withRate(source('b', { flow: 'silent', perMinute: 0 }), undefined)]
  expect(sumOf(rows)).toEqual({
    live: 1,
    late: 0,
    silent: 1,
    perMinute: 6,
    perSecond: 0.5,
    stored: 14,
    duplicate: 4,
    rejected: 2,
  })
})

test('minutes of several sources are added by time, in order', () => {
  const at = (minute: number) => `2026-11-20T12:0${minute}:00.000Z`
  const one = { minutes: [1, 2].map((minute) => ({ at: at(minute), received: 5, rejected: 1 })) }
  const other = { minutes: [0, 1].map((minute) => ({ at: at(minute), received: 2, rejected: 0 })) }
  expect(minutesOf([one, other])).toEqual([
    { at: at(0), received: 2, rejected: 0 },
    { at: at(1), received: 7, rejected: 1 },
    { at: at(2), received: 5, rejected: 1 },
  ])
})
