import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Actor, Resource, ResourceDraft, ReturnPackage, ReturnRows, ReturnVersion } from '@haihe/contract'
import { createAudit, createOutbox, type Jobs, kernelMigrations } from '@haihe/kernel'
import { assertRouteAccess, roleActors, testActor, testClock, testContext, testServer } from '@haihe/kernel/testing'
import ExcelJS from 'exceljs'
import { createCatalogue } from '../catalogue/catalogue.ts'
import { field } from '../catalogue/testing/books.ts'
import { publish } from '../catalogue/testing/publish.ts'
import { createHeld } from '../held/held.ts'
import { migrations } from '../migrations.ts'
import { createSubjectKey } from '../platform/subject-key.ts'
import { createPolicyRoom } from '../policy/room.ts'
import { createReturnFlow } from './return-flow.ts'

const clock = testClock()
const ctx = await testContext([kernelMigrations, migrations], clock)
const audit = createAudit(ctx)
const outbox = createOutbox(ctx)
const catalogue = createCatalogue(ctx, { outbox, audit })
const held = createHeld(ctx)
const subjectKey = createSubjectKey(ctx)
const defined = new Map<string, (payload: never) => Promise<void>>()
const queued: [string, unknown][] = []
const jobs: Pick<Jobs, 'define' | 'schedule' | 'enqueue'> = {
  define: (name, handle) => void defined.set(name, handle as (payload: never) => Promise<void>),
  schedule: () => {},
  enqueue: async (_, name, payload) => void queued.push([name, payload]),
}
const work = async (): Promise<void> => {
  await outbox.drain()
  while (queued.length > 0) for (const [name, payload] of queued.splice(0)) await defined.get(name)?.(payload as never)
  await outbox.drain()
}
/** The branches: 990101 with its reading rooms 990101001 and 990101002. */
const units = {
  find: (id: string) =>
    id.startsWith('room-')
      ? ({ id, name: id, kind: 'street', duties: [], region: id.slice(5), parent: null, generated: false } as const)
      : undefined,
  name: (id: string) => `单位 ${id}`,
}
const regions = { has: (code: string) => /^99(\d{4}(\d{3})?)?$/.test(code), name: (code: string) => `区 ${code}` }
const services = {
  ctx,
  audit,
  outbox,
  jobs,
  units: units as never,
  regions: regions as never,
  rules: { find: () => undefined },
  catalogue,
  held,
}
const room = createPolicyRoom({ ...services, volume: () => ({ steps: [], most: 5 }) })
const module = createReturnFlow({ ...services, ...room })
const people: Record<string, Actor> = {
  owner: testActor([{ role: 'dataEngineer', unit: 'book-library', region: '9901' }], 'owner'),
  rival: testActor([{ role: 'dataEngineer', unit: 'book-archive', region: '99' }], 'rival'),
  authority: testActor([{ role: 'cityCenter', unit: 'book-data', region: '99' }], 'authority'),
  clerk: testActor([{ role: 'streetDispatcher', unit: 'room-990101001', region: '990101001' }], 'clerk'),
  neighbour: testActor([{ role: 'streetDispatcher', unit: 'room-990101002', region: '990101002' }], 'neighbour'),
  ...roleActors('99'),
}
const app = await testServer(ctx, [module], people)
await outbox.start()
after(async () => {
  await outbox.stop()
  await app.close()
  await ctx.close()
})
const ask = (method: 'GET' | 'POST', url: string, who: string, payload?: object) =>
  app.inject({ method, url, headers: { authorization: who }, ...(payload ? { payload } : {}) })

const classified = (category: 'name' | 'phone' | 'business', mask: 'name' | 'phone' | 'none') => ({
  classification: { grade: category === 'business' ? 1 : 3, category, mask, confirmed: true, reason: '' } as const,
})
const readers = (name: string, more: Partial<ResourceDraft> = {}): Promise<Resource> =>
  publish(catalogue, {
    title: `读者名册${name}`,
    fields: [
      field('no', { title: '读者证', required: true, ...classified('business', 'none') }),
      field('xm', { title: '姓名', ...classified('name', 'name') }),
      field('tel', { title: '电话', ...classified('phone', 'phone') }),
      field('room', { title: '阅览室', type: 'region', length: null, ...classified('business', 'none') }),
    ],
    keys: ['no'],
    regionField: 'room',
    subject: { kind: 'person', field: 'no' },
    sharing: { type: 'conditional', condition: '按需', basis: '' },
    channels: ['api', 'file'],
    ...more,
  })

