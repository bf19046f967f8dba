import type { Decision, ResourceField } from '@haihe/contract'
import { beforeEach, expect, test } from 'vitest'
import { bytesOf, readCopy } from './exports.ts'
import { comparableFields, conditionOf, groupableFields, rememberedReason, rememberReason } from './question.ts'

const fields = [
  { name: 'branch', title: '分馆', type: 'text' },
  { name: 'loans', title: '借阅数', type: 'integer' },
  { name: 'since', title: '办证日期', type: 'date' },
  { name: 'name', title: '姓名', type: 'text' },
  { name: 'card', title: '证号', type: 'text' },
  { name: 'shape', title: '范围', type: 'geometry' },
] as ResourceField[]
const decision: Pick<Decision, 'fields'> = {
  fields: {
    branch: { effect: 'allow', mask: 'none', reason: 'granted-clear' },
    loans: { effect: 'allow', mask: 'none', reason: 'granted-clear' },
    since: { effect: 'mask', mask: 'year', reason: 'granted-masked' },
    name: { effect: 'deny', mask: 'hide', reason: 'field-not-granted' },
    card: { effect: 'mask', mask: 'pseudonym', reason: 'granted-masked' },
    shape: { effect: 'allow', mask: 'none', reason: 'granted-clear' },
  },
}
const names = (list: readonly ResourceField[]) => list.map(({ name }) => name)

beforeEach(() => sessionStorage.clear())

test('conditions stand on whole fields alone, groups on what is neither hidden nor a pseudonym', () => {
  expect(names(comparableFields({ fields }, decision))).toEqual(['branch', 'loans'])
  expect(names(groupableFields({ fields }, decision))).toEqual(['branch', 'loans', 'since'])
})

test('a condition takes the type of its field, or is none', () => {
  const of = (field: string, op: '=' | 'in' | '>', value: string) => conditionOf({ id: 1, field, op, value }, fields)
  expect(of('loans', '>', ' 3 ')).toEqual({ field: 'loans', op: '>', value: 3 })
  expect(of('loans', '>', '3.5')).toBeUndefined()
  expect(of('loans', 'in', '1，2 3')).toEqual({ field: 'loans', op: 'in', value: [1, 2, 3] })
  expect(of('branch', '=', '')).toBeUndefined()
  expect(of('since', '=', '2026-11-21')).toMatchObject({ value: '2026-11-21' })
  expect(of('lost', '=', 'x')).toBeUndefined()
})

test('purpose and basis are remembered for the visit; what is not theirs is forgotten', () => {
  expect(rememberedReason()).toBeNull()
  rememberReason({ purpose: 'statistics', basis: '章程' })
  expect(rememberedReason()).toEqual({ purpose: 'statistics', basis: '章程' })
  sessionStorage.setItem('haihe.read-reason', '{"purpose":"fun","basis":"章程"}')
  expect(rememberedReason()).toBeNull()
})

test('a leaked copy is read by titles or names, without the lines that say whose it was', () => {
  const csv = '\ufeff"导出人 a, 时间"\r\n分馆,借阅数\r\n东,1\r\n西,2\r\n南,3\r\n"导出人 a, 时间"\r\n'
  expect(readCopy(csv, fields)).toEqual({
    columns: ['branch', 'loans'],
    rows: [
      ['东', '1'],
      ['西', '2'],
      ['南', '3'],
    ],
  })
  const lines = '{"@notice":"x"}\n{"branch":"东","loans":1,"other":2}\n{"branch":"西","loans":null}\n{"@notice":"x"}\n'
  expect(readCopy(lines, fields)).toEqual({
    columns: ['branch', 'loans'],
    rows: [
      ['东', '1'],
      ['西', ''],
    ],
  })
  expect(readCopy('a,b\n1,2\n3,4\n', fields)).toBeNull()
})

test('sizes are told in round units', () => {
  expect([null, 900, 2048, 3 * 1024 * 1024].map(bytesOf)).toEqual(['—', '900 B', '2.0 kB', '3.0 MB'])
})
