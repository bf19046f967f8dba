import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Actor } from '@haihe/contract'
import { createAudit, createOutbox, kernelMigrations } from '@haihe/kernel'
import { testContext } from '@haihe/kernel/testing'
import { migrations } from '../migrations.ts'
import { branch } from '../testing/library.ts'
import { createCatalogue } from './catalogue.ts'
import { listVersions } from './store.ts'
import { PEOPLE } from './testing/books.ts'

const ctx = await testContext([kernelMigrations, migrations])
const services = { outbox: createOutbox(ctx), audit: createAudit(ctx) }
const room = createCatalogue(ctx, services)
after(() => ctx.close())

const declared = { type: branch, title: '图书借阅', owner: 'book-library', region: '99' }

test('a declared type becomes a published resource, once', async () => {
  assert.equal(await room.declare([declared]), 1)
  assert.equal(await room.declare([declared]), 0)
  const [found] = await room.byEntityType('Branch')
  assert.ok(found)
  assert.deepEqual(
    [found.state, found.version, found.kind, found.owner, found.cycle],
    ['published', 1, 'entities', 'book-library', 'realtime'],
  )
  assert.deepEqual(found.fields.map(({ name, title, type }) => [name, title, type]).slice(2), [
    ['observed_at', '最近观测时间', 'datetime'],
    ['loans', '借出', 'number'],
    ['visits', '到馆', 'number'],
    ['crowd', '拥挤度', 'number'],
    ['open', '开放', 'boolean'],
    ['notice', '公告', 'text'],
  ])
})

test('processes that start side by side declare it once', async () => {
  const rooms = [createCatalogue(ctx, services), createCatalogue(ctx, services), createCatalogue(ctx, services)]
  const type = { ...branch, type: 'Shelf', title: { zh: '书架', en: 'Shelf' } }
  const counts = await Promise.all(rooms.map((one) => one.declare([{ ...declared, type }])))
  assert.deepEqual(counts.sort(), [0, 0, 1])
  await room.memory.refresh()
  assert.equal((await room.byEntityType('Shelf')).length, 1)
})

test('a changed declaration makes a version, and what the owner decided stays', async () => {
  const [before] = await room.byEntityType('Branch')
  assert.ok(before)
  const engineer = PEOPLE.rival as Actor
  const owner = { ...engineer, grants: [{ role: 'dataEngineer', unit: null, region: '99' }] } as Actor
  const word = { grade: 4, category: 'place', mask: 'place', confirmed: true, reason: '位置' } as const
  await room.classify(owner, before.id, { visits: word })
  const attributes = [
    ...branch.attributes,
    { name: 'openUntil', title: { zh: '闭馆', en: 'Until' }, unit: '', kind: 'text' } as const,
  ]
  assert.equal(await room.declare([{ ...declared, type: { ...branch, attributes } }]), 1)
  const after = await room.get(before.id)
  assert.deepEqual([after.version, after.grade, after.code], [3, 4, before.code])
  assert.deepEqual(after.fields.find(({ name }) => name === 'visits')?.classification, word)
  assert.equal(after.fields.at(-1)?.name, 'open_until')
  assert.equal((await listVersions(ctx.db, before.id, 100, 100)).length, 3)
})

test('a declared resource that was withdrawn stays withdrawn', async () => {
  const [found] = await room.byEntityType('Shelf')
  assert.ok(found)
  await room.act(PEOPLE.chief as Actor, { id: found.id, action: 'withdraw', reason: '不再采集' })
  const type = { ...branch, type: 'Shelf', title: { zh: '新书架', en: 'Shelf' } }
  assert.equal(await room.declare([{ ...declared, type }]), 0)
  assert.equal((await room.get(found.id)).state, 'withdrawn')
})

test('the watch counts city objects and says when one was last heard of', async () => {
  const [found] = await room.byEntityType('Branch')
  assert.ok(found)
  await ctx.pool.query(
    `INSERT INTO data.entity (id, type, types, region, created_at, modified_at)
     SELECT 'urn:b:' || n, 'Branch', '{Branch}', '99', $1, $1 FROM generate_series(1, 3) AS n`,
    [ctx.now()],
  )
  const { watchCycles } = await import('./watch.ts')
  const told: unknown[] = []
  const outbox = { publish: async (_: unknown, events: readonly unknown[]) => void told.push(...events) }
  await watchCycles({ ...ctx, memory: room.memory, outbox })
  const { rows, loadedAt } = await room.get(found.id)
  assert.deepEqual([rows, loadedAt, told], [3, ctx.now().toISOString(), []])
  const later = () => new Date(ctx.now().getTime() + 3_600_000)
  await watchCycles({ ...ctx, now: later, memory: room.memory, outbox })
  assert.equal(told.length, 1)
})
