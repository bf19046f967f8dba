import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Bounds } from './check.ts'
import { type FirstPass, prepareBytes, prepareItems } from './prepare.ts'
import type { Registry } from './registry.ts'
import { EntityState, SeriesState, type SourceState, type TypeState } from './state.ts'

const source = { id: 'desk' } as SourceState
const other = { id: 'other' } as SourceState
const type: TypeState = {
  name: 'Branch',
  def: undefined,
  attributes: new Map([
    ['loans', { name: 'loans', title: { zh: '借', en: 'L' }, unit: 'μg/m³', kind: 'number' as const, min: -5, max: 1000 }],
  ]),
  derivations: [],
  derivationReads: new Set(),
  derived: new Set(),
  stuckAfter: Number.POSITIVE_INFINITY,
  expectedMs: Number.POSITIVE_INFINITY,
  oldest: Date.parse('2020-01-01T00:00:00Z'),
}
const bounds: Bounds = { latest: Date.parse('2026-11-20T02:05:00Z') }
const entities = new Map<string, EntityState>()
let id = 0
const add = (name: string, attribute: string, kind: 'number' | 'text', owner = source, stale = false): void => {
  const entity = entities.get(name) ?? new EntityState(name, type, '990101', null, 0)
  entities.set(name, entity)
  entity.stale = stale
  id += 1
  entity.series.push(
    new SeriesState({ id, entity, attribute, kind, district: 101, derived: attribute === 'sum', source: owner, unit: 'μg/m³' }),
  )
}
add('urn:b:1', 'loans', 'number')
add('urn:b:1', 'notice', 'text')
add('urn:b:1', 'sum', 'number')
add('urn:b:2', 'loans', 'number')
add('urn:东:3', '借出', 'number')
add('urn:b:4', 'loans', 'number', other)
add('urn:b:5', 'loans', 'number', source, true)
const registry = { find: (name: string) => entities.get(name) } as Registry

const near = <T>(good: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 60, arbitrary: good }, { weight: 1, arbitrary: fc.jsonValue() as fc.Arbitrary<unknown> })
const item = fc
  .record(
    {
      entity: near(fc.constantFrom('urn:b:1', 'urn:b:2', 'urn:东:3', 'urn:b:4', 'urn:b:5', 'urn:b:6', `urn:${'x'.repeat(300)}`)),
      attribute: near(fc.constantFrom('loans', 'loans', 'loans', 'notice', 'sum', '借出', 'none')),
      value: near(
        fc.oneof(
          fc.integer({ min: -10, max: 1100 }),
          fc.double({ noNaN: true, noDefaultInfinity: true }),
          fc.double({ min: -5, max: 1000, noNaN: true }).map((n) => Number(n.toFixed(3))),
          fc.constant('text'),
          fc.constant(true),
        ),
      ),
      at: near(
        fc.constantFrom(
          '2026-11-20T02:00:00Z',
          '2026-11-20T10:00:00.123+08:00',
          '2026-11-20T02:06:00Z',
          '2019-01-01T00:00:00Z',
          '2026-11-20T02:00',
          '2026-02-30T00:00:00Z',
        ),
      ),
      type: near(fc.constantFrom('Branch', 'x'.repeat(121))),
      unit: near(fc.constantFrom('μg/m³', 'ug/m3', 'x'.repeat(21))),
      extra: fc.jsonValue(),
    },
    { requiredKeys: ['entity', 'attribute', 'value', 'at'] },
  )
  .chain((one) =>
    fc.tuple(fc.constant(one), fc.integer({ min: 0, max: 40 })).map(([full, luck]) => {
      // most items are plain: extra fields are the exception
      const { extra, ...rest } = full as Record<string, unknown>
      return luck === 0 ? full : luck === 1 ? Object.fromEntries(Object.entries(rest).slice(1)) : rest
    }),
  )

