import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import type { Actor, DataGrant, ExportManifest, ExportProof, LineageGraph, Resource, RowLineage } from '@haihe/contract'
import { createAudit } from '@haihe/kernel'
import { assertRouteAccess, roleActors, testActor, testServer } from '@haihe/kernel/testing'
import type { LineageEdge, LineageProvider } from '../platform/ports.ts'
import { fieldId } from '../platform/ports.ts'
import { field, openLibrary, personal, resourceOf } from '../quality/testing/library.ts'
import { createLineage } from './lineage.ts'
import { runsNow } from './verify.ts'

const library = await openLibrary()
const { ctx, clock, catalogue, held } = library
const children: Record<string, string[]> = { '99': ['990101', '990102'] }
const granted: DataGrant[] = []
const version: Record<string, readonly string[]> = {}
const lineage = createLineage(ctx, {
  audit: createAudit(ctx),
  regions: {
    has: (code) => ['99', '990101', '990102'].includes(code),
    name: (code) => `区${code}`,
    children: (code) =>
      (children[code] ?? []).map((one) => ({
        code: one,
        name: one,
        level: 'district' as const,
        parent: '99',
        centre: null,
        schematic: true,
      })),
  },
  units: { find: () => undefined },
  catalogue,
  held,
  grants: { find: async () => undefined, of: async (resource) => granted.filter((grant) => grant.resource === resource) },
  versionFields: async (resource, number) => version[`${resource}/${number}`],
})
lineage.describe([
  {
    entities: [{ type: 'Shelf', title: { zh: '书架' }, attributes: [{ name: 'warmth', title: { zh: '温度' } }] }],
    derivations: [{ id: 'shelf.comfort', type: 'Shelf', reads: ['warmth', 'wetness'], writes: ['comfort'] }],
    indicators: [
      {
        id: 'comfort',
        title: { zh: '舒适度', en: 'Comfort' },
        source: { entityType: 'Shelf', attribute: 'comfort' },
        finest: 'district',
      },
      {
        id: 'warmth',
        title: { zh: '温度', en: 'Warmth' },
        source: { entityType: 'Shelf', attribute: 'warmth' },
        finest: 'district',
      },
    ],
  },
])
// as the exchange tells it
const connectors: LineageEdge[] = []
const exchange: LineageProvider = {
  name: 'exchange',
  edges: async ({ kind, id }) =>
    connectors.filter(({ from, to }) => [from, to].some((node) => node.kind === kind && node.id === id)),
}
lineage.provide(exchange)
assert.throws(() => lineage.provide(exchange), /twice/)

const owner = testActor([{ role: 'dataEngineer', unit: 'library', region: '99' }], 'owner')
const elsewhere = testActor([{ role: 'dataEngineer', unit: 'library', region: '990102' }], 'elsewhere')
const actors: Record<string, Actor> = { ...roleActors('99'), owner, elsewhere }
const app = await testServer(ctx, [lineage], actors)
after(async () => {
  await app.close()
  await ctx.close()
})

const get = async <T>(as: string, path: string): Promise<{ status: number; body: T }> => {
  const answer = await app.inject({ method: 'GET', url: `/api/lineage/${path}`, headers: { authorization: as } })
  return { status: answer.statusCode, body: answer.json() as T }
}
const keys = (graph: LineageGraph): string[] => graph.nodes.map(({ kind, id }) => `${kind}:${id}`).sort()

const run = async (resource: Resource, written: number, at = ctx.now()): Promise<number> => {
  const { rows } = await ctx.pool.query(
    `WITH c AS (INSERT INTO exchange.connector (title, kind, resource, resource_title, unit, region, settings, mapping, created_by, created_at, changed_at)
       VALUES ('馆藏库', 'postgres', $1, '', 'library', '99', '{}', '{}', 'tester', $3, $3) RETURNING id)
     INSERT INTO exchange.run (connector, resource, state, trigger, mapping, written, started_by, created_at, changed_at)
     SELECT id, $1, 'done', 'hand', '{}', $2, 'tester', $3, $3 FROM c RETURNING id, connector`,
    [resource.id, written, at],
  )
  const { id, connector } = rows[0]
  connectors.push(
    {
      from: { kind: 'source', id: `db-${connector}`, title: '馆藏库' },
      to: { kind: 'connector', id: connector, title: '接入' },
      by: '读取',
    },
    {
      from: { kind: 'connector', id: connector, title: '接入' },
      to: { kind: 'run', id: String(id), title: `第 ${id} 批` },
      by: '运行',
    },
    {
      from: { kind: 'run', id: String(id), title: `第 ${id} 批` },
      to: { kind: 'resource', id: resource.id, title: resource.title },
      by: '写入',
    },
  )
  return id
}

