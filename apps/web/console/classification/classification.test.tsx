import type { ClassifiedField } from '@haihe/contract'
import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { Providers } from '../../ui/mount.tsx'
import { createQueryClient } from '../../ui/queries.ts'
import { withWords } from '../../ui/test/words.ts'
import en from '../words-en.ts'
import zh from '../words-zh.ts'
import { comparisonOf, isShort, sureOf } from './classification.ts'
import { FieldLine } from './field-line.tsx'

withWords({ zh, en })
const AT = '2026-11-20T08:00:00+08:00'
const suggestion = {
  grade: 3,
  category: 'phone',
  mask: 'phone',
  confidence: 0.95,
  reason: 'looks like phones',
  sampled: 9,
  at: AT,
} as const
const PHONE: ClassifiedField = {
  name: 'phone',
  title: 'Phone',
  type: 'text',
  standard: null,
  current: { grade: 3, category: 'phone', mask: 'phone', confirmed: false, reason: '' },
  suggestion,
  stricter: false,
  lowering: null,
}

test('sure ones are open, suggested and certain enough', () => {
  const unsure = { ...PHONE, name: 'unsure', suggestion: { ...suggestion, confidence: 0.8 } }
  const done = { ...PHONE, name: 'done', current: { ...PHONE.current, confirmed: true } }
  const waits = { ...PHONE, name: 'waits', lowering: 7 }
  expect(sureOf([PHONE, unsure, done, waits, { ...PHONE, name: 'bare', suggestion: null }])).toEqual(['phone'])
})

test('a suggestion is the same, stricter or laxer than what holds', () => {
  expect(comparisonOf(PHONE)).toBe('same')
  expect(comparisonOf({ ...PHONE, suggestion: null })).toBe('none')
  expect(comparisonOf({ ...PHONE, suggestion: { ...suggestion, grade: 4 }, stricter: true })).toBe('stricter')
  expect(comparisonOf({ ...PHONE, suggestion: { ...suggestion, grade: 2 } })).toBe('laxer')
})

test('only what lowers protection needs a real reason', () => {
  expect(isShort(PHONE.current, { ...suggestion, grade: 2 }, 'short')).toBe(true)
  expect(isShort(PHONE.current, { ...suggestion, grade: 2 }, 'a public office phone')).toBe(false)
  expect(isShort(PHONE.current, { ...suggestion, grade: 4 }, '')).toBe(false)
})

const show = (field: ClassifiedField, mayConfirm = true) => {
  const say = { accept: vi.fn(async () => undefined), confirm: vi.fn(async () => undefined) }
  render(
    <Providers client={createQueryClient()}>
      <ul>
        <FieldLine field={field} say={say} mayConfirm={mayConfirm} />
      </ul>
    </Providers>,
  )
  return say
}

test('one press accepts a suggestion', async () => {
  const say = show(PHONE)
  fireEvent.click(screen.getByRole('button', { name: '采纳 Phone' }))
  await waitFor(() => expect(say.accept).toHaveBeenCalledWith(['phone']))
})

test('lowering is asked for, not done, and not without a reason', async () => {
  const say = show(PHONE)
  fireEvent.click(screen.getByRole('button', { name: '改为… Phone' }))
  fireEvent.change(screen.getByLabelText('级别'), { target: { value: '2' } })
  fireEvent.click(screen.getByRole('button', { name: '申请降级' }))
  expect(await screen.findByText('请写明理由，不少于 8 个字')).toBeTruthy()
  expect(say.confirm).not.toHaveBeenCalled()
  fireEvent.change(screen.getByRole('textbox'), { target: { value: 'a public office phone' } })
  fireEvent.click(screen.getByRole('button', { name: '申请降级' }))
  await waitFor(() =>
    expect(say.confirm).toHaveBeenCalledWith('phone', {
      grade: 2,
      category: 'phone',
      mask: 'phone',
      reason: 'a public office phone',
    }),
  )
})

test('while a downgrade waits, and for others, there is nothing to press', () => {
  show({ ...PHONE, lowering: 7 })
  expect(screen.getByText('降级待复核')).toBeTruthy()
  expect(screen.queryByRole('button')).toBeNull()
})

test('who does not own it reads', () => {
  show(PHONE, false)
  expect(screen.queryByRole('button')).toBeNull()
})
