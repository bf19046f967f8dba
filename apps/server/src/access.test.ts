/** Every route of the running hub, taken from its route table, turns away exactly whom its permission turns away. */
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { type Permission, ROLE_PERMISSIONS, ROLES } from '@haihe/contract'
import { createServer, mountModule, readConfig } from '@haihe/kernel'
import { assertRouteAccess, roleActors, testDatabase } from '@haihe/kernel/testing'
import { compose } from './compose.ts'

interface Mounted {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  url: string
  permission: Permission | 'public' | 'session'
}

const home = await mkdtemp(join(tmpdir(), 'haihe-access-'))
const database = await testDatabase([])
const hub = await compose(readConfig({ HAIHE_HOME: home, HAIHE_LOG: 'silent' }), database.url)
after(async () => {
  await hub.ctx.close()
  await database.close()
  await rm(home, { recursive: true, force: true })
})

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
const actors = roleActors(hub.ctx.city.code)
const app = await createServer(hub.ctx, async (request) => actors[request.headers.authorization as keyof typeof actors] ?? null)
const mounted: Mounted[] = []
app.addHook('onRoute', ({ method, url, config }) => {
  const { permission } = config as unknown as { permission: Mounted['permission'] }
  for (const one of METHODS) if ([method].flat().includes(one)) mounted.push({ method: one, url, permission })
})
for (const module of hub.modules) await mountModule(app, module)
await app.ready()
after(() => app.close())

const declared = hub.modules.flatMap((module) => module.routes ?? [])
const isDeclared = new Set(declared.map(({ method, url }) => `${method} ${url}`))

test('every route of the table is guarded by its permission, and by nothing else', async () => {
  assert.ok(declared.length > 100, `${declared.length} routes`)
  await assertRouteAccess(app, declared)
})

test('every route of the other protocols is guarded, in whatever form it answers', async () => {
  const others = mounted.filter(({ method, url }) => !isDeclared.has(`${method} ${url}`))
  assert.ok(others.length > 50, `${others.length} routes`)
  for (const { method, url, permission } of others) {
    if (permission === 'public') continue
    const at = `${method} ${url}`
    const path = url.replaceAll(/:(\w+)/g, 'unknown').replaceAll('*', 'unknown')
    assert.equal((await app.inject({ method, url: path })).statusCode, 401, `${at} as nobody`)
    if (permission === 'session') continue
    for (const role of ROLES) {
      if (ROLE_PERMISSIONS[role].includes(permission)) continue
      const { statusCode } = await app.inject({ method, url: path, headers: { authorization: role } })
      assert.equal(statusCode, 403, `${at} as ${role}`)
    }
  }
})

test('what is public is public on purpose', () => {
  const open = mounted.filter(({ permission }) => permission === 'public').map(({ method, url }) => `${method} ${url}`)
  for (const name of open)
    assert.match(
      name,
      / \/(healthz|readyz|metrics|oidc|\.well-known|auth|open311|api\/(city|parking|indicators\/board|regions|case-types|case-categories|citizen|sign-?in|register|interaction|openapi|3|action|catalogue\.|certificates|resources\/:id\/(rows|query|counts)$)|ngsi-ld\/v1\/jsonldContexts|ngsi-ld\/ex)/,
      `${name} is open to everybody: is that meant?`,
    )
})
