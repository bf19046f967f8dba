import assert from 'node:assert/strict'
import { statSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { createAudit } from '../audit/audit.ts'
import { kernelMigrations } from '../migrations.ts'
import { testContext } from '../testing/index.ts'
import { createIdentity } from './identity.ts'
import { createKeys, hubSecret } from './secrets.ts'
import { beginSignIn, PEOPLE, post, startHub } from './testing/hub.ts'

const STRONG = 'Xk3v9Qw7LmP2rTz8YbN4cHd6JfG1sAeU5oKi'

const context = async () => {
  const ctx = await testContext([kernelMigrations])
  const home = await mkdtemp(join(tmpdir(), 'haihe-production-'))
  Object.assign(ctx.config, { home, publicUrl: 'https://hub.example' })
  after(async () => {
    await ctx.close()
    await rm(home, { recursive: true, force: true })
  })
  return ctx
}

for (const secret of [
  undefined,
  'short',
  'a'.repeat(40),
  'changeme-changeme-changeme-changeme-1234',
  'my-secret-my-secret-my-secret-9876543',
])
  test(`production refuses the secret ${secret ?? '(none)'}`, () => {
    assert.throws(() => hubSecret({ mode: 'production', secret, home: tmpdir() }), /HAIHE_SECRET/)
  })

test('a demonstration makes its own secret once, for its owner only', async () => {
  const { config } = await context()
  const secret = hubSecret(config)
  assert.equal(hubSecret(config), secret)
  assert.equal((await readFile(join(config.home, 'hub.secret'), 'utf8')).trim(), secret)
  assert.equal(statSync(join(config.home, 'hub.secret')).mode & 0o777, 0o600)
})

test('production refuses demonstration accounts, made now or left over, until they are removed', async () => {
  const ctx = await context()
  const audit = createAudit(ctx)
  await createIdentity(ctx, { audit }).ensureDemoAccounts(PEOPLE)
  const secret = hubSecret(ctx.config)
  Object.assign(ctx.config, { mode: 'production', secret })
  const production = createIdentity(ctx, { audit })
  await assert.rejects(production.ensureDemoAccounts(PEOPLE), /Production/)
  await assert.rejects(production.start(), /demonstration accounts/)
  assert.equal(await production.removeDemoAccounts(), PEOPLE.length)
  await production.start()
  await production.stop()
})

test('with another secret the hub does not start and says why', async () => {
  const ctx = await context()
  const audit = createAudit(ctx)
  const first = createIdentity(ctx, { audit })
  await first.start()
  await first.stop()
  Object.assign(ctx.config, { secret: STRONG })
  await assert.rejects(createIdentity(ctx, { audit }).start(), /do not open with this HAIHE_SECRET/)
})

test('two processes that start together make one set of keys', async () => {
  const ctx = await context()
  const audit = createAudit(ctx)
  const both = [createIdentity(ctx, { audit }), createIdentity(ctx, { audit })]
  await Promise.all(both.map((one) => one.start()))
  const { rows } = await ctx.pool.query('SELECT count(*) AS n FROM kernel.oidc_key')
  assert.equal(rows[0].n, 2)
  await Promise.all(both.map((one) => one.stop()))
})

test('demonstration accounts are made once, keep their second factor, and are repaired', async () => {
  const ctx = await context()
  const audit = createAudit(ctx)
  const factors = async () =>
    (await ctx.pool.query("SELECT login, encode(totp_sealed, 'hex') AS totp FROM kernel.account ORDER BY login")).rows
  await createIdentity(ctx, { audit }).ensureDemoAccounts(PEOPLE)
  const before = await factors()
  await ctx.pool.query("UPDATE kernel.account SET password = NULL, disabled_at = now() WHERE login = 'clerk'")
  const again = createIdentity(ctx, { audit })
  await Promise.all([again.ensureDemoAccounts(PEOPLE), again.ensureDemoAccounts(PEOPLE)])
  assert.deepEqual(await factors(), before)
  const { rows } = await ctx.pool.query(
    "SELECT password IS NOT NULL AND disabled_at IS NULL AS good FROM kernel.account WHERE login = 'clerk'",
  )
  assert.equal(rows[0].good, true)
})

test('a real account is never turned into a demonstration account', async () => {
  const ctx = await context()
  const identity = createIdentity(ctx, { audit: createAudit(ctx) })
  await identity.createAccount({ login: 'clerk', name: '真馆员', grants: [{ role: 'admin', unit: null, region: '99' }] }, 'test')
  await assert.rejects(identity.ensureDemoAccounts(PEOPLE), /real account/)
})

test('production has one address: others are led there, its cookies are Secure, and no list of accounts is shown', async () => {
  const hub = await startHub({ mode: 'production', secret: STRONG })
  after(() => hub.close())
  const elsewhere = hub.browser(hub.origin.replace('localhost', '127.0.0.1'))
  const led = await elsewhere.request('/auth/login?to=/cockpit')
  assert.equal(led.headers.get('location'), `${hub.origin}/auth/login?to=%2Fcockpit`)
  const browser = hub.browser()
  const uid = await beginSignIn(browser)
  assert.equal('demo' in (await browser.request(`/api/interaction/${uid}`)).json, false)
  // what the proxy in front speaks to the browser decides, not what it speaks to us
  hub.ctx.config.publicUrl = hub.origin.replace('http:', 'https:')
  const secure = await hub.browser().request('/auth/login?to=/')
  assert.match(secure.headers.getSetCookie()[0] ?? '', /Secure/)
})

test('the first administrator comes from the command line and signs in', async () => {
  const hub = await startHub({ mode: 'production', secret: STRONG })
  after(() => hub.close())
  const { password = '' } = await hub.identity.createAccount(
    { login: 'first', name: '管理员', grants: [{ role: 'admin', unit: null, region: '99' }] },
    'cli',
  )
  const browser = hub.browser()
  const uid = await beginSignIn(browser)
  assert.equal((await post(browser, `/api/interaction/${uid}/login`, { login: 'first', password })).json.next, 'enrol')
  await assert.rejects(
    hub.identity.createAccount({ login: 'First', name: 'x', password: 'weak', grants: [] }, 'cli'),
    (error: { issues: { path: string[] }[] }) => {
      assert.deepEqual([...new Set(error.issues.map((issue) => issue.path[0]))], ['password', 'grants'])
      return true
    },
  )
})

test('sealed text opens only with its key, in its place and unaltered', () => {
  const keys = createKeys(STRONG)
  const sealed = keys.seal('totp:1', 'JBSWY3DPEHPK3PXP')
  assert.equal(keys.open('totp:1', sealed), 'JBSWY3DPEHPK3PXP')
  assert.throws(() => keys.open('totp:2', sealed))
  assert.throws(() => createKeys(`${STRONG}x`).open('totp:1', sealed))
  for (let at = 0; at < sealed.length; at += 1) {
    const altered = Buffer.from(sealed)
    altered[at]! ^= 1
    assert.throws(() => keys.open('totp:1', altered))
  }
  assert.throws(() => keys.open('totp:1', sealed.subarray(0, 20)))
  assert.notDeepEqual(keys.seal('totp:1', 'same'), keys.seal('totp:1', 'same'))
})
