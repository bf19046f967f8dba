/** The hub of Tianjin's real regions and units with this scenario in it, on a fresh database; tests only. */
import { fileURLToPath } from 'node:url'
import { businessMigrations, createBusiness, rateRules } from '@haihe/business'
import { type Actor, type Grant, ruleAt } from '@haihe/contract'
import { createIntelligence, intelligenceMigrations } from '@haihe/intelligence'
import { type Ctx, createAudit, createOutbox, type Jobs, kernelMigrations, openRegions, openUnits, readCity } from '@haihe/kernel'
import { chineseCalendar } from '@haihe/kernel/calendar/index'
import { testActor, testClock, testContext, testServer } from '@haihe/kernel/testing'
import { scenario } from './scenario.ts'

const CITY_FOLDER = fileURLToPath(new URL('../../../apps/server/city/tianjin', import.meta.url))

const jobs: Jobs = {
  define: () => {},
  enqueue: async () => {},
  schedule: () => {},
  start: async () => {},
  stop: async () => {},
}

const grant = (role: Grant['role'], region: string, unit: string | null = null): Grant => ({ role, region, unit })

export const STREET = '120101001'
/** the gas company of the city's list of units */
export const GAS = 'tj-nyjt'

export const ACTORS: Record<string, Actor> = {
  citizen: testActor([grant('citizen', '12')], 'citizen'),
  hotline: { ...testActor([grant('client', '12')], 'hotline'), kind: 'machine' },
  grid: testActor([grant('gridWorker', STREET, `st-${STREET}`)], 'grid'),
  street: testActor([grant('streetDispatcher', STREET, `st-${STREET}`), grant('deptHandler', STREET, `st-${STREET}`)], 'street'),
  cgw: testActor([grant('deptHandler', '120101', 'hp-cgw')], 'cgw'),
  sthj: testActor([grant('deptHandler', '120101', 'hp-sthj')], 'sthj'),
  jgj: testActor([grant('deptHandler', '120101', 'hp-jgj')], 'jgj'),
  zjw: testActor([grant('deptHandler', '120101', 'hp-zjw')], 'zjw'),
  gas: testActor([grant('deptHandler', '12', GAS)], 'gas'),
  district: testActor([grant('districtCenter', '120101', 'hp-wgzx')], 'district'),
  hedong: testActor([grant('districtCenter', '120102', 'hd-wgzx')], 'hedong'),
  city: testActor([grant('cityCenter', '12', 'tj-dsj')], 'city'),
  supervisor: testActor([grant('supervisor', '12', 'tj-dsj')], 'supervisor'),
}

export const openCity = async (at = '2026-11-16T01:00:00Z') => {
  const clock = testClock(at)
  const base = await testContext([kernelMigrations, intelligenceMigrations, businessMigrations], clock)
  const ctx: Ctx = { ...base, city: await readCity(CITY_FOLDER) }
  const outbox = createOutbox(ctx)
  const audit = createAudit(ctx)
  const regions = await openRegions(ctx, CITY_FOLDER)
  const units = await openUnits(ctx, CITY_FOLDER)
  const known = [...rateRules('12'), ...(scenario.rules ?? [])]
  const find = (id: string, date: string, region: string) => ruleAt(known, id, date, region)
  const intelligence = createIntelligence(ctx, { ingest: { addSink: () => {} }, outbox, audit, regions, rule: find })
  intelligence.describe([scenario])
  const business = createBusiness(ctx, {
    outbox,
    audit,
    jobs,
    calendar: chineseCalendar(),
    regions,
    units,
    rules: { find },
    intelligence,
  })
  business.describe([scenario])
  await intelligence.start?.()
  await business.module.start?.()
  const app = await testServer(ctx, [business.attachments, business.module, intelligence], ACTORS)
  return {
    ctx,
    clock,
    app,
    outbox,
    audit,
    regions,
    units,
    business,
    intelligence,
    close: async () => {
      await app.close()
      await business.module.stop?.()
      await intelligence.stop?.()
      await ctx.close()
    },
  }
}

export type CityBench = Awaited<ReturnType<typeof openCity>>

// biome-ignore lint/suspicious/noExplicitAny: bodies of answers are looked at field by field
type Json = any

export const request = async (bench: CityBench, who: string, method: 'GET' | 'POST', url: string, body?: Json) => {
  const headers = { authorization: who }
  const response = await bench.app.inject({ method, url, headers, ...(body === undefined ? {} : { payload: body }) })
  return { status: response.statusCode, json: response.body === '' ? undefined : (response.json() as Json) }
}

/** Throws unless the status is the expected one. */
export const call = async (bench: CityBench, who: string, method: 'GET' | 'POST', url: string, body?: Json, status = 200) => {
  const answer = await request(bench, who, method, url, body)
  if (answer.status !== status) throw new Error(`${who} ${method} ${url}: ${answer.status} ${JSON.stringify(answer.json)}`)
  return answer.json
}

// one pixel is a picture
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

export const photo = async (bench: CityBench, who: string): Promise<string> => {
  const headers = { authorization: who, 'content-type': 'image/png' }
  const response = await bench.app.inject({ method: 'POST', url: '/api/attachments', headers, payload: PIXEL })
  return response.json().id
}

export const reported = async (bench: CityBench, category: string, who = 'citizen', more: Json = {}): Promise<string> => {
  const centre = bench.regions.get(STREET).centre!
  const body = {
    type: 'city-management',
    category,
    title: '路边有一堆垃圾没人清',
    description: '早上路过就有',
    place: { lon: centre[0], lat: centre[1], crs: 'EPSG:4490', address: '劝业场街道和平路' },
    attachments: [await photo(bench, who)],
    ...more,
  }
  if (who === 'citizen') return (await call(bench, who, 'POST', '/api/citizen/reports', body, 201)).id
  return (await call(bench, who, 'POST', '/api/cases', body, 201)).summary.id
}

export const look = (bench: CityBench, id: string, who = 'city'): Promise<Json> => call(bench, who, 'GET', `/api/cases/${id}`)

export const act = async (
  bench: CityBench,
  who: string,
  id: string,
  action: string,
  data: Json = {},
  options: { photo?: boolean; status?: number } = {},
): Promise<Json> => {
  const { seq } = await look(bench, id)
  const attachments = options.photo ? [await photo(bench, who)] : []
  const body = { action, expectedSeq: seq, data, attachments }
  return call(bench, who, 'POST', `/api/cases/${id}/actions`, body, options.status ?? 200)
}