const sensed = async (entity: string, attribute: string, region: string, source: string): Promise<void> => {
  await ctx.pool.query(
    `INSERT INTO data.source (id, title, unit, region, provenance, protocol, created_at) VALUES ($1, $1, 'library', '99', 'simulated', 'mqtt', now()) ON CONFLICT DO NOTHING`,
    [source],
  )
  await ctx.pool.query(
    `INSERT INTO data.series (district, entity, type, attribute, kind, region, source, created_at) VALUES (101, $1, 'Shelf', $2, 'number', $3, $4, now())`,
    [entity, attribute, region, source],
  )
}

test('every route is for those with the permission', async () => {
  await assertRouteAccess(app, lineage.routes ?? [])
})

test('a held row leads back over its line, run and connector to its source, and the look leaves a trace', async () => {
  const resource = resourceOf(library)
  const id = await run(resource, 1)
  await library.put(resource, [{ loan_no: 'L/1 甲', branch: '990101' }], id)
  const { body } = await get<RowLineage>('owner', `rows/${resource.id}/${encodeURIComponent('L/1 甲')}`)
  assert.deepEqual([body.run, body.line, body.region], [id, 1, '990101'])
  const found = keys(body.graph).filter((key) => /^(run|connector|source)/.test(key))
  assert.equal(found.length, 3)
  assert.ok(body.graph.edges.some(({ by, to }) => by === '第 1 行' && to === body.graph.root))
  assert.equal((await get('elsewhere', `rows/${resource.id}/x`)).status, 404)
  assert.equal((await get('owner', `rows/${resource.id}/nothing`)).status, 404)
  const { rows } = await ctx.pool.query(`SELECT count(*) AS n FROM kernel.audit_entry WHERE action = 'lineage.trace-row'`)
  assert.equal(rows[0].n, 1)
})

test('whether somebody is in a table that is keyed by people is for its owner to ask', async () => {
  const resource = resourceOf(library, {
    fields: [field('number', '身份证号', 'text', { classification: personal('identity-number') })],
    keys: ['number'],
    regionField: null,
  })
  await library.put(resource, [{ number: '11010519491231002X' }], await run(resource, 1))
  const path = `rows/${resource.id}/11010519491231002X`
  assert.equal((await get('auditor', path)).status, 403)
  const { body, status } = await get<RowLineage>('owner', path)
  assert.equal(status, 200)
  assert.doesNotMatch(JSON.stringify(body), /110105/)
})

test('a number on a screen leads back over what it is computed from to the sources of its region, and forward to the city', async () => {
  await sensed('s1', 'warmth', '990101', 'thermometers')
  await sensed('s1', 'wetness', '990101', 'hygrometers')
  await sensed('s2', 'warmth', '990102', 'others')
  const { body } = await get<LineageGraph>('owner', `indicator/${encodeURIComponent('comfort@990101')}?direction=up`)
  for (const key of [
    'indicator:comfort',
    'field:~Shelf#comfort',
    'field:~Shelf#warmth',
    'field:~Shelf#wetness',
    'source:thermometers',
    'source:hygrometers',
  ])
    assert.ok(keys(body).includes(key), key)
  const down = await get<LineageGraph>('owner', `field/${encodeURIComponent('~Shelf#wetness')}?direction=down`)
  assert.ok(keys(down.body).includes('indicator:comfort@99'))
  const district = await get<LineageGraph>('owner', `indicator/${encodeURIComponent('warmth@990101')}?direction=up&depth=1`)
  assert.deepEqual(keys(district.body), ['indicator:warmth', 'indicator:warmth@990101', 'source:thermometers'])
  assert.deepEqual(keys((await get<LineageGraph>('owner', 'source/thermometers?direction=down&depth=1')).body), [
    'field:~Shelf#warmth',
    'source:thermometers',
  ])
  // the district without an object has no part in the city's number
  children['99']?.push('990103')
  const city = await get<LineageGraph>('owner', `indicator/${encodeURIComponent('warmth@99')}?direction=up&depth=1`)
  assert.ok(!keys(city.body).includes('indicator:warmth@990103'))
  assert.ok(keys(city.body).includes('indicator:warmth@990102'))
  assert.equal((await get('elsewhere', `indicator/${encodeURIComponent('warmth@990101')}`)).status, 404)
})