type Reader = [no: string, name: string, tel: string, room: string]
const load = async (resource: Resource, values: readonly Reader[]): Promise<void> => {
  await held.ensure(resource)
  await ctx.pool.query(`DELETE FROM ${held.table(resource)}`)
  for (const [no, name, tel, place] of values)
    await ctx.pool.query(
      `INSERT INTO ${held.table(resource)} (_key, _region, _subject, _at, no, xm, tel, room) VALUES ($1, $2, $3, now(), $1, $4, $5, $2)`,
      [no, place, subjectKey('person', no), name, tel],
    )
  await catalogue.note(ctx.db, resource.id, { rows: values.length })
  const payload = { resource: resource.id, connector: 'x', run: 1, rows: values.length, rejected: 0 }
  await ctx.db
    .transaction()
    .execute((trx) => outbox.publish(trx, [{ topic: 'resource.loaded', key: resource.id, region: '99', payload }]))
  await work()
}

const HERE = '990101001'
const PEOPLE: Reader[] = [
  ['R1', '王小书', '13812345678', HERE],
  ['R2', '李读', '13912345678', HERE],
  ['R3', '张馆', '13712345678', '990101002'],
]
const input = (resource: Resource, more: object = {}) => ({
  title: '读者回流包',
  unit: `room-${HERE}`,
  region: HERE,
  basis: '《图书馆数据回流办法》',
  until: '2027-11-20T00:00:00Z',
  parts: [{ resource: resource.id, fields: ['no', 'xm', 'tel'], clear: ['xm'] }],
  ...more,
})
const made = async (title: string, values = PEOPLE): Promise<{ resource: Resource; id: string }> => {
  const resource = await readers(title)
  await load(resource, values)
  const answer = await ask('POST', '/api/return-flow/packages', 'owner', input(resource))
  assert.equal(answer.statusCode, 201, answer.body)
  await work()
  return { resource, id: (answer.json() as ReturnPackage).id }
}
const get = async (id: string, who = 'clerk'): Promise<ReturnPackage> =>
  (await ask('GET', `/api/return-flow/packages/${id}`, who)).json()
const rowsOf = async (id: string, query = ''): Promise<ReturnRows> =>
  (await ask('GET', `/api/return-flow/packages/${id}/rows?${query}`, 'clerk')).json()
const versions = async (id: string): Promise<ReturnVersion[]> =>
  (await ask('GET', `/api/return-flow/packages/${id}/versions`, 'clerk')).json().items

test('a unit gets back the rows of its region, masked by its grant', async () => {
  const { id } = await made('一')
  const shown = await get(id)
  assert.deepEqual([shown.version, shown.rows, shown.fields, shown.error, shown.canRead], [1, 2, 3, null, true])
  const { rows } = await rowsOf(id)
  assert.deepEqual(
    rows.sort((a, b) => String(a.no).localeCompare(String(b.no))),
    [
      { no: 'R1', xm: '王小书', tel: '138****5678' },
      { no: 'R2', xm: '李读', tel: '139****5678' },
    ],
  )
})

test('nobody but the unit reads its rows; who grants sees the definition alone', async () => {
  const { id } = await made('二')
  for (const path of ['rows', 'file']) {
    assert.equal((await ask('GET', `/api/return-flow/packages/${id}/${path}`, 'owner')).statusCode, 403)
    assert.equal((await ask('GET', `/api/return-flow/packages/${id}/${path}`, 'neighbour')).statusCode, 404)
  }
  assert.equal((await get(id, 'owner')).canRead, false)
  assert.equal((await ask('GET', '/api/return-flow/packages', 'neighbour')).json().items.length, 0)
})

