import type { Field } from '@haihe/contract'
import { checkForm } from '@haihe/contract/case-form'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type FormValues, formData, formErrors, type Photo } from './values.ts'

const field = (change: Partial<Field>): Field => ({
  name: 'note',
  label: { zh: '说明', en: 'Note' },
  kind: 'text',
  required: false,
  ...change,
})
const photo = (state: Photo['state'], id: string | null = null): Photo => ({
  key: String(Math.random()),
  preview: 'blob:x',
  state,
  id,
  file: null,
})

test('what is missing or too much is said in words that help', () => {
  expect(formErrors([field({ required: true })], {})).toEqual({ note: '请填写说明' })
  expect(formErrors([field({ max: 4 })], { note: '一二三四五' })).toEqual({ note: '最多 4 个字，已超出 1 个' })
  expect(formErrors([field({ kind: 'number', min: 1 })], { note: '0' })).toEqual({ note: '不能小于 1' })
  expect(formErrors([field({ kind: 'number' })], { note: '三' })).toEqual({ note: '请输入数字' })
  expect(formErrors([field({})], {})).toEqual({})
})

test('photos: too few, still uploading, and ready', () => {
  const photos = field({ kind: 'photos', required: true, min: 2 })
  expect(formErrors([photos], { note: [photo('ready', 'a')] })).toEqual({ note: '至少 2 张照片' })
  expect(formErrors([photos], { note: [photo('ready', 'a'), photo('uploading')] })).toEqual({ note: '照片还在上传，请稍候' })
  expect(formErrors([photos], { note: [photo('ready', 'a'), photo('ready', 'b')] })).toEqual({})
})

test('sent: numbers as numbers, photos as ids apart, blanks not at all', () => {
  const fields = [field({ name: 'count', kind: 'number' }), field({ name: 'photos', kind: 'photos' }), field({ name: 'empty' })]
  expect(formData(fields, { count: '3', photos: [photo('ready', 'id1'), photo('failed')], empty: '' })).toEqual({
    data: { count: 3 },
    attachments: ['id1'],
  })
})

test('what this form lets through, the check of the server lets through', () => {
  const fields = [
    field({ required: true, max: 20 }),
    field({ name: 'amount', kind: 'number', min: 0, max: 50 }),
    field({ name: 'long', kind: 'longText' }),
  ]
  fc.assert(
    fc.property(
      fc.record({
        note: fc.string({ maxLength: 30 }),
        amount: fc.oneof(fc.constant(''), fc.integer({ min: -5, max: 60 }).map(String)),
        long: fc.string({ maxLength: 40 }),
      }),
      (values: FormValues) => {
        fc.pre(Object.keys(formErrors(fields, values)).length === 0)
        expect(checkForm(fields, formData(fields, values).data)).toEqual([])
      },
    ),
  )
})