test('a field of a catalogued type of objects leads to the attribute and to who subscribed to it', async () => {
  const resource = resourceOf(library, {
    kind: 'entities',
    target: 'Shelf',
    fields: [field('warmth', '温度', 'number')],
    keys: ['warmth'],
    regionField: null,
  })
  const iri = (name: string) => `https://uri.etsi.org/ngsi-ld/default-context/${name}`
  const listen = (id: string, types: unknown, watched?: string[]) =>
    ctx.pool.query(
      `INSERT INTO data.subscription (tenant, id, kind, doc, compiled, actor, active, created_at, modified_at)
       VALUES ('', $1, 'entity', $2, $3, 'tester', true, now(), now())`,
      [id, { subscriptionName: `听 ${id}` }, { query: { selectors: [{ types }] }, ...(watched ? { watched } : {}) }],
    )
  await listen('urn:sub:warm', iri('Shelf'), [iri('warmth')])
  await listen('urn:sub:wet', iri('Shelf'), [iri('wetness')])
  await listen('urn:sub:desk', { op: 'or', terms: [iri('Desk')] })
  const own = encodeURIComponent(fieldId({ resource: resource.id, field: 'warmth' }))
  const up = await get<LineageGraph>('owner', `field/${own}?direction=up&depth=1`)
  assert.ok(keys(up.body).includes('field:~Shelf#warmth'))
  const above = keys((await get<LineageGraph>('owner', `resource/${resource.id}?direction=up&depth=1`)).body)
  assert.ok(above.includes('source:thermometers') && above.includes('unit:library'))
  const down = await get<LineageGraph>('owner', `field/${encodeURIComponent('~Shelf#warmth')}?direction=down&depth=1`)
  const listening = keys(down.body).filter((key) => key.startsWith('subscription'))
  assert.deepEqual(listening, ['subscription:urn:sub:warm'])
  const back = await get<LineageGraph>('owner', 'subscription/urn:sub:warm?direction=up&depth=1')
  assert.ok(keys(back.body).includes('field:~Shelf#warmth'))
})

test('a field leads forward to the grants that name it and the files that hold it, and to no others', async () => {
  const resource = resourceOf(library)
  const grant = (fields: string[], clear: string[] = []): DataGrant => ({
    id: randomUUID(),
    resource: resource.id,
    grantee: 'museum',
    fields,
    clear,
    purpose: 'statistics',
    basis: '馆际协议',
    region: null,
    channels: ['api'],
    quota: null,
    from: '2026-01-01T00:00:00Z',
    until: '2027-01-01T00:00:00Z',
    grantedBy: 'owner',
    grantedAt: '2026-01-01T00:00:00Z',
    caseId: null,
    revokedAt: null,
    revokedReason: null,
  })
  granted.push(grant(['title', 'fee'], ['title']), grant(['fee']))
  const file = randomUUID()
  await ctx.pool.query(
    `INSERT INTO data.export (id, resource, actor, requester, format, request, state, created_at, manifest)
     VALUES ($1, $2, 'owner', '{}', 'csv', '{}', 'ready', now(), $3)`,
    [file, resource.id, { lineage: { columns: [{ name: '书名', field: 'title' }] } }],
  )
  const of = async (name: string) =>
    keys(
      (
        await get<LineageGraph>(
          'owner',
          `field/${encodeURIComponent(fieldId({ resource: resource.id, field: name }))}?direction=down&depth=1`,
        )
      ).body,
    ).filter((key) => /^(grant|export)/.test(key))
  assert.deepEqual(await of('title'), [`export:${file}`, `grant:${granted[0]?.id}`])
  assert.deepEqual(await of('fee'), granted.map(({ id }) => `grant:${id}`).sort())
})

