import type { CaseSummary, ClockView } from '@haihe/contract'
import { render, screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { startI18n } from '../../ui/i18n.ts'
import en from '../locales/en.json'
import zh from '../locales/zh.json'
import { CaseClocks } from './case-clocks.tsx'

startI18n({ zh, en })

const NOW = Date.parse('2026-11-20T10:00:00+08:00')
const clock = (part: Partial<ClockView> = {}): ClockView => ({
  id: 'handle',
  title: { zh: '处置', en: 'Handling' },
  state: 'running',
  startedAt: '2026-11-20T09:00:00+08:00',
  dueAt: '2026-11-20T12:05:00+08:00',
  stoppedAt: null,
  limit: { amount: 4, unit: 'workingHour' },
  used: 0.4,
  basis: 'GB/T 30428.8-2020',
  official: true,
  ...part,
})
const show = (main: ClockView | null, all: ClockView[] = main ? [main] : []) =>
  render(<CaseClocks summary={{ clock: main } as CaseSummary} clocks={all} now={NOW} />)

describe('the clock of a case', () => {
  it('says how much is left, of what, until when, by which rule', () => {
    show(clock())
    expect(screen.getByText('还剩 2 小时 5 分')).toBeTruthy()
    expect(screen.getByText('处置 · 时限 4 个工作小时')).toBeTruthy()
    expect(screen.getByText('12:05 到期')).toBeTruthy()
    expect(screen.getByText('依据：GB/T 30428.8-2020')).toBeTruthy()
  })
  it('says by how much it is late', () => {
    show(clock({ state: 'breached', dueAt: '2026-11-20T09:15:00+08:00', used: 1.3 }))
    expect(screen.getByText('超时 45 分钟')).toBeTruthy()
  })
  it('says that it stands still', () => {
    show(clock({ state: 'paused', dueAt: null }))
    expect(screen.getByText('计时已暂停')).toBeTruthy()
    expect(screen.getByText('暂停期间不计时。')).toBeTruthy()
  })
  it('reports a year without a working calendar instead of guessing', () => {
    show(clock({ dueAt: null, unknown: true }))
    expect(screen.getByText(/工作日历尚未公布/)).toBeTruthy()
  })
  it('never shows a default as official', () => {
    show(clock({ official: false, basis: '默认' }))
    expect(screen.getByText('依据：默认（可配置默认值）')).toBeTruthy()
  })
  it('lists the other clocks below, the main one once', () => {
    const other = clock({
      id: 'register',
      title: { zh: '立案', en: 'Filing' },
      state: 'met',
      stoppedAt: '2026-11-20T09:30:00+08:00',
    })
    show(clock(), [clock(), other])
    expect(screen.getAllByText('立案')).toHaveLength(1)
    expect(screen.getByText('已按时办结')).toBeTruthy()
    expect(screen.getAllByText(/还剩/)).toHaveLength(1)
  })
})
