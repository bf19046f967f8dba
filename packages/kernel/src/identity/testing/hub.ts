/** A hub that only knows people, listening on a real port: what the tests of sign-in walk through. */
import { rm } from 'node:fs/promises'
import { createServer as createSocket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Grant } from '@haihe/contract'
import type { FastifyInstance } from 'fastify'
import { createAudit } from '../../audit/audit.ts'
import type { Audit } from '../../audit/types.ts'
import type { Config } from '../../config.ts'
import type { Ctx } from '../../context.ts'
import { sql } from '../../db.ts'
import { route } from '../../http/route.ts'
import { createServer, mountModule } from '../../http/server.ts'
import { kernelMigrations } from '../../migrations.ts'
import { type TestClock, testClock, testContext } from '../../testing/index.ts'
import { createIdentity, type Identity, type IdentityOptions } from '../identity.ts'
import { type Answer, type Browser, createBrowser } from './browser.ts'

export interface TestHub {
  ctx: Ctx
  clock: TestClock
  audit: Audit
  identity: Identity
  app: FastifyInstance
  origin: string
  browser: (origin?: string) => Browser
  close: () => Promise<void>
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const socket = createSocket().listen(0, '127.0.0.1', () => {
      const { port } = socket.address() as { port: number }
      socket.close(() => resolve(port))
    })
  })

export const PASSWORD = 'read-more-books-2026'
const grant = (role: Grant['role'], region: string, unit: string | null = null): Grant => ({ role, unit, region })

/** Accounts of Booktown. */
export const PEOPLE = [
  { login: 'reader', name: '小读者', password: PASSWORD, grants: [grant('citizen', '99')] },
  { login: 'clerk', name: '馆员', password: PASSWORD, grants: [grant('deptHandler', '990101', 'library')] },
  { login: 'chief', name: '馆长', password: PASSWORD, grants: [grant('admin', '99', 'library')] },
  { login: 'branch', name: '分馆长', password: PASSWORD, grants: [grant('admin', '990101', 'branch')] },
]

export const startHub = async (config: Partial<Config> = {}, options: Partial<IdentityOptions> = {}): Promise<TestHub> => {
  const clock = testClock(new Date().toISOString())
  const ctx = await testContext([kernelMigrations], clock)
  const port = await freePort()
  const origin = `http://localhost:${port}`
  Object.assign(ctx.config, { home: join(tmpdir(), `haihe-identity-${port}-${process.pid}`), port, publicUrl: origin, ...config })
  const audit = createAudit(ctx)
  const unitNames = async () => new Map([['library', '市图书馆']])
  const identity = createIdentity(ctx, { audit, unitNames, ...options })
  const app = await createServer(ctx, identity.authenticate)
  await mountModule(app, identity.module)
  await mountModule(app, {
    name: 'shelf',
    routes: [
      route({
        method: 'GET',
        url: '/api/shelf',
        summary: 'for everybody',
        permission: 'public',
        handler: ({ actor }) => ({ actor: actor.id }),
      }),
      route({
        method: 'GET',
        url: '/api/lent',
        summary: 'for staff',
        permission: 'case.read',
        handler: ({ actor }) => ({ actor }),
      }),
    ],
  })
  await identity.start()
  if (ctx.config.mode === 'demo') await identity.ensureDemoAccounts(PEOPLE)
  await app.listen({ port, host: '127.0.0.1' })
  return {
    ctx,
    clock,
    audit,
    identity,
    app,
    origin,
    browser: (at = origin) => createBrowser(at),
    close: async () => {
      await identity.stop()
      await app.close()
      await ctx.close()
      await rm(ctx.config.home, { recursive: true, force: true })
    },
  }
}

/** To the sign-in page; the uid of the interaction. */
export const beginSignIn = async (browser: Browser, to = '/cockpit'): Promise<string> => {
  const answer = await browser.visit(`/auth/login?to=${encodeURIComponent(to)}`, (next) => next.pathname === '/signin')
  return new URL(answer.url).searchParams.get('uid') ?? ''
}

export const post = (browser: Browser, url: string, body: unknown = {}): Promise<Answer> =>
  browser.request(url, { method: 'POST', body })

/** The code of the half minute, as the sign-in page shows it. */
export const demoCode = async (browser: Browser, uid: string, login: string): Promise<string> => {
  const { json } = await browser.request(`/api/interaction/${uid}`)
  return json.demo.find((entry: { login: string }) => entry.login === login)?.totp
}

/** The whole way of a demonstration account; where the browser ends up. */
export const signIn = async (browser: Browser, login: string, to = '/cockpit'): Promise<Answer> => {
  const uid = await beginSignIn(browser, to)
  let step = await post(browser, `/api/interaction/${uid}/login`, { login, password: PASSWORD })
  if (step.json.next === 'second-factor')
    step = await post(browser, `/api/interaction/${uid}/second-factor`, { code: await demoCode(browser, uid, login) })
  return browser.visit(step.json.redirectTo, (next) => decodeURI(next.pathname) === to)
}

export const actionsOf = async (hub: TestHub): Promise<string[]> =>
  (await sql<{ action: string }>`SELECT action FROM kernel.audit_entry ORDER BY seq`.execute(hub.ctx.db)).rows.map(
    (row) => row.action,
  )
