import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Actor, Decision, MyReads, Resource } from '@haihe/contract'
import { bindAccountSubject, createAudit, createOutbox, kernelMigrations, type OutboxEvent } from '@haihe/kernel'
import { assertRouteAccess, roleActors, testActor, testClock, testContext, testServer } from '@haihe/kernel/testing'
import { loans } from '../exchange/testing/loans.ts'
import { migrations } from '../migrations.ts'
import type { ReadRequest } from '../platform/ports.ts'
import { createSubjectKey } from '../platform/subject-key.ts'
import { createMyData, createSubjects } from './my-data.ts'

const clock = testClock('2026-11-20T02:00:00Z')
const ctx = await testContext([kernelMigrations, migrations], clock)
const audit = createAudit(ctx)
const outbox = createOutbox(ctx)
const subjectKey = createSubjectKey(ctx)
const ANNA = '11010519491231002X'
const BERT = '110105198001010016'
const FIRM = '91350200MA2YJ1XR9G'

const account = async (login: string): Promise<string> => {
  const { rows } = await ctx.pool.query<{ id: string }>(
    `INSERT INTO kernel.account (id, login, name, kind, created_at) VALUES (gen_random_uuid(), $1, $1, 'person', now()) RETURNING id`,
    [login],
  )
  return rows[0]!.id
}
const citizen = (id: string): Actor => testActor([{ role: 'citizen', unit: null, region: '99' }], id)
const ids = {
  anna: await account('anna'),
  bert: await account('bert'),
  firm: await account('firm'),
  clerk: await account('clerk'),
}
const people: Record<string, Actor> = {
  anna: citizen(ids.anna),
  bert: citizen(ids.bert),
  firm: citizen(ids.firm),
  clerk: testActor([{ role: 'deptHandler', unit: 'library', region: '99' }], ids.clerk),
  district: testActor([{ role: 'auditor', unit: 'library', region: '990101' }], 'district'),
  ...roleActors('99'),
}

const resource: Resource = loans({ rows: 3 })
const asked: ReadRequest[] = []
/** Stands for the policy: own data to who is verified, nothing else. */
const decide = async ({ actor }: { actor: Actor }): Promise<Decision> => {
  const [mine] = await createSubjects(ctx).of(actor.id)
  const field = { effect: 'allow', mask: 'none', reason: 'own-record' } as const
  const subject = actor.grants.some(({ role }) => role === 'citizen') ? (mine?.key ?? null) : null
  return {
    effect: 'allow',
    reasons: ['own-record'],
    fields: { loan_no: field, title: { effect: 'mask', mask: 'hide', reason: 'own-record' } },
    regions: null,
    subject,
    smallest: 1,
    grant: null,
  }
}
await ctx.pool.query(`CREATE TABLE held.r_1 (_key text PRIMARY KEY, _subject text, loan_no text)`)
await ctx.pool.query(`INSERT INTO held.r_1 VALUES ('a', $1, 'a'), ('b', $1, 'b'), ('c', $2, 'c')`, [
  subjectKey('person', ANNA),
  subjectKey('person', BERT),
])

const module = createMyData({
  ctx,
  audit,
  outbox,
  subjectKey,
  subjects: createSubjects(ctx),
  catalogue: { find: async (id) => (id === resource.id ? resource : undefined), list: async () => [resource] },
  held: { table: ({ no }) => `held."r_${no}"` },
  policy: { decide },
  reader: {
    read: async (request) => {
      asked.push(request)
      return { rows: [{ loan_no: 'a', title: null }], next: null, decision: await decide(request), read: 1 }
    },
  },
  units: { name: (id) => `馆 ${id}` },
})
const published: OutboxEvent[] = []
outbox.consume('test', ['read.objected'], async (_, event) => void published.push(event))
const app = await testServer(ctx, [module], people)
await outbox.start()
after(async () => {
  await outbox.stop()
  await app.close()
  await ctx.close()
})

const ask = (method: 'GET' | 'POST', url: string, who: string, payload?: object) =>
  app.inject({ method, url, headers: { authorization: who }, ...(payload ? { payload } : {}) })
const verify = (who: string, kind: string, number: string, name = '安娜') =>
  ask('POST', '/api/my-data/verify', who, { kind, number, name })

/** A read of records of these subjects, so many minutes after the hour; its number. */
const read = async (minute: number, subjects: string[], more: { unit?: string; actor?: string } = {}): Promise<number> => {
  const at = new Date(Date.parse('2026-11-20T01:00:00Z') + minute * 60_000)
  const { rows } = await ctx.pool.query<{ id: number }>(
    `INSERT INTO data.read_log (at, actor, actor_name, unit, resource, fields, masked, purpose, basis, way, rows)
      VALUES ($1, $2, '馆员小李', $3, $4, '{loan_no,reader_id}', '{reader_id}', 'governance', '《图书馆条例》第八条', 'api', 2) RETURNING id`,
    [at, more.actor ?? 'somebody', more.unit ?? 'library', resource.id],
  )
  for (const subject of subjects)
    await ctx.pool.query('INSERT INTO data.read_subject (at, read, subject) VALUES ($1, $2, $3)', [at, rows[0]!.id, subject])
  return rows[0]!.id
}

