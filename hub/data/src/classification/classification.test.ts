import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Actor, ClassificationView, Resource } from '@haihe/contract'
import { createAudit, createOutbox, type Jobs, kernelMigrations } from '@haihe/kernel'
import { assertRouteAccess, roleActors, testActor, testContext, testServer } from '@haihe/kernel/testing'
import { createCatalogue } from '../catalogue/catalogue.ts'
import { draftOf, field } from '../catalogue/testing/books.ts'
import { createHeld } from '../held/held.ts'
import { migrations } from '../migrations.ts'
import { createClassification } from './classification.ts'
import { dice, identity, mobile, personName } from './testing/samples.ts'

const ctx = await testContext([kernelMigrations, migrations])
const audit = createAudit(ctx)
const outbox = createOutbox(ctx)
const catalogue = createCatalogue(ctx, { outbox, audit })
const held = createHeld(ctx)
const defined = new Map<string, (payload: never) => Promise<void>>()
const queued: [string, unknown][] = []
const jobs: Pick<Jobs, 'define' | 'enqueue'> = {
  define: (name, handle) => void defined.set(name, handle as (payload: never) => Promise<void>),
  enqueue: async (_, name, payload) => void queued.push([name, payload]),
}
const work = async (): Promise<void> => {
  await outbox.drain()
  for (const [name, payload] of queued.splice(0)) await defined.get(name)?.(payload as never)
  await outbox.drain()
}
const module = createClassification({
  ctx,
  catalogue,
  held,
  audit,
  outbox,
  jobs,
  units: { name: (id) => `unit ${id}` },
  volume: () => ({ steps: [{ rows: 1000, raise: 1 }], most: 5 }),
})
const people: Record<string, Actor> = {
  owner: testActor([{ role: 'dataEngineer', unit: 'book-library', region: '9901' }], 'owner'),
  second: testActor([{ role: 'dataEngineer', unit: 'book-library', region: '9901' }], 'second'),
  // sees everything, owns something else
  rival: testActor(
    [
      { role: 'dataEngineer', unit: 'book-archive', region: '99' },
      { role: 'cityCenter', unit: 'book-office', region: '990102' },
      { role: 'deptHandler', unit: 'book-library', region: '99' },
    ],
    'rival',
  ),
  ...roleActors('99'),
}
const app = await testServer(ctx, [module], people)
await outbox.start()
after(async () => {
  await outbox.stop()
  await app.close()
  await ctx.close()
})

const ask = (method: 'GET' | 'POST', url: string, who = 'owner', payload?: object) =>
  app.inject({ method, url, headers: { authorization: who }, ...(payload ? { payload } : {}) })

/** Readers of the library with so many rows, loaded and looked at. */
const readers = async (rows = 100): Promise<Resource> => {
  const made = await catalogue.create(
    people.owner!,
    draftOf({
      title: '读者名册',
      fields: [
        field('no', { title: '读者证', required: true }),
        field('sfzh', { title: '证号' }),
        field('xm', { title: '姓名' }),
        field('tel', { title: '栏目' }),
        field('shelf', { title: '书架' }),
      ],
      keys: ['no'],
      subject: { kind: 'person', field: 'sfzh' },
    }),
  )
  await held.ensure(made)
  const roll = dice(made.no)
  const values = Array.from({ length: rows }, (_, n) => [
    `R${n}`,
    identity(roll, 1950, 2000),
    personName(roll),
    mobile(roll),
    `A${n % 7}`,
  ])
  await ctx.pool.query(
    `INSERT INTO ${held.table(made)} (_key, no, sfzh, xm, tel, shelf)
      SELECT v->>0, v->>0, v->>1, v->>2, v->>3, v->>4 FROM jsonb_array_elements($1::jsonb) AS v`,
    [JSON.stringify(values)],
  )
  await catalogue.note(ctx.db, made.id, { rows })
  await ctx.db.transaction().execute((trx) =>
    outbox.publish(trx, [
      {
        topic: 'resource.loaded',
        key: made.id,
        region: made.region,
        payload: { resource: made.id, connector: 'x', run: 1, rows, rejected: 0 },
      },
    ]),
  )
  await work()
  return catalogue.get(made.id)
}
const view = async (id: string): Promise<ClassificationView> => (await ask('GET', `/api/classification/${id}/suggest`)).json()
const current = (shown: ClassificationView, name: string) => shown.fields.find((one) => one.name === name)!

test('after the first load every field has a suggestion with its reason, and open fields follow where it is stricter', async () => {
  const resource = await readers()
  const shown = await view(resource.id)
  assert.deepEqual(
    shown.fields.map(({ name, current: { category, grade, confirmed } }) => [name, category, grade, confirmed]),
    [
      ['no', 'business', 2, false],
      ['sfzh', 'identity-number', 4, false],
      ['xm', 'name', 3, false],
      ['tel', 'phone', 3, false],
      ['shelf', 'business', 2, false],
    ],
  )
  assert.match(current(shown, 'sfzh').suggestion!.reason, /样本中 100% 通过身份证校验位/)
  assert.equal(current(shown, 'tel').suggestion!.sampled, 100)
  assert.equal(shown.unconfirmed, 5)
})

