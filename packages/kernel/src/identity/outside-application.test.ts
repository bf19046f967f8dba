import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, test } from 'node:test'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import { sql } from '../db.ts'
import type { Browser } from './testing/browser.ts'
import { demoCode, PASSWORD, post, signIn, startHub } from './testing/hub.ts'

const hub = await startHub()
after(() => hub.close())

const CALLBACK = 'https://library.example/callback'
const VERIFIER = 'a-verifier-of-forty-three-characters-or-more-0'
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url')

const chief = hub.browser()
await signIn(chief, 'chief')
const admit = async (more: object): Promise<{ clientId: string; clientSecret: string }> =>
  (await post(chief, '/api/oidc-clients', { name: '图书馆门户', region: '99', ...more })).json
const app = await admit({ redirectUris: [CALLBACK] })

const discovery = (await hub.browser().request('/oidc/.well-known/openid-configuration')).json

const authorize = (more: Record<string, string> = {}): string =>
  `${discovery.authorization_endpoint}?${new URLSearchParams({
    client_id: app.clientId,
    response_type: 'code',
    redirect_uri: CALLBACK,
    scope: 'openid profile',
    state: 'st',
    nonce: 'no',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
    ...more,
  })}`

/** The application's way with a browser of the given person; the query it gets back. */
const arrive = async (browser: Browser, login: string, more: Record<string, string> = {}): Promise<URLSearchParams> => {
  const page = await browser.visit(authorize(more), (next) => next.pathname === '/signin' || next.origin !== hub.origin)
  const uid = new URL(page.url).searchParams.get('uid')
  if (uid === null) return new URL(page.url).searchParams
  let step = await post(browser, `/api/interaction/${uid}/login`, { login, password: PASSWORD })
  if (step.json.next === 'second-factor')
    step = await post(browser, `/api/interaction/${uid}/second-factor`, { code: await demoCode(browser, uid, login) })
  const back = await browser.visit(step.json.redirectTo, (next) => next.origin !== hub.origin)
  return new URL(back.url).searchParams
}

const basic = ({ clientId, clientSecret }: typeof app) => ({
  authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
})
const token = (form: Record<string, string>, client = app) =>
  hub.browser().request(discovery.token_endpoint, { method: 'POST', body: new URLSearchParams(form), headers: basic(client) })
const exchange = (code: string, more: Record<string, string> = {}) =>
  token({ grant_type: 'authorization_code', code, redirect_uri: CALLBACK, code_verifier: VERIFIER, ...more })
const api = (url: string, bearer: string) => hub.browser().request(url, { headers: { authorization: `Bearer ${bearer}` } })

test('discovery names the issuer and offers PKCE only', () => {
  assert.equal(discovery.issuer, `${hub.origin}/oidc`)
  assert.deepEqual(discovery.code_challenge_methods_supported, ['S256'])
  assert.ok(discovery.grant_types_supported.includes('client_credentials'))
  assert.deepEqual(discovery.response_types_supported, ['code'])
})

test('an outside application signs a person in with PKCE and can verify who it is', async () => {
  const back = await arrive(hub.browser(), 'reader')
  assert.deepEqual([back.get('state'), back.get('iss')], ['st', discovery.issuer])
  const { json } = await exchange(back.get('code') ?? '')
  const { payload } = await jwtVerify(json.id_token, createRemoteJWKSet(new URL(discovery.jwks_uri)), {
    issuer: discovery.issuer,
    audience: app.clientId,
  })
  assert.deepEqual([payload.nonce, payload.acr, payload.amr], ['no', 'L1', ['pwd']])
  const userinfo = await api(discovery.userinfo_endpoint, json.access_token)
  assert.deepEqual([userinfo.json.sub, userinfo.json.name, userinfo.json.preferred_username], [payload.sub, '小读者', 'reader'])
})

test('the interaction names the application that asks', async () => {
  const browser = hub.browser()
  const page = await browser.visit(authorize(), (next) => next.pathname === '/signin')
  const { json } = await browser.request(`/api/interaction/${new URL(page.url).searchParams.get('uid')}`)
  assert.deepEqual(json.client, { id: app.clientId, name: '图书馆门户' })
})

test('without PKCE, with a wrong verifier, twice, or with a wrong secret there is no token', async () => {
  const none = await hub
    .browser()
    .visit(authorize({ code_challenge: '', code_challenge_method: '' }), (next) => next.origin !== hub.origin)
  assert.equal(new URL(none.url).searchParams.get('error'), 'invalid_request')
  const plain = await hub.browser().visit(authorize({ code_challenge_method: 'plain' }), (next) => next.origin !== hub.origin)
  assert.equal(new URL(plain.url).searchParams.get('error'), 'invalid_request')
  const code = async () => (await arrive(hub.browser(), 'reader')).get('code') ?? ''
  assert.equal((await exchange(await code(), { code_verifier: VERIFIER.replace('a', 'b') })).json.error, 'invalid_grant')
  const stolen = await token(
    { grant_type: 'authorization_code', code: await code(), redirect_uri: CALLBACK, code_verifier: VERIFIER },
    { ...app, clientSecret: 'guess' },
  )
  assert.deepEqual([stolen.status, stolen.json.error], [401, 'invalid_client'])
  const once = await code()
  const first = await exchange(once)
  assert.equal((await exchange(once)).json.error, 'invalid_grant')
  // a code that came twice was seen by somebody else: its tokens end
  assert.equal((await api(discovery.userinfo_endpoint, first.json.access_token)).status, 401)
})

