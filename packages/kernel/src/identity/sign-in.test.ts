import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from '../db.ts'
import { actionsOf, beginSignIn, demoCode, PASSWORD, post, signIn, startHub } from './testing/hub.ts'

const hub = await startHub()
after(() => hub.close())

test('a citizen signs in with login and password and comes back to where they wanted to go', async () => {
  const browser = hub.browser()
  const answer = await signIn(browser, 'reader', '/citizen')
  assert.equal(answer.url, `${hub.origin}/citizen`)
  const me = await browser.request('/api/me')
  assert.deepEqual(me.json.account.login, 'reader')
  assert.deepEqual(me.json.actor.grants, [{ role: 'citizen', unit: null, region: '99' }])
  assert.equal(me.json.actor.assurance, 1)
  assert.match(browser.cookie('haihe_session')?.attributes ?? '', /HttpOnly.*SameSite=Lax/i)
})

test('staff enter only with the second factor, and /api/me names their unit', async () => {
  const browser = hub.browser()
  const uid = await beginSignIn(browser)
  const first = await post(browser, `/api/interaction/${uid}/login`, { login: 'clerk', password: PASSWORD })
  assert.deepEqual(first.json, { next: 'second-factor' })
  assert.equal((await browser.request('/api/me')).status, 401)
  const wrong = await post(browser, `/api/interaction/${uid}/second-factor`, { code: '000000' })
  assert.deepEqual([wrong.status, wrong.json.code], [401, 'BAD_SECOND_FACTOR'])
  const done = await post(browser, `/api/interaction/${uid}/second-factor`, { code: await demoCode(browser, uid, 'clerk') })
  await browser.visit(done.json.redirectTo, (next) => next.pathname === '/cockpit')
  const me = (await browser.request('/api/me')).json
  assert.equal(me.actor.assurance, 3)
  assert.deepEqual(me.units, [{ id: 'library', name: '市图书馆' }])
  assert.equal((await browser.request('/api/lent')).status, 200)
})

test('the password step cannot be skipped, and a step of one browser is of no use in another', async () => {
  const [mine, other] = [hub.browser(), hub.browser()]
  const uid = await beginSignIn(mine)
  assert.equal((await post(mine, `/api/interaction/${uid}/second-factor`, { code: '123456' })).status, 401)
  await post(mine, `/api/interaction/${uid}/login`, { login: 'clerk', password: PASSWORD })
  const code = await demoCode(mine, uid, 'clerk')
  assert.equal((await post(other, `/api/interaction/${uid}/second-factor`, { code })).status, 404)
  await beginSignIn(other)
  assert.equal((await post(other, `/api/interaction/${uid}/second-factor`, { code })).status, 404)
  assert.equal((await other.request(`/api/interaction/${uid}`)).status, 404)
})

test('a wrong password and an unknown login get the same answer', async () => {
  const browser = hub.browser()
  const uid = await beginSignIn(browser)
  const wrong = await post(browser, `/api/interaction/${uid}/login`, { login: 'clerk', password: 'not this one' })
  const unknown = await post(browser, `/api/interaction/${uid}/login`, { login: 'nobody', password: 'not this one' })
  const shape = ({ status, json }: typeof wrong) => ({ status, ...json, traceId: '' })
  assert.deepEqual(shape(wrong), shape(unknown))
  assert.deepEqual([wrong.status, wrong.json.title], [401, '账号或密码不正确'])
})

test('the demonstration list names role, unit, password and code, and nothing of other accounts', async () => {
  const browser = hub.browser()
  const registered = await beginSignIn(browser)
  await post(browser, `/api/interaction/${registered}/register`, {
    login: 'not-shown',
    password: 'quiet-reader-1',
    name: '某人',
    phone: '13800000001',
  })
  const uid = await beginSignIn(browser, '/')
  const { json } = await hub.browser().request('/api/shelf')
  assert.equal(json.actor, 'anonymous')
  const list = (await browser.request(`/api/interaction/${uid}`)).json
  assert.deepEqual(list.client, { id: 'haihe-web', name: '海河' })
  assert.deepEqual(
    list.demo.map((entry: { login: string; role: string; unit: string | null; totp?: string }) => [
      entry.login,
      entry.role,
      entry.unit,
      /^\d{6}$/.test(entry.totp ?? ''),
    ]),
    [
      ['reader', 'citizen', null, false],
      ['clerk', 'deptHandler', '市图书馆', true],
      ['chief', 'admin', '市图书馆', true],
      ['branch', 'admin', 'branch', true],
    ],
  )
})

