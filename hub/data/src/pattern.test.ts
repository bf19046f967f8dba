import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { found, isPattern, PatternError, wholePattern } from './pattern.ts'

const { pattern } = fc.letrec<{ pattern: string; atom: string }>((tie) => ({
  atom: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '[a-c0-9]', '\\d', '\\w', '\\.', '津'),
    tie('pattern').map((inner) => `(${inner})`),
  ),
  pattern: fc
    .array(
      fc.tuple(tie('atom'), fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,3}', '{2,}')).map(([atom, times]) => atom + times),
      { minLength: 1, maxLength: 4 },
    )
    .chain((parts) => fc.tuple(fc.constant(parts.join('')), fc.option(tie('atom'))))
    .map(([left, right]) => (right === null ? left : `${left}|${right}`)),
}))

test('a pattern says of any value what the language itself would say', () => {
  const value = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1', '.', '津'), maxLength: 8 })
  fc.assert(
    fc.property(pattern, fc.array(value, { minLength: 1, maxLength: 10 }), (source, values) => {
      const own = wholePattern(source)
      const known = new RegExp(`^(?:${source})$`, 'u')
      for (const one of values) assert.equal(own(one), known.test(one), `${source} on ${one}`)
    }),
    { numRuns: 500 },
  )
})

test('a pattern is found anywhere in a text, as the language itself would find it', () => {
  const value = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1', '.', '津'), maxLength: 8 })
  fc.assert(
    fc.property(pattern, value, (source, text) => assert.equal(found(source, text), new RegExp(source, 'u').test(text))),
    { numRuns: 500 },
  )
})

test('a pattern that would stall a backtracking search is answered like any other', () => {
  const text = 'a'.repeat(50_000)
  const wild = '(a+)+b|(a|a)*c|a*a*a*a*a*a*d'
  assert.equal(wholePattern(wild)(text), false)
  assert.equal(wholePattern(wild)(`${text}d`), true)
  for (const source of ['a*a*a*a*a*a*a*a*a*a*b', '(.*)(.*)(.*)(.*)(.*)x', '\\w*\\w*\\w*\\w*\\w*!'])
    assert.equal(found(source, text), false)
})

test('POSIX classes, scripts and letters of either case are known', () => {
  assert.ok(found('[[:digit:]]+号', '新华路12号'))
  assert.ok(found('^\\p{Han}+$', '海河'))
  assert.ok(found('(?i)tower', 'Eiffel TOWER'))
  assert.ok(found('\\u6d77', '海河'))
})

test('what is no pattern, or one too large, is refused with the reason and matches nothing', () => {
  for (const source of [
    '(',
    ')',
    '[a',
    '*a',
    'a{3,2}',
    '(?=a)',
    '(a)\\1',
    '\\p',
    '[b-a]',
    '((a{1000}){1000}){1000}',
    '\\',
    'a'.repeat(513),
  ]) {
    assert.throws(() => wholePattern(source), PatternError, source)
    assert.equal(isPattern(source), false, source)
    assert.equal(found(source, 'aaa'), false, source)
  }
})