test('the grade of a collection is the highest of its fields, and rises with volume', async () => {
  assert.equal((await view((await readers()).id)).grade, 4)
  const many = await view((await readers(1000)).id)
  assert.deepEqual([many.fieldGrade, many.grade], [4, 5])
})

test('the owner confirms as suggested or in own words; who does not own it may not', async () => {
  const { id } = await readers()
  const url = `/api/classification/${id}/confirm`
  assert.equal((await ask('POST', url, 'rival', { accept: ['xm'] })).statusCode, 403)
  const outcome = (
    await ask('POST', url, 'owner', {
      accept: ['sfzh', 'xm'],
      fields: { shelf: { grade: 3, category: 'security', mask: 'hide', reason: '珍本库位置' } },
    })
  ).json()
  assert.deepEqual(outcome.confirmed.sort(), ['sfzh', 'shelf', 'xm'])
  assert.equal(outcome.view.unconfirmed, 2)
  const shelf = (await catalogue.get(id)).fields.find(({ name }) => name === 'shelf')!.classification
  assert.deepEqual(shelf, { grade: 3, category: 'security', mask: 'hide', confirmed: true, reason: '珍本库位置' })
  assert.equal((await ask('POST', url, 'owner', { accept: ['nothing'] })).statusCode, 400)
})

test('lowering needs a reason and a second person', async () => {
  const { id } = await readers()
  const url = `/api/classification/${id}/confirm`
  const lower = { grade: 1, category: 'public', mask: 'none' }
  const refused = await ask('POST', url, 'owner', { fields: { tel: lower } })
  assert.equal(refused.statusCode, 400)
  assert.match(refused.json().errors[0].message, /理由/)
  const asked = (await ask('POST', url, 'owner', { fields: { tel: { ...lower, reason: '这是总机号码，已对外公布' } } })).json()
  assert.deepEqual([asked.confirmed, asked.waiting], [[], ['tel']])
  assert.equal(current(asked.view, 'tel').current.category, 'phone')
  const again = await ask('POST', url, 'owner', { fields: { tel: { ...lower, reason: '这是总机号码，已对外公布' } } })
  assert.equal(again.statusCode, 409)

  const waiting = (await ask('GET', '/api/classification/lowerings?state=open', 'second')).json().items
  const mine = waiting.find((one: { resource: string }) => one.resource === id)
  assert.deepEqual([mine.field, mine.before.grade, mine.after.grade, mine.canDecide], ['tel', 3, 1, true])
  const decide = (who: string) =>
    ask('POST', `/api/classification/lowerings/${mine.id}/decide`, who, { approve: true, reason: '属实' })
  assert.equal((await decide('owner')).statusCode, 403)
  assert.equal((await decide('rival')).statusCode, 403)
  assert.equal((await decide('second')).statusCode, 204)
  assert.equal((await decide('second')).statusCode, 409)
  const after = (await catalogue.get(id)).fields.find(({ name }) => name === 'tel')!.classification
  assert.deepEqual([after.grade, after.confirmed], [1, true])
  assert.match(after.reason, /owner申请，second复核/)
})

test('accepting never lowers, and a new look leaves confirmed fields alone', async () => {
  const { id } = await readers()
  const strict = { grade: 5, category: 'security', mask: 'hide', reason: '' }
  await ask('POST', `/api/classification/${id}/confirm`, 'owner', { fields: { shelf: strict } })
  await ask('POST', `/api/classification/${id}/suggest`)
  await ask('POST', `/api/classification/${id}/confirm`, 'owner', { accept: ['shelf'] })
  assert.equal(current(await view(id), 'shelf').current.grade, 5)
})

test('open fields are listed by unit, and several resources are confirmed at once', async () => {
  const [one, two] = [await readers(), await readers()]
  const list = (await ask('GET', '/api/classification/unconfirmed?unit=book-library&limit=200')).json()
  assert.ok(list.items.every((item: { owner: string; ownerName: string }) => item.ownerName === 'unit book-library'))
  assert.ok(list.items.some((item: { resource: string }) => item.resource === one.id))
  assert.equal((await ask('GET', '/api/classification/unconfirmed?unit=book-archive')).json().total, 0)
  const body = { resources: [one.id, two.id], sure: 0.9 }
  assert.equal((await ask('POST', '/api/classification/confirm', 'rival', body)).statusCode, 403)
  const { results } = (await ask('POST', '/api/classification/confirm', 'owner', body)).json()
  assert.deepEqual(
    results.map(({ confirmed, left }: { confirmed: number; left: number }) => [confirmed, left]),
    [
      [3, 2],
      [3, 2],
    ],
  )
})

test('every look at samples is audited, and no value of a row stands in a suggestion', async () => {
  const { id } = await readers(30)
  const { rows: audited } = await ctx.pool.query(
    `SELECT 1 FROM kernel.audit_entry WHERE action = 'classification.suggest' AND subject = $1`,
    [`resource:${id}`],
  )
  assert.equal(audited.length, 1)
  const { rows: leaked } = await ctx.pool.query(
    `SELECT 1 FROM data.classification_suggestion s, ${held.table(await catalogue.get(id))} h
      WHERE s.resource = $1 AND (position(h.sfzh IN s.reason) > 0 OR position(h.tel IN s.reason) > 0)`,
    [id],
  )
  assert.equal(leaked.length, 0)
})

test('every route asks for its permission', () => assertRouteAccess(app, module.routes ?? []))
