import assert from 'node:assert/strict'
import { test } from 'node:test'
import { QualityCondition } from '@haihe/contract'
import fc from 'fast-check'
import { field } from '../testing/library.ts'
import { Unfit } from '../unfit.ts'
import { compileRow, type RowCheck, type Verdict } from './compile.ts'

const fields = [
  field('text', '文本', 'text'),
  field('region', '区划', 'region'),
  field('whole', '整数', 'integer'),
  field('number', '数', 'number'),
  field('flag', '是否', 'boolean'),
  field('day', '日期', 'date'),
  field('at', '时间', 'datetime'),
  field('doc', '文档', 'json'),
]
const scope = {
  resource: { fields, region: '9901' },
  today: '2026-11-20',
  city: '99',
  hasRegion: (code: string) => code === '990101',
}
const verdict = (check: RowCheck, row: Record<string, unknown>): Verdict => compileRow(check, scope)(row)

const cases: [RowCheck, Record<string, unknown>, Verdict][] = [
  [{ kind: 'not-null', fields: ['text'], parameters: {} }, { text: '　 ' }, false],
  [{ kind: 'not-null', fields: ['flag'], parameters: {} }, { flag: false }, true],
  [{ kind: 'not-null', fields: ['doc'], parameters: {} }, { doc: {} }, true],
  [{ kind: 'pattern', fields: ['text'], parameters: { pattern: '[A-Z]\\d{2}' } }, { text: 'A12' }, true],
  [{ kind: 'pattern', fields: ['text'], parameters: { pattern: '[A-Z]\\d{2}' } }, { text: 'xA12' }, false],
  [{ kind: 'code-list', fields: ['whole'], parameters: { codes: ['1', '2'] } }, { whole: 2 }, true],
  [{ kind: 'code-list', fields: ['text'], parameters: { codes: ['男'] } }, { text: 'M' }, false],
  [{ kind: 'code-list', fields: ['text'], parameters: { codes: ['男'] } }, { text: null }, null],
  [{ kind: 'standard', fields: ['text'], parameters: { standard: 'GB 32100' } }, { text: '91350200MA2YJ1XR9G' }, true],
  [{ kind: 'standard', fields: ['text'], parameters: { standard: 'GB 32100' } }, { text: '91350200MA2YJ1XR9H' }, false],
  [{ kind: 'standard', fields: ['text'], parameters: { standard: 'GB/T 36904' } }, { text: '1.2.156.3005.2.x' }, false],
  [{ kind: 'standard', fields: ['text'], parameters: { standard: 'phone' } }, { text: '138 1234 5678' }, true],
  [{ kind: 'standard', fields: ['text'], parameters: { standard: 'phone' } }, { text: '1381234567' }, false],
  [{ kind: 'standard', fields: ['text'], parameters: { standard: 'plate' } }, { text: '津AD12345' }, true],
  [{ kind: 'standard', fields: ['region'], parameters: { standard: 'GB/T 2260' } }, { region: '990109' }, false],
  [{ kind: 'standard', fields: ['region'], parameters: { standard: 'GB/T 2260' } }, { region: '110105' }, true],
  [{ kind: 'length', fields: ['text'], parameters: { min: 2, max: 3 } }, { text: '𠮷野家' }, true],
  [{ kind: 'length', fields: ['text'], parameters: { min: null, max: 2 } }, { text: '三个字' }, false],
  [{ kind: 'range', fields: ['number'], parameters: { min: 0, max: 1 } }, { number: 1.0001 }, false],
  [{ kind: 'range', fields: ['day'], parameters: { min: null, max: 'today' } }, { day: '2026-11-20' }, true],
  [{ kind: 'range', fields: ['day'], parameters: { min: null, max: 'today' } }, { day: '2026-11-21' }, false],
  // half past midnight in the city is still yesterday in Greenwich
  [{ kind: 'range', fields: ['at'], parameters: { min: null, max: 'today' } }, { at: new Date('2026-11-20T16:30:00Z') }, false],
  [
    { kind: 'range', fields: ['at'], parameters: { min: '2026-11-20T00:00:00Z', max: null } },
    { at: new Date('2026-11-19T23:59:59Z') },
    false,
  ],
  [{ kind: 'within-region', fields: ['region'], parameters: {} }, { region: '990101' }, true],
  [{ kind: 'within-region', fields: ['region'], parameters: {} }, { region: '990201' }, false],
  [
    { kind: 'identity-birthday', fields: ['text', 'day'], parameters: {} },
    { text: '11010519491231002X', day: '1949-12-31' },
    true,
  ],
  [
    { kind: 'identity-birthday', fields: ['text', 'day'], parameters: {} },
    { text: '11010519491231002X', day: '1949-12-30' },
    false,
  ],
  [{ kind: 'identity-birthday', fields: ['text', 'day'], parameters: {} }, { text: 'not a number', day: '1949-12-30' }, null],
  [
    { kind: 'compare', fields: ['day', 'at'], parameters: { op: '<=' } },
    { day: '2026-11-21', at: new Date('2026-11-20T16:00:00Z') },
    true,
  ],
  [
    { kind: 'compare', fields: ['day', 'at'], parameters: { op: '<=' } },
    { day: '2026-11-21', at: new Date('2026-11-20T15:59:59Z') },
    false,
  ],
  [{ kind: 'compare', fields: ['whole', 'number'], parameters: { op: '<' } }, { whole: 9, number: 10.5 }, true],
  [{ kind: 'compare', fields: ['whole', 'number'], parameters: { op: '<' } }, { whole: 9, number: null }, null],
]

