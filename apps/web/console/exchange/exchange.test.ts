import type { ConnectorView, RunView } from '@haihe/contract'
import { describe, expect, test } from 'vitest'
import { byUrgency, faultOf, formatBytes, leversOf, shareOf, standingOf } from './exchange.ts'
import { cronOf, FIRST_PLAN, nextTimes, planOf } from './schedule.ts'

const run = (state: RunView['state'], more: Partial<RunView> = {}) =>
  ({ state, wish: null, read: 50, bytes: 10, total: 200, totalUnit: 'rows', ...more }) as RunView
const connector = (title: string, more: Partial<ConnectorView> = {}) =>
  ({
    title,
    enabled: true,
    mapping: { fields: { no: { column: 'No', transforms: [] } }, tables: {} },
    lastRun: null,
    ...more,
  }) as ConnectorView

describe('a run', () => {
  test('is as far as its rows, or its bytes where a file is read', () => {
    expect(shareOf(run('running'))).toBe(0.25)
    expect(shareOf(run('running', { totalUnit: 'bytes', total: 40 }))).toBe(0.25)
    expect(shareOf(run('running', { total: null }))).toBeNull()
    expect(shareOf(run('done', { total: null }))).toBe(1)
    // an estimate may be too small
    expect(shareOf(run('running', { total: 10 }))).toBe(1)
  })
  test('offers only what the server would do', () => {
    expect(leversOf(run('running'))).toEqual(['pause', 'cancel'])
    expect(leversOf(run('running', { wish: 'pause' }))).toEqual(['cancel'])
    expect(leversOf(run('running', { wish: 'cancel' }))).toEqual([])
    expect(leversOf(run('paused'))).toEqual(['resume', 'cancel'])
    expect(leversOf(run('failed'))).toEqual(['resume'])
    expect(leversOf(run('done'))).toEqual([])
  })
})

describe('a connector', () => {
  test('stands as its last run, unless it is off or unfinished', () => {
    expect(standingOf(connector('a'))).toBe('never')
    expect(standingOf(connector('a', { enabled: false }))).toBe('unfinished')
    expect(standingOf(connector('a', { mapping: { fields: {}, tables: {} } }))).toBe('unfinished')
    expect(standingOf(connector('a', { enabled: false, lastRun: run('done') }))).toBe('off')
    expect(standingOf(connector('a', { enabled: false, lastRun: run('running') }))).toBe('running')
    expect(standingOf(connector('a', { lastRun: run('failed') }))).toBe('failed')
  })
  test('that failed comes first', () => {
    const rows = [connector('b'), connector('a', { lastRun: run('done') }), connector('c', { lastRun: run('failed') })]
    expect(rows.sort(byUrgency).map(({ title }) => title)).toEqual(['c', 'a', 'b'])
  })
})

test('what machines say becomes words', () => {
  expect(faultOf('connect ECONNREFUSED 10.0.0.1:5432')).toBe('refused')
  expect(faultOf('getaddrinfo ENOTFOUND db.library')).toBe('notFound')
  expect(faultOf('数据库拒绝连接：password authentication failed for user "reader"')).toBe('password')
  expect(faultOf('10.1.2.3 是内部地址，须由管理员为此连接器放行')).toBe('private')
  expect(faultOf('源表没有主键，请指定唯一且非空的列')).toBeUndefined()
})

test('sizes are short', () => {
  expect([0, 999, 1500, 39_064_897, 2_000_000_000].map(formatBytes)).toEqual(['0 B', '999 B', '1.5 KB', '39.1 MB', '2.0 GB'])
})

describe('a schedule', () => {
  const crons = [null, '*/15 * * * *', '5 * * * *', '30 2 * * *', '0 8 * * 7', '0 8 28 * *', '0 8 1 1 *', '0 8-18 * * 1-5']
  test.each(crons)('%s is said and read back', (cron) => {
    expect(cronOf(planOf(cron))).toBe(cron)
  })
  test('on Sundays by either number is Sunday', () => {
    expect(planOf('0 8 * * 0')).toMatchObject({ rhythm: 'weekly', day: 7 })
  })
  test('tells its next times in the time of the city, and what is none', () => {
    const cron = cronOf({ ...FIRST_PLAN, time: '02:30' }) as string
    expect(nextTimes(cron, Date.parse('2026-11-20T12:00:00Z'))?.map((at) => at.toISOString())).toEqual([
      '2026-11-20T18:30:00.000Z',
      '2026-11-21T18:30:00.000Z',
      '2026-11-22T18:30:00.000Z',
    ])
    expect(nextTimes('every day', 0)).toBeNull()
  })
})