test('a load makes a new version of what differs, and none when nothing does', async () => {
  const { resource, id } = await made('三')
  await load(resource, PEOPLE)
  assert.equal((await versions(id)).length, 1)
  await load(resource, [...PEOPLE.slice(1), ['R4', '赵新', '13612345678', HERE]])
  const [latest] = await versions(id)
  assert.deepEqual([latest?.version, latest?.added, latest?.removed, latest?.rows], [2, 1, 1, 2])
  const names = ({ rows }: ReturnRows) => rows.map(({ no }) => no).sort()
  assert.deepEqual(names(await rowsOf(id)), ['R2', 'R4'])
  assert.deepEqual(names(await rowsOf(id, 'version=1')), ['R1', 'R2'])
  const { rows: touched } = await ctx.pool.query('SELECT count(*)::int AS n FROM data.return_row WHERE package = $1', [id])
  assert.equal(touched[0].n, 3)
  assert.equal((await ask('GET', `/api/return-flow/packages/${id}/rows?version=9`, 'clerk')).statusCode, 404)
})

test('rows that look the same under their masks are all there', async () => {
  const resource = await readers('四')
  await load(resource, [
    ['R1', '王一', '13812340001', HERE],
    ['R2', '王二', '13899990001', HERE],
  ])
  const parts = [{ resource: resource.id, fields: ['xm', 'tel'], clear: [] }]
  const { id } = (await ask('POST', '/api/return-flow/packages', 'owner', input(resource, { parts }))).json()
  await work()
  assert.deepEqual((await rowsOf(id)).rows, [
    { xm: '王*', tel: '138****0001' },
    { xm: '王*', tel: '138****0001' },
  ])
})

test('every read of a package is on record with its subjects, page by page and as a file', async () => {
  const { id } = await made('五')
  const seen = async () =>
    (
      await ctx.pool.query(
        `SELECT count(*)::int AS n FROM data.read_log l JOIN data.read_subject s ON s.read = l.id
          WHERE l.actor = 'clerk' AND l.purpose = 'return-flow' AND s.subject = $1`,
        [subjectKey('person', 'R1')],
      )
    ).rows[0].n
  const before = await seen()
  await rowsOf(id, 'limit=1')
  assert.ok((await seen()) - before <= 1)
  await rowsOf(id)
  const paged = await seen()
  const csv = await ask('GET', `/api/return-flow/packages/${id}/file`, 'clerk')
  assert.equal((await seen()) - paged, 1)
  assert.match(csv.body, /^\uFEFF读者证,姓名,电话\r\n/)
  assert.equal(csv.body.trim().split('\r\n').length, 3)
})

test('a workbook holds the rows and says what it is; nothing in it runs as a formula', async () => {
  const { id } = await made('六', [['=1+1', '王小书', '13812345678', HERE]])
  const file = await ask('GET', `/api/return-flow/packages/${id}/file?format=xlsx`, 'clerk')
  assert.equal(file.statusCode, 200)
  const book = new ExcelJS.Workbook()
  await book.xlsx.load(file.rawPayload as never)
  const [data, about] = book.worksheets
  assert.deepEqual([data?.getRow(1).getCell(2).value, data?.getRow(2).getCell(1).value], ['姓名', "'=1+1"])
  assert.match(String(about?.getRow(6).getCell(2).value), /clerk/)
})

test('kept rows are shown only while the policy shows them so: a stricter field makes the package anew', async () => {
  const { resource, id } = await made('七')
  const strict = { grade: 3, category: 'business', mask: 'hide', confirmed: true, reason: '' } as const
  await catalogue.classify(people.owner!, resource.id, { no: strict })
  const stale = await ask('GET', `/api/return-flow/packages/${id}/rows`, 'clerk')
  assert.deepEqual([stale.statusCode, stale.json().code], [409, 'RETURN_STALE'])
  await work()
  const { rows, version } = await rowsOf(id)
  assert.equal(version, 2)
  assert.ok(rows.every(({ no }) => no === null))
  assert.equal((await rowsOf(id, 'version=1')).rows.length, 0)
})

