import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import type { Actor, QualityRuleInput, QualityRuleView, QualitySamples, QualityScore, Resource } from '@haihe/contract'
import { createAudit, createOutbox, createRuleIndex, inTransaction, type Jobs } from '@haihe/kernel'
import { assertRouteAccess, roleActors, testActor, testServer } from '@haihe/kernel/testing'
import { qualityRules } from './limits.ts'
import { createQuality } from './quality.ts'
import { field, openLibrary, personal, resourceOf } from './testing/library.ts'

const library = await openLibrary()
const { ctx, clock, catalogue, held, services } = library
const tasks = new Map<string, (payload: never) => Promise<void>>()
const enqueued: { name: string; payload: unknown; key?: string }[] = []
const jobs: Pick<Jobs, 'define' | 'schedule' | 'enqueue'> = {
  define: (name, handle) => void tasks.set(name, handle as (payload: never) => Promise<void>),
  schedule: () => {},
  enqueue: async (_db, name, payload, options) =>
    void enqueued.push({ name, payload, ...(options?.key ? { key: options.key } : {}) }),
}
const answers = new Map<string, number | Error>()
const outbox = createOutbox(ctx)
const quality = createQuality(ctx, {
  outbox,
  audit: createAudit(ctx),
  jobs,
  regions: services.regions,
  units: { find: () => undefined },
  rules: createRuleIndex(qualityRules('99')),
  catalogue,
  held,
  outbound: {
    send: async ({ url }) => {
      const answer = answers.get(url) ?? new Error('no such host')
      if (answer instanceof Error) throw answer
      return { status: answer, headers: {}, body: '' }
    },
  },
})

const owner = testActor([{ role: 'dataEngineer', unit: 'library', region: '99' }], 'owner')
const centre = testActor([{ role: 'dataEngineer', unit: null, region: '99' }], 'centre')
const rival = testActor([{ role: 'dataEngineer', unit: 'museum', region: '99' }], 'rival')
const elsewhere = testActor([{ role: 'dataEngineer', unit: 'library', region: '990102' }], 'elsewhere')
const actors: Record<string, Actor> = { ...roleActors('99'), owner, centre, rival, elsewhere }
const app = await testServer(ctx, [quality], actors)
after(async () => {
  await app.close()
  await ctx.close()
})

const ask = async <T>(
  as: string,
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  url: string,
  body?: object,
): Promise<{ status: number; body: T }> => {
  const { statusCode, body: text } = await app.inject({
    method,
    url: `/api/quality/${url}`,
    headers: { authorization: as },
    ...(body ? { payload: body } : {}),
  })
  return { status: statusCode, body: (text ? JSON.parse(text) : null) as T }
}

const ruleOf = (check: QualityRuleInput['check'], more: Partial<QualityRuleInput> = {}): QualityRuleInput => ({
  dimension: 'accuracy',
  title: '规则',
  weight: 1,
  severity: 'error',
  since: '2026-01-01',
  check,
  ...more,
})

const readers = (more: Partial<Resource> = {}): Resource =>
  resourceOf(library, {
    title: '读者',
    fields: [
      field('card', '证号', 'text', { required: true }),
      field('number', '身份证号', 'text', { classification: personal('identity-number') }),
      field('note', '备注', 'text', { length: 4, classification: { ...personal('business'), grade: 2, mask: 'none' } }),
    ],
    keys: ['card'],
    regionField: null,
    ...more,
  })

test('every route is for those with the permission', async () => {
  await assertRouteAccess(app, quality.routes ?? [])
})

