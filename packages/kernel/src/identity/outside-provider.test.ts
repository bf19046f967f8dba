import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from '../db.ts'
import { demoCode, PASSWORD, post, signIn, startHub } from './testing/hub.ts'

/** The city's identity platform, and a district's hub that trusts it. */
const city = await startHub()
after(() => city.close())

const chief = city.browser()
await signIn(chief, 'chief')
// the district's port is known only when it listens: the callback is registered afterwards
const client = (
  await post(chief, '/api/oidc-clients', { name: '区平台', region: '99', redirectUris: ['https://district.example/cb'] })
).json
const outside = { issuer: `${city.origin}/oidc`, clientId: client.clientId, clientSecret: client.clientSecret }
const district = await startHub({}, { outside })
after(() => district.close())
await sql`UPDATE kernel.oidc_client SET redirect_uris = ARRAY[${`${district.origin}/auth/callback`}] WHERE client_id = ${client.clientId}`.execute(
  city.ctx.db,
)

const arrive = async (login: string) => {
  const there = city.browser()
  const here = district.browser()
  const start = await here.request('/auth/login?to=/cockpit')
  const page = await there.visit(start.headers.get('location') ?? '', (next) => next.pathname === '/signin')
  const uid = new URL(page.url).searchParams.get('uid') ?? ''
  let step = await post(there, `/api/interaction/${uid}/login`, { login, password: PASSWORD })
  if (step.json.next === 'second-factor')
    step = await post(there, `/api/interaction/${uid}/second-factor`, { code: await demoCode(there, uid, login) })
  const back = await there.visit(step.json.redirectTo, (next) => next.origin === district.origin)
  return { here, answer: await here.request(back.url) }
}

test('people of an outside provider arrive as citizens, once, and staff roles are given here', async () => {
  const { here, answer } = await arrive('clerk')
  assert.equal(answer.headers.get('location'), '/cockpit')
  const me = (await here.request('/api/me')).json
  assert.deepEqual(me.actor.grants, [{ role: 'citizen', unit: null, region: '99' }])
  assert.equal(me.actor.assurance, 3)
  await sql`INSERT INTO kernel.account_grant VALUES (${me.account.id}, 'deptHandler', NULL, '990101')`.execute(district.ctx.db)
  const again = await arrive('clerk')
  assert.equal((await again.here.request('/api/me')).json.account.id, me.account.id)
  assert.equal((await again.here.request('/api/lent')).status, 200)
})

test('who was let in there by password alone has no staff rights here', async () => {
  const { here } = await arrive('reader')
  const { id } = (await here.request('/api/me')).json.account
  await sql`INSERT INTO kernel.account_grant VALUES (${id}, 'deptHandler', NULL, '990101')`.execute(district.ctx.db)
  district.clock.advance(5000)
  assert.equal((await here.request('/api/lent')).status, 403)
})

test('an account closed here stays out, whatever the outside provider says', async () => {
  const { here } = await arrive('branch')
  const { id } = (await here.request('/api/me')).json.account
  await sql`UPDATE kernel.account SET disabled_at = now() WHERE id = ${id}`.execute(district.ctx.db)
  const { here: later, answer } = await arrive('branch')
  assert.match(answer.headers.get('location') ?? '', /^\/signin\?error=denied/)
  assert.equal((await later.request('/api/me')).status, 401)
})

test('a code meant for another attempt is refused', async () => {
  const one = await district.browser()
  await one.request('/auth/login?to=/cockpit')
  const { here } = await arrive('reader')
  const foreign = await one.request(`/auth/callback?code=stolen&state=${'x'.repeat(43)}`)
  assert.match(foreign.headers.get('location') ?? '', /error=expired/)
  assert.equal((await here.request('/api/me')).status, 200)
})

test('the embedded provider stays as a way in, and sign-out leads to the outside one', async () => {
  const browser = district.browser()
  const start = await browser.request('/auth/login?to=/cockpit&with=own')
  assert.equal(new URL(start.headers.get('location') ?? '').origin, district.origin)
  const { here } = await arrive('reader')
  const out = await post(here, '/auth/logout')
  assert.match(out.json.redirectTo, new RegExp(`^${city.origin}/oidc/session/end`))
})
