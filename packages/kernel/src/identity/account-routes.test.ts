import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Grant } from '@haihe/contract'
import { sql } from '../db.ts'
import type { Answer, Browser } from './testing/browser.ts'
import { actionsOf, beginSignIn, PASSWORD, post, signIn, startHub } from './testing/hub.ts'
import { currentCode } from './totp.ts'

const hub = await startHub()
after(() => hub.close())

const [chief, branch, clerk] = [hub.browser(), hub.browser(), hub.browser()]
await signIn(chief, 'chief')
await signIn(branch, 'branch')
await signIn(clerk, 'clerk')

const put = (browser: Browser, url: string, body: unknown) => browser.request(url, { method: 'PUT', body })
const remove = (browser: Browser, url: string) => browser.request(url, { method: 'DELETE' })
const problem = ({ status, json }: Answer) => [status, json?.code]
const handler = (region: string, unit: string | null = null): Grant => ({ role: 'deptHandler', unit, region })
const make = (browser: Browser, login: string, grants: unknown[], more: object = {}) =>
  post(browser, '/api/accounts', { login, name: '新馆员', grants, ...more })

/** Signs a fresh account in and enrols it; the browser, its secret and recovery codes. */
const enrol = async (login: string, password: string) => {
  const browser = hub.browser()
  const uid = await beginSignIn(browser, '/cockpit')
  const step = (await post(browser, `/api/interaction/${uid}/login`, { login, password })).json
  const code = currentCode(step.secret, hub.clock.now())
  const done = (await post(browser, `/api/interaction/${uid}/second-factor`, { code })).json
  await browser.visit(done.redirectTo, (next) => next.pathname === '/cockpit')
  return { browser, step, done, code }
}

const toSecondFactor = async (login: string, password: string) => {
  const browser = hub.browser()
  const uid = await beginSignIn(browser, '/cockpit')
  const step = (await post(browser, `/api/interaction/${uid}/login`, { login, password })).json
  return { step, enter: (code: string) => post(browser, `/api/interaction/${uid}/second-factor`, { code }) }
}

test('an administrator makes an account whose password is shown once; its first sign-in enrols a second factor', async () => {
  const made = await make(chief, 'Yuan.Li', [handler('990102')])
  assert.equal(made.status, 201)
  assert.equal(made.json.login, 'yuan.li')
  const { browser, step, done } = await enrol('yuan.li', made.json.password)
  assert.equal(step.next, 'enrol')
  assert.match(step.otpauth, /^otpauth:\/\/totp\/.*yuan\.li.*secret=/)
  assert.equal(new Set(done.recoveryCodes).size, 10)
  assert.equal((await browser.request('/api/me')).json.actor.assurance, 3)
  const list = (await chief.request('/api/accounts?search=yuan')).json
  assert.deepEqual([list.items[0].secondFactor, 'password' in list.items[0]], [true, false])
})

test('a code works once, a recovery code works once, and neither works for somebody else', async () => {
  const { password } = (await make(chief, 'once', [handler('99')])).json
  const { step, done, code } = await enrol('once', password)
  // the code that enrolled is spent
  assert.equal((await (await toSecondFactor('once', password)).enter(code)).status, 401)
  hub.clock.advance(30_000)
  const fresh = currentCode(step.secret, hub.clock.now())
  assert.equal((await (await toSecondFactor('once', password)).enter(fresh)).status, 200)
  assert.equal((await (await toSecondFactor('once', password)).enter(fresh)).status, 401)
  assert.equal((await (await toSecondFactor('once', password)).enter(code)).status, 401)
  const [spare = ''] = done.recoveryCodes
  assert.equal((await (await toSecondFactor('once', password)).enter(spare.toUpperCase().replaceAll('-', ' '))).status, 200)
  assert.equal((await (await toSecondFactor('once', password)).enter(spare)).status, 401)
  assert.equal((await (await toSecondFactor('clerk', PASSWORD)).enter(done.recoveryCodes[1])).status, 401)
  await sql`DELETE FROM kernel.signin_throttle`.execute(hub.ctx.db)
})

test('two requests with the same right code: one goes on', async () => {
  const { password } = (await make(chief, 'twice', [handler('99')])).json
  const { step } = await enrol('twice', password)
  hub.clock.advance(60_000)
  const { enter } = await toSecondFactor('twice', password)
  const code = currentCode(step.secret, hub.clock.now())
  const answers = await Promise.all([enter(code), enter(code), enter(code)])
  assert.equal(answers.filter((answer) => answer.status === 200).length, 1)
  await sql`DELETE FROM kernel.signin_throttle`.execute(hub.ctx.db)
})