test('a revoked grant closes the package at once, and its end takes the rows away', async () => {
  const { id } = await made('八')
  const { parts } = await get(id)
  await room.grants.revoke(people.owner!, parts[0]!.grant!, '用途已完成')
  assert.equal((await ask('GET', `/api/return-flow/packages/${id}/rows`, 'clerk')).statusCode, 403)
  await work()
  assert.match((await get(id)).error ?? '', /DATA_DENIED/)
  const end = (who: string) => ask('POST', `/api/return-flow/packages/${id}/end`, who, { reason: '不再需要' })
  assert.equal((await end('rival')).statusCode, 403)
  assert.equal((await end('owner')).statusCode, 204)
  assert.equal((await end('owner')).statusCode, 409)
  const { rows } = await ctx.pool.query('SELECT 1 FROM data.return_row WHERE package = $1', [id])
  assert.equal(rows.length, 0)
  assert.equal((await get(id)).state, 'ended')
})

test('a package is refused outside the unit’s region, for other owners, and without a region in the rows', async () => {
  const resource = await readers('九')
  const define = (more: object, who = 'owner') => ask('POST', '/api/return-flow/packages', who, input(resource, more))
  assert.equal((await define({ region: '990101002' })).statusCode, 400)
  assert.equal((await define({}, 'rival')).statusCode, 403)
  assert.equal((await define({ parts: [{ resource: resource.id, fields: ['nothing'] }] })).statusCode, 400)
  const everywhere = await publish(catalogue, { title: '无区划', channels: ['api', 'file'] })
  assert.equal((await define({ parts: [{ resource: everywhere.id, fields: ['isbn'] }] })).statusCode, 400)
  const { rows } = await ctx.pool.query('SELECT 1 FROM data.return_part WHERE resource = $1', [resource.id])
  assert.equal(rows.length, 0)
})

test('figures count the fields that each region gets back, and lineage leads from resource to unit', async () => {
  const { resource, id } = await made('十')
  const { items } = (await ask('GET', '/api/return-flow/figures?region=990101', 'clerk')).json()
  assert.equal(items.length, 1)
  assert.equal(items[0].region, HERE)
  assert.ok(items[0].fields >= 3 && items[0].packages >= 1)
  const edges = await module.lineage.edges({ kind: 'package', id })
  assert.deepEqual(
    edges.map(({ from, to }) => [from.kind, from.id, to.kind, to.id]),
    [
      ['resource', resource.id, 'package', id],
      ['package', id, 'unit', `room-${HERE}`],
    ],
  )
  assert.deepEqual(await module.lineage.edges({ kind: 'resource', id: resource.id }), edges)
})

test('what has its own cycle is looked at when it is due, and ends with its time', async () => {
  const resource = await readers('十一')
  await load(resource, PEOPLE)
  const body = input(resource, { cycle: 'daily', until: '2026-11-22T00:00:00Z' })
  const { id } = (await ask('POST', '/api/return-flow/packages', 'owner', body)).json()
  await work()
  await load(resource, PEOPLE.slice(0, 1))
  assert.equal((await get(id)).version, 1)
  clock.advance(24 * 3_600_000)
  await defined.get('return-flow.due')?.(undefined as never)
  await work()
  assert.deepEqual([(await get(id)).version, (await get(id)).rows], [2, 1])
  clock.advance(24 * 3_600_000)
  await defined.get('return-flow.due')?.(undefined as never)
  await work()
  assert.equal((await get(id)).state, 'ended')
})

test('every route asks for its permission', () => assertRouteAccess(app, module.routes ?? []))

const propose = async (resources: readonly Resource[], who = 'authority') => {
  const parts = resources.map(({ id }) => ({ resource: id, fields: ['no', 'xm', 'tel'], clear: ['xm'] }))
  const answer = await ask('POST', '/api/return-flow/packages', who, input(resources[0]!, { parts }))
  await work()
  return answer
}
const decide = (id: string, part: number, who: string, body: object) =>
  ask('POST', `/api/return-flow/packages/${id}/parts/${part}/decision`, who, body)
const waiting = async (who: string): Promise<string[]> =>
  (await ask('GET', '/api/return-flow/packages?waiting=me', who)).json().items.map((one: ReturnPackage) => one.id)

