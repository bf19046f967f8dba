import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { accountSubjects, bindAccountSubject } from './subject-store.ts'
import { signIn, startHub } from './testing/hub.ts'

const hub = await startHub()
after(() => hub.close())

test('a session of a citizen whose real name was verified counts as level two, and opens no door of staff', async () => {
  const browser = hub.browser()
  await signIn(browser, 'reader', '/citizen')
  const { account } = (await browser.request('/api/me')).json
  const subject = { kind: 'person', key: 'a'.repeat(64), masked: '1*2', method: 'outside', verifiedAt: hub.clock.now() } as const
  assert.equal(await bindAccountSubject(hub.ctx.db, account.id, subject), true)
  assert.equal(await bindAccountSubject(hub.ctx.db, account.id, { ...subject, key: 'b'.repeat(64) }), false)
  assert.deepEqual(await accountSubjects(hub.ctx.db, account.id), [subject])
  // what was remembered of the session is asked anew after seconds
  hub.clock.advance(10_000)
  const me = (await browser.request('/api/me')).json
  assert.equal(me.actor.assurance, 2)
  assert.equal((await browser.request('/api/lent')).status, 403)
})