test('each kind of rule on single rows judges as it says', () => {
  for (const [check, row, expected] of cases) assert.equal(verdict(check, row), expected, JSON.stringify([check, row]))
})

test('an unknown value leaves a condition unknown unless the rest decides', () => {
  const over = { field: 'whole', op: '>' as const, value: 1 }
  const there = { field: 'text', is: 'not-null' as const }
  const expression = (condition: QualityCondition): RowCheck => ({
    kind: 'expression',
    fields: ['whole', 'text'],
    parameters: { condition },
  })
  const judged: [QualityCondition, Record<string, unknown>, Verdict][] = [
    [{ all: [over, there] }, { whole: null, text: null }, false],
    [{ all: [over, there] }, { whole: null, text: 'a' }, null],
    [{ any: [over, there] }, { whole: null, text: 'a' }, true],
    [{ any: [over, there] }, { whole: null, text: null }, null],
    [{ not: over }, { whole: 1 }, true],
    [{ not: over }, {}, null],
    [{ field: 'text', in: ['甲', '乙'] }, { text: '乙' }, true],
    [{ field: 'text', matches: '甲+' }, { text: '甲甲' }, true],
  ]
  for (const [condition, row, expected] of judged) {
    assert.ok(QualityCondition.safeParse(condition).success, JSON.stringify(condition))
    assert.equal(verdict(expression(condition), row), expected, JSON.stringify([condition, row]))
  }
})

test('whatever a condition is made of, it compiles to a function or is refused; it never throws anything else', () => {
  const name = fc.constantFrom('text', 'whole', 'day', 'at', 'flag', 'doc', 'nothing')
  const value = fc.oneof(fc.string({ maxLength: 5 }), fc.integer(), fc.boolean(), fc.constant('today'), fc.constant('2026-01-01'))
  const op = fc.constantFrom('=', '!=', '<', '<=', '>', '>=')
  const { condition } = fc.letrec<{ condition: unknown }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      fc.record({ field: name, op, value }),
      fc.record({ field: name, op, other: name }),
      fc.record({ field: name, in: fc.array(value, { minLength: 1, maxLength: 3 }) }),
      fc.record({ field: name, is: fc.constantFrom('null', 'not-null') }),
      fc.record({ field: name, matches: fc.string({ minLength: 1, maxLength: 6 }) }),
      fc.record({ not: tie('condition') }),
      fc.record({ all: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
    ),
  }))
  const row = fc.record({
    text: fc.option(fc.string({ maxLength: 5 })),
    whole: fc.option(fc.integer()),
    day: fc.option(fc.constant('2026-11-20')),
    at: fc.option(fc.date({ noInvalidDate: true })),
    flag: fc.option(fc.boolean()),
  })
  fc.assert(
    fc.property(condition, row, (given, values) => {
      const check = {
        kind: 'expression',
        fields: ['text', 'whole', 'day', 'at', 'flag', 'doc'],
        parameters: { condition: given },
      } as RowCheck
      try {
        assert.ok([true, false, null].includes(compileRow(check, scope)(values)))
      } catch (error) {
        if (!(error instanceof Unfit)) throw error
      }
    }),
    { numRuns: 500 },
  )
})

test('a condition nested deeper or larger than allowed is refused by the schema or the compiler', () => {
  let deep: QualityCondition = { field: 'text', is: 'null' }
  for (let n = 0; n < 9; n += 1) deep = { not: deep }
  assert.equal(QualityCondition.safeParse(deep).success, false)
  assert.throws(() => verdict({ kind: 'expression', fields: ['text'], parameters: { condition: deep } }, {}), Unfit)
  const raw = { field: 'text', op: '=', value: 'a', sql: '1=1' }
  assert.equal(QualityCondition.safeParse(raw).success, false)
  assert.equal(QualityCondition.safeParse({ field: 'text"; DROP', is: 'null' }).success, false)
})
