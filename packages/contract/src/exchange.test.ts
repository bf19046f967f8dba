import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { identityCheckChar } from './codes/identity-number.ts'
import { compileCheck, isRejected, standardOf, trimRegionCode } from './exchange-check.ts'
import { inferColumn, proposeMapping } from './exchange-infer.ts'
import { compileMapping, Mapping, mappedColumns, type TransformInput } from './exchange-mapping.ts'
import type { FieldType, ResourceField } from './resource.ts'

const through = (value: string | null, ...transforms: TransformInput[]) => {
  const mapping = Mapping.parse({
    fields: { x: { column: 'a', transforms } },
    tables: { kinds: { '1': 'loan', '2': 'gift' } },
  })
  return compileMapping(mapping, ['a', 'b'], ['x'])([value, 'B'])[0]
}

test('each transform does what its name says', () => {
  assert.equal(through('  a ', { op: 'trim' }), 'a')
  assert.equal(through('   ', { op: 'trim' }), null)
  assert.equal(through('ab1x', { op: 'upper' }), 'AB1X')
  assert.equal(through('2026年3月5日', { op: 'date', format: 'YYYY年M月D日' }), '2026-03-05')
  assert.equal(through('05/03/2026 07:08', { op: 'date', format: 'DD/MM/YYYY HH:mm' }), '2026-03-05 07:08:00')
  assert.equal(through('1', { op: 'codes', table: 'kinds' }), 'loan')
  assert.equal(through('9', { op: 'codes', table: 'kinds', otherwise: 'keep' }), '9')
  assert.equal(through('9', { op: 'codes', table: 'kinds', otherwise: 'empty' }), null)
  assert.equal(through('0.3', { op: 'scale', factor: 10000 }), '3000')
  assert.equal(through('1,234.5', { op: 'scale', factor: 0.1 }), '123.45')
  assert.equal(through(null, { op: 'constant', value: 'k' }), 'k')
  assert.equal(through('a-b-c', { op: 'split', separator: '-', part: -1 }), 'c')
  assert.equal(through('A', { op: 'concat', columns: ['b', 'gone'], separator: '/' }), 'A/B')
  assert.equal(through(' 1 ', { op: 'trim' }, { op: 'codes', table: 'kinds' }, { op: 'upper' }), 'LOAN')
})

test('what a transform cannot do is told, not guessed', () => {
  const reason = (value: string, transform: TransformInput) => (through(value, transform) as { reason: string }).reason
  assert.equal(reason('2026-02-30', { op: 'date', format: 'YYYY-MM-DD' }), 'not-a-date')
  assert.equal(reason('9', { op: 'codes', table: 'kinds' }), 'not-in-table')
  assert.equal(reason('many', { op: 'scale', factor: 2 }), 'not-a-number')
  assert.equal(reason('a', { op: 'split', separator: '-', part: 1 }), 'no-such-part')
})

test('a mapping names its tables, and its formats have a year, a month and a day', () => {
  const parse = (transform: TransformInput) =>
    Mapping.safeParse({ fields: { x: { column: 'a', transforms: [transform] } } }).success
  assert.equal(parse({ op: 'codes', table: 'gone' }), false)
  assert.equal(parse({ op: 'date', format: 'YYYY-MM' }), false)
  assert.equal(parse({ op: 'date', format: 'YYYY-MM-DD' }), true)
  const mapping = Mapping.parse({ fields: { x: { column: 'a', transforms: [{ op: 'concat', columns: ['c', 'a'] }] } } })
  assert.deepEqual(mappedColumns(mapping), ['a', 'c'])
})

