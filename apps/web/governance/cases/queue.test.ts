import type { CaseSummary, ClockView } from '@haihe/contract'
import { describe, expect, it } from 'vitest'
import { clockGroup, filterFrom, firstQueue, groupRows, neighbour, sortByClock } from './queue.ts'

const NOW = Date.parse('2026-11-20T10:00:00+08:00')
const clock = (part: Partial<ClockView> = {}): ClockView => ({
  id: 'handle',
  title: { zh: '处置时限', en: 'Handling' },
  state: 'running',
  startedAt: '2026-11-20T08:00:00+08:00',
  dueAt: '2026-11-20T18:00:00+08:00',
  stoppedAt: null,
  limit: { amount: 4, unit: 'workingHour' },
  used: 0.2,
  basis: '市容标准',
  official: false,
  ...part,
})
type Row = Pick<CaseSummary, 'id' | 'clock' | 'urgency' | 'reportedAt'>
const row = (id: string, part: Partial<Row> = {}): Row => ({
  id,
  clock: clock(),
  urgency: 'normal',
  reportedAt: '2026-11-20T08:00:00+08:00',
  ...part,
})

describe('the group of a case', () => {
  it('is overdue once the due time has passed, even when the answer is older', () => {
    expect(clockGroup(row('a', { clock: clock({ dueAt: '2026-11-20T09:59:00+08:00' }) }), NOW)).toBe('overdue')
    expect(clockGroup(row('a', { clock: clock({ state: 'breached', dueAt: '2026-11-20T12:00:00+08:00' }) }), NOW)).toBe('overdue')
  })
  it('is soon within the last hour or the last fifth of the limit', () => {
    expect(clockGroup(row('a', { clock: clock({ dueAt: '2026-11-20T10:59:00+08:00' }) }), NOW)).toBe('soon')
    expect(clockGroup(row('a', { clock: clock({ used: 0.8 }) }), NOW)).toBe('soon')
  })
  it('ends today at midnight in China, not in London', () => {
    expect(clockGroup(row('a', { clock: clock({ dueAt: '2026-11-20T23:59:00+08:00' }) }), NOW)).toBe('today')
    expect(clockGroup(row('a', { clock: clock({ dueAt: '2026-11-21T00:01:00+08:00' }) }), NOW)).toBe('later')
  })
  it('is paused while the clock stands, none without a running clock', () => {
    expect(clockGroup(row('a', { clock: clock({ state: 'paused', dueAt: null }) }), NOW)).toBe('paused')
    expect(clockGroup(row('a', { clock: clock({ state: 'met' }) }), NOW)).toBe('none')
    expect(clockGroup(row('a', { clock: null }), NOW)).toBe('none')
  })
})

describe('the order of a queue', () => {
  it('puts the latest first, then what runs out next, then what is paused', () => {
    const rows = [
      row('paused', { clock: clock({ state: 'paused', dueAt: null }) }),
      row('later', { clock: clock({ dueAt: '2026-11-23T10:00:00+08:00' }) }),
      row('late', { clock: clock({ dueAt: '2026-11-20T09:00:00+08:00' }) }),
      row('today'),
      row('very-late', { clock: clock({ dueAt: '2026-11-18T09:00:00+08:00' }) }),
      row('none', { clock: null }),
      row('soon', { clock: clock({ dueAt: '2026-11-20T10:30:00+08:00' }) }),
    ]
    expect(sortByClock(rows, NOW).map(({ id }) => id)).toEqual(['very-late', 'late', 'soon', 'today', 'later', 'paused', 'none'])
  })
  it('breaks ties by urgency, then by age', () => {
    const rows = [
      row('young', { reportedAt: '2026-11-20T09:00:00+08:00' }),
      row('old', { reportedAt: '2026-11-20T07:00:00+08:00' }),
      row('critical', { urgency: 'critical' }),
    ]
    expect(sortByClock(rows, NOW).map(({ id }) => id)).toEqual(['critical', 'old', 'young'])
  })
  it('keeps the given list as it is', () => {
    const rows = [row('b', { clock: null }), row('a')]
    sortByClock(rows, NOW)
    expect(rows.map(({ id }) => id)).toEqual(['b', 'a'])
  })
})

describe('headings', () => {
  it('stand above each group with its count', () => {
    const sorted = sortByClock([row('a'), row('b'), row('c', { clock: null })], NOW)
    expect(
      groupRows(sorted, NOW).map((entry) => (entry.kind === 'group' ? `${entry.group} ${entry.count}` : entry.item.id)),
    ).toEqual(['today 2', 'a', 'b', 'none 1', 'c'])
  })
  it('are absent in an empty queue', () => expect(groupRows([], NOW)).toEqual([]))
})

describe('the address', () => {
  it('becomes a filter', () => {
    expect(filterFrom({ queue: 'unit', region: '120101', q: ' 井盖 ' })).toEqual({ queue: 'unit', region: '120101', q: '井盖' })
  })
  it('drops nonsense and what the server would refuse', () => {
    expect(filterFrom({ queue: 'x', region: '12x', q: ' 井 ', state: 7 })).toEqual({})
  })
})

describe('the first queue', () => {
  it('is the unit at desks, what is to be sent on in a centre, the own in the field, everything for who only looks', () => {
    expect(firstQueue(['streetDispatcher', 'gridWorker'])).toBe('unit')
    expect(firstQueue(['cityCenter'])).toBe('dispatch')
    expect(firstQueue(['gridWorker'])).toBe('mine')
    expect(firstQueue(['leader'])).toBe('all')
  })
})

describe('moving by keyboard', () => {
  it('stops at both ends and begins at the first', () => {
    expect(neighbour(['a', 'b'], undefined, 1)).toBe('a')
    expect(neighbour(['a', 'b'], 'a', 1)).toBe('b')
    expect(neighbour(['a', 'b'], 'b', 1)).toBe('b')
    expect(neighbour(['a', 'b'], 'a', -1)).toBe('a')
    expect(neighbour(['a', 'b'], 'gone', 1)).toBe('a')
    expect(neighbour([], undefined, 1)).toBeUndefined()
  })
  it('goes on where a handled case stood', () => {
    expect(neighbour(['a', 'c'], 'b', 1, 1)).toBe('c')
    expect(neighbour(['a', 'c'], 'b', -1, 1)).toBe('a')
    expect(neighbour(['a'], 'z', 1, 9)).toBe('a')
  })
})