test('nothing of resources of other regions is told, nor what hangs on them alone', async () => {
  const resource = resourceOf(library, { region: '990101' })
  const id = await run(resource, 0)
  assert.equal((await get('owner', `resource/${resource.id}`)).status, 200)
  assert.equal((await get('elsewhere', `resource/${resource.id}`)).status, 404)
  assert.equal((await get('elsewhere', `run/${id}`)).status, 404)
  const unit = await get<LineageGraph>('elsewhere', 'unit/library?direction=down')
  assert.ok(!JSON.stringify(unit.body).includes(resource.id))
  assert.equal((await get('owner', `resource/${randomUUID()}`)).status, 404)
  assert.equal((await get('owner', 'resource/nonsense')).status, 404)
  const draft = resourceOf(library, { state: 'draft', version: 0 })
  assert.deepEqual(
    await Promise.all(['owner', 'auditor'].map(async (as) => (await get(as, `resource/${draft.id}`)).status)),
    [200, 404],
  )
})

const verify = async (manifest: ExportManifest): Promise<ExportProof> => {
  const answer = await app.inject({
    method: 'POST',
    url: '/api/lineage/exports/verify',
    headers: { authorization: 'owner' },
    payload: manifest,
  })
  assert.equal(answer.statusCode, 200, answer.body)
  return answer.json() as ExportProof
}

test('an export is proven by its lineage, also after later runs; whatever is made up in it is found', async () => {
  const resource = resourceOf(library)
  version[`${resource.id}/1`] = resource.fields.map(({ name }) => name)
  const first = await run(resource, 3)
  await library.put(
    resource,
    ['a', 'b', 'c'].map((loan_no) => ({ loan_no })),
    first,
  )
  clock.advance(1000)
  const second = await run(resource, 2)
  await library.put(
    resource,
    ['d', 'e'].map((loan_no) => ({ loan_no })),
    second,
  )
  clock.advance(1000)
  const at = ctx.now()
  const manifest: ExportManifest = {
    export: 'e1',
    resource: resource.id,
    version: 1,
    at: at.toISOString(),
    columns: [
      { name: '借阅编号', field: 'loan_no' },
      { name: '书名', field: 'title' },
    ],
    rows: 5,
    runs: await runsNow(ctx.db, held, resource, at),
  }
  const proof = await verify(manifest)
  assert.deepEqual([proof.ok, proof.faults], [true, []])
  assert.deepEqual(proof.columns[0]?.origins.map((origin) => origin.split(':')[0]).sort(), [
    'connector',
    'connector',
    'source',
    'source',
  ])

  const other = await run(resourceOf(library), 5)
  clock.advance(1000)
  const later = await run(resource, 0)
  const wrong: [Partial<ExportManifest>, string][] = [
    [{ rows: 6 }, 'rows-not-sum-of-runs'],
    [{ version: 2 }, 'version-unknown'],
    [{ resource: resource.id, columns: [{ name: 'x', field: 'salary' }] }, 'field-not-in-version'],
    [{ columns: [...manifest.columns, { name: '书名', field: 'loan_no' }] }, 'column-twice'],
    [
      {
        runs: [
          { run: first, rows: 3 },
          { run: 999_999, rows: 2 },
        ],
      },
      'run-unknown',
    ],
    [
      {
        runs: [
          { run: first, rows: 3 },
          { run: other, rows: 2 },
        ],
      },
      'run-of-another-resource',
    ],
    [{ runs: [{ run: first, rows: 5 }] }, 'more-rows-than-run-wrote'],
    [
      {
        runs: [
          { run: first, rows: 3 },
          { run: later, rows: 2 },
        ],
      },
      'run-after-export',
    ],
    [
      {
        runs: [
          { run: first, rows: 3 },
          { run: null, rows: 2 },
        ],
      },
      'rows-missing-now',
    ],
  ]
  for (const [change, fault] of wrong) {
    const found = await verify({ ...manifest, ...change })
    assert.ok(!found.ok && found.faults.includes(fault as never), `${fault}: ${found.faults}`)
  }

  // rows that went by no run are missed; rows that a later run replaced are accounted for
  await library.remove(resource, ['a'])
  assert.deepEqual((await verify(manifest)).faults, ['rows-missing-now'])
  clock.advance(1000)
  const replacing = await run(resource, 1)
  await library.put(resource, [{ loan_no: 'a' }], replacing)
  assert.equal((await verify(manifest)).ok, true)
})
