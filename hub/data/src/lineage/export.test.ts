import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { ExportManifest } from '@haihe/contract'
import { createAudit } from '@haihe/kernel'
import { testActor } from '@haihe/kernel/testing'
import { exchangeLineage } from '../exchange/lineage.ts'
import { createHeld } from '../held/held.ts'
import { grantInput, openDesk, people, readers } from '../policy/testing/readers.ts'
import { createLineage } from './lineage.ts'

const desk = await openDesk()
after(desk.close)
const { ask, ctx } = desk
const resource = await desk.add(readers())
const held = createHeld(ctx)
// `fill` writes as run 7
await ctx.pool.query(
  `WITH c AS (INSERT INTO exchange.connector (title, kind, resource, resource_title, unit, region, settings, mapping, created_by, created_at, changed_at)
     VALUES ('读者库', 'http', $1, '读者', $2, '99', '{"url":"https://readers.example/list"}', $3, 'tester', $4, $4) RETURNING id)
   INSERT INTO exchange.run (id, connector, resource, state, trigger, mapping, written, started_by, created_at, changed_at) OVERRIDING SYSTEM VALUE
   SELECT 7, id, $1, 'done', 'hand', '{}', 120, 'tester', $4, $4 FROM c`,
  [
    resource.id,
    resource.owner,
    {
      fields: Object.fromEntries(resource.fields.map(({ name }) => [name, { from: { column: name }, transforms: [] }])),
      tables: {},
    },
    ctx.now(),
  ],
)
await desk.fill(resource, people(120))
await ask('keeper', 'POST', '/api/grants', grantInput())

const lineage = createLineage(ctx, {
  audit: createAudit(ctx),
  regions: { has: () => false, name: (code) => code, children: () => [] },
  units: { find: () => undefined },
  catalogue: {
    find: async (id) => desk.resources.get(id),
    list: async () => [...desk.resources.values()],
    byEntityType: async () => [],
  },
  held,
  grants: desk.room.grants,
  versionFields: async (id, version) =>
    id === resource.id && version === resource.version ? resource.fields.map(({ name }) => name) : undefined,
})
lineage.provide(exchangeLineage(ctx.db))
lineage.provide(desk.room.lineage)
const auditor = testActor([{ role: 'auditor', unit: null, region: '99' }])

const exportOf = async (body: object): Promise<{ id: string; lineage: ExportManifest }> => {
  const asked = await ask('school', 'POST', `/api/resources/${resource.id}/exports`, {
    purpose: 'public-service',
    basis: '章程',
    ...body,
  })
  assert.equal(asked.status, 202, JSON.stringify(asked.body))
  await desk.run('data.export', desk.queued.at(-1)?.payload)
  const { body: manifest } = await ask('school', 'GET', `/api/exports/${asked.body.id}/manifest`)
  return { id: asked.body.id, lineage: manifest.lineage }
}

test('a file made by the export is proven column by column to its source, and one altered afterwards is not', async () => {
  const made = await exportOf({ format: 'csv' })
  const proof = await lineage.verify(auditor, made.lineage)
  assert.deepEqual(proof.faults, [])
  assert.deepEqual(
    proof.runs.map(({ run, rows, held: now }) => [run, rows, now]),
    [[7, 120, 120]],
  )
  for (const column of proof.columns)
    assert.ok(column.origins.includes('source:https://readers.example/list'), `${column.name}: ${column.origins}`)
  const padded = { ...made.lineage, rows: 121, runs: [{ run: 7, rows: 121 }] }
  assert.ok((await lineage.verify(auditor, padded)).faults.includes('more-rows-than-run-wrote'))
})

test('the file stands in the graph: forward from the field, back from the file to the source', async () => {
  const made = await exportOf({ format: 'jsonl', fields: ['loans'] })
  const limits = { depth: 6, nodes: 500 }
  const forward = await lineage.graph(auditor, { kind: 'field', id: `${resource.id}#loans` }, 'down', limits)
  assert.ok(forward.nodes.some(({ kind, id }) => kind === 'export' && id === made.id))
  const unused = await lineage.graph(auditor, { kind: 'field', id: `${resource.id}#health` }, 'down', limits)
  assert.ok(!unused.nodes.some(({ kind }) => kind === 'export' || kind === 'grant'))
  const back = await lineage.graph(auditor, { kind: 'export', id: made.id }, 'up', limits)
  assert.ok(back.nodes.some(({ kind, id }) => kind === 'source' && id === 'https://readers.example/list'))
})
