/** A business hub over a fresh database with the library in it, real outbox and audit, and a clock that stands still. */
import { type Actor, type Grant, ruleAt, type Scenario } from '@haihe/contract'
import { type Ctx, createAudit, createOutbox, type Jobs, kernelMigrations, type Outbox } from '@haihe/kernel'
import { chineseCalendar } from '@haihe/kernel/calendar/index'
import { type TestClock, testActor, testClock, testContext, testServer } from '@haihe/kernel/testing'
import type { FastifyInstance } from 'fastify'
import { type Business, createBusiness } from '../business.ts'
import { businessMigrations } from '../migrations.ts'
import type { Ports } from '../ports.ts'
import { BINDERY, BRANCH, LIBRARY, OTHER_BINDERY, PLACES, STORE, UNITS } from './library.ts'

export const grant = (role: Grant['role'], region: string, unit: string | null = null): Grant => ({ role, region, unit })

export const ACTORS: Record<string, Actor> = {
  reader: testActor([grant('citizen', '99')], 'reader'),
  reader2: testActor([grant('citizen', '99')], 'reader2'),
  walker: testActor([grant('gridWorker', '990101001', BRANCH)], 'walker'),
  desk: testActor([grant('streetDispatcher', '990101001', BRANCH)], 'desk'),
  binder: testActor([grant('deptHandler', '990101', BINDERY)], 'binder'),
  storekeeper: testActor([grant('deptHandler', '990101', STORE)], 'storekeeper'),
  binder2: testActor([grant('deptHandler', '990102', OTHER_BINDERY)], 'binder2'),
  centre: testActor([grant('districtCenter', '990101')], 'centre'),
  head: testActor([grant('supervisor', '99')], 'head'),
  city: testActor([grant('cityCenter', '99')], 'city'),
  partner: { ...testActor([grant('client', '99')], 'partner'), kind: 'machine', source: 'partner' },
}

export interface Recorded {
  event: string
  region: string
  value?: number
  weight?: number
}

export interface Bench {
  ctx: Ctx
  clock: TestClock
  app: FastifyInstance
  business: Business
  outbox: Outbox
  ports: Ports
  /** indicator events in the order in which they were recorded */
  events: Recorded[]
  links: { alertId: string; caseId: string; owner: string | null }[]
  /** a request by an actor of the table; throws unless the status is the expected one */
  as: (who: string) => {
    get: <T = Json>(url: string, status?: number) => Promise<T>
    post: <T = Json>(url: string, body: unknown, status?: number) => Promise<T>
    put: <T = Json>(url: string, body: unknown, status?: number) => Promise<T>
    raw: (method: 'GET' | 'POST' | 'PUT', url: string, body?: unknown) => Promise<{ status: number; json: Json }>
  }
  close: () => Promise<void>
}

// biome-ignore lint/suspicious/noExplicitAny: bodies of answers are looked at field by field
export type Json = any

export const idleJobs = (): Jobs => ({
  define: () => {},
  enqueue: async () => {},
  schedule: () => {},
  start: async () => {},
  stop: async () => {},
})

export interface BenchOptions {
  scenario?: Scenario
  at?: string
  ports?: Pick<Ports, 'authenticate' | 'provenanceOf'>
}

export const openBench = async (options: BenchOptions = {}): Promise<Bench> => {
  const scenario = options.scenario ?? LIBRARY
  const clock = testClock(options.at ?? '2026-11-16T02:00:00Z')
  const ctx = await testContext([kernelMigrations, businessMigrations], clock)
  const outbox = createOutbox(ctx)
  const events: Recorded[] = []
  const links: Bench['links'] = []
  const regions = new Map(['99', '990101', '990102', ...PLACES.map((place) => place.region)].map((code) => [code, `区划${code}`]))
  const ports: Ports = {
    ...options.ports,
    outbox,
    audit: createAudit(ctx),
    jobs: idleJobs(),
    calendar: chineseCalendar(),
    regions: {
      locate: (lon, lat) => PLACES.find(({ west }) => lon >= west && lon < west + 0.1 && lat >= 39 && lat < 39.1)?.region,
      name: (code) => regions.get(code) ?? code,
      has: (code) => regions.has(code),
    },
    units: { find: (id) => UNITS.find((unit) => unit.id === id), all: () => UNITS },
    rules: { find: (id, date, region) => ruleAt(scenario.rules ?? [], id, date, region) },
    intelligence: {
      recordEvents: async (_trx, recorded) => {
        events.push(...recorded)
      },
      linkCase: async (_trx, alertId, caseId, owner) => {
        links.push({ alertId, caseId, owner })
      },
    },
  }
  const business = createBusiness(ctx, ports)
  business.describe([scenario])
  await business.module.start?.()
  const app = await testServer(ctx, [business.attachments, business.module], ACTORS)

  const raw = async (who: string, method: 'GET' | 'POST' | 'PUT', url: string, body?: unknown) => {
    const response = await app.inject({
      method,
      url,
      headers: { authorization: who },
      ...(body === undefined ? {} : { payload: body as object }),
    })
    return { status: response.statusCode, json: response.body === '' ? undefined : response.json() }
  }
  const expecting = async <T>(who: string, method: 'GET' | 'POST' | 'PUT', url: string, body: unknown, status: number) => {
    const answer = await raw(who, method, url, body)
    if (answer.status !== status)
      throw new Error(`${who} ${method} ${url}: ${answer.status}, not ${status}: ${JSON.stringify(answer.json)}`)
    return answer.json as T
  }
  return {
    ctx,
    clock,
    app,
    business,
    outbox,
    ports,
    events,
    links,
    as: (who) => ({
      get: (url, status = 200) => expecting(who, 'GET', url, undefined, status),
      post: (url, body, status = 200) => expecting(who, 'POST', url, body, status),
      put: (url, body, status = 200) => expecting(who, 'PUT', url, body, status),
      raw: (method, url, body) => raw(who, method, url, body),
    }),
    close: async () => {
      await app.close()
      await business.module.stop?.()
      await ctx.close()
    },
  }
}
