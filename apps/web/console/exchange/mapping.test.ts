import type { Resource, ResourceField } from '@haihe/contract'
import { describe, expect, test } from 'vitest'
import {
  addTransform,
  choose,
  columnsOf,
  goneColumns,
  proposalOf,
  readCodes,
  setTransforms,
  tryRows,
  unmapped,
  worldOf,
  writeCodes,
} from './mapping.ts'

const field = (name: string, title: string, type: ResourceField['type'], more: Partial<ResourceField> = {}) =>
  ({ name, title, type, length: null, required: false, standard: null, description: '', ...more }) as ResourceField
const loans = {
  fields: [
    field('loan_no', '借阅编号', 'text', { required: true }),
    field('lent_on', '借出日期', 'date'),
    field('kind', '类别', 'text'),
    field('branch', '分馆', 'region'),
  ],
  keys: ['loan_no'],
  subject: null,
  regionField: 'branch',
  region: '99',
} as unknown as Resource
const header = ['借阅编号', '借出日期', '类别', '分馆']
const rows = [
  ['L1', '2026年3月1日', '1', '990101'],
  ['L2', '2026年13月1日', '2', '东馆'],
  [null, '2026年3月2日', '1', '990101'],
  ['L4', '2026年3月2日', '1', '990199'],
]
const columns = columnsOf(header, rows)
const world = worldOf(
  new Map([
    ['东馆', '990102'],
    ['990101', '990101'],
    ['990199', null],
  ]),
  () => {},
  'Asia/Shanghai',
)

test('the proposal names every column once and reads its dates', () => {
  const { fields } = proposalOf(loans, columnsOf(header, rows.slice(0, 1)))
  expect(fields.loan_no?.column).toBe('借阅编号')
  expect(fields.lent_on?.transforms).toContainEqual({ op: 'date', format: 'YYYY年M月D日' })
})

test('the first rows are checked as the server would, with all reasons', () => {
  const mapping = setTransforms(proposalOf(loans, columns), 'lent_on', [{ op: 'date', format: 'YYYY年M月D日' }])
  const tried = tryRows(loans, mapping, header, rows, world)
  expect(tried.taken).toBe(1)
  expect(tried.rows[0]?.values).toEqual(['L1', '2026-03-01', '1', '990101'])
  expect(tried.reasons).toEqual(
    expect.arrayContaining([
      { field: 'lent_on', reason: 'not-a-date', n: 1 },
      { field: 'loan_no', reason: 'key-missing', n: 1 },
      { field: 'branch', reason: 'not-a-region', n: 1 },
    ]),
  )
})

describe('choosing', () => {
  const start = proposalOf(loans, columns)
  test('another column keeps the transforms but for the format of dates', () => {
    const upper = setTransforms(start, 'lent_on', [{ op: 'trim' }, { op: 'date', format: 'YYYYMMDD' }])
    const kind = columns[2] as (typeof columns)[number]
    expect(choose(upper, loans, 'lent_on', kind).fields.lent_on).toEqual({ column: '类别', transforms: [{ op: 'trim' }] })
  })
  test('no column takes the field out, and its code table with it', () => {
    const coded = addTransform(start, 'kind', 'codes', columns[2])
    expect(coded.tables).toEqual({ kind: { 1: '1', 2: '2' } })
    const without = choose(coded, loans, 'kind', null)
    expect(without.fields.kind).toBeUndefined()
    expect(without.tables).toEqual({})
  })
  test('a constant needs no column', () => {
    const made = addTransform({ fields: {}, tables: {} }, 'kind', 'constant', undefined)
    expect(made.fields.kind).toEqual({ column: null, transforms: [{ op: 'constant', value: '' }] })
  })
  test('keys and required fields without a source are told', () => {
    expect(unmapped(loans, { fields: {}, tables: {} })).toEqual(['借阅编号'])
  })
})

test('code tables are written and read line by line', () => {
  const codes = { 1: '借出', 2: '赠送' }
  expect(readCodes(writeCodes(codes))).toEqual(codes)
  expect(readCodes('1 => 借出\n2\t赠送\nnothing')).toEqual(codes)
})

test('regions: what the server told holds; what it was not asked for is wanted, and shown as it is meanwhile', () => {
  const wanted: string[] = []
  const asking = worldOf(new Map([['东馆', '990102001']]), (text) => wanted.push(text), 'Asia/Shanghai')
  expect(asking.region('东馆')).toBe('990102001')
  expect(asking.region('某社区')).toBe('某社区')
  expect(world.region('990199')).toBeUndefined()
  expect(wanted).toEqual(['某社区'])
})

test('a column that the source no longer has is told with its field', () => {
  const mapping = proposalOf(loans, columns)
  expect(goneColumns(loans, mapping, header)).toEqual([])
  expect(goneColumns(loans, mapping, ['借阅编号', '借出日期', '类别'])).toEqual(['分馆（分馆）'])
})