const world = { zone: 'Asia/Shanghai', region: (text: string) => ({ '990101': '990101', 东馆: '990101' })[text] }
const field = (type: FieldType, more: Partial<ResourceField> = {}): ResourceField => ({
  name: 'x',
  title: 'X',
  type,
  length: null,
  required: false,
  standard: null,
  description: '',
  classification: { grade: 1, category: 'public', mask: 'none', confirmed: true, reason: '' },
  ...more,
})
const check = (text: string | null, type: FieldType, more: Partial<ResourceField> = {}, resource = {}) => {
  const run = compileCheck(
    { fields: [field(type, more)], keys: [], subject: null, regionField: null, region: '99', ...resource },
    Mapping.parse({ fields: { x: { column: 'a' } } }),
    ['a'],
    world,
  )
  const outcome = run([text])
  return isRejected(outcome) ? outcome[0]?.reason : outcome.values[0]
}

test('values are read as people write them and come out in one form', () => {
  const cases: [string, FieldType, string][] = [
    ['007', 'text', '007'],
    ['007', 'integer', '7'],
    ['1,234', 'integer', '1234'],
    ['12.0', 'integer', '12'],
    ['-0', 'integer', '0'],
    ['+1.50', 'number', '1.5'],
    ['.5', 'number', '0.5'],
    ['1.2E3', 'number', '1200'],
    ['2e-3', 'number', '0.002'],
    ['是', 'boolean', 'true'],
    ['0', 'boolean', 'false'],
    ['2026/3/5', 'date', '2026-03-05'],
    ['20260305', 'date', '2026-03-05'],
    ['2026年3月5日', 'date', '2026-03-05'],
    ['2026-03-05T20:00:00Z', 'date', '2026-03-06'],
    ['2026-03-05 08:00', 'datetime', '2026-03-05T00:00:00.000Z'],
    ['2026-03-05T08:00:00.25+08:00', 'datetime', '2026-03-05T00:00:00.250Z'],
    ['东馆', 'region', '990101'],
    ['880203000000', 'region', '880203'],
    ['117.2, 39.1', 'geometry', '{"type":"Point","coordinates":[117.2,39.1]}'],
    ['{"a": 1}', 'json', '{"a":1}'],
  ]
  for (const [text, type, wanted] of cases) assert.equal(check(text, type), wanted, `${text} as ${type}`)
})

test('what is no value of its type, length, standard or key is refused with the reason', () => {
  const cases: [string | null, FieldType, Partial<ResourceField>, string][] = [
    ['1.5', 'integer', {}, 'not-an-integer'],
    ['9223372036854775808', 'integer', {}, 'not-an-integer'],
    ['1,23', 'number', {}, 'not-a-number'],
    ['NaN', 'number', {}, 'not-a-number'],
    ['maybe', 'boolean', {}, 'not-a-boolean'],
    ['2026-02-29', 'date', {}, 'not-a-date'],
    ['2026-13-01 00:00', 'datetime', {}, 'not-a-time'],
    ['Nowhere', 'region', {}, 'not-a-region'],
    ['181,10', 'geometry', {}, 'not-a-geometry'],
    ['{', 'json', {}, 'not-json'],
    ['a\0', 'text', {}, 'not-text'],
    ['abcd', 'text', { length: 3 }, 'too-long'],
    [null, 'text', { required: true }, 'required'],
    ['11010519491231002Y', 'text', { standard: 'GB 11643-1999' }, 'breaks-standard'],
    ['91110000', 'text', { standard: 'GB 32100' }, 'breaks-standard'],
    ['12', 'text', { standard: 'GB/T 2260' }, 'breaks-standard'],
    ['hello', 'text', { standard: 'phone' }, 'breaks-standard'],
    ['ABC', 'text', { standard: 'plate' }, 'breaks-standard'],
  ]
  for (const [text, type, more, wanted] of cases) assert.equal(check(text, type, more), wanted, `${text} as ${type}`)
  assert.equal(check('', 'text', {}, { keys: ['x'] }), 'key-missing')
  assert.equal(check('110105 19491231 002x', 'text', { standard: 'GB 11643' }), '11010519491231002X')
  assert.equal(check('🀄🀄', 'text', { length: 2 }), '🀄🀄')
  assert.equal(check('880203', 'region', {}, { regionField: 'x' }), 'not-a-region')
})

