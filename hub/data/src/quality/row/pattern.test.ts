import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { compilePattern, PatternError } from './pattern.ts'

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
      const own = compilePattern(source)
      const known = new RegExp(`^(?:${source})$`, 'u')
      for (const one of values) assert.equal(own(one), known.test(one), `${source} on ${one}`)
    }),
    { numRuns: 500 },
  )
})

test('a pattern that would stall a backtracking search answers at once', () => {
  const own = compilePattern('(a+)+b|(a|a)*c|a*a*a*a*a*a*d')
  assert.equal(own('a'.repeat(50_000)), false)
  assert.equal(own(`${'a'.repeat(50_000)}d`), true)
})

test('what is no pattern, or one too large, is refused with the reason', () => {
  for (const source of ['(', ')', '[a', '*a', 'a{2', 'a{3,2}', '(?=a)', '\\1', '\\p', '[b-a]', '((a{1000}){1000}){1000}', '\\'])
    assert.throws(() => compilePattern(source), PatternError, source)
})