test('nobody sees reads before they have proved who they are', async () => {
  for (const url of ['reads', 'readers', 'records', 'objections', 'lookups']) {
    const answer = await ask('GET', `/api/my-data/${url}`, 'anna')
    assert.deepEqual([answer.statusCode, answer.json().code], [403, 'REAL_NAME_REQUIRED'])
  }
})

test('the real-name step checks the number, binds once, and keeps the key alone', async () => {
  const wrong = await verify('anna', 'person', '110105194912310021')
  assert.equal(wrong.statusCode, 400)
  assert.match(wrong.json().errors[0].message, /身份证号码不正确/)
  assert.equal((await verify('anna', 'person', '11010520991231002X')).statusCode, 400)
  const done = (await verify('anna', 'person', ' 110105 19491231 002x ')).json()
  assert.deepEqual([done.kind, done.masked, done.method], ['person', '1****************X', 'simulated'])
  assert.equal((await verify('anna', 'person', BERT)).statusCode, 409)
  assert.equal((await verify('bert', 'person', ANNA)).statusCode, 409)
  assert.equal((await verify('bert', 'person', BERT)).statusCode, 200)
  assert.equal((await verify('firm', 'enterprise', FIRM, '书香有限公司')).statusCode, 200)
  const { rows: kept } = await ctx.pool.query(`SELECT to_jsonb(s)::text AS row FROM kernel.account_subject s
    UNION ALL SELECT to_jsonb(a)::text FROM kernel.audit_entry a`)
  assert.ok(kept.length > 3)
  for (const number of [ANNA, BERT, FIRM]) assert.ok(!kept.some(({ row }) => row.toUpperCase().includes(number)))
  const standing = (await ask('GET', '/api/my-data', 'anna')).json()
  assert.deepEqual([standing.subjects.length, standing.simulated], [1, true])
})

test('in production nothing is simulated: without a register nobody is verified', async () => {
  const production = createMyData({
    ...({} as Parameters<typeof createMyData>[0]),
    ctx: { ...ctx, config: { ...ctx.config, mode: 'production' } },
    outbox: { publish: outbox.publish, consume: () => {} },
    audit,
    subjectKey,
    subjects: createSubjects(ctx),
  })
  const server = await testServer(ctx, [production], people)
  const payload = { kind: 'person', number: ANNA, name: '安娜' }
  const answer = await server.inject({ method: 'POST', url: '/api/my-data/verify', headers: { authorization: 'clerk' }, payload })
  assert.equal(answer.statusCode, 503)
  await server.close()
})

test('every read of my record is there with who, unit, purpose, basis, fields and when; nobody else’s is', async () => {
  const anna = subjectKey('person', ANNA)
  const bert = subjectKey('person', BERT)
  const mine = await read(1, [anna, bert])
  await read(2, [bert])
  const { items } = (await ask('GET', '/api/my-data/reads', 'anna')).json() as MyReads
  assert.deepEqual(
    items.map(({ id }) => id),
    [mine],
  )
  assert.deepEqual(items[0], {
    id: mine,
    at: '2026-11-20T01:01:00.000Z',
    name: '馆员小李',
    unit: 'library',
    unitName: '馆 library',
    own: false,
    resource: resource.id,
    resourceTitle: '借阅记录',
    purpose: 'governance',
    basis: '《图书馆条例》第八条',
    way: 'api',
    fields: [
      { name: 'loan_no', title: '借阅编号', masked: false },
      { name: 'reader_id', title: '读者身份证号', masked: true },
    ],
    objection: null,
  })
  assert.equal(((await ask('GET', '/api/my-data/reads', 'bert')).json() as MyReads).items.length, 2)
})

test('an enterprise sees reads of its record as a person does', async () => {
  const id = await read(3, [subjectKey('enterprise', FIRM)])
  const { items } = (await ask('GET', '/api/my-data/reads', 'firm')).json() as MyReads
  assert.deepEqual(
    items.map((one) => one.id),
    [id],
  )
})

test('reads are paged without a gap, and filtered by unit and time', async () => {
  const anna = subjectKey('person', ANNA)
  // two reads of the same moment lie on either side of a page's edge
  for (const minute of [10, 11, 11, 12, 13]) await read(minute, [anna], { unit: minute % 2 ? 'archive' : 'library' })
  const seen: number[] = []
  let cursor: string | null = null
  do {
    const page = (
      await ask('GET', `/api/my-data/reads?limit=2${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`, 'anna')
    ).json() as MyReads
    seen.push(...page.items.map(({ id }) => id))
    cursor = page.next
  } while (cursor)
  assert.equal(new Set(seen).size, 6)
  assert.equal(seen.length, 6)
  const count = async (query: string) =>
    ((await ask('GET', `/api/my-data/reads?${query}`, 'anna')).json() as MyReads).items.length
  assert.equal(await count('unit=archive'), 3)
  assert.equal(await count('from=2026-11-20T01:11:00Z&to=2026-11-20T01:13:00Z'), 3)
  assert.equal((await ask('GET', '/api/my-data/reads?cursor=rubbish', 'anna')).statusCode, 400)
  const readers = (await ask('GET', '/api/my-data/readers', 'anna')).json()
  assert.deepEqual([readers.total, readers.units.length], [6, 2])
})

