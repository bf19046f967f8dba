import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { sql } from '../db.ts'
import { localPath } from './origin.ts'
import { beginSignIn, PASSWORD, post, signIn, startHub } from './testing/hub.ts'

const hub = await startHub()
after(() => hub.close())

const ELSEWHERE = [
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  'https://evil.example/',
  'javascript:alert(1)',
  '/\t/evil.example',
  '/\n/evil.example',
  '///evil.example',
  '/..//evil.example',
  '/%2e%2e//evil.example',
  'evil.example',
  '',
  '/auth/login?to=/',
  '/oidc/auth',
  '/./auth/logout',
]

for (const to of ELSEWHERE)
  test(`sign-in refuses to lead to ${JSON.stringify(to)}`, async () => {
    const answer = await hub.browser().request(`/auth/login?to=${encodeURIComponent(to)}`)
    assert.equal(answer.status, 400)
    assert.equal(answer.headers.get('location'), null)
    assert.deepEqual(answer.json.errors, [{ path: 'to', message: '只能返回本站内的页面' }])
  })

test('whatever text is accepted as a local path stays on this host in a browser', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('/', '\\', '.', ':', '@', 'a', '%', '2', 'f', '\t', '?', '#', '津') }),
      (to) => {
        const sent = localPath(to)
        fc.pre(sent !== undefined)
        assert.equal(new URL(sent, 'https://hub.example/auth/callback').origin, 'https://hub.example')
        assert.match(sent, /^\/[\x21-\x7e]*$/)
      },
    ),
    { numRuns: 5000 },
  )
  for (const to of ['/', '/cockpit', '/cockpit/120101?at=2026-11-20T08:00#map', '/governance/津治通'])
    assert.ok(localPath(to), to)
})

test('a page with Chinese letters in its address is reached too', async () => {
  const browser = hub.browser()
  const answer = await signIn(browser, 'reader', '/citizen/报事')
  assert.equal(decodeURI(answer.url), `${hub.origin}/citizen/报事`)
})

test('a callback without the attempt it belongs to, or with a changed state, signs nobody in', async () => {
  const browser = hub.browser()
  const uid = await beginSignIn(browser)
  const { json } = await post(browser, `/api/interaction/${uid}/login`, { login: 'reader', password: PASSWORD })
  const back = await browser.visit(json.redirectTo, (next) => next.pathname === '/auth/callback')
  const stranger = hub.browser()
  assert.match((await stranger.request(back.url)).headers.get('location') ?? '', /^\/signin\?error=expired/)
  const changed = new URL(back.url)
  changed.searchParams.set('state', 'x'.repeat(43))
  assert.match((await browser.request(changed.href)).headers.get('location') ?? '', /^\/signin\?error=expired/)
  assert.equal(browser.cookie('haihe_session'), undefined)
  const right = await browser.request(back.url)
  assert.deepEqual([right.status, right.headers.get('location')], [303, '/cockpit'])
  const session = browser.cookie('haihe_session')?.value
  // the code works once, and the attempt too
  assert.match((await browser.request(back.url)).headers.get('location') ?? '', /error=expired/)
  assert.equal(browser.cookie('haihe_session')?.value, session)
})

test('attempts that lead nowhere do not pile up in the browser', async () => {
  const browser = hub.browser()
  for (let tries = 0; tries < 20; tries += 1) await browser.request('/auth/login?to=/cockpit')
  assert.equal(browser.cookies.filter((cookie) => cookie.name.startsWith('haihe_pending_')).length, 4)
  assert.equal((await signIn(browser, 'reader')).url, `${hub.origin}/cockpit`)
})

test('a code that is not ours ends on the sign-in page', async () => {
  const browser = hub.browser()
  const start = await browser.request('/auth/login?to=/cockpit')
  const state = new URL(start.headers.get('location') ?? '').searchParams.get('state') ?? ''
  const answer = await browser.request(`/auth/callback?code=forged&state=${state}`)
  assert.equal(answer.headers.get('location'), '/signin?error=failed&to=%2Fcockpit')
  assert.equal(browser.cookie('haihe_session'), undefined)
})

test('a tampered pending, session or interaction cookie is worth nothing', async () => {
  const browser = hub.browser()
  await signIn(browser, 'reader')
  const session = browser.cookie('haihe_session')?.value ?? ''
  const flipped = session.slice(0, -1) + (session.endsWith('A') ? 'B' : 'A')
  for (const value of [flipped, 'x', '', "' OR 1=1 --", 'A'.repeat(5000)]) {
    browser.setCookie('haihe_session', value)
    assert.equal((await browser.request('/api/me')).status, 401)
    // a page for everybody stays open
    assert.deepEqual((await browser.request('/api/shelf')).json, { actor: 'anonymous' })
  }
  const other = hub.browser()
  const uid = await beginSignIn(other)
  other.setCookie('haihe_interaction', `${uid}x`)
  assert.equal((await other.request(`/api/interaction/${uid}`)).status, 404)
  other.setCookie('haihe_interaction', uid)
  assert.equal((await other.request(`/api/interaction/${uid}`)).status, 200)
  other.setCookie('haihe_interaction.sig', 'AAAAAAAAAAAAAAAAAAAAAAAAAAA')
  assert.equal((await other.request(`/api/interaction/${uid}`)).status, 404)
})

