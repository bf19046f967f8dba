import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, test } from 'node:test'
import { type Actor, type Decision, decideRead, maskValue, type ReadReason, type Resource } from '@haihe/contract'
import { openHub } from '../context/testing/hub.ts'
import { createEntityGuard } from './entity-guard.ts'
import { readers } from './testing/readers.ts'

const whole = readers()
/** Anybody on the staff sees what is not protected; the rest is its owner's. */
const resource: Resource = {
  ...whole,
  kind: 'entities',
  target: 'Reader',
  sharing: { type: 'unconditional', condition: '', basis: '' },
  fields: whole.fields.map((field) =>
    field.name === 'since' ? { ...field, classification: { ...field.classification, mask: 'year' } } : field,
  ),
}
const seen: { reason: ReadReason | null; way: string; actor: string }[] = []
const decide = async ({
  actor,
  reason,
  way,
  at,
}: {
  actor: Actor
  reason: ReadReason | null
  way: never
  at: Date
}): Promise<Decision> => {
  seen.push({ reason, way, actor: actor.id })
  // the test's neighbour stands for the owner once a reason is named
  const grants: Actor['grants'] =
    actor.id === 'neighbour' ? [...actor.grants, { role: 'deptHandler', unit: 'book-library', region: '99' }] : actor.grants
  const limits = { volume: { steps: [], most: 4 }, smallest: 5 }
  const asker = { grants, assurance: 3 }
  return decideRead({ actor: asker, resource, reason, way, at, grants: [], holdings: [], subject: null, limits })
}
let now = Date.parse('2026-11-20T02:00:00Z')
const guard = createEntityGuard({
  catalogue: {
    byEntityType: async (type) => (type === 'Reader' ? [resource] : []),
    list: async () => [resource],
  },
  policy: {
    decide: decide as never,
    decideReach: async (intent) => ({ decision: await decide(intent as never), regions: null }),
    show: (decision, _resource, row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [name, maskValue(decision.fields[name]?.mask ?? 'hide', value)]),
      ),
  },
  // every decision is taken anew
  now: () => {
    now += 10_000
    return new Date(now)
  },
})
const hub = await openHub('guarded', { guard })
after(hub.close)

const id = 'urn:ngsi-ld:Reader:1'
const property = (value: string | number) => ({ type: 'Property', value })
const made = await hub.call('POST', '/entities', {
  id,
  type: 'Reader',
  name: property('王小明'),
  branch: property('总馆'),
  since: property('2014-05-06'),
  loans: property(3),
  shoeSize: property(42),
})
assert.equal(made.status, 201)
await hub.call('POST', '/entities', { id: 'urn:ngsi-ld:Shelf:1', type: 'Shelf', name: property('书架') })
const REASON = { 'Haihe-Purpose': 'governance', 'Haihe-Basis': encodeURIComponent('借阅章程') }
const values = (body: Record<string, { value?: unknown }>) =>
  Object.fromEntries(Object.entries(body).flatMap(([name, one]) => (one?.value === undefined ? [] : [[name, one.value]])))
const OPEN = { branch: '总馆', since: '2014', loans: 3, shoeSize: 42 }

test('a reader of entities sees classified attributes as the policy has them, and others as before', async () => {
  const one = await hub.call('GET', `/entities/${id}`)
  assert.deepEqual(values(one.body), OPEN)
  const list = await hub.call('GET', '/entities?type=Reader')
  assert.deepEqual(values(list.body[0]), OPEN)
  assert.equal((await hub.call('GET', '/entities?type=Shelf')).body[0].name.value, '书架')
  assert.equal((await hub.call('GET', `/entities/${id}?attrs=name`)).status, 404)
  for (const format of ['simplified', 'concise'])
    assert.ok(!JSON.stringify((await hub.call('GET', `/entities/${id}?format=${format}`)).body).includes('王小明'))
})

test('purpose and basis come in headers, and a wrong one is refused', async () => {
  // an engineer who names a reason is still no owner; whoever belongs to the owner sees all with one
  assert.deepEqual(values((await hub.call('GET', `/entities/${id}`, undefined, { headers: REASON })).body), OPEN)
  assert.deepEqual(seen.at(-1)?.reason, { purpose: 'governance', basis: '借阅章程' })
  assert.equal((await hub.call('GET', `/entities/${id}`, undefined, { headers: { 'Haihe-Purpose': 'fun' } })).status, 400)
})

test('a query, an order or a subscription that looks at what is not shown is refused', async () => {
  for (const path of [
    '/entities?type=Reader&q=name==%22王小明%22',
    '/entities?type=Reader&orderBy=since',
    '/entities?q=since%3E%222014-01-01%22',
    '/temporal/entities?type=Reader&q=name==%22x%22&timerel=before&timeAt=2030-01-01T00:00:00Z',
  ]) {
    const refused = await hub.call('GET', path)
    assert.equal(refused.status, 403, path)
  }
  assert.equal((await hub.call('GET', '/entities?type=Reader&q=loans==3')).body.length, 1)
  assert.equal((await hub.call('GET', '/entities?type=Shelf&q=name==%22书架%22')).body.length, 1)
  const subscription = {
    type: 'Subscription',
    entities: [{ type: 'Reader' }],
    q: 'name=="王小明"',
    notification: { endpoint: { uri: 'http://127.0.0.1:9/' } },
  }
  assert.equal((await hub.call('POST', '/subscriptions', subscription)).status, 403)
})

test('the past and the history on screens show no more than the present', async () => {
  const past = await hub.call('GET', `/temporal/entities/${id}`)
  assert.equal(past.status, 200)
  const text = JSON.stringify(past.body)
  assert.ok(!text.includes('王小明') && !text.includes('2014-05-06') && text.includes('总馆'))
  const history = await fetch(`${hub.url}/api/entities/${id}/history`, { headers: { authorization: 'engineer' } })
  const { items } = (await history.json()) as { items: { attribute: string; value: unknown }[] }
  assert.deepEqual(Object.fromEntries(items.map(({ attribute, value }) => [attribute, value])), OPEN)
  assert.equal(seen.at(-1)?.way, 'screen')
})

test('a notification says no more than a read by its subscriber', async () => {
  const told: string[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      told.push(body)
      response.end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const subscribed = await hub.call('POST', '/subscriptions', {
    type: 'Subscription',
    entities: [{ type: 'Reader' }],
    notificationTrigger: ['entityUpdated'],
    notification: { showChanges: true, endpoint: { uri: `http://127.0.0.1:${port}/` } },
  })
  assert.equal(subscribed.status, 201)
  await hub.call('PATCH', `/entities/${id}/attrs`, { name: property('李芳'), loans: property(4), since: property('2015-07-08') })
  await hub.context.drain()
  for (let tries = 0; told.length === 0 && tries < 400; tries += 1) {
    await hub.context.drain()
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  server.close()
  const body = told[0] ?? ''
  assert.ok(body.includes('"value":4'), body)
  for (const secret of ['李芳', '王小明', '2015-07-08', '2014-05-06']) assert.ok(!body.includes(secret), secret)
  assert.ok(seen.some(({ way, actor }) => way === 'event' && actor === 'engineer'))
})
