/** Tianjin's real units with this scenario in it, a small catalogue and a grant book, on a fresh database; tests only. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { businessMigrations, createBusiness, rateRules } from '@haihe/business'
import { type Actor, AppError, type DataGrant, type Grant, type Resource, ruleAt } from '@haihe/contract'
import type { Grants, PlatformEvents } from '@haihe/data/platform/ports'
import { qualityRules } from '@haihe/data/quality/limits'
import { createIntelligence, intelligenceMigrations } from '@haihe/intelligence'
import {
  type Ctx,
  createAudit,
  createOutbox,
  type Jobs,
  kernelMigrations,
  openRegions,
  openUnits,
  readCity,
  sql,
  type Trx,
} from '@haihe/kernel'
import { chineseCalendar } from '@haihe/kernel/calendar/index'
import { testActor, testClock, testContext, testServer } from '@haihe/kernel/testing'
import { migrations } from './migrations.ts'
import { createLedger } from './module.ts'
import { scenario } from './scenario.ts'

const CITY_FOLDER = fileURLToPath(new URL('../../../apps/server/city/tianjin', import.meta.url))

const grant = (role: Grant['role'], region: string, unit: string | null = null): Grant => ({ role, region, unit })

export const ACTORS: Record<string, Actor> = {
  asker: testActor([grant('deptHandler', '120101', 'hp-sthj')], 'asker'),
  otherAsker: testActor([grant('deptHandler', '120102', 'hd-cgw')], 'otherAsker'),
  owner: testActor([grant('deptHandler', '12', 'tj-gaj')], 'owner'),
  notOwner: testActor([grant('deptHandler', '12', 'tj-rsj')], 'notOwner'),
  desk: testActor([grant('cityCenter', '12', 'tj-dsj')], 'desk'),
  auditor: testActor([grant('auditor', '12', 'tj-dsj')], 'auditor'),
  leader: testActor([grant('leader', '120104')], 'leader'),
  citizen: testActor([grant('citizen', '12')], 'citizen'),
  otherCitizen: testActor([grant('citizen', '12')], 'otherCitizen'),
}

const field = (name: string, title: string): Resource['fields'][number] => ({
  name,
  title,
  type: 'text',
  length: 60,
  required: false,
  standard: null,
  description: '',
  classification: { grade: 2, category: 'business', mask: 'none', confirmed: true, reason: '测试' },
})

export const resource = (more: Partial<Resource> = {}): Resource => ({
  id: randomUUID(),
  no: 1,
  code: `3.1.1/${randomUUID().slice(0, 6)}`,
  title: '机动车登记信息',
  summary: '车辆登记',
  path: '3.1.1',
  owner: 'tj-gaj',
  region: '12',
  kind: 'table',
  target: null,
  fields: [field('plate', '号牌'), field('model', '车型'), field('owner_name', '所有人')],
  keys: ['plate'],
  subject: null,
  regionField: null,
  sharing: { type: 'conditional', condition: '按职责', basis: '' },
  opening: { type: 'refused', condition: '' },
  channels: ['api'],
  cycle: 'daily',
  keywords: [],
  state: 'published',
  version: 1,
  grade: 2,
  quality: null,
  stopped: false,
  rows: 0,
  loadedAt: null,
  publishedAt: '2026-01-05T00:00:00Z',
  updatedAt: '2026-01-05T00:00:00Z',
  ...more,
})

const jobs = () => {
  const known = new Map<string, (payload: never) => Promise<void>>()
  const service: Jobs = {
    define: (name, handle) => void known.set(name, handle),
    enqueue: async () => {},
    schedule: () => {},
    start: async () => {},
    stop: async () => {},
  }
  return { service, run: (name: string) => known.get(name)!({} as never) }
}

/** Grants in a table, written in the caller's transaction, as the port demands. */
const createGrantBook = (ctx: Ctx, tell: (trx: Trx, topic: keyof PlatformEvents, payload: object) => Promise<void>) => {
  const find = async (id: string): Promise<DataGrant | undefined> =>
    (await sql<{ doc: DataGrant }>`SELECT doc FROM grant_book WHERE id = ${id}`.execute(ctx.db)).rows[0]?.doc
  const grants: Pick<Grants, 'find' | 'issue' | 'renew'> = {
    find,
    issue: async (actor, input, caseId, trx) => {
      if (!trx) throw new Error('a grant of the ledger joins its transaction')
      const doc: DataGrant = {
        ...input,
        id: randomUUID(),
        grantedBy: actor.id,
        grantedAt: ctx.now().toISOString(),
        caseId,
        revokedAt: null,
        revokedReason: null,
      }
      await sql`INSERT INTO grant_book VALUES (${doc.id}, ${JSON.stringify(doc)}::jsonb)`.execute(trx)
      await tell(trx, 'grant.issued', { grant: doc.id, resource: doc.resource, grantee: doc.grantee, caseId })
      if (doc.basis === '不成立') throw new AppError('INVALID_INPUT', { detail: '依据不成立' })
      return doc
    },
    renew: async (actor, id, until, caseId, trx) => {
      const before = await find(id)
      if (!before) throw new AppError('NOT_FOUND')
      const { since, root, ...terms } = before
      const doc: DataGrant = {
        ...terms,
        id: randomUUID(),
        from: before.until,
        until,
        grantedBy: actor.id,
        caseId,
        renews: id,
        root: root ?? id,
        since: since ?? before.grantedAt,
      }
      const write = async (on: Trx): Promise<void> => {
        await sql`INSERT INTO grant_book VALUES (${doc.id}, ${JSON.stringify(doc)}::jsonb)`.execute(on)
        await tell(on, 'grant.issued', { grant: doc.id, resource: doc.resource, grantee: doc.grantee, caseId })
      }
      await (trx ? write(trx) : ctx.db.transaction().execute(write))
      return doc
    },
  }
  return grants
}

