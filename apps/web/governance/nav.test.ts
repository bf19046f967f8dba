import { describe, expect, it } from 'vitest'
import { deskNav, type NavState, phoneNav } from './nav.ts'

const say = (key: string) => key
const state = (part: Partial<NavState> = {}): NavState => ({
  path: '/',
  counts: { mine: 2, unit: 5, dispatch: 0, verify: 0, overdue: 1, supervised: 0, all: 9 },
  queue: 'unit',
  first: 'unit',
  alerts: 3,
  may: { report: true, rates: true, alerts: true },
  ...part,
})

describe('the tabs of a phone', () => {
  it('count what waits in the queue the person begins with', () => {
    expect(phoneNav(say, state()).map(({ id, count }) => [id, count ?? null])).toEqual([
      ['queue', 5],
      ['report', null],
      ['map', null],
      ['account', null],
    ])
  })
  it('have no report for who may not report', () => {
    expect(phoneNav(say, state({ may: { report: false, rates: true, alerts: true } })).map(({ id }) => id)).not.toContain(
      'report',
    )
  })
  it('keep their place on pages below them', () => {
    expect(phoneNav(say, state({ path: '/cases/c1' })).find(({ current }) => current)?.id).toBe('queue')
    expect(phoneNav(say, state({ path: '/outbox' })).find(({ current }) => current)?.id).toBe('account')
  })
})

describe('the list of a desk', () => {
  it('shows own work always, other queues when something waits there', () => {
    const ids = deskNav(say, state()).map(({ id }) => id)
    expect(ids.slice(0, 4)).toEqual(['mine', 'unit', 'overdue', 'all'])
  })
  it('keeps the open queue in sight when it has just become empty', () => {
    expect(deskNav(say, state({ queue: 'verify' })).find(({ current }) => current)?.id).toBe('verify')
  })
  it('counts open alerts for who may see them', () => {
    expect(deskNav(say, state()).find(({ id }) => id === 'alerts')?.count).toBe(3)
    expect(deskNav(say, state({ may: { report: true, rates: false, alerts: false } })).map(({ id }) => id)).not.toContain(
      'alerts',
    )
  })
})