const space = fc.constantFrom('', '', '', ' ', '\n', '\t', ' \r\n ')
const spaced = (value: unknown, gap: string): string => {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${gap}${value.map((one) => spaced(one, gap)).join(`${gap},${gap}`)}${gap}]`
  return `{${gap}${Object.entries(value)
    .map(([key, one]) => `${JSON.stringify(key)}${gap}:${gap}${spaced(one, gap)}`)
    .join(`,${gap}`)}${gap}}`
}

const shape = ({ prepared, unknown }: FirstPass) => ({
  series: prepared.series.map((series) => series?.id),
  at: prepared.at,
  value: prepared.value,
  states: prepared.states ? [...prepared.states] : [],
  status: prepared.status,
  rejections: prepared.rejections,
  unknown,
})

const fromBytes = (text: string) => prepareBytes(registry, source, Buffer.from(text), bounds, 1000)
const fromJson = (text: string) => {
  const value = JSON.parse(text)
  return prepareItems(registry, source, Array.isArray(value) ? value : value.items, bounds)
}

test('a batch read from its bytes is judged exactly as its parsed items are', () => {
  let plain = 0
  let all = 0
  fc.assert(
    fc.property(fc.array(item, { minLength: 1, maxLength: 6 }), space, fc.boolean(), (items, gap, wrapped) => {
      const text = gap + spaced(wrapped ? { items } : items, gap) + gap
      const read = fromBytes(text)
      all += 1
      if (!read) return
      plain += 1
      assert.deepEqual(shape(read), shape(fromJson(text)))
      for (const [index, one] of items.entries()) assert.deepEqual(read.itemAt(index), JSON.parse(JSON.stringify(one)))
    }),
    { numRuns: 4000 },
  )
  // or the test would say nothing
  assert.ok(plain > all / 2, `${plain} of ${all} batches were plain`)
})

test('a body with any byte changed, added or lost is never taken for more than JSON takes it', () => {
  const whole = spaced(
    [
      { entity: 'urn:b:1', type: 'Branch', attribute: 'loans', value: -12.5, at: '2026-11-20T02:00:00Z', unit: 'μg/m³' },
      { entity: 'urn:b:2', attribute: 'loans', value: 100, at: '2026-11-20T02:00:00Z' },
    ],
    ' ',
  )
  const bytes = Buffer.from(whole)
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: bytes.length - 1 }),
      fc.integer({ min: 0, max: 255 }),
      fc.constantFrom('change', 'add', 'lose', 'cut'),
      (place, byte, kind) => {
        const body =
          kind === 'cut'
            ? bytes.subarray(0, place)
            : Buffer.concat([
                bytes.subarray(0, place),
                kind === 'lose' ? Buffer.alloc(0) : Buffer.from([byte]),
                bytes.subarray(kind === 'add' ? place : place + 1),
              ])
        const read = prepareBytes(registry, source, body, bounds, 1000)
        if (read) assert.deepEqual(shape(read), shape(fromJson(body.toString('utf8'))))
      },
    ),
    { numRuns: 20_000 },
  )
})

test('numbers come out to the last bit as JSON reads them', () => {
  const number = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    fc
      .tuple(fc.constantFrom('', '-'), fc.nat({ max: 999_999_999 }), fc.constantFrom('', '.0', '.25', '.000001', '.1234567'))
      .map((parts) => parts.join('')),
    fc.constantFrom(
      '0',
      '-0',
      '0.1',
      '00',
      '01',
      '1.',
      '.5',
      '+1',
      '1e3',
      '-',
      '1.2.3',
      '9007199254740993',
      '123456789012345',
      '0.30000000000000004',
    ),
  )
  fc.assert(
    fc.property(number, (text) => {
      const body = `[{"entity":"urn:b:1","attribute":"loans","value":${text},"at":"2026-11-20T02:00:00Z"}]`
      const read = fromBytes(body)
      if (!read) return
      const expected = fromJson(body)
      assert.ok(Object.is(read.prepared.value[0], expected.prepared.value[0]))
      assert.deepEqual(shape(read), shape(expected))
    }),
    { numRuns: 20_000 },
  )
})

test('the plain shape of devices is read without parsing', () => {
  assert.ok(fromBytes('[{"entity":"urn:b:1","attribute":"loans","value":3,"at":"2026-11-20T02:00:00Z"}]'))
  assert.ok(
    fromBytes(
      ' {"items" : [ {"at":"2026-11-20T02:00:00Z","unit":"μg/m³","value":-0.5 ,"type":"Branch","attribute":"借出","entity":"urn:东:3"} ] } ',
    ),
  )
  for (const body of [
    '',
    '[',
    '{}',
    '[{}]',
    '[1]',
    '{"items":[]} x',
    '{"items":[],"more":1}',
    '[{"entity":"a\\u0000"}]',
    '[{"value":1,"value":2}]',
  ])
    assert.equal(fromBytes(body), undefined, body)
})
