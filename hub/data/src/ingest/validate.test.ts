import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Observation } from '@haihe/contract'
import fc from 'fast-check'
import { parseInstant } from './instant.ts'
import { isObservation, whyNot } from './validate.ts'

const near = (good: fc.Arbitrary<unknown>) =>
  fc.oneof(
    { weight: 8, arbitrary: good },
    { weight: 1, arbitrary: fc.anything() },
    { weight: 1, arbitrary: fc.constant(undefined) },
  )

const two = (max: number) => fc.integer({ min: 0, max }).map((n) => String(n).padStart(2, '0'))
const instant = fc
  .tuple(
    fc.integer({ min: 0, max: 9999 }).map((n) => String(n).padStart(4, '0')),
    two(13),
    two(32),
    two(25),
    two(61),
    two(61),
    fc.oneof(
      fc.constant(''),
      fc.constant('.'),
      fc.integer({ min: 0, max: 1e9 }).map((n) => `.${n}`),
    ),
    fc.oneof(
      fc.constantFrom('Z', '+08:00', '', 'z', '+0800', '-00:00', 'ZZ'),
      fc.tuple(fc.constantFrom('+', '-'), two(25), two(61)).map(([sign, h, m]) => `${sign}${h}:${m}`),
    ),
  )
  .map(([y, mo, d, h, mi, s, fraction, offset]) => `${y}-${mo}-${d}T${h}:${mi}:${s}${fraction}${offset}`)

const entity = fc.oneof(
  fc.string({ maxLength: 20 }).map((tail) => `urn:book:${tail}`),
  fc.string({ unit: 'binary', maxLength: 270 }).map((tail) => `a:${tail}`),
  fc.string(),
)
const item = fc
  .record(
    {
      entity: near(entity),
      type: near(fc.string({ maxLength: 125 })),
      attribute: near(fc.string({ maxLength: 125 })),
      value: near(fc.oneof(fc.double(), fc.string({ maxLength: 2010 }), fc.boolean())),
      at: near(instant),
      unit: near(fc.string({ maxLength: 22 })),
    },
    { requiredKeys: [] },
  )
  .chain((base) =>
    fc.oneof(
      { weight: 6, arbitrary: fc.constant(base) },
      { weight: 1, arbitrary: fc.dictionary(fc.string(), fc.anything()).map((more) => ({ ...base, ...more })) },
    ),
  )

test('the hand-tuned validator accepts exactly what the contract accepts', () => {
  fc.assert(
    fc.property(fc.oneof({ weight: 9, arbitrary: item }, { weight: 1, arbitrary: fc.anything() }), (candidate) => {
      const { success } = Observation.safeParse(candidate)
      assert.equal(
        isObservation(candidate, () => false),
        success,
      )
      assert.equal(whyNot(candidate) === undefined, success)
    }),
    { numRuns: 20_000 },
  )
})

test('JSON with a key __proto__ is refused as the contract refuses it', () => {
  const candidate = JSON.parse('{"entity":"a:b","attribute":"x","value":1,"at":"2026-11-20T00:00:00Z","__proto__":{}}')
  assert.equal(Observation.safeParse(candidate).success, false)
  assert.equal(
    isObservation(candidate, () => false),
    false,
  )
})

test('an instant is read as the platform reads it, and refused where the contract refuses it', () => {
  fc.assert(
    fc.property(instant, (text) => {
      const valid = Observation.shape.at.safeParse(text).success
      const cut = text.replace(/(\.\d{3})\d+/, '$1')
      assert.equal(parseInstant(text), valid ? Date.parse(cut) : Number.NaN)
    }),
    { numRuns: 20_000 },
  )
})

test('every valid instant of four hundred years is read as the platform reads it', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('1800-01-01T00:00:00Z'), max: new Date('2200-01-01T00:00:00Z'), noInvalidDate: true }),
      (date) => {
        assert.equal(parseInstant(date.toISOString()), date.getTime())
      },
    ),
    { numRuns: 20_000 },
  )
})