test('a citizen registers, is signed in at L1, and the phone number is nowhere in clear', async () => {
  const browser = hub.browser()
  const uid = await beginSignIn(browser, '/citizen')
  const input = { login: 'New.Reader', password: 'quiet-reader-1', name: '新读者', phone: '+86 138-1234-5678' }
  const done = await post(browser, `/api/interaction/${uid}/register`, input)
  await browser.visit(done.json.redirectTo, (next) => next.pathname === '/citizen')
  const me = (await browser.request('/api/me')).json
  assert.deepEqual([me.account.login, me.actor.assurance], ['new.reader', 1])
  const { rows } = await sql<{ row: string }>`SELECT a::text AS row FROM kernel.account a WHERE login = 'new.reader'`.execute(
    hub.ctx.db,
  )
  assert.match(rows[0]?.row ?? '', /138\*{4}5678/)
  assert.doesNotMatch(rows[0]?.row ?? '', /13812345678|quiet-reader/)
  const again = await beginSignIn(hub.browser())
  assert.ok(again)
})

test('registration refuses a taken login, weak passwords, wrong phones and unknown fields, in Chinese', async () => {
  const browser = hub.browser()
  const uid = await beginSignIn(browser)
  const good = { login: 'second-reader', password: 'quiet-reader-1', name: '读者', phone: '13812345678' }
  const attempt = (more: object) => post(browser, `/api/interaction/${uid}/register`, { ...good, ...more })
  assert.deepEqual(
    [(await attempt({ login: 'READER' })).status, (await attempt({ login: 'reader' })).json.code],
    [409, 'ALREADY_EXISTS'],
  )
  for (const [field, value] of [
    ['password', 'short1'],
    ['password', 'allletters'],
    ['password', 'password123'],
    ['phone', '12345'],
    ['login', '读者'],
    ['name', '<b>'],
    ['grants', [{ role: 'admin', unit: null, region: '99' }]],
  ] as const) {
    const answer = await attempt({ [field]: value })
    assert.deepEqual([answer.status, answer.json.errors[0].path], [400, field])
    assert.match(answer.json.errors[0].message, /\p{Script=Han}/u)
  }
})

test('after failures the delay grows for the login, whatever browser asks and whatever password comes', async () => {
  const statuses: number[] = []
  for (let tries = 0; tries < 6; tries += 1) {
    const browser = hub.browser()
    const uid = await beginSignIn(browser)
    statuses.push((await post(browser, `/api/interaction/${uid}/login`, { login: 'branch', password: `wrong ${tries}` })).status)
  }
  assert.deepEqual(statuses, [401, 401, 401, 401, 401, 429])
  const browser = hub.browser()
  const uid = await beginSignIn(browser)
  const right = () => post(browser, `/api/interaction/${uid}/login`, { login: 'branch', password: PASSWORD })
  const blocked = await right()
  assert.equal(blocked.status, 429)
  assert.equal(blocked.headers.get('retry-after'), '2')
  hub.clock.advance(2000)
  await post(browser, `/api/interaction/${uid}/login`, { login: 'branch', password: 'wrong' })
  assert.equal((await right()).headers.get('retry-after'), '4')
  hub.clock.advance(4000)
  assert.equal((await right()).status, 200)
  // a right password forgets the failures
  await post(browser, `/api/interaction/${uid}/login`, { login: 'branch', password: 'wrong' })
  assert.equal((await right()).status, 200)
})