test('nobody is sent to an address that is not registered', async () => {
  for (const redirect_uri of [
    'https://evil.example/callback',
    `${CALLBACK}/../x`,
    `${CALLBACK}?x=1`,
    'http://library.example/callback',
    `${hub.origin}/auth/callback`,
  ]) {
    const answer = await hub.browser().request(authorize({ redirect_uri }))
    assert.deepEqual([answer.status, answer.headers.get('location')], [400, null])
    assert.match(answer.text, /无法继续登录/)
  }
  // our own client returns to our own host only
  const own = { client_id: 'haihe-web', redirect_uri: 'https://evil.example/auth/callback' }
  assert.equal((await hub.browser().request(authorize(own))).status, 400)
})

test('an access token opens the API only when it was asked for, and staff rights only after a second factor', async () => {
  const bare = (await exchange((await arrive(hub.browser(), 'clerk')).get('code') ?? '')).json
  assert.equal((await api('/api/me', bare.access_token)).status, 401)
  const staff = (await exchange((await arrive(hub.browser(), 'clerk', { scope: 'openid hub' })).get('code') ?? '')).json
  const me = (await api('/api/me', staff.access_token)).json
  assert.deepEqual([me.account.login, me.actor.assurance], ['clerk', 3])
  assert.equal((await api('/api/lent', staff.access_token)).status, 200)
  const citizen = (await exchange((await arrive(hub.browser(), 'reader', { scope: 'openid hub' })).get('code') ?? '')).json
  assert.equal((await api('/api/lent', citizen.access_token)).status, 403)
  await sql`UPDATE kernel.account SET disabled_at = now() WHERE login = 'reader'`.execute(hub.ctx.db)
  hub.clock.advance(5000)
  assert.equal((await api('/api/me', citizen.access_token)).status, 401)
  await sql`UPDATE kernel.account SET disabled_at = NULL WHERE login = 'reader'`.execute(hub.ctx.db)
})

test('a revoked access token and one whose person signed out open nothing', async () => {
  const browser = hub.browser()
  const get = async (browser: Browser) =>
    (await exchange((await arrive(browser, 'clerk', { scope: 'openid hub' })).get('code') ?? '')).json.access_token
  const [revoked, left] = [await get(hub.browser()), await get(browser)]
  const statuses = async () => [(await api('/api/me', revoked)).status, (await api('/api/me', left)).status]
  assert.deepEqual(await statuses(), [200, 200])
  await hub.browser().request(discovery.revocation_endpoint, {
    method: 'POST',
    body: new URLSearchParams({ token: revoked }),
    headers: basic(app),
  })
  hub.clock.advance(5000)
  assert.deepEqual(await statuses(), [401, 200])
  await post(browser, '/auth/logout')
  hub.clock.advance(5000)
  assert.deepEqual(await statuses(), [401, 401])
})

test('a machine signs in with client credentials and has the roles, region and source it was given', async () => {
  const machine = await admit({ name: '借阅终端', roles: ['client'], source: 'kiosk-1', region: '990101' })
  const { json } = await token({ grant_type: 'client_credentials' }, machine)
  const me = (await api('/api/me', json.access_token)).json
  assert.deepEqual(me.actor, {
    id: `client:${machine.clientId}`,
    kind: 'machine',
    name: '借阅终端',
    grants: [{ role: 'client', unit: null, region: '990101' }],
    assurance: 1,
    source: 'kiosk-1',
  })
  assert.equal((await token({ grant_type: 'client_credentials' })).status, 400)
  const gone = await chief.request(`/api/oidc-clients/${machine.clientId}`, { method: 'DELETE' })
  assert.equal(gone.status, 204)
  hub.clock.advance(5000)
  assert.equal((await api('/api/me', json.access_token)).status, 401)
  assert.equal((await token({ grant_type: 'client_credentials' }, machine)).json.error, 'invalid_client')
})

test('an application may not ask about tokens of another', async () => {
  const other = await admit({ redirectUris: ['https://other.example/cb'] })
  const { json } = await exchange((await arrive(hub.browser(), 'reader')).get('code') ?? '')
  const ask = (client: typeof app) =>
    hub.browser().request(discovery.introspection_endpoint, {
      method: 'POST',
      body: new URLSearchParams({ token: json.access_token }),
      headers: basic(client),
    })
  assert.equal((await ask(app)).json.active, true)
  assert.equal((await ask(other)).json.active, false)
})

test('what the provider stores holds no token, session or secret in clear', async () => {
  const browser = hub.browser()
  const { json } = await exchange((await arrive(browser, 'reader', { scope: 'openid hub' })).get('code') ?? '')
  const { rows } = await sql<{
    text: string
  }>`SELECT string_agg(p::text, ' ') || (SELECT string_agg(c::text, ' ') FROM kernel.oidc_client c)
    || (SELECT string_agg(k::text, ' ') FROM kernel.oidc_key k) || (SELECT string_agg(s::text, ' ') FROM kernel.session s) AS text
    FROM kernel.oidc_payload p`.execute(hub.ctx.db)
  const text = rows[0]?.text ?? ''
  const hex = (value: string): string => Buffer.from(value).toString('hex')
  for (const secret of [
    json.access_token,
    app.clientSecret,
    browser.cookie('haihe_sso')?.value ?? 'none',
    chief.cookie('haihe_session')?.value ?? 'none',
  ])
    assert.ok(!text.includes(secret) && !text.includes(hex(secret)))
})
