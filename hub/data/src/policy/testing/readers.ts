/** Readers of a library: what the tests of policy and reads share. People are kept in a table that three units read. */
import type { Actor, FieldClassification, Resource, ResourceField, Unit } from '@haihe/contract'
import {
  type Ctx,
  createAudit,
  createOutbox,
  createUnitIndex,
  type Jobs,
  kernelMigrations,
  type OutboxEvent,
  type RegionIndex,
} from '@haihe/kernel'
import { type TestClock, testActor, testClock, testContext, testServer } from '@haihe/kernel/testing'
import type { FastifyInstance } from 'fastify'
import { createHeld } from '../../held/held.ts'
import { migrations } from '../../migrations.ts'
import { createSubjectKey } from '../../platform/subject-key.ts'
import { createPolicyRoom, type PolicyRoom } from '../room.ts'

const field = (name: string, classification: Partial<FieldClassification>, more: Partial<ResourceField> = {}): ResourceField => ({
  name,
  title: name,
  type: 'text',
  length: null,
  required: false,
  standard: null,
  description: '',
  classification: { grade: 1, category: 'public', mask: 'none', confirmed: true, reason: '', ...classification },
  ...more,
})

export const readers = (more: Partial<Resource> = {}): Resource => ({
  id: '00000000-0000-4000-8000-000000000001',
  no: 1,
  code: '1.1.1/1',
  title: '读者名册',
  summary: '图书馆的读者',
  path: '1.1.1',
  owner: 'book-library',
  region: '99',
  kind: 'table',
  target: null,
  fields: [
    field('id_no', { grade: 4, category: 'identity-number', mask: 'identity-number' }),
    field('name', { grade: 3, category: 'name', mask: 'name' }),
    field('phone', { grade: 3, category: 'phone', mask: 'phone' }),
    field('health', { grade: 4, category: 'health', mask: 'hide' }),
    field('card', { grade: 3, category: 'business', mask: 'pseudonym' }),
    field('branch', { grade: 1, category: 'public' }),
    field('loans', { grade: 2, category: 'business' }, { type: 'integer' }),
    field('since', { grade: 2, category: 'business' }, { type: 'date' }),
  ],
  keys: ['id_no'],
  subject: { kind: 'person', field: 'id_no' },
  regionField: null,
  sharing: { type: 'conditional', condition: '', basis: '' },
  opening: { type: 'unconditional', condition: '' },
  channels: ['api', 'table', 'file'],
  cycle: 'daily',
  keywords: [],
  state: 'published',
  version: 1,
  grade: 4,
  quality: null,
  stopped: false,
  rows: 0,
  loadedAt: null,
  publishedAt: '2026-11-20T02:00:00.000Z',
  updatedAt: '2026-11-20T02:00:00.000Z',
  ...more,
})

const unit = (id: string, region = '99'): Unit => ({
  id,
  name: `${id} 单位`,
  kind: 'city-bureau',
  duties: [],
  region,
  parent: null,
  generated: false,
})

const person = (role: Actor['grants'][number]['role'], unitId: string | null, region = '99', id = `${role}-${unitId}`): Actor =>
  testActor([{ role, unit: unitId, region }], id)

/** keeper owns, school and museum were granted something, auditor oversees, citizen has nothing. */
export const PEOPLE = {
  keeper: person('dataEngineer', 'book-library'),
  school: person('deptHandler', 'book-school'),
  schoolData: person('dataEngineer', 'book-school'),
  museum: person('deptHandler', 'book-museum'),
  auditor: person('auditor', 'book-audit'),
  citizen: { ...person('citizen', null), id: '11111111-1111-4111-8111-111111111111', assurance: 2 },
} satisfies Record<string, Actor>

export interface Person {
  id_no: string
  name: string
  phone: string
  health: string
  card: string
  branch: string
  loans: number
  since: string
  region: string
}

export const people = (count: number): Person[] =>
  Array.from({ length: count }, (_, n) => ({
    id_no: `99010119${String(60 + (n % 40)).padStart(2, '0')}0${1 + (n % 9)}1${n % 9}${String(1000 + n).slice(-4)}`,
    name: ['王小明', '欧阳娜娜', '李芳'][n % 3] as string,
    phone: `138${String(10_000_000 + n * 7919).slice(0, 8)}`,
    health: n % 2 ? '花粉过敏' : '健康',
    card: `card ${n}`,
    branch: `分馆${n % 4}`,
    loans: n,
    since: `20${String(10 + (n % 10))}-05-06`,
    region: n % 2 ? '990101' : '990102',
  }))

export interface Desk {
  ctx: Ctx
  clock: TestClock
  room: PolicyRoom
  app: FastifyInstance
  resources: Map<string, Resource>
  /** a resource with its table */
  add: (resource: Resource) => Promise<Resource>
  fill: (resource: Resource, rows: readonly Person[], at?: Date) => Promise<void>
  ask: (who: string, method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) => ReturnType<typeof send>
  events: OutboxEvent[]
  /** runs a job as the queue would */
  run: (job: string, payload?: unknown) => Promise<void>
  /** what was put into the queue */
  queued: { name: string; payload: unknown }[]
  close: () => Promise<void>
}

