import type { ClockView } from '@haihe/contract'
import { render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { ClockBadge, LevelBadge, ProvenanceBadge } from './badges.tsx'

const NOW = Date.parse('2026-11-20T12:00:00Z')
const CLOCK: ClockView = {
  id: 'return',
  title: { zh: '归还', en: 'Return' },
  state: 'running',
  startedAt: '2026-11-20T08:00:00Z',
  dueAt: '2026-11-20T14:00:00Z',
  stoppedAt: null,
  limit: { amount: 6, unit: 'workingHour' },
  used: 0.66,
  basis: '借阅规则',
  official: false,
}

test('a running clock says what is left, its limit, and that the limit is a default', () => {
  render(<ClockBadge clock={CLOCK} now={NOW} />)
  const badge = screen.getByText('还剩 2 小时').closest('.hh-clock') ?? screen.getByText('还剩 2 小时')
  expect(badge.getAttribute('title')).toContain('时限 6 个工作小时')
  expect(badge.getAttribute('title')).toContain('可配置默认值')
})

test('past its limit it is overdue; paused and met are words', () => {
  const { container, rerender } = render(<ClockBadge clock={CLOCK} now={Date.parse('2026-11-20T15:00:00Z')} />)
  expect(container.querySelector('[data-state="overdue"]')?.textContent).toContain('超时 1 小时')
  rerender(<ClockBadge clock={{ ...CLOCK, state: 'paused', dueAt: null }} now={NOW} />)
  expect(container.textContent).toContain('计时已暂停')
  rerender(<ClockBadge clock={{ ...CLOCK, state: 'met' }} now={NOW} />)
  expect(container.textContent).toContain('已按时办结')
})

test('levels and origins are words, not colours alone', () => {
  const { container } = render(
    <>
      <LevelBadge level="yellow" note="中度" />
      <ProvenanceBadge provenance="elsewhere" />
    </>,
  )
  expect(container.textContent).toContain('黄色 中度')
  expect(container.querySelectorAll('.hh-level-bars [data-on]')).toHaveLength(2)
  expect(screen.getByText('外地真实').title).toContain('仅供演示')
})