test('who manages a district sees and changes the accounts of that district only', async () => {
  await make(chief, 'north', [handler('990101')])
  await make(chief, 'south', [handler('990102')])
  await make(chief, 'both', [handler('990101'), handler('990102')])
  const seen = (await branch.request('/api/accounts?limit=200')).json.items.map((item: { login: string }) => item.login)
  assert.ok(seen.includes('north') && seen.includes('both') && !seen.includes('south') && !seen.includes('chief'))
  const idOf = async (login: string) => (await chief.request(`/api/accounts?search=${login}`)).json.items[0].id
  assert.deepEqual(problem(await make(branch, 'reach', [handler('990102')])), [403, 'OUT_OF_SCOPE'])
  assert.deepEqual(problem(await make(branch, 'reach', [handler('99')])), [403, 'OUT_OF_SCOPE'])
  for (const login of ['south', 'both', 'chief']) {
    assert.deepEqual(
      problem(await put(branch, `/api/accounts/${await idOf(login)}/grants`, { grants: [] })),
      [403, 'OUT_OF_SCOPE'],
      login,
    )
    assert.deepEqual(problem(await post(branch, `/api/accounts/${await idOf(login)}/disable`)), [403, 'OUT_OF_SCOPE'], login)
    assert.deepEqual(problem(await post(branch, `/api/accounts/${await idOf(login)}/reset`)), [403, 'OUT_OF_SCOPE'], login)
  }
  const north = await idOf('north')
  assert.deepEqual(problem(await put(branch, `/api/accounts/${north}/grants`, { grants: [handler('990102')] })), [
    403,
    'OUT_OF_SCOPE',
  ])
  const given = await put(branch, `/api/accounts/${north}/grants`, { grants: [handler('990101005', 'desk')] })
  assert.deepEqual(given.json.grants, [handler('990101005', 'desk')])
})

test('nobody without account.manage gets near, and unknown accounts, roles and fields are refused', async () => {
  assert.deepEqual(problem(await make(clerk, 'x-x', [])), [403, 'FORBIDDEN'])
  assert.deepEqual(problem(await clerk.request('/api/accounts')), [403, 'FORBIDDEN'])
  assert.deepEqual(problem(await hub.browser().request('/api/accounts')), [401, 'UNAUTHENTICATED'])
  assert.deepEqual(problem(await post(chief, '/api/accounts/00000000-0000-4000-8000-000000000000/disable')), [404, 'NOT_FOUND'])
  assert.equal((await post(chief, '/api/accounts/1/disable')).status, 400)
  assert.equal((await make(chief, 'y-y', [{ role: 'king', unit: null, region: '99' }])).status, 400)
  assert.equal((await make(chief, 'y-y', [handler('99')], { demo: true })).status, 400)
  assert.deepEqual(problem(await make(chief, 'clerk', [handler('99')])), [409, 'ALREADY_EXISTS'])
})

test('changed roles and a closed account end the sessions at once', async () => {
  const { id, password } = (await make(chief, 'leaving', [handler('99')])).json
  const { browser } = await enrol('leaving', password)
  assert.equal((await browser.request('/api/lent')).status, 200)
  await put(chief, `/api/accounts/${id}/grants`, { grants: [{ role: 'citizen', unit: null, region: '99' }] })
  assert.equal((await browser.request('/api/lent')).status, 401)
  await post(chief, `/api/accounts/${id}/disable`, { reason: '离职' })
  const uid = await beginSignIn(browser)
  assert.equal((await post(browser, `/api/interaction/${uid}/login`, { login: 'leaving', password })).status, 401)
  await post(chief, `/api/accounts/${id}/enable`)
  assert.equal((await post(browser, `/api/interaction/${uid}/login`, { login: 'leaving', password })).status, 200)
})

test('nobody changes their own roles or closes themselves', async () => {
  const { id } = (await chief.request('/api/me')).json.account
  assert.equal((await put(chief, `/api/accounts/${id}/grants`, { grants: [] })).status, 403)
  assert.equal((await post(chief, `/api/accounts/${id}/disable`)).status, 403)
})

test('a reset gives a new password and makes the person enrol again', async () => {
  const { id, password } = (await make(chief, 'forgot', [handler('99')])).json
  await enrol('forgot', password)
  const reset = (await post(chief, `/api/accounts/${id}/reset`)).json
  await assert.rejects(enrol('forgot', password))
  assert.equal((await enrol('forgot', reset.password)).step.next, 'enrol')
})

