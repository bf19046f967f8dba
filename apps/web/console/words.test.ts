import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import uiWords from '../ui/locales/zh.json'
import zh from './words-zh.ts'

const keysOf = (words: object, path = ''): string[] =>
  Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string' ? [`${path}${key}`.replace(/_(one|other|zero)$/, '')] : keysOf(value as object, `${path}${key}.`),
  )
const KNOWN = new Set([...keysOf(zh), ...keysOf(uiWords)])
const KEYS = [...KNOWN]

const screens = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter(
  (file) => /\.tsx?$/.test(file) && !file.includes('.test.'),
)
const asked = (pattern: RegExp) =>
  screens.flatMap((file) =>
    [...readFileSync(join(import.meta.dirname, file), 'utf8').matchAll(pattern)].map(([, key]) => ({ file, key: key as string })),
  )

test('every word a screen asks for by its name stands in a catalogue', () => {
  const whole = asked(/\bt\(\s*'([^']+)'/g)
  expect(whole.length).toBeGreaterThan(1000)
  expect(whole.filter(({ key }) => !KNOWN.has(key))).toEqual([])
})

test('every word a screen puts together begins like one in a catalogue', () => {
  const begun = asked(/\bt\(\s*`([^`$]+)\$\{/g)
  expect(begun.length).toBeGreaterThan(100)
  expect(begun.filter(({ key }) => !KEYS.some((known) => known.startsWith(key)))).toEqual([])
})
