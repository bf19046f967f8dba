import assert from 'node:assert/strict'
import { scryptSync } from 'node:crypto'
import { test } from 'node:test'
import { COST, DEMO_COST, generatedPassword, hashPassword, NewPassword, verifyPassword } from './password.ts'

test('a hash carries its parameters and is what scrypt gives', async () => {
  const hash = await hashPassword('津沽-2026')
  const [, ln, r, p, salt = '', key = ''] = /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$(.+)\$(.+)$/.exec(hash) ?? []
  assert.deepEqual([Number(ln), Number(r), Number(p)], [COST.ln, COST.r, COST.p])
  const cost = { N: 2 ** COST.ln, r: COST.r, p: COST.p, maxmem: 2 ** 28 }
  assert.equal(scryptSync('津沽-2026', Buffer.from(salt, 'base64'), 32, cost).toString('base64'), key)
})

test('the right password fits, another does not, and no hash fits nothing', async () => {
  const hash = await hashPassword('read-more-1', DEMO_COST)
  assert.deepEqual(await verifyPassword('read-more-1', hash), { ok: true, outdated: true })
  assert.equal((await verifyPassword('read-more-2', hash)).ok, false)
  assert.equal((await verifyPassword('', hash)).ok, false)
  assert.equal((await verifyPassword('read-more-1', null)).ok, false)
  assert.equal((await verifyPassword('read-more-1', await hashPassword('read-more-1'))).outdated, false)
})

test('the same letters typed on another keyboard are the same password', async () => {
  const composed = 'café-ｒｅａｄ-1'.normalize('NFC')
  assert.equal((await verifyPassword(composed.normalize('NFD'), await hashPassword(composed, DEMO_COST))).ok, true)
})

test('a burst of sign-ins waits its turn and all are answered', async () => {
  const hash = await hashPassword('read-more-1', DEMO_COST)
  const answers = await Promise.all(Array.from({ length: 40 }, (_, n) => verifyPassword(n % 2 ? 'read-more-1' : 'no', hash)))
  assert.equal(answers.filter((answer) => answer.ok).length, 20)
})

test('past the queue the hub says it is busy instead of growing', async () => {
  const hash = await hashPassword('read-more-1', DEMO_COST)
  const answers = await Promise.allSettled(Array.from({ length: 100 }, () => verifyPassword('read-more-1', hash)))
  const refused = answers.filter((answer) => answer.status === 'rejected')
  assert.ok(refused.length > 0)
  assert.ok(refused.every((answer) => answer.reason.code === 'OVERLOADED'))
  assert.equal((await verifyPassword('read-more-1', hash)).ok, true)
})

test('generated passwords pass the rule for new ones and differ', () => {
  const made = Array.from({ length: 200 }, generatedPassword)
  assert.ok(made.every((password) => NewPassword.safeParse(password).success))
  assert.equal(new Set(made).size, 200)
})
