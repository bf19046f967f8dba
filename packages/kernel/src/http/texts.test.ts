import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertStorable, unstorable } from './texts.ts'

test('a text that no database can hold is found wherever it stands', () => {
  assert.equal(unstorable({ title: 'a\0b' }), 'title')
  assert.equal(unstorable({ list: [{ note: '好' }, { note: '\ud800' }] }), 'list.1.note')
  assert.equal(unstorable({ data: { 'a\0': 1 } }), 'data')
  assert.equal(unstorable('\udc00'), '')
})

test('ordinary texts, pictures and numbers pass', () => {
  assert.equal(unstorable({ title: '暴露垃圾 🗑️', at: null, n: 3, ok: true, deep: [[['好']]] }), undefined)
  assert.equal(unstorable(Buffer.from([0, 0])), undefined)
  assert.equal(unstorable(undefined), undefined)
})

test('the refusal names the field in Chinese', () => {
  assert.throws(
    () => assertStorable({ place: { address: '花园路\0' } }),
    (error: { code: string; details: unknown }) =>
      error.code === 'INVALID_INPUT' &&
      JSON.stringify(error.details).includes('place.address') &&
      JSON.stringify(error.details).includes('无法保存的字符'),
  )
})
