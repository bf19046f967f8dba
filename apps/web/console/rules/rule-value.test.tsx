import { renderHook } from '@testing-library/react'
import { expect, test } from 'vitest'
import { withWords } from '../../ui/test/words.ts'
import en from '../words-en.ts'
import zh from '../words-zh.ts'
import { useRuleValue } from './rule-value.tsx'

withWords({ zh, en })

const words = (value: unknown, unit = '') => renderHook(() => useRuleValue()).result.current({ value, unit } as never)

test('a value is told as people say it, never as code', () => {
  expect(words({ amount: 7, unit: 'workingDay' })).toBe('7 个工作日')
  expect(words(0.3, 'ratio')).toBe('30%')
  expect(words([0, 3, 6])).toBe('0 / 3 / 6')
  expect(words({ yellow: 151, orange: 201 })).toBe('黄 151，橙 201')
  expect(words([{ from: 0 }, { from: 51 }])).toBe('2 项')
  expect(words({ a: 1, b: 2, c: 3, d: 4, e: 5 })).toBe('5 项')
})
