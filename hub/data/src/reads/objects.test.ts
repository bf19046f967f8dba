import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, test } from 'node:test'
import type { Actor } from '@haihe/contract'
import { createFinder } from '../context/query/find.ts'
import { createSubjectKey } from '../platform/subject-key.ts'
import { idOf, objects, openObjects } from '../policy/testing/objects.ts'
import { PEOPLE as ACTORS, grantInput, people, REASON } from '../policy/testing/readers.ts'

const { hub, desk, write, close } = await openObjects('objects')
after(close)
const { ask, ctx } = desk
const whole = objects()
const resource = await desk.add({ ...whole, channels: ['api', 'table', 'file'] })
const PEOPLE = people(60)
await write(PEOPLE)
const rows = `/api/resources/${resource.id}/rows`
const query = `/api/resources/${resource.id}/query`
const reason = { purpose: 'public-service', basis: '章程' }
const FIELDS = ['id', ...grantInput().fields]
const issue = async (more: object = {}) => {
  const made = await ask('keeper', 'POST', '/api/grants', grantInput({ fields: FIELDS, ...more }))
  assert.equal(made.status, 201, JSON.stringify(made.body))
  return made.body
}
const grant = await issue({ region: '990101' })
const OWNER: Actor = {
  id: 'o',
  kind: 'person',
  name: 'o',
  grants: [{ role: 'dataEngineer', unit: 'book-library', region: '99' }],
  assurance: 3,
}
const own = PEOPLE.filter(({ region }) => region === '990101')

test('city objects are rows of the resource that describes them: masked, of the granted region, page by page', async () => {
  const found: Record<string, unknown>[] = []
  let cursor = ''
  do {
    const page = await ask('school', 'GET', `${rows}?${REASON}&limit=7${cursor && `&cursor=${cursor}`}`)
    assert.equal(page.status, 200, JSON.stringify(page.body))
    found.push(...page.body.rows)
    cursor = page.body.next ?? ''
  } while (cursor)
  assert.deepEqual(found.map(({ loans }) => loans).sort(), own.map(({ loans }) => loans).sort())
  const text = JSON.stringify(found)
  for (const one of own) assert.ok(!text.includes(one.id_no) && !text.includes(`"${one.card}"`))
  assert.ok(own.every(({ phone }) => text.includes(phone)))
})

test('conditions on whole fields narrow, on others they are refused; the owner sees all in the order of ids', async () => {
  const by = (where: object[], who = 'school') => ask(who, 'POST', query, { ...reason, where })
  const some = await by([
    { field: 'loans', op: '>=', value: 10 },
    { field: 'loans', op: 'in', value: [3, 10, 11, 13] },
  ])
  assert.deepEqual(some.body.rows.map((row: { loans: number }) => row.loans).sort(), [11, 13])
  for (const field of ['id_no', 'name', 'health', 'card', 'since', '_key'])
    assert.equal((await by([{ field, op: '=', value: 'x' }])).body.code, 'FILTER_NOT_ALLOWED', field)
  assert.equal((await by([{ field: 'since', op: '<', value: '2015-01-01' }], 'keeper')).body.rows.length, 30)
  const keeper = await ask('keeper', 'GET', `${rows}?${REASON}&limit=100`)
  assert.deepEqual(
    keeper.body.rows.map(({ id }: { id: string }) => id),
    PEOPLE.map(idOf).sort(),
  )
})

test('a read of objects is on record with whom they are about, over rows as over NGSI-LD', async () => {
  const page = await ask('school', 'POST', query, { ...reason, where: [{ field: 'loans', op: '=', value: 5 }] })
  const key = createSubjectKey(ctx)('person', PEOPLE[5]!.id_no)
  const readsOf = async () =>
    (
      await ctx.pool.query<{ id: number; way: string; grant_id: string | null }>(
        `SELECT l.id, l.way, l.grant_id FROM data.read_subject s JOIN data.read_log l ON l.id = s.read WHERE s.subject = $1 ORDER BY 1`,
        [key],
      )
    ).rows
  const before = await readsOf()
  assert.deepEqual(before.at(-1), { id: page.body.read, way: 'api', grant_id: grant.id })
  const headers = { 'Haihe-Purpose': 'public-service', 'Haihe-Basis': encodeURIComponent('章程') }
  assert.equal((await hub.call('GET', `/entities/${idOf(PEOPLE[5]!)}`, undefined, { headers })).status, 200)
  const after = await readsOf()
  assert.deepEqual(
    after.slice(before.length).map(({ way, grant_id }) => [way, grant_id]),
    [['api', null]],
  )
})
const keptOf = async (some: readonly (typeof PEOPLE)[0][]) => {
  return createFinder({ pool: ctx.pool, now: ctx.now }).many('', some.map(idOf))
}

