import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { subjectKey } from './subject-key.ts'

const key = subjectKey('a secret of the library with many letters')

test('the same number gives the same key however it is written', () => {
  const plain = key('person', '11010519491231002X')
  assert.match(plain, /^[0-9a-f]{64}$/)
  assert.equal(key('person', ' 110105-19491231-002x '), plain)
  assert.equal(key('person', '１１０１０５１９４９１２３１００２Ｘ'), plain)
})

test('another number, another kind and another hub give another key', () => {
  const other = subjectKey('the secret of another library, as long')
  fc.assert(
    fc.property(fc.stringMatching(/^\d{17}[\dX]$/), fc.stringMatching(/^\d{17}[\dX]$/), (a, b) => {
      if (a !== b) assert.notEqual(key('person', a), key('person', b))
      assert.notEqual(key('person', a), key('enterprise', a))
      assert.notEqual(key('person', a), other('person', a))
    }),
  )
})
