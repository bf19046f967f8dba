import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { PERMISSIONS } from '@haihe/contract'
import fc from 'fast-check'
import fastify from 'fastify'
import { createAudit } from '../audit/audit.ts'
import { auditRoutes } from '../audit/routes.ts'
import { type Access, type Route, route } from '../http/route.ts'
import { mountRoutes } from '../http/server.ts'
import { createIdentity } from '../identity/identity.ts'
import { kernelMigrations } from '../migrations.ts'
import { testContext, testServer } from '../testing/index.ts'
import { assertRouteAccess, roleActors } from './route-access.ts'

const ctx = await testContext([kernelMigrations])
after(() => ctx.close())

const shelf = (permission: Access, url = '/api/shelf/:id'): Route =>
  route({ method: 'GET', url, summary: 'a shelf', permission, handler: () => ({ books: 3 }) })

const serve = async (routes: Route[]) => {
  const app = await testServer(ctx, [{ name: 'library', routes }], roleActors('99'))
  after(() => app.close())
  return app
}

test('every route of audit and identity refuses exactly the roles without its permission', async () => {
  const audit = createAudit(ctx)
  const routes = [...auditRoutes(ctx, audit), ...(createIdentity(ctx, { audit }).module.routes ?? [])]
  await assertRouteAccess(await serve(routes), routes)
  assert.ok(routes.length > 20)
})

test('for any permissions, a table of routes is guarded by each of them', async () => {
  const access = fc.constantFrom<Access>('public', 'session', ...PERMISSIONS)
  await fc.assert(
    fc.asyncProperty(fc.array(access, { minLength: 1, maxLength: 4 }), async (permissions) => {
      const routes = permissions.map((permission, n) => shelf(permission, `/api/shelf-${n}/:id`))
      const app = await testServer(ctx, [{ name: 'library', routes }], roleActors('99'))
      await assertRouteAccess(app, routes)
      await app.close()
    }),
    { numRuns: 20 },
  )
})

test('a route whose guard is weaker or stronger than its table says is found', async () => {
  const weak = await serve([shelf('session')])
  await assert.rejects(assertRouteAccess(weak, [shelf('audit.read')]), /lets citizen in/)
  const open = await serve([shelf('public')])
  await assert.rejects(assertRouteAccess(open, [shelf('session')]), /as nobody/)
  const closed = await serve([shelf('account.manage')])
  await assert.rejects(assertRouteAccess(closed, [shelf('audit.read')]))
})

test('a route without a permission does not come up, in a table or in a plugin', async () => {
  for (const url of ['/api/shelf', '/plain']) {
    const forgotten = { ...shelf('public', url), permission: undefined } as unknown as Route
    await assert.rejects(testServer(ctx, [{ name: 'library', routes: [forgotten] }], {}), /has no permission/)
    const plugin = (app: ReturnType<typeof fastify>) => {
      app.get(url, () => 'open to all')
    }
    await assert.rejects(testServer(ctx, [{ name: 'library', plugin }], {}), /has no permission/)
  }
  // the floor makes it so: a bare server would have taken it
  assert.doesNotThrow(() => mountRoutes(fastify(), [shelf('public')]))
})
