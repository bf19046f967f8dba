import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertFit, unfit } from './texts.ts'

const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth))

test('a text that no database can hold is found wherever it stands', () => {
  assert.equal(unfit({ title: 'a\0b' })?.path, 'title')
  assert.equal(unfit({ list: [{ note: '好' }, { note: '\ud800' }] })?.path, 'list.1.note')
  assert.equal(unfit({ data: { 'a\0': 1 } })?.path, 'data')
  assert.equal(unfit('\udc00')?.path, '')
})

test('a value that is nested too deeply is found before anybody walks through it', () => {
  assert.equal(unfit(nested(100)), undefined)
  assert.match(unfit(nested(101))?.message ?? '', /嵌套过深/)
  assert.match(unfit({ where: nested(100_000) })?.path ?? '', /^where\.0\.0/)
})

test('no member becomes a prototype, however its name is written', () => {
  assert.match(unfit(JSON.parse('{"a":{"\\u005f_proto__":{"x":1}}}'))?.message ?? '', /__proto__/)
})

test('ordinary texts, pictures and numbers pass', () => {
  assert.equal(unfit({ title: '暴露垃圾 🗑️', at: null, n: 3, ok: true, deep: [[['好']]] }), undefined)
  assert.equal(unfit(Buffer.from([0, 0])), undefined)
  assert.equal(unfit(undefined), undefined)
})

test('the refusal names the field in Chinese', () => {
  assert.throws(
    () => assertFit({ place: { address: '花园路\0' } }),
    (error: { code: string; details: unknown }) =>
      error.code === 'INVALID_INPUT' &&
      JSON.stringify(error.details).includes('place.address') &&
      JSON.stringify(error.details).includes('无法保存的字符'),
  )
})
