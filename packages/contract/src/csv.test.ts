import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { cellText, csvLine, harmlessText, plainText } from './csv.ts'

test('what is written as a line is read as the same cells', () => {
  const cell = fc.oneof(fc.string(), fc.constantFrom('a"b', 'a,b', 'a\nb', '"', '""', '\r\n', '', '津'))
  fc.assert(
    fc.property(fc.array(cell, { minLength: 1, maxLength: 5 }), (cells) => {
      fc.pre(cells.length > 1 || cells[0] !== '')
      assert.deepEqual(parse(csvLine(cells), { record_delimiter: '\r\n', bom: false }), [cells])
    }),
  )
})

test('no text is left that a spreadsheet runs, numbers stay numbers, and the text can be had back', () => {
  for (const text of ['=1+1', '+8613800138000', '-a', '@SUM(A1)', '\t=1', '\r=1']) {
    assert.equal(harmlessText(text), `'${text}`)
    assert.equal(plainText(harmlessText(text)), text)
  }
  for (const value of [-3, '-3', '-3.25', 'a=b', '']) assert.equal(harmlessText(value), String(value))
  assert.equal(harmlessText(null), '')
  assert.equal(cellText({ a: 1 }), '{"a":1}')
})
