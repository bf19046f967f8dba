import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { createAudit, createOutbox, inTransaction, kernelMigrations } from '@haihe/kernel'
import { testContext } from '@haihe/kernel/testing'
import { migrations } from '../migrations.ts'
import { createCatalogue } from './catalogue.ts'
import { draftOf, field, PEOPLE } from './testing/books.ts'

const ctx = await testContext([kernelMigrations, migrations])
const services = { outbox: createOutbox(ctx), audit: createAudit(ctx) }
const catalogue = createCatalogue(ctx, services)
const { author, rival } = PEOPLE as Record<'author' | 'rival', (typeof PEOPLE)[string]>
after(() => ctx.close())

test('a draft gets the code of its path and the next number', async () => {
  const first = await catalogue.create(author, draftOf())
  const second = await catalogue.create(author, draftOf({ title: '图书借阅记录' }))
  const other = await catalogue.create(author, draftOf({ path: '1.2' }))
  assert.deepEqual([first.code, second.code, other.code], ['201001/1', '201001/2', '102/1'])
  assert.deepEqual([first.state, first.version, first.publishedAt], ['draft', 0, null])
  assert.deepEqual(await catalogue.byCode('201001/2'), second)
  assert.equal((await catalogue.list({ state: 'draft' })).length, 3)
})

test('a draft that contradicts itself is refused with everything that is wrong', async () => {
  const wrong = draftOf({
    keys: ['nothing'],
    fields: [field('isbn'), field('isbn')],
    subject: { kind: 'person', field: 'reader' },
    regionField: 'place',
    sharing: { type: 'refused', condition: '', basis: ' ' },
    opening: { type: 'conditional', condition: '' },
    kind: 'service',
    target: 'file:///etc/passwd',
  })
  await assert.rejects(catalogue.create(author, wrong), (error: { details: { errors: { path: string }[] } }) => {
    const paths = error.details.errors.map(({ path }) => path)
    assert.deepEqual(paths, [
      'fields.1.name',
      'keys.0',
      'subject.field',
      'regionField',
      'sharing.basis',
      'opening.condition',
      'target',
    ])
    return true
  })
})

test('who does not own it writes nothing', async () => {
  await assert.rejects(catalogue.create(rival, draftOf()), { code: 'OUT_OF_SCOPE' })
  await assert.rejects(catalogue.create(author, draftOf({ region: '990201' })), { code: 'OUT_OF_SCOPE' })
})

test('facts noted in a transaction are known after it commits, and never before', async () => {
  const { id } = await catalogue.create(author, draftOf())
  await inTransaction(ctx.db, async (trx) => {
    await catalogue.note(trx, id, { rows: 12, loadedAt: '2026-11-20T01:00:00.000Z' })
    assert.equal((await catalogue.get(id)).rows, 0)
  })
  assert.equal((await catalogue.get(id)).rows, 12)
  await catalogue.note(ctx.db, id, { quality: 91.5, grade: 4 })
  const { rows, quality, grade, loadedAt } = await catalogue.get(id)
  assert.deepEqual([rows, quality, grade, loadedAt], [12, 91.5, 4, '2026-11-20T01:00:00.000Z'])
  await catalogue.note(ctx.db, id, { quality: null, stopped: true })
  assert.deepEqual([(await catalogue.get(id)).quality, (await catalogue.get(id)).stopped], [null, true])
  await assert.rejects(catalogue.note(ctx.db, crypto.randomUUID(), { rows: 1 }), { code: 'NOT_FOUND' })
})

test('a transaction that began early and commits late is not missed, in another process neither', async () => {
  const other = createCatalogue(ctx, services)
  const { id } = await catalogue.create(author, draftOf({ title: '迟到的目录' }))
  assert.equal((await other.get(id)).rows, 0)
  await inTransaction(ctx.db, async (slow) => {
    await catalogue.note(slow, id, { rows: 7 })
    await catalogue.create(author, draftOf({ title: '先到的目录' }))
    assert.equal((await other.get(id)).rows, 0)
  })
  assert.equal((await other.get(id)).rows, 7)
})

test('the grade of a collection is that of its highest field; the owner confirms grades without review', async () => {
  const { id } = await catalogue.create(author, draftOf())
  const word = { grade: 3, category: 'name', mask: 'name', confirmed: true, reason: '读者姓名' } as const
  const after = await catalogue.classify(author, id, { title: word })
  assert.deepEqual([after.grade, after.version, after.state], [3, 0, 'draft'])
  assert.deepEqual(after.fields.find(({ name }) => name === 'title')?.classification, word)
  await assert.rejects(catalogue.classify(author, id, { nothing: word }), { code: 'INVALID_INPUT' })
  await assert.rejects(catalogue.classify(rival, id, { title: word }), { code: 'OUT_OF_SCOPE' })
})

test('city objects are found by their type once they are published', async () => {
  const draft = draftOf({ kind: 'entities', target: 'Branch' })
  const { id } = await catalogue.create(author, draft)
  assert.deepEqual(await catalogue.byEntityType('Branch'), [])
  assert.equal((await catalogue.find(id))?.target, 'Branch')
  assert.equal(await catalogue.find('nothing'), undefined)
})

test('what is done leaves an audit row and an event', async () => {
  const { id } = await catalogue.create(author, draftOf())
  const audit = await ctx.pool.query('SELECT action FROM kernel.audit_entry WHERE subject = $1', [`resource:${id}`])
  assert.deepEqual(audit.rows, [{ action: 'catalogue.create' }])
  const events = await ctx.pool.query('SELECT topic, payload FROM kernel.outbox WHERE key = $1', [id])
  assert.deepEqual(
    events.rows.map(({ topic }) => topic),
    ['catalogue.acted'],
  )
})
