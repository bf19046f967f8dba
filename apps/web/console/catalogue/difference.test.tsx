import { renderHook } from '@testing-library/react'
import { expect, test } from 'vitest'
import { useWords } from '../../ui/i18n.ts'
import { withWords } from '../../ui/test/words.ts'
import en from '../words-en.ts'
import zh from '../words-zh.ts'
import { placeOf, wordOf } from './difference.ts'

withWords({ zh, en })
const words = () => renderHook(() => useWords()).result.current
const titleOf = (name: string) => (name === 'born' ? 'Birthday' : name)

test('a place is said in words, a field by its title', () => {
  expect(placeOf('fields.born.classification.grade', words(), titleOf)).toBe('Birthday · 分级 · 级别')
  expect(placeOf('sharing.basis', words(), titleOf)).toBe('共享 · 依据')
})

test('values are said in words of their kind', () => {
  const t = words()
  expect(wordOf({ path: 'cycle' }, 'daily', t)).toBe('每日')
  expect(wordOf({ path: 'sharing.type' }, 'refused', t)).toBe('不予')
  expect(wordOf({ path: 'fields.born.type' }, 'date', t)).toBe('日期')
  expect(wordOf({ path: 'channels' }, ['api', 'file'], t)).toBe('接口、文件')
  expect(wordOf({ path: 'fields.born.required' }, true, t)).toBe('是')
  expect(wordOf({ path: 'fields.born' }, { title: 'Birthday', type: 'date' }, t)).toBe('Birthday · 日期')
  expect(wordOf({ path: 'sharing.basis' }, '', t)).toBeNull()
})