const send = async (app: FastifyInstance, who: string, method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) => {
  const response = await app.inject({ method, url, headers: who ? { authorization: who } : {}, ...(payload ? { payload } : {}) })
  return {
    status: response.statusCode,
    headers: response.headers,
    raw: response.rawPayload,
    // biome-ignore lint/suspicious/noExplicitAny: answers of any route
    body: (/json(;|$)/.test(String(response.headers['content-type'])) ? response.json() : response.body) as any,
  }
}

/** `on`: a store that somebody else opened and closes. */
export const openDesk = async (
  actors: Record<string, Actor> = {},
  on?: { ctx: Ctx; clock: TestClock },
  fetchers: Partial<Pick<Ctx['config'], 'privateNetworks'>> = {},
): Promise<Desk> => {
  const clock = on?.clock ?? testClock()
  const made = on?.ctx ?? (await testContext([kernelMigrations, migrations], clock))
  const ctx: Ctx = { ...made, config: { ...made.config, ...fetchers } }
  const resources = new Map<string, Resource>()
  const events: OutboxEvent[] = []
  const real = createOutbox(ctx)
  const outbox = {
    ...real,
    publish: async (...[trx, list]: Parameters<typeof real.publish>) => {
      events.push(...(list as OutboxEvent[]))
      await real.publish(trx, list)
    },
  }
  const defined = new Map<string, (payload: never) => Promise<void>>()
  const queued: Desk['queued'] = []
  const jobs: Pick<Jobs, 'define' | 'schedule' | 'enqueue'> = {
    define: (name, handle) => void defined.set(name, handle as (payload: never) => Promise<void>),
    schedule: () => {},
    enqueue: async (_db, name, payload) => void queued.push({ name, payload }),
  }
  const find = async (id: string) => resources.get(id)
  const catalogue = {
    find,
    get: async (id: string) => {
      const found = await find(id)
      if (!found) throw new (await import('@haihe/contract')).AppError('NOT_FOUND')
      return found
    },
    list: async ({ owner }: { owner?: string } = {}) =>
      [...resources.values()].filter((resource) => owner === undefined || resource.owner === owner),
    byEntityType: async (type: string) => [...resources.values()].filter(({ target }) => target === type),
  }
  const held = createHeld(ctx)
  const room = createPolicyRoom({
    ctx,
    catalogue,
    held,
    outbox,
    audit: createAudit(ctx),
    jobs,
    regions: { has: (code: string) => code.startsWith('99'), find: () => undefined } as unknown as RegionIndex,
    units: createUnitIndex(['book-library', 'book-school', 'book-museum', 'book-audit'].map((id) => unit(id))),
    rules: { find: () => undefined },
    volume: () => ({ steps: [], most: 5 }),
  })
  await room.module.start?.()
  const app = await testServer(ctx, [room.module], { ...PEOPLE, ...actors })
  const subjectKey = createSubjectKey(ctx)
  return {
    ctx,
    clock,
    room,
    app,
    resources,
    events,
    queued,
    add: async (resource) => {
      resources.set(resource.id, resource)
      await held.ensure(resource)
      return resource
    },
    fill: async (resource, rows, at = clock.now()) => {
      const data = rows.map((row) => ({ ...row, subject: subjectKey('person', row.id_no) }))
      await ctx.pool.query(
        `INSERT INTO ${held.table(resource)} (_key, _region, _subject, _run, _line, _at, id_no, name, phone, health, card, branch, loans, since)
         SELECT id_no, region, subject, 7, row_number() OVER (), $2, id_no, name, phone, health, card, branch, loans, since
         FROM jsonb_to_recordset($1::jsonb) AS t (id_no text, region text, subject text, name text, phone text, health text,
           card text, branch text, loans bigint, since date)
         ON CONFLICT (_key) DO UPDATE SET name = excluded.name, phone = excluded.phone, _at = excluded._at, loans = excluded.loans`,
        [JSON.stringify(data), at],
      )
    },
    ask: (who, method, url, payload) => send(app, who, method, url, payload),
    run: async (job, payload) => defined.get(job)?.(payload as never),
    close: async () => {
      await app.close()
      await room.module.stop?.()
      if (!on) await ctx.close()
    },
  }
}

export const grantInput = (more: object = {}) => ({
  resource: readers().id,
  grantee: 'book-school',
  fields: ['id_no', 'name', 'phone', 'branch', 'loans', 'card'],
  clear: ['phone', 'loans'],
  purpose: 'public-service',
  basis: '借阅章程第三条',
  region: null,
  channels: ['api', 'table', 'file', 'event'],
  quota: null,
  from: '2026-01-01T00:00:00Z',
  until: '2027-01-01T00:00:00Z',
  ...more,
})

export const REASON = 'purpose=public-service&basis=%E7%AB%A0%E7%A8%8B'