test('another site cannot sign a person in or out, or act for them', async () => {
  const browser = hub.browser()
  await signIn(browser, 'reader')
  const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
  const attempts: Record<string, string>[] = [foreign, { origin: 'https://evil.example' }, { 'sec-fetch-site': 'same-site' }]
  for (const headers of attempts) {
    const out = await browser.request('/auth/logout', { method: 'POST', body: {}, headers })
    const rename = await browser.request('/api/me', { method: 'PATCH', body: { name: '改名' }, headers })
    assert.deepEqual([out.status, rename.status], [403, 403])
  }
  assert.equal((await browser.request('/api/me')).json.account.name, '小读者')
  const uid = await beginSignIn(browser).catch(() => '')
  assert.equal(uid, '', 'still signed in at the provider')
  const fresh = hub.browser()
  const other = await beginSignIn(fresh)
  const forced = await fresh.request(`/api/interaction/${other}/login`, {
    method: 'POST',
    body: { login: 'reader', password: PASSWORD },
    headers: foreign,
  })
  assert.equal(forced.status, 403)
})

test('forged, cut and odd bearer tokens are refused with a Chinese problem document', async () => {
  const { token } = await hub.identity.createToken({ name: 'scanner', region: '99', roles: ['client'] }, 'test')
  const browser = hub.browser()
  const ask = (authorization: string) => browser.request('/api/me', { headers: { authorization } })
  assert.equal((await ask(`Bearer ${token}`)).json.account.kind, 'machine')
  for (const bad of [
    `Bearer ${token.slice(0, -1)}`,
    `Bearer ${token}x`,
    `Bearer haihe_${'A'.repeat(43)}`,
    `Bearer ${'A'.repeat(43)}`,
    'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.',
    'Bearer',
    'Bearer  ',
    `Basic ${token}`,
    token,
  ]) {
    const answer = await ask(bad)
    assert.deepEqual(
      [answer.status, answer.json.code, answer.json.title],
      [401, 'INVALID_TOKEN', '登录凭证无效或已过期，请重新登录'],
      bad,
    )
  }
})

test('a token ends with its time and with its revocation', async () => {
  const soon = new Date(hub.clock.now().getTime() + 60_000)
  const short = await hub.identity.createToken({ name: 'short', region: '99', roles: ['client'], expiresAt: soon }, 'test')
  const status = async (token: string) =>
    (await hub.browser().request('/api/me', { headers: { authorization: `Bearer ${token}` } })).status
  assert.equal(await status(short.token), 200)
  hub.clock.advance(61_000)
  assert.equal(await status(short.token), 401)
})

test('a session slides while it is used, ends after its idle time, and at its last hour however busy', async () => {
  const browser = hub.browser()
  await signIn(browser, 'clerk')
  const hours = async (count: number) => {
    hub.clock.advance(count * 3_600_000)
    return (await browser.request('/api/me')).status
  }
  assert.deepEqual([await hours(7), await hours(7), await hours(7)], [200, 200, 200])
  assert.equal(await hours(4), 401)
  const idle = hub.browser()
  await signIn(idle, 'clerk')
  hub.clock.advance(8 * 3_600_000 + 1000)
  assert.equal((await idle.request('/api/me')).status, 401)
  const citizen = hub.browser()
  await signIn(citizen, 'reader')
  hub.clock.advance(13 * 24 * 3_600_000)
  assert.equal((await citizen.request('/api/me')).status, 200)
})

test('a staff role given after a citizen signed in holds only after the second factor', async () => {
  const browser = hub.browser()
  await signIn(browser, 'reader')
  assert.equal((await browser.request('/api/lent')).status, 403)
  await sql`INSERT INTO kernel.account_grant SELECT id, 'deptHandler', NULL, '99' FROM kernel.account WHERE login = 'reader'`.execute(
    hub.ctx.db,
  )
  hub.clock.advance(10_000)
  assert.equal((await browser.request('/api/lent')).status, 403)
  const uid = await beginSignIn(browser)
  const step = await post(browser, `/api/interaction/${uid}/login`, { login: 'reader', password: PASSWORD })
  assert.equal(step.json.next, 'enrol')
  await sql`DELETE FROM kernel.account_grant WHERE role = 'deptHandler' AND unit IS NULL`.execute(hub.ctx.db)
})

test('oversized, malformed and unknown input to the sign-in API is refused clearly', async () => {
  const browser = hub.browser()
  const uid = await beginSignIn(browser)
  const send = (body: unknown) => post(browser, `/api/interaction/${uid}/login`, body)
  assert.equal((await send({ login: 'reader', password: 'x'.repeat(3000) })).status, 413)
  assert.deepEqual((await send({ login: 'reader', password: 'x', admin: true })).json.errors, [
    { path: 'admin', message: '不支持的字段' },
  ])
  assert.equal((await send({ login: { $ne: '' }, password: 'x' })).status, 400)
  assert.equal((await post(browser, '/api/interaction/..%2F..%2Fetc/login', { login: 'a', password: 'b' })).status, 400)
  assert.equal((await post(browser, '/api/interaction/abcdefghijklmnop/login', { login: 'a', password: 'b' })).status, 404)
})
