import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { AES_SUITE, createPseudonyms } from './pseudonym.ts'

const SECRET = 'the library keeps its catalogue under the stairs'
const both = [createPseudonyms(SECRET), createPseudonyms(SECRET, AES_SUITE)]

test('a pseudonym turns back within its purpose, is stable there, and is another one elsewhere', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      for (const pseudonyms of both) {
        const one = pseudonyms.make('statistics', text)
        assert.equal(pseudonyms.make('statistics', text), one)
        assert.equal(pseudonyms.reverse('statistics', one), text)
        assert.notEqual(pseudonyms.make('governance', text), one)
        assert.equal(pseudonyms.reverse('governance', one), undefined)
        assert.equal(createPseudonyms('another secret').reverse('statistics', one), undefined)
      }
    }),
  )
})

test('what was altered or never made is not turned back', () => {
  const [pseudonyms] = both as [(typeof both)[0]]
  const made = pseudonyms.make('statistics', '120101199001011234')
  const bytes = Buffer.from(made.slice(3), 'base64url')
  for (let at = 0; at < bytes.length; at += 5) {
    const altered = Buffer.from(bytes)
    altered[at] = (altered[at] as number) ^ 1
    assert.equal(pseudonyms.reverse('statistics', `s1.${altered.toString('base64url')}`), undefined)
  }
  for (const wrong of ['', 's1.', 's1.AAAA', 'x1.abc', `${made}=`.slice(0, -8)])
    assert.equal(pseudonyms.reverse('statistics', wrong), undefined)
})

test('names of any usual length have pseudonyms of one length', () => {
  const [pseudonyms] = both as [(typeof both)[0]]
  assert.equal(new Set(['王芳', '欧阳娜娜', '李'].map((name) => pseudonyms.make('statistics', name).length)).size, 1)
})
