import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compactJson, jsonParts, prettyJson, readJson } from './json-text.ts'

const mistake = (text: string) => {
  const reading = readJson(text)
  return reading.ok ? null : reading.mistake
}

test('what JSON.stringify writes is read back', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(0, 2, '\t'), (value, indent) => {
      const text = JSON.stringify(value, null, indent)
      expect(readJson(text)).toEqual({ ok: true, value: JSON.parse(text) })
    }),
  )
})

const parses = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

test('a text with one sign changed is judged as JSON.parse judges it', () => {
  fc.assert(
    fc.property(
      fc.jsonValue(),
      fc.nat(),
      fc.constantFrom(...'{}[],:"\'\\ \n0123456789.eE+-truefalsn\u0001'),
      (value, where, sign) => {
        const whole = JSON.stringify(value, null, 1)
        const at = where % whole.length
        const text = whole.slice(0, at) + sign + whole.slice(at + 1)
        const found = mistake(text)
        if (found?.problem === 'duplicate') expect(parses(text)).toBe(true)
        else expect(found === null).toBe(parses(text))
      },
    ),
    { numRuns: 2000 },
  )
})

test('the place of a mistake is told by line and column', () => {
  expect(mistake('{\n  "value": 01\n}')).toMatchObject({ problem: 'number', line: 2, column: 12 })
  expect(mistake('{"a": 1,\n "b": 2,}')).toMatchObject({ problem: 'trailingComma', line: 2, column: 8 })
  expect(mistake('{"a" 1}')).toMatchObject({ problem: 'colon', column: 6 })
  expect(mistake('{"a": "x\n"}')).toMatchObject({ problem: 'string', column: 7 })
  expect(mistake('[1 2]')).toMatchObject({ problem: 'comma', column: 4 })
  expect(mistake("{'a': 1}")).toMatchObject({ problem: 'quotes' })
  expect(mistake('{"a": 1')).toMatchObject({ problem: 'unclosed', column: 1 })
  expect(mistake('{"a": tru}')).toMatchObject({ problem: 'value' })
  expect(mistake('"\\x"')).toMatchObject({ problem: 'escape' })
  expect(mistake('{} {}')).toMatchObject({ problem: 'rest' })
  expect(mistake('  \n')).toMatchObject({ problem: 'empty' })
})

test('a key given twice is a mistake, since one value would be lost unseen', () => {
  expect(mistake('{"at": 1, "at": 2}')).toMatchObject({ problem: 'duplicate', name: 'at', column: 11 })
  expect(mistake('{"a": {"at": 1}, "b": {"at": 2}}')).toBeNull()
})

test('text that is no JSON is shown as it came', () => {
  expect(prettyJson('{"a":1}')).toBe('{\n  "a": 1\n}')
  expect(prettyJson('23.5 µg')).toBe('23.5 µg')
})

test('compact JSON says the same, with short lists on one line', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(compactJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
  expect(compactJson({ limits: [0, 2, 4, 14, 24, 36, 48, 60], title: 'x'.repeat(60) })).toBe(
    `{\n  "limits": [0, 2, 4, 14, 24, 36, 48, 60],\n  "title": "${'x'.repeat(60)}"\n}`,
  )
})

test('coloured pieces joined are the text again, whatever it is', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), fc.string({ unit: fc.constantFrom(...'{}",:[]\\ 1e-.\ntrue') })), (text) => {
      expect(
        jsonParts(text)
          .map((piece) => piece.text)
          .join(''),
      ).toBe(text)
    }),
  )
  expect(jsonParts('{"a": "b"}').map(({ part }) => part)).toEqual(['sign', 'key', 'sign', 'plain', 'text', 'sign'])
})