test('objects as of an instant, and every value of a span', async () => {
  const id = idOf(PEOPLE[0]!)
  const start = desk.clock.now()
  desk.clock.advance(3_600_000)
  const change = async (loans: number) => {
    const { status } = await hub.call('PATCH', `/entities/${id}/attrs`, { loans: { type: 'Property', value: loans } })
    assert.equal(status, 204)
  }
  await change(900)
  desk.clock.advance(3_600_000)
  await change(901)
  desk.clock.advance(3_600_000)
  const at = (ms: number) => encodeURIComponent(new Date(start.getTime() + ms).toISOString())
  const asOf = async (ms: number) =>
    (await ask('keeper', 'GET', `${rows}?${REASON}&limit=1&at=${at(ms)}`)).body.rows.map((row: { loans: number }) => row.loans)
  assert.deepEqual(
    [await asOf(1000), await asOf(3_600_000), await asOf(7_199_999), await asOf(7_200_000)],
    [[0], [900], [900], [901]],
  )
  assert.deepEqual((await ask('keeper', 'GET', `${rows}?${REASON}&limit=1&at=${at(-1)}`)).body.rows, [])
  const span = `from=${at(1000)}&to=${at(7_300_000)}`
  const first = await ask('keeper', 'GET', `${rows}?${REASON}&fields=id,loans&limit=1&${span}`)
  assert.deepEqual(first.body.rows, [{ id, loans: 900 }])
  const second = await ask('keeper', 'GET', `${rows}?${REASON}&fields=id,loans&limit=5&${span}&cursor=${first.body.next}`)
  assert.deepEqual([second.body.rows, second.body.next], [[{ id, loans: 901 }], null])
  for (const wrong of [`at=${at(0)}&${span}`, `from=${at(0)}`, `from=${at(5)}&to=${at(5)}`, `at=${at(1e10)}`])
    assert.equal((await ask('keeper', 'GET', `${rows}?${REASON}&${wrong}`)).status, 400, wrong)
  // the past of what a grant masks is masked as the present is
  const masked = await ask('school', 'GET', `${rows}?${REASON}&limit=100&at=${at(1000)}`)
  assert.ok(masked.body.rows.length === own.length && !JSON.stringify(masked.body).includes(own[0]!.id_no))
})

test('a file of objects holds what rows show, and a stranger has none', async () => {
  const asked = await ask('school', 'POST', `/api/resources/${resource.id}/exports`, { ...reason, format: 'jsonl' })
  assert.equal(asked.status, 202, JSON.stringify(asked.body))
  await desk.run('data.export', desk.queued.at(-1)?.payload)
  const file = await ask('school', 'GET', `/api/exports/${asked.body.id}/file`)
  const lines = String(file.raw)
    .trim()
    .split('\n')
    .slice(1, -1)
    .map((line) => JSON.stringify(JSON.parse(line)))
  const page = await ask('school', 'GET', `${rows}?${REASON}&limit=100`)
  assert.deepEqual(lines.sort(), page.body.rows.map((row: object) => JSON.stringify(row)).sort())
  const manifest = (await ask('school', 'GET', `/api/exports/${asked.body.id}/manifest`)).body
  assert.deepEqual(manifest.lineage.runs, [{ run: null, rows: own.length }])
  const refused = await ask('museum', 'POST', `/api/resources/${resource.id}/exports`, {
    ...reason,
    format: 'csv',
    fields: ['name'],
  })
  assert.equal(refused.body.code, 'DATA_DENIED')
})

