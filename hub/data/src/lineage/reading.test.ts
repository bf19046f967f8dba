import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import type { LineageGraph } from '@haihe/contract'
import { createAudit } from '@haihe/kernel'
import { testActor, testServer } from '@haihe/kernel/testing'
import { createHeld } from '../held/held.ts'
import { fakeCatalogue, field, loans, personal } from '../quality/testing/library.ts'
import { crowd, openLibrary } from '../testing/library.ts'
import { createLineage } from './lineage.ts'

const library = await openLibrary({ derivations: [crowd] })
const { ctx, data, clock, source, ago } = library
const catalogue = fakeCatalogue()
const lineage = createLineage(ctx, {
  audit: createAudit(ctx),
  regions: { has: () => true, name: (code) => code, children: () => [] },
  units: { find: () => undefined },
  catalogue,
  held: createHeld(ctx),
  grants: { find: async () => undefined, of: async () => [] },
  versionFields: async () => undefined,
})
lineage.describe([{ derivations: [crowd] }])
const actors = {
  reader: testActor([{ role: 'auditor', unit: null, region: '99' }], 'reader'),
  elsewhere: testActor([{ role: 'auditor', unit: null, region: '990102' }], 'elsewhere'),
  owner: testActor([{ role: 'dataEngineer', unit: 'library', region: '99' }], 'owner'),
}
const app = await testServer(ctx, [lineage], actors)
after(async () => {
  await app.close()
  await library.close()
})

const ask = async (as: string, node: string, query = '') => {
  const [kind, ...id] = node.split(':')
  const answer = await app.inject({
    method: 'GET',
    url: `/api/lineage/${kind}/${encodeURIComponent(id.join(':'))}${query}`,
    headers: { authorization: as },
  })
  return { status: answer.statusCode, body: answer.json() as LineageGraph }
}
const ofKind = (graph: LineageGraph, kind: string) => graph.nodes.filter((node) => node.kind === kind)

const seriesOf = async (entity: string, attribute: string): Promise<number> =>
  (await ctx.pool.query('SELECT id FROM data.series WHERE entity = $1 AND attribute = $2', [entity, attribute])).rows[0].id

await source('gate', { region: '990101', title: '大门' })
const at = ago(3)
const item = (attribute: string, value: number, entity = 'urn:branch:east') => ({ entity, type: 'Branch', attribute, value, at })
const before = (attribute: string, minutes: number, value: number) => ({ ...item(attribute, value), at: ago(minutes) })
// both attributes are known from here on, so that a time is complete with both
await data.ingest.submit({ source: 'gate', items: [before('loans', 20, 1), before('visits', 20, 1)] })
await data.ingest.submit({
  source: 'gate',
  items: [item('loans', 4), { nonsense: 1 }],
  via: { protocol: 'mqtt', message: 'haihe/gate/batch' },
})
await data.ingest.submit({ source: 'gate', items: [item('visits', 6)], via: { protocol: 'file', message: '补录.csv 第 2–2 行' } })
const instant = Date.parse(at)

test('a reading leads to its request, the source, and what was refused beside it', async () => {
  const node = `reading:${await seriesOf('urn:branch:east', 'loans')}@${instant}`
  const { body } = await ask('reader', node)
  assert.match(ofKind(body, 'batch')[0]!.title, /^MQTT .* haihe\/gate\/batch$/)
  assert.deepEqual(
    ofKind(body, 'source').map(({ title }) => title),
    ['大门'],
  )
  const batch = ofKind(body, 'batch')[0]!
  const around = await ask('reader', `batch:${batch.id}`, '?direction=down&depth=1')
  assert.equal(ofKind(around.body, 'deadLetter').length, 1)
  assert.deepEqual(
    ofKind(around.body, 'reading').map(({ id }) => `reading:${id}`),
    [node],
  )
  const letter = ofKind(around.body, 'deadLetter')[0]!
  assert.deepEqual(
    ofKind((await ask('reader', `deadLetter:${letter.id}`)).body, 'batch').map(({ id }) => id),
    [batch.id],
  )
})

test('a derived reading leads to the readings it was made of, and not to those that came later', async () => {
  const series = await seriesOf('urn:branch:east', 'crowd')
  const { body } = await ask('reader', `reading:${series}@${instant}`, '?direction=up')
  const inputs = body.edges.filter(({ to }) => to === body.root && body.edges.length > 0).map(({ by }) => by)
  assert.equal(inputs.filter((by) => by === '推算 branch.crowd').length, 2)
  assert.equal(ofKind(body, 'batch').length, 2)
  // of this time only the visits came; the loans are those known before, whatever came late
  await data.ingest.submit({ source: 'gate', items: [before('visits', 2, 7)] })
  await data.ingest.submit({ source: 'gate', items: [before('visits', 1, 8)] })
  const partial = `reading:${series}@${Date.parse(ago(2))}`
  const known = await ask('reader', partial, '?direction=up&depth=1')
  await data.ingest.submit({ source: 'gate', items: [{ ...item('loans', 9), at: new Date(instant + 30_000).toISOString() }] })
  const again = await ask('reader', partial, '?direction=up&depth=1')
  assert.deepEqual(ofKind(again.body, 'reading'), ofKind(known.body, 'reading'))
  assert.ok(ofKind(known.body, 'reading').some(({ id }) => id.endsWith(`@${instant}`)))
  const down = await ask('reader', `reading:${await seriesOf('urn:branch:east', 'visits')}@${instant}`, '?direction=down')
  assert.ok(ofKind(down.body, 'reading').some(({ id }) => id === `${series}@${instant}`))
  assert.ok(ofKind(down.body, 'field').some(({ id }) => id === '~Branch#visits'))
})

test('nothing is told outside the regions of who asks, of what is not there, or of a protected attribute', async () => {
  const node = `reading:${await seriesOf('urn:branch:east', 'loans')}@${instant}`
  assert.equal((await ask('elsewhere', node)).status, 404)
  assert.equal((await ask('elsewhere', 'object:urn:branch:east')).status, 404)
  for (const wrong of ['reading:1', 'reading:999999@5', 'batch:gate/1', 'batch:x', 'deadLetter:x', 'object:urn:nobody'])
    assert.equal((await ask('reader', wrong)).status, 404, wrong)
  const object = await ask('reader', 'object:urn:branch:east')
  assert.equal(ofKind(object.body, 'reading').length, 3)
  catalogue.put(
    loans({
      id: randomUUID(),
      no: 900,
      kind: 'entities',
      target: 'Branch',
      fields: [field('loans', '借出', 'number', { classification: personal('health') })],
      keys: [],
      regionField: null,
      loadedAt: clock.now().toISOString(),
    }),
  )
  assert.equal((await ask('reader', node)).status, 404)
  assert.equal((await ask('owner', node)).status, 200)
})
