import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AppError, type FieldDecision } from '@haihe/contract'
import fc from 'fast-check'
import { readers } from '../policy/testing/readers.ts'
import { compileConditions, OPERATORS } from './conditions.ts'

const resource = readers()
const NAMES = [...resource.fields.map(({ name }) => name), '_key', '_subject', '_region', 'constructor', '__proto__', '1=1']
const word = fc.constantFrom<FieldDecision>(
  { effect: 'allow', mask: 'none', reason: 'granted-clear' },
  { effect: 'allow', mask: 'none', reason: 'owner' },
  { effect: 'mask', mask: 'name', reason: 'granted-masked' },
  { effect: 'deny', mask: 'hide', reason: 'no-grant' },
)
const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.array(fc.string(), { maxLength: 3 }))

const condition = fc.record({ field: fc.constantFrom(...NAMES), op: fc.constantFrom(...OPERATORS), value })
const fitting = fc.record({
  field: fc.constantFrom('name', 'branch', 'id_no'),
  op: fc.constantFrom('=' as const, '>' as const),
  value: fc.string(),
})

test('no condition is an oracle: only fields that are shown whole reach the query, and values never do but as values', () => {
  let compiled = 0
  fc.assert(
    fc.property(
      fc.array(word, { minLength: resource.fields.length, maxLength: resource.fields.length }),
      fc.array(fc.oneof(condition, fitting), { maxLength: 3 }),
      (words, where) => {
        const fields = Object.fromEntries(resource.fields.map(({ name }, n) => [name, words[n]!]))
        try {
          const { sql, values } = compileConditions(where, resource, { fields }, 3)
          compiled += where.length
          assert.equal(values.length, where.length)
          for (const { field } of where) assert.equal(fields[field]?.effect, 'allow')
          // names of the schema, operators, places and casts: nothing that a caller wrote
          assert.match(sql, /^(TRUE|"[a-z_]+" (=|<|<=|>|>=) (ANY\()?\$\d+::[a-z]+(\[\]\))?( AND )?)+$/)
        } catch (error) {
          assert.ok(error instanceof AppError && ['FILTER_NOT_ALLOWED', 'INVALID_INPUT'].includes(error.code))
        }
      },
    ),
    { numRuns: 2000 },
  )
  assert.ok(compiled > 50)
})