test('guesses side by side are counted one by one', async () => {
  const browser = hub.browser()
  const uid = await beginSignIn(browser)
  const guesses = await Promise.all(
    Array.from({ length: 12 }, (_, n) =>
      post(browser, `/api/interaction/${uid}/login`, { login: 'ghost', password: `guess ${n}` }),
    ),
  )
  const statuses = guesses.map((answer) => answer.status).sort()
  assert.deepEqual(statuses, [...Array(5).fill(401), ...Array(7).fill(429)])
})

test('an address that guesses many logins is slowed down too', async () => {
  const { db } = hub.ctx
  await sql`DELETE FROM kernel.signin_throttle`.execute(db)
  await sql`INSERT INTO kernel.signin_throttle (key, failures, last_at) VALUES ('address:127.0.0.1', 30, ${hub.clock.now()})`.execute(
    db,
  )
  const browser = hub.browser()
  const uid = await beginSignIn(browser)
  const guess = (login: string) => post(browser, `/api/interaction/${uid}/login`, { login, password: 'wrong' })
  assert.deepEqual([(await guess('one')).status, (await guess('two')).status], [401, 429])
  // those who share the address are not shut out for good
  hub.clock.advance(60_000)
  assert.equal((await post(browser, `/api/interaction/${uid}/login`, { login: 'reader', password: PASSWORD })).status, 200)
  await sql`DELETE FROM kernel.signin_throttle`.execute(db)
})

test('guessing the second factor is slowed down as well', async () => {
  const browser = hub.browser()
  const uid = await beginSignIn(browser)
  await post(browser, `/api/interaction/${uid}/login`, { login: 'chief', password: PASSWORD })
  const statuses: number[] = []
  for (let tries = 0; tries < 6; tries += 1)
    statuses.push((await post(browser, `/api/interaction/${uid}/second-factor`, { code: String(100000 + tries) })).status)
  assert.deepEqual(statuses, [401, 401, 401, 401, 401, 429])
  await sql`DELETE FROM kernel.signin_throttle`.execute(hub.ctx.db)
})

test('sign-out ends the session here and at the provider, and the old cookie opens nothing', async () => {
  const browser = hub.browser()
  await signIn(browser, 'reader')
  const old = browser.cookie('haihe_session')?.value ?? ''
  const out = await post(browser, '/auth/logout')
  assert.deepEqual(out.json, { redirectTo: '/' })
  assert.equal(browser.cookie('haihe_session'), undefined)
  const stolen = await browser.request('/api/me', { headers: { cookie: `haihe_session=${old}` } })
  assert.equal(stolen.status, 401)
  assert.ok(await beginSignIn(browser), 'the provider asks again')
})

test('without sign-out the provider still knows the browser and asks nothing', async () => {
  const browser = hub.browser()
  await signIn(browser, 'clerk')
  const again = await browser.visit('/auth/login?to=/governance', (next) => next.pathname === '/governance')
  assert.equal(again.url, `${hub.origin}/governance`)
  assert.equal((await browser.request('/api/me')).json.actor.assurance, 3)
})

test('the demonstration is reached under another name of the machine and signs in there', async () => {
  const origin = hub.origin.replace('localhost', '127.0.0.1')
  const browser = hub.browser(origin)
  const answer = await signIn(browser, 'clerk', '/cockpit')
  assert.equal(answer.url, `${origin}/cockpit`)
  assert.equal((await browser.request('/api/me')).json.account.login, 'clerk')
})

test('sign-ins, failures and sign-outs are on record, without passwords or unknown logins', async () => {
  const actions = new Set(await actionsOf(hub))
  for (const action of ['account.sign-in', 'account.sign-in-failed', 'account.register', 'session.open', 'session.close'])
    assert.ok(actions.has(action), action)
  const { rows } = await sql<{ text: string }>`SELECT string_agg(e::text, '\n') AS text FROM kernel.audit_entry e`.execute(
    hub.ctx.db,
  )
  assert.doesNotMatch(rows[0]?.text ?? '', /read-more-books|quiet-reader|ghost|wrong/)
})