test('the data authority proposes, the owner confirms with less, the street receives, and every later load follows', async () => {
  const resource = await readers('提请')
  await load(resource, PEOPLE)
  const id = ((await propose([resource])).json() as ReturnPackage).id
  const proposed = await get(id, 'owner')
  assert.deepEqual([proposed.state, proposed.parts[0]?.state, proposed.parts[0]?.grant], ['proposed', 'proposed', null])
  assert.deepEqual([proposed.parts[0]?.canDecide, (await get(id, 'authority')).parts[0]?.canDecide], [true, false])
  assert.equal((await ask('GET', `/api/return-flow/packages/${id}/rows`, 'clerk')).statusCode, 409)
  assert.deepEqual([(await waiting('owner')).includes(id), await waiting('rival')], [true, []])

  const all = { confirm: true }
  for (const who of ['authority', 'clerk', 'rival']) assert.equal((await decide(id, 0, who, all)).statusCode, 403, who)
  assert.equal((await decide(id, 0, 'owner', { confirm: true, fields: ['room'] })).statusCode, 400)
  assert.equal((await decide(id, 0, 'owner', { confirm: true, clear: ['tel'] })).statusCode, 400)
  assert.equal((await decide(id, 1, 'owner', all)).statusCode, 409)
  const confirmed = await decide(id, 0, 'owner', { confirm: true, fields: ['no', 'xm'], clear: [] })
  assert.equal(confirmed.statusCode, 200, confirmed.body)
  assert.equal((await decide(id, 0, 'owner', all)).statusCode, 409)
  await work()
  const shown = (await rowsOf(id)).rows.map(({ no, xm, ...more }) => `${no} ${xm} ${Object.keys(more).length}`)
  assert.deepEqual(shown.sort(), ['R1 王** 0', 'R2 李* 0'])
  assert.deepEqual(await waiting('owner'), [])
  await load(resource, [...PEOPLE, ['R4', '赵新', '13612345678', HERE]])
  assert.equal((await rowsOf(id)).rows.length, 3)
  const { rows } = await ctx.pool.query(
    `SELECT action FROM kernel.audit_entry WHERE subject = $1 AND action NOT LIKE '%refresh' ORDER BY 1`,
    [`return-package:${id}`],
  )
  assert.deepEqual(
    rows.map(({ action }) => action),
    ['return-flow.confirm', 'return-flow.define'],
  )
})

test('what is shared without condition needs no word of its owner; what is refused cannot be proposed; a package declined whole is over', async () => {
  const open = await readers('开放', { sharing: { type: 'unconditional', condition: '', basis: '' } })
  const asked = await readers('征询')
  const closed = await readers('不予', { sharing: { type: 'refused', condition: '', basis: '《图书馆法》' } })
  for (const resource of [open, asked]) await load(resource, PEOPLE)
  assert.equal((await propose([closed])).statusCode, 400)
  for (const who of ['rival', 'clerk']) assert.equal((await propose([asked], who)).statusCode, 403, who)

  const both = ((await propose([open, asked])).json() as ReturnPackage).id
  const { state, parts } = await get(both)
  assert.deepEqual([state, parts.map((part) => part.state)], ['active', ['confirmed', 'proposed']])
  assert.equal((await rowsOf(both, 'part=0')).rows.length, 2)
  assert.equal((await ask('GET', `/api/return-flow/packages/${both}/rows?part=1`, 'clerk')).statusCode, 404)
  assert.equal((await decide(both, 1, 'owner', { confirm: false, reason: '' })).statusCode, 400)
  assert.equal((await decide(both, 1, 'owner', { confirm: false, reason: '该数据正在整改' })).statusCode, 200)
  const after = await get(both)
  assert.deepEqual([after.state, after.parts[1]?.state, after.parts[1]?.reason], ['active', 'declined', '该数据正在整改'])

  const alone = ((await propose([asked])).json() as ReturnPackage).id
  await decide(alone, 0, 'owner', { confirm: false, reason: '不需要' })
  assert.equal((await get(alone)).state, 'ended')
  const unheard = ((await propose([asked])).json() as ReturnPackage).id
  assert.equal(
    (await ask('POST', `/api/return-flow/packages/${unheard}/end`, 'authority', { reason: '不再提请' })).statusCode,
    204,
  )
  assert.equal((await decide(unheard, 0, 'owner', { confirm: true })).statusCode, 409)
})