test('the calls of a day count over rows and NGSI-LD together', async () => {
  await issue({ quota: 2, purpose: 'statistics' })
  const call = () => ask('school', 'GET', `${rows}?purpose=statistics&basis=%E7%AB%A0%E7%A8%8B&limit=1`)
  const asker = {
    actor: { ...OWNER, id: 's', grants: [{ role: 'deptHandler', unit: 'book-school', region: '99' }] } as Actor,
    reason: { purpose: 'statistics', basis: '章程' } as const,
  }
  assert.equal((await call()).status, 200)
  await desk.room.guard.show(asker, 'api', await keptOf([PEOPLE[1]!]))
  assert.equal((await call()).body.code, 'QUOTA_EXCEEDED')
  await assert.rejects(desk.room.guard.show(asker, 'api', await keptOf([PEOPLE[1]!])), /QUOTA_EXCEEDED/)
})

test('counts of objects are suppressed for others and whole for the owner', async () => {
  const counts = `/api/resources/${resource.id}/counts`
  const mine = await ask('keeper', 'GET', `${counts}?by=branch&${REASON}`)
  assert.equal(mine.body.total, 60)
  const other = await ask('school', 'GET', `${counts}?by=branch,loans&${REASON}`)
  assert.ok(other.body.withheld || other.body.cells.every(({ count }: { count: number | null }) => count === null))
})

test('a subscriber is told in full of objects in the granted region, and nothing of others, with its proof', async () => {
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
  const made = await hub.call('POST', '/subscriptions', {
    type: 'Subscription',
    entities: [{ type: 'Reader' }],
    notification: { endpoint: { uri: `http://127.0.0.1:${port}/` } },
  })
  assert.equal(made.status, 201)
  const id = made.headers.get('location')!.split('/').at(-1)!
  const school = {
    id: 'school',
    kind: 'person',
    name: 's',
    assurance: 3,
    grants: [{ role: 'deptHandler', unit: 'book-school', region: '99' }],
  }
  await ctx.pool.query('UPDATE data.subscriber SET actor = $2, reason = $3 WHERE subscription = $1', [
    decodeURIComponent(id),
    JSON.stringify(school),
    JSON.stringify(reason),
  ])
  const [inside, outside] = [own[3]!, PEOPLE.find(({ region }) => region === '990102')!]
  for (const one of [inside, outside])
    await hub.call('PATCH', `/entities/${idOf(one)}/attrs`, { phone: { type: 'Property', value: '13912345678' } })
  for (let tries = 0; told.length === 0 && tries < 400; tries += 1) {
    await hub.context.drain()
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  await hub.context.drain()
  server.close()
  assert.equal(told.length, 1)
  const [entity, ...others] = JSON.parse(told[0]!).data
  assert.deepEqual([entity.id, entity.phone.value, others.length], [idOf(inside), '13912345678', 0])
  assert.equal(
    entity.name.value,
    inside.name.startsWith('欧阳') ? '欧阳**' : `${inside.name[0]}${'*'.repeat(inside.name.length - 1)}`,
  )
  const { rows: proofs } = await ctx.pool.query('SELECT entity, state FROM data.delivery ORDER BY entity')
  assert.deepEqual(
    proofs,
    [
      { entity: idOf(inside), state: 'delivered' },
      { entity: idOf(outside), state: 'withheld' },
    ].sort((a, b) => (a.entity < b.entity ? -1 : 1)),
  )
  const { rows: counters } = await ctx.pool.query('SELECT times_sent, times_failed FROM data.delivery_subscriber WHERE id = $1', [
    decodeURIComponent(id),
  ])
  assert.deepEqual(counters, [{ times_sent: 1, times_failed: 0 }])
})

test('a person sees the own objects as the own record', async () => {
  await ctx.pool.query(
    `INSERT INTO kernel.account (id, login, name, kind, created_at) VALUES ($1, 'citizen', 'c', 'person', now())`,
    [ACTORS.citizen.id],
  )
  await ctx.pool.query(
    `INSERT INTO kernel.account_subject (account, kind, key, masked, method, verified_at) VALUES ($1, 'person', $2, 'x', 'simulated', now())`,
    [ACTORS.citizen.id, createSubjectKey(ctx)('person', PEOPLE[9]!.id_no)],
  )
  const page = await ask('citizen', 'GET', `${rows}?purpose=own-data&basis=%E4%B8%AA%E4%BA%BA`)
  assert.deepEqual(
    page.body.rows.map((row: { name: string; loans: number }) => [row.name, row.loans]),
    [[PEOPLE[9]!.name, 9]],
  )
})
