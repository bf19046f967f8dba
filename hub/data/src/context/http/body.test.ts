import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NgsiError } from '../problem.ts'
import { parseJson } from './body.ts'

const refused = (text: string): void =>
  assert.throws(
    () => parseJson(Buffer.from(text)),
    (error) => error instanceof NgsiError && error.status === 400,
    text.slice(0, 60),
  )

test('a body that would exhaust the stack, cannot be stored or names a prototype is a bad request, never a failure of the hub', () => {
  refused(`{"value":${'['.repeat(20_000)}${']'.repeat(20_000)}}`)
  refused(`${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`)
  refused('{"a":"\\u0000"}')
  refused('{"a":{"\\u005f_proto__":{}}}')
  refused('{"a":"\\ud800"}')
  refused('{')
})

test('what is deep but sane is taken', () => {
  assert.deepEqual(parseJson(Buffer.from('{"a":[[[[1]]]]}')), { a: [[[[1]]]] })
})