test('samples show where a row came from and never a protected value, whoever asks', async () => {
  const resource = readers()
  await library.put(
    resource,
    [
      { card: 'C1', number: '11010519491231002X', note: '好' },
      { card: 'C2', number: '11010519491231009A', note: '比四个字长' },
      { card: 'C3', number: '张三1101', note: null },
    ],
    7,
  )
  await quality.check(resource.id, false)
  for (const as of ['owner', 'centre', 'auditor', 'admin']) {
    const { body } = await ask<QualitySamples>(as, 'GET', `resources/${resource.id}/rules/default:standard:number/samples`)
    const text = JSON.stringify(body)
    assert.doesNotMatch(text, /110105|张三|1101"/, as)
    assert.deepEqual(
      body.rows.map(({ run, line }) => [run, line]),
      [
        [7, 2],
        [7, 3],
      ],
      as,
    )
    assert.deepEqual(
      body.rows[0]?.values.map(({ value, masked }) => [value, masked]),
      [
        ['C2', false],
        ['99999999999999999A', true],
      ],
    )
  }
  const notes = (as: string) => ask<QualitySamples>(as, 'GET', `resources/${resource.id}/rules/default:length:note/samples`)
  assert.equal((await notes('owner')).body.rows[0]?.values[1]?.value, '比四个字长')
  assert.equal((await notes('rival')).body.rows[0]?.values[1]?.value, '汉汉汉汉汉')
  assert.equal((await notes('elsewhere')).status, 404)
})

test('a set rule has samples too', async () => {
  const resource = readers()
  await library.put(
    resource,
    ['C1', 'C2', 'C3'].map((card, n) => ({ card, note: n < 2 ? '同' : '异' })),
  )
  const { body } = await ask<{ id: string }>(
    'owner',
    'POST',
    `resources/${resource.id}/rules`,
    ruleOf({ kind: 'unique', fields: ['note'], parameters: {} }),
  )
  await quality.check(resource.id, false)
  const samples = await ask<QualitySamples>('owner', 'GET', `resources/${resource.id}/rules/${body.id}/samples`)
  assert.deepEqual(
    samples.body.rows.map(({ values }) => values[0]?.value),
    ['C1', 'C2'],
  )
})

test('owners add, change, silence and drop rules; each step is audited and leads to a check; others may not', async () => {
  const resource = readers()
  await library.put(resource, [{ card: 'C1' }])
  const url = `resources/${resource.id}/rules`
  const rule = ruleOf({ kind: 'pattern', fields: ['card'], parameters: { pattern: 'D\\d' } })
  for (const as of ['rival', 'auditor']) assert.equal((await ask(as, 'POST', url, rule)).status, 403, as)
  assert.equal((await ask('elsewhere', 'POST', url, rule)).status, 404)
  enqueued.length = 0
  const added = await ask<{ id: string }>('owner', 'POST', url, rule)
  assert.equal(added.status, 201)
  assert.deepEqual(enqueued, [
    { name: 'quality.check', payload: { resource: resource.id, full: false }, key: `quality:${resource.id}` },
  ])
  await quality.check(resource.id, false)
  const found = async (id: string) =>
    (await ask<{ items: QualityRuleView[] }>('owner', 'GET', url)).body.items.find((one) => one.id === id)
  assert.deepEqual([(await found(added.body.id))?.failed, (await found(added.body.id))?.origin], [1, 'added'])

  const changed = { rule: ruleOf({ kind: 'pattern', fields: ['card'], parameters: { pattern: 'C\\d' } }), reason: '编号改了' }
  assert.equal((await ask('owner', 'PUT', `${url}/${added.body.id}`, changed)).status, 204)
  await quality.check(resource.id, false)
  assert.equal((await found(added.body.id))?.failed, 0)

  const silent = `${url}/${encodeURIComponent('default:length:note')}`
  assert.equal((await ask('owner', 'POST', `${silent}/silence`, { reason: '' })).status, 400)
  assert.equal((await ask('owner', 'POST', `${silent}/silence`, { reason: '另有标准' })).status, 204)
  assert.equal((await found('default:length:note'))?.silenced?.reason, '另有标准')
  assert.equal((await ask('owner', 'DELETE', `${url}/${encodeURIComponent('default:not-null:card')}`)).status, 409)
  const other = { rule: ruleOf({ kind: 'not-null', fields: ['note'], parameters: {} }), reason: '换一种' }
  assert.equal((await ask('owner', 'PUT', silent, other)).status, 400)
  assert.equal((await ask('owner', 'DELETE', `${url}/${added.body.id}`)).status, 204)
  assert.equal(await found(added.body.id), undefined)
  const { rows } = await ctx.pool.query(`SELECT action FROM kernel.audit_entry WHERE subject = $1 ORDER BY 1`, [
    `resource:${resource.id}`,
  ])
  assert.deepEqual(
    rows.map(({ action }) => action),
    ['quality.rule.add', 'quality.rule.change', 'quality.rule.drop', 'quality.rule.silence'],
  )
})

test('a rule that does not fit, or asks protected values by constants, is refused when it is written', async () => {
  const resource = readers()
  const url = `resources/${resource.id}/rules`
  const unfit: QualityRuleInput['check'][] = [
    { kind: 'not-null', fields: ['shelf'], parameters: {} },
    { kind: 'range', fields: ['card'], parameters: { min: 1, max: null } },
    { kind: 'pattern', fields: ['card'], parameters: { pattern: '(' } },
    { kind: 'sensor-gap', fields: [], parameters: {} },
    { kind: 'expression', fields: ['card'], parameters: { condition: { field: 'note', is: 'null' } } },
  ]
  for (const check of unfit) assert.equal((await ask('owner', 'POST', url, ruleOf(check))).status, 400, check.kind)
  const guess = ruleOf({ kind: 'code-list', fields: ['number'], parameters: { codes: ['11010519491231002X'] } })
  assert.equal((await ask('centre', 'POST', url, guess)).status, 403)
  assert.equal((await ask('owner', 'POST', url, guess)).status, 201)
  const mine = resourceOf(library, { owner: 'museum' })
  const probe = ruleOf({ kind: 'reference', fields: ['title'], parameters: { resource: resource.id, fields: ['number'] } })
  assert.equal((await ask('rival', 'POST', `resources/${mine.id}/rules`, probe)).status, 403)
  const raw = { ...guess, check: { kind: 'expression', fields: ['card'], parameters: { condition: 'card = 1; DROP TABLE x' } } }
  assert.equal((await ask('owner', 'POST', url, raw)).status, 400)
})

test('a load is followed by a check of the resource and of those that compare with it', async () => {
  const truth = readers()
  const copy = resourceOf(library)
  await ask(
    'owner',
    'POST',
    `resources/${copy.id}/rules`,
    ruleOf({ kind: 'reference', fields: ['title'], parameters: { resource: truth.id, fields: ['card'] } }),
  )
  enqueued.length = 0
  await outbox.start()
  await ctx.db.transaction().execute((trx) =>
    outbox.publish(trx, [
      {
        topic: 'resource.loaded',
        key: truth.id,
        region: '99',
        payload: { resource: truth.id, connector: 'c', run: 1, rows: 1, rejected: 0 },
      },
    ]),
  )
  await outbox.drain()
  await outbox.stop()
  assert.deepEqual(enqueued.map(({ payload }) => (payload as { resource: string }).resource).sort(), [truth.id, copy.id].sort())
})

test('a listed service is asked every hour; what it answered is its accessibility', async () => {
  const up = resourceOf(library, { kind: 'service', target: 'https://up.example/' })
  const down = resourceOf(library, { kind: 'service', target: 'https://down.example/' })
  answers.set('https://up.example/', 401)
  await tasks.get('quality.probe')?.(undefined as never)
  clock.advance(3_600_000)
  answers.set('https://up.example/', 503)
  await tasks.get('quality.probe')?.(undefined as never)
  assert.equal((await quality.check(up.id, false))?.score, 50)
  assert.equal((await quality.check(down.id, false))?.score, 0)
})

test('live data is scored by the faults that ingest found', async () => {
  const type = `Shelf${randomUUID().slice(0, 4)}`
  const resource = resourceOf(library, {
    kind: 'entities',
    target: type,
    fields: [field('warm_air', '温度', 'number'), field('wet', '湿度', 'number')],
    keys: ['warm_air'],
    regionField: null,
  })
  const q = (text: string, values: unknown[] = []) => ctx.pool.query(text, values)
  await q(
    `INSERT INTO data.source (id, title, unit, region, provenance, protocol, created_at) VALUES ('shelves', '书架', 'library', '99', 'simulated', 'mqtt', now())`,
  )
  for (const [entity, attribute] of [
    ['s1', 'warmAir'],
    ['s1', 'wet'],
    ['s2', 'warmAir'],
    ['s3', 'warmAir'],
    ['s4', 'warmAir'],
  ])
    await q(
      `WITH s AS (INSERT INTO data.series (district, entity, type, attribute, kind, region, source, created_at)
         VALUES (101, $1, $2, $3, 'number', '990101', 'shelves', now()) RETURNING id)
       INSERT INTO data.latest (district, series, at, value) SELECT 101, id, now(), 1 FROM s`,
      [`urn:${type}:${entity}`, type, attribute],
    )
  const fault = (entity: string, kind: string, attribute: string) =>
    q(
      `INSERT INTO data.sensor_fault (kind, entity, attribute, type, region, source, since, detected_at) VALUES ($1, $2, $3, $4, '990101', 'shelves', now(), now())`,
      [kind, `urn:${type}:${entity}`, attribute, type],
    )
  await fault('s1', 'stuck', 'wet')
  await fault('s2', 'gap', '')
  await q(
    `INSERT INTO data.source_minute (source, minute, received, stored, duplicate, rejected) VALUES ('shelves', $1, 100, 90, 0, 10)`,
    [ctx.now()],
  )
  const checked = await quality.check(resource.id, false)
  const { body } = await ask<QualityScore>('owner', 'GET', `resources/${resource.id}`)
  assert.deepEqual(Object.fromEntries(body.dimensions.map(({ dimension, checked: n, failed }) => [dimension, [n, failed]])), {
    conformity: [100, 10],
    completeness: [8, 3],
    accuracy: [5, 1],
    consistency: [0, 0],
    timeliness: [4, 1],
    accessibility: [0, 0],
  })
  assert.equal(body.rows, 4)
  const expected = (20 * 0.9 + 20 * (5 / 8) + 25 * 0.8 + 15 * 0.75) / 80
  assert.ok(Math.abs((checked?.score ?? 0) - 100 * expected) < 0.02)
  const samples = await ask<QualitySamples>('owner', 'GET', `resources/${resource.id}/rules/default:sensor-gap/samples`)
  assert.equal(samples.body.rows[0]?.values[0]?.value, `urn:${type}:s2`)
})

test('a score shows the limits in force with their basis, and the newest case about it', async () => {
  const { id } = readers()
  const score = async () => (await ask<QualityScore>('owner', 'GET', `resources/${id}`)).body
  const { limits, rectification } = await score()
  assert.deepEqual([limits?.rectify, limits?.stop, limits?.official, limits?.rule], [80, 60, false, 'data.quality.limits'])
  assert.ok(limits?.basis.includes('GB/T 36344'))
  assert.equal(rectification, null)
  await outbox.start()
  const move = async (caseId: string, state: 'open' | 'closed') => {
    const payload = { resource: id, caseId, caseNo: `数改-${caseId}`, state }
    await inTransaction(ctx.db, (trx) => outbox.publish(trx, [{ topic: 'rectification.moved', key: id, region: '99', payload }]))
    await outbox.drain()
    const about = (await score()).rectification
    return about && `${about.id} ${about.state}`
  }
  assert.equal(await move('a', 'open'), 'a open')
  assert.equal(await move('a', 'closed'), 'a closed')
  assert.equal(await move('a', 'open'), 'a closed')
  assert.equal(await move('b', 'open'), 'b open')
  assert.equal(await move('a', 'closed'), 'b open')
  await outbox.stop()
  const list = await ask<{ items: QualityScore[] }>('owner', 'GET', 'resources')
  assert.equal(list.body.items.find(({ resource }) => resource === id)?.rectification?.no, '数改-b')
})

test('lists, units and days: worst first, paged, only within the regions of who asks', async () => {
  const here = readers({ owner: 'archive', region: '990101' })
  const there = readers({ owner: 'archive', region: '990102' })
  await library.put(here, [{ card: 'C1', note: '比四个字长' }])
  await library.put(there, [{ card: 'C1' }])
  for (const { id } of [here, there]) await quality.check(id, false)
  clock.advance(86_400_000)
  await library.put(here, [{ card: 'C1', note: '短' }])
  await quality.check(here.id, false)
  const list = await ask<{ items: QualityScore[]; next: number | null; total: number }>(
    'owner',
    'GET',
    'resources?owner=archive&limit=1',
  )
  assert.deepEqual([list.body.total, list.body.next, list.body.items.length], [2, 1, 1])
  const seen = await ask<{ items: QualityScore[] }>('elsewhere', 'GET', 'resources?owner=archive')
  assert.deepEqual(
    seen.body.items.map(({ resource }) => resource),
    [there.id],
  )
  const trend = await ask<{ points: { day: string; score: number }[] }>('owner', 'GET', `resources/${here.id}/trend?days=2`)
  assert.equal(trend.body.points.length, 2)
  assert.ok(trend.body.points[0]!.score < trend.body.points[1]!.score)
  // a list brings the same course along, in one question
  const lines = await ask<{ items: { resource: string; trend: unknown }[] }>('owner', 'GET', 'resources?owner=archive&trend=2')
  assert.deepEqual(lines.body.items.find(({ resource }) => resource === here.id)?.trend, trend.body.points)
  assert.equal('trend' in (list.body.items[0] ?? {}), false)
  const byUnit = await ask<{ items: { unit: string; trend: unknown }[] }>('elsewhere', 'GET', 'units?trend=2')
  assert.deepEqual(
    byUnit.body.items.find(({ unit }) => unit === 'archive')?.trend,
    (await ask<{ points: unknown[] }>('elsewhere', 'GET', 'units/archive/trend?days=2')).body.points,
  )
  const units = await ask<{ items: { unit: string; resources: number }[] }>('owner', 'GET', 'units')
  assert.equal(units.body.items.find(({ unit }) => unit === 'archive')?.resources, 2)
  assert.equal((await ask<{ points: unknown[] }>('elsewhere', 'GET', 'units/archive/trend')).body.points.length, 1)
  assert.equal((await ask('elsewhere', 'GET', `resources/${here.id}`)).status, 404)
  const draft = readers({ state: 'draft', version: 0 })
  assert.deepEqual(
    await Promise.all(['owner', 'rival'].map(async (as) => (await ask(as, 'GET', `resources/${draft.id}/rules`)).status)),
    [200, 404],
  )
  assert.equal(await quality.check(draft.id, false), undefined)
})