test('a whole number keeps its value, an instant its millisecond', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n) + 1n, max: 2n ** 63n - 1n }), (n) => check(String(n), 'integer') === String(n)),
  )
  fc.assert(
    fc.property(fc.date({ min: new Date('1990-01-01'), max: new Date('2099-01-01'), noInvalidDate: true }), (at) => {
      assert.equal(check(at.toISOString(), 'datetime'), at.toISOString())
    }),
  )
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }), (n) => {
      const text = check(String(n), 'number')
      if (!/e-([4-9]\d|\d{3})$/.test(String(n))) assert.equal(Number(text) - n, 0)
    }),
  )
})

test('regions are cut to the level they speak of', () => {
  assert.equal(trimRegionCode('990101001000'), '990101001')
  assert.equal(trimRegionCode('990000'), '99')
  assert.equal(trimRegionCode('990101'), '990101')
  assert.equal(trimRegionCode('9901'), undefined)
})

test('types are inferred without losing a zero or an identity number', () => {
  const identity = `99010519491231002`.replace(/^99/, '11')
  const number = `${identity}${identityCheckChar(identity)}`
  assert.deepEqual(inferColumn('id', [number, number, null]), {
    type: 'text',
    standard: 'GB 11643',
    format: null,
    filled: 2,
    longest: 18,
  })
  const cases: [string, string[], FieldType, string | null][] = [
    ['n', ['1', '20'], 'integer', null],
    ['n', ['007', '008'], 'text', null],
    ['n', ['12345678901234567890'], 'text', null],
    ['fee', ['1.5', '2'], 'number', null],
    ['lent', ['2026-01-02', '2026/1/3'], 'date', null],
    ['lent', ['2026年1月2日'], 'date', 'YYYY年M月D日'],
    ['lent', ['1/2/2026', '25/2/2026'], 'date', 'D/M/YYYY'],
    ['lent', ['1/2/2026', '2/25/2026'], 'date', 'M/D/YYYY'],
    ['借出日期', ['20260102'], 'date', 'YYYYMMDD'],
    ['n', ['20260102'], 'integer', null],
    ['at', ['2026-01-02 08:00:00'], 'datetime', null],
    ['续借', ['是', '否'], 'boolean', null],
    ['分馆区划', ['990101', '990102001'], 'region', null],
    ['分馆编号', ['12', '13'], 'text', null],
    ['extra', ['{"a":1}'], 'json', null],
  ]
  for (const [name, values, type, format] of cases) {
    const found = inferColumn(name, values)
    assert.deepEqual([found.type, found.format], [type, format], `${name}: ${values}`)
  }
})

test('a mapping is proposed by names and titles, every column once', () => {
  const fields = [
    { name: 'loan_no', title: '借阅编号', type: 'text' as const, standard: null },
    { name: 'lent_on', title: '借出日期', type: 'date' as const, standard: null },
    { name: 'reader', title: '读者', type: 'text' as const, standard: 'GB 11643' },
  ]
  const column = (name: string, type: FieldType = 'text', format: string | null = null, standard: string | null = null) => ({
    name,
    type,
    format,
    standard,
  })
  const { mapping } = proposeMapping(fields, [
    column('LOAN-NO'),
    column('借出日期(年月日)', 'date', 'YYYY年M月D日'),
    column('读者身份证', 'text', null, 'GB 11643'),
    column('shelf'),
  ])
  assert.deepEqual(
    Object.entries(mapping.fields)
      .map(([name, { column: from }]) => [name, from])
      .sort(),
    [
      ['lent_on', '借出日期(年月日)'],
      ['loan_no', 'LOAN-NO'],
      ['reader', '读者身份证'],
    ],
  )
  assert.deepEqual(mapping.fields.lent_on?.transforms.at(-1), { op: 'date', format: 'YYYY年M月D日' })
})

test('standards are found by the words a catalogue uses', () => {
  assert.equal(standardOf('GB 11643-1999 公民身份号码')?.id, 'GB 11643')
  assert.equal(standardOf('GB/T 2260')?.id, 'GB/T 2260')
  assert.equal(standardOf('GB/T 1')?.id, undefined)
})