test('a person changes their name and password; the password ends the other sessions and needs the old one', async () => {
  const { password } = (await make(chief, 'changer', [{ role: 'citizen', unit: null, region: '99' }])).json
  const enter = async (secret: string) => {
    const browser = hub.browser()
    const uid = await beginSignIn(browser, '/')
    const step = await post(browser, `/api/interaction/${uid}/login`, { login: 'changer', password: secret })
    if (step.status === 200) await browser.visit(step.json.redirectTo, (next) => next.pathname === '/')
    return browser
  }
  const [here, there] = [await enter(password), await enter(password)]
  assert.equal((await here.request('/api/me', { method: 'PATCH', body: { name: '新名字' } })).status, 204)
  assert.equal((await here.request('/api/me')).json.account.name, '新名字')
  const change = (current: string, next: string) => post(here, '/api/me/password', { current, next })
  assert.deepEqual(problem(await change('not it', 'quiet-reader-2')), [401, 'BAD_CREDENTIALS'])
  assert.equal((await change(password, 'weak')).status, 400)
  assert.equal((await change(password, 'quiet-reader-2')).status, 204)
  assert.deepEqual([(await here.request('/api/me')).status, (await there.request('/api/me')).status], [200, 401])
  assert.equal((await (await enter(password)).request('/api/me')).status, 401)
  assert.equal((await (await enter('quiet-reader-2')).request('/api/me')).status, 200)
  assert.equal((await post(clerk, '/api/me/password', { current: PASSWORD, next: 'quiet-reader-2' })).status, 403)
})

test('a machine token is shown once, holds what it was given and nothing after its revocation', async () => {
  const body = { name: '还书机', source: 'returns-1', region: '990101', roles: ['client'] }
  const { id, token } = (await post(chief, '/api/tokens', body)).json
  const machine = hub.browser()
  const me = () => machine.request('/api/me', { headers: { authorization: `Bearer ${token}` } })
  assert.deepEqual((await me()).json.actor, {
    id: `token:${id}`,
    kind: 'machine',
    name: '还书机',
    grants: [{ role: 'client', unit: null, region: '990101' }],
    assurance: 1,
    source: 'returns-1',
  })
  const listed = (await chief.request('/api/tokens')).json.items.find((item: { id: string }) => item.id === id)
  assert.deepEqual([listed.source, 'token' in listed, 'hash' in listed], ['returns-1', false, false])
  assert.equal((await remove(branch, `/api/tokens/${id}`)).status, 204)
  assert.equal((await me()).status, 401)
  assert.deepEqual(problem(await post(branch, '/api/tokens', { ...body, region: '990102' })), [403, 'OUT_OF_SCOPE'])
  assert.equal((await post(chief, '/api/tokens', { ...body, expiresAt: '2001-01-01T00:00:00Z' })).status, 400)
  const own = await machine.request('/api/tokens', { method: 'POST', body, headers: { authorization: `Bearer ${token}` } })
  assert.equal(own.status, 401)
})

test('MQTT credentials open their own source and end with their revocation', async () => {
  const { id, username, password } = (await post(chief, '/api/device-credentials', { source: 'gate-7', region: '990101' })).json
  assert.equal(username, 'gate-7')
  assert.deepEqual(await hub.identity.verifyDevice(username, password), { source: 'gate-7', region: '990101' })
  assert.equal(await hub.identity.verifyDevice('gate-8', password), null)
  assert.equal(await hub.identity.verifyDevice(username, `${password}x`), null)
  assert.equal(await hub.identity.verifyDevice(username, ''), null)
  await post(chief, '/api/device-credentials', { source: 'gate-8' })
  assert.equal(await hub.identity.verifyDevice('gate-8', password), null)
  assert.equal((await remove(chief, `/api/device-credentials/${id}`)).status, 204)
  assert.equal(await hub.identity.verifyDevice(username, password), null)
  assert.equal((await post(chief, '/api/device-credentials', { source: 'Gate 7' })).status, 400)
})

test('all of it is on record, in the region it concerns, and the chain holds', async () => {
  const actions = new Set(await actionsOf(hub))
  for (const action of [
    'account.create',
    'account.set-grants',
    'account.disable',
    'account.enable',
    'account.reset',
    'account.rename',
    'account.change-password',
    'account.enrol-second-factor',
    'token.create',
    'token.revoke',
    'device-credential.create',
    'device-credential.revoke',
  ])
    assert.ok(actions.has(action), action)
  assert.equal((await hub.audit.verify()).ok, true)
})