export const openExchange = async (at = '2026-11-16T01:00:00Z') => {
  const clock = testClock(at)
  const base = await testContext([kernelMigrations, intelligenceMigrations, businessMigrations, migrations], clock)
  const ctx: Ctx = { ...base, city: await readCity(CITY_FOLDER) }
  await ctx.pool.query('CREATE TABLE grant_book (id uuid PRIMARY KEY, doc jsonb NOT NULL)')
  const outbox = createOutbox(ctx)
  const audit = createAudit(ctx)
  const regions = await openRegions(ctx, CITY_FOLDER)
  const units = await openUnits(ctx, CITY_FOLDER)
  const known = [...rateRules('12'), ...qualityRules('12'), ...(scenario.rules ?? [])]
  const find = (id: string, date: string, region: string) => ruleAt(known, id, date, region)
  const intelligence = createIntelligence(ctx, { ingest: { addSink: () => {} }, outbox, audit, regions, rule: find })
  intelligence.describe([scenario])
  const work = jobs()
  const business = createBusiness(ctx, {
    outbox,
    audit,
    jobs: work.service,
    calendar: chineseCalendar(),
    regions,
    units,
    rules: { find },
    intelligence,
  })
  business.describe([scenario])
  const resources = new Map<string, Resource>()
  const catalogue = {
    find: async (id: string) => resources.get(id),
    list: async () => [...resources.values()],
    byCode: async (code: string) => [...resources.values()].find((each) => each.code === code),
  }
  const publish = (trx: Trx, topic: keyof PlatformEvents, payload: object) =>
    outbox.publish(trx, [{ topic, key: 'resource' in payload ? String(payload.resource) : topic, region: '12', payload }])
  const grants = createGrantBook(ctx, publish)
  const ledger = createLedger(ctx, { business, catalogue, grants, outbox, intelligence, jobs: work.service, rules: { find } })
  await intelligence.start?.()
  await business.module.start?.()
  await outbox.start()
  const app = await testServer(ctx, [business.attachments, business.module, intelligence, ledger], ACTORS)

  return {
    ctx,
    clock,
    app,
    outbox,
    business,
    intelligence,
    runJob: work.run,
    /** puts it into the catalogue, or changes what stands there */
    put: (one: Resource): Resource => {
      resources.set(one.id, one)
      return one
    },
    grant: grants.find,
    renew: grants.renew,
    /** an event of another room, in a transaction of its own, and everything that follows from it */
    tell: async <T extends keyof PlatformEvents>(topic: T, payload: PlatformEvents[T]): Promise<void> => {
      await ctx.db.transaction().execute((trx) => publish(trx, topic, payload))
      await outbox.drain()
    },
    settled: () => outbox.drain(),
    /** the number on the board; it follows its transaction by a notice, so it is looked at until it is there */
    expect: async (indicator: string, value: number | null, region = '12'): Promise<void> => {
      const look = async () => (await intelligence.questions.tile(intelligence.questions.indicator(indicator), region)).value
      for (let tries = 0; tries < 150 && (await look()) !== value; tries += 1) await sleep(20)
      assert.equal(await look(), value, `${indicator} ${region}`)
    },
    close: async () => {
      await app.close()
      await outbox.stop()
      await business.module.stop?.()
      await intelligence.stop?.()
      await ctx.close()
    },
  }
}

export type Exchange = Awaited<ReturnType<typeof openExchange>>

// biome-ignore lint/suspicious/noExplicitAny: bodies of answers are looked at field by field
type Json = any

export const request = async (bench: Exchange, who: string, method: 'GET' | 'POST', url: string, body?: Json) => {
  const response = await bench.app.inject({
    method,
    url,
    headers: { authorization: who },
    ...(body === undefined ? {} : { payload: body }),
  })
  const type = String(response.headers['content-type'])
  return { status: response.statusCode, json: (type.includes('json') ? response.json() : response.body) as Json }
}

/** Throws unless the status is the expected one. */
export const call = async (bench: Exchange, who: string, method: 'GET' | 'POST', url: string, body?: Json, status = 200) => {
  const answer = await request(bench, who, method, url, body)
  if (answer.status !== status) throw new Error(`${who} ${method} ${url}: ${answer.status} ${JSON.stringify(answer.json)}`)
  return answer.json
}

export const NEED = {
  title: '停车执法核对号牌',
  matter: '违停执法',
  fields: [{ name: '号牌', field: null }],
  purpose: 'supervision',
  basis: '《天津市机动车停车管理办法》',
  frequency: 'daily',
  wantedBy: '2026-12-01',
}

export const stated = async (bench: Exchange, more: Json = {}, who = 'asker'): Promise<string> =>
  (await call(bench, who, 'POST', '/api/ledger', { ...NEED, ...more }, 201)).row.id

export const look = (bench: Exchange, id: string, who = 'desk'): Promise<Json> => call(bench, who, 'GET', `/api/ledger/${id}`)

export const act = async (
  bench: Exchange,
  who: string,
  id: string,
  action: string,
  data: Json = {},
  status = 200,
): Promise<Json> => {
  const { seq } = await call(bench, 'desk', 'GET', `/api/cases/${id}`)
  return call(bench, who, 'POST', `/api/cases/${id}/actions`, { action, expectedSeq: seq, data }, status)
}