test('an objection is published once, and where its case stands comes back', async () => {
  const anna = subjectKey('person', ANNA)
  const mine = await read(20, [anna])
  const others = await read(21, [subjectKey('person', BERT)])
  const send = (id: number, who = 'anna') => ask('POST', '/api/my-data/objections', who, { read: id, text: '我没有借过这本书' })
  assert.equal((await send(others)).statusCode, 404)
  assert.equal((await send(mine)).statusCode, 204)
  assert.equal((await send(mine)).statusCode, 409)
  await outbox.drain()
  assert.deepEqual(
    published.map(({ payload }) => payload),
    [{ read: mine, resource: resource.id, subject: anna, text: '我没有借过这本书', account: ids.anna }],
  )
  const moved = { read: mine, account: ids.anna, caseId: 'c1', caseNo: '数异1', state: 'answered', reply: '已核实，依法调阅' }
  await ctx.db
    .transaction()
    .execute((trx) => outbox.publish(trx, [{ topic: 'objection.moved', key: 'c1', region: '99', payload: moved }]))
  await outbox.drain()
  const [objection] = (await ask('GET', '/api/my-data/objections', 'anna')).json().items
  assert.deepEqual([objection.state, objection.caseNo, objection.reply], ['answered', '数异1', '已核实，依法调阅'])
  const { items } = (await ask('GET', '/api/my-data/reads', 'anna')).json() as MyReads
  assert.equal(items.find(({ id }) => id === mine)?.objection, 'answered')
  assert.equal((await ask('GET', '/api/my-data/objections', 'bert')).json().items.length, 0)
})

test('my own records come through the reader as own data, with counts of rows about me alone', async () => {
  const { items } = (await ask('GET', '/api/my-data/records', 'anna')).json()
  assert.deepEqual(
    items.map(({ title, rows, fields }: { title: string; rows: number; fields: number }) => [title, rows, fields]),
    [['借阅记录', 2, 2]],
  )
  const own = (await ask('GET', `/api/my-data/records/${resource.id}`, 'anna')).json()
  assert.deepEqual(own.fields, [
    { name: 'loan_no', title: '借阅编号', masked: false },
    { name: 'title', title: '书名', masked: true },
  ])
  assert.deepEqual(own.rows, [{ loan_no: 'a', title: null }])
  assert.deepEqual([asked.at(-1)?.reason?.purpose, asked.at(-1)?.way], ['own-data', 'screen'])
})

test('who may read everybody’s rows gets none of them here', async () => {
  const before = asked.length
  await bindAccountSubject(ctx.db, ids.clerk, {
    kind: 'person',
    key: 'f'.repeat(64),
    masked: '1*',
    method: 'simulated',
    verifiedAt: clock.now(),
  })
  assert.equal((await ask('GET', `/api/my-data/records/${resource.id}`, 'clerk')).statusCode, 404)
  assert.equal((await ask('GET', '/api/my-data/records', 'clerk')).json().items.length, 0)
  assert.equal(asked.length, before)
})

test('an auditor’s look at the list is recorded, and the person sees it', async () => {
  const body = { kind: 'person', number: ANNA, purpose: 'supervision', basis: '审计通知 2026-11' }
  assert.equal((await ask('POST', '/api/read-lookups', 'district', body)).statusCode, 403)
  assert.equal((await ask('POST', '/api/read-lookups', 'auditor', { ...body, basis: '' })).statusCode, 400)
  const found = (await ask('POST', '/api/read-lookups', 'auditor', body)).json() as MyReads
  assert.ok(found.items.length > 0)
  const { items } = (await ask('GET', '/api/my-data/lookups', 'anna')).json()
  assert.deepEqual(
    [items.length, items[0].name, items[0].purpose, items[0].basis],
    [1, 'auditor', 'supervision', '审计通知 2026-11'],
  )
  assert.equal((await ask('GET', '/api/my-data/lookups', 'bert')).json().items.length, 0)
  const { rows: entries } = await ctx.pool.query(
    `SELECT purpose, basis FROM kernel.audit_entry WHERE action = 'read-log.look-up'`,
  )
  assert.deepEqual(entries, [{ purpose: 'supervision', basis: '审计通知 2026-11' }])
})

test('every route asks for its permission', () => assertRouteAccess(app, module.routes ?? []))
