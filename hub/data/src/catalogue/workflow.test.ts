import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { CatalogueEntry } from '@haihe/contract'
import { assertRouteAccess, roleActors, testServer } from '@haihe/kernel/testing'
import { draftOf, field } from './testing/books.ts'
import { openHouse } from './testing/house.ts'

const house = await openHouse()
const { ask, ctx, clock, room } = house
after(house.close)

const made = async (more = {}): Promise<CatalogueEntry> => {
  const answer = await ask('author', 'POST', '/api/catalogue', { draft: draftOf(more) })
  assert.equal(answer.status, 201, answer.body)
  return answer.json<CatalogueEntry>()
}
const act = async (who: string, id: string, action: string, reason = '按规程办理') => {
  const { revision } = (await ask('chief', 'GET', `/api/catalogue/${id}`)).json<CatalogueEntry>()
  return ask(who, 'POST', `/api/catalogue/${id}/actions`, { action, reason, revision })
}
const published = async (more = {}): Promise<string> => {
  const { resource } = await made(more)
  assert.equal((await act('author', resource.id, 'submit')).status, 200)
  const answer = await act('reviewer', resource.id, 'publish')
  assert.equal(answer.status, 200, answer.body)
  return resource.id
}

test('a draft is submitted, returned with a reason, submitted again and published by somebody else', async () => {
  const { resource, actions } = await made()
  assert.deepEqual(actions, ['submit', 'change', 'withdraw'])
  const { id } = resource
  assert.equal((await act('author', id, 'submit')).json<CatalogueEntry>().resource.state, 'reviewing')
  assert.equal((await act('reviewer', id, 'return', '缺少更新周期的依据')).json<CatalogueEntry>().resource.state, 'draft')
  await act('author', id, 'submit')
  const entry = (await act('reviewer', id, 'publish')).json<CatalogueEntry>()
  assert.deepEqual([entry.resource.state, entry.resource.version, entry.work], ['published', 1, null])
  const { steps } = (await ask('reader', 'GET', `/api/catalogue/${id}/history`)).json<{ steps: Record<string, string>[] }>()
  assert.deepEqual(
    steps.map(({ action, actor, reason }) => [action, actor, reason]),
    [
      ['publish', 'reviewer', '按规程办理'],
      ['submit', 'author', '按规程办理'],
      ['return', 'reviewer', '缺少更新周期的依据'],
      ['submit', 'author', '按规程办理'],
      ['create', 'author', ''],
    ],
  )
})

test('nobody publishes what they wrote themselves, not even with every permission', async () => {
  const answer = await ask('chief', 'POST', '/api/catalogue', { draft: draftOf() })
  const { id } = answer.json<CatalogueEntry>().resource
  await act('chief', id, 'submit')
  const refused = await act('chief', id, 'publish')
  assert.deepEqual([refused.status, refused.json().code], [403, 'OWN_WORK_REVIEWED'])
  assert.equal((await act('reviewer', id, 'publish')).status, 200)
})

test('a change is not served before it is reviewed, and can be given up', async () => {
  const id = await published()
  const { revision } = (await ask('author', 'GET', `/api/catalogue/${id}`)).json<CatalogueEntry>()
  const draft = draftOf({ title: '图书馆藏总目' })
  const changing = await ask('author', 'PUT', `/api/catalogue/${id}`, { draft, reason: '改名', revision })
  assert.equal(changing.json<CatalogueEntry>().resource.state, 'changing')
  assert.equal(changing.json<CatalogueEntry>().work?.title, '图书馆藏总目')
  const seen = (await ask('reader', 'GET', `/api/catalogue/${id}`)).json<CatalogueEntry>()
  assert.deepEqual([seen.resource.title, seen.work, seen.authors], ['图书馆藏目录', null, []])
  assert.equal((await act('reviewer', id, 'publish')).status, 409)
  await act('author', id, 'submit')
  assert.equal((await act('author', id, 'discard')).json<CatalogueEntry>().resource.state, 'published')
  assert.equal((await room.get(id)).version, 1)
})

test('two versions are compared word by word and field by field', async () => {
  const id = await published()
  const { revision } = (await ask('author', 'GET', `/api/catalogue/${id}`)).json<CatalogueEntry>()
  const draft = draftOf({
    cycle: 'weekly',
    fields: [field('isbn', { title: '书号' }), field('title', { title: '书名' }), field('shelf', { title: '架位' })],
  })
  await ask('author', 'PUT', `/api/catalogue/${id}`, { draft, reason: '调整', revision })
  await act('author', id, 'submit')
  await act('reviewer', id, 'publish')
  const { differences } = (await ask('reader', 'GET', `/api/catalogue/${id}/diff?from=1&to=2`)).json<{
    differences: { path: string; kind: string; before: unknown; after: unknown }[]
  }>()
  assert.deepEqual(
    differences.map(({ path, kind }) => [path, kind]),
    [
      ['cycle', 'changed'],
      ['fields.isbn.required', 'changed'],
      ['fields.branch', 'removed'],
      ['fields.shelf', 'added'],
    ],
  )
  const { versions } = (await ask('reader', 'GET', `/api/catalogue/${id}/versions`)).json<{ versions: { version: number }[] }>()
  assert.deepEqual(
    versions.map(({ version }) => version),
    [2, 1],
  )
  assert.equal((await ask('reader', 'GET', `/api/catalogue/${id}/versions/1`)).json().cycle, 'daily')
})

test('two reviewers at once publish one version', async () => {
  const { id } = (await made()).resource
  await act('author', id, 'submit')
  const { revision } = (await ask('author', 'GET', `/api/catalogue/${id}`)).json<CatalogueEntry>()
  const publish = (who: string) =>
    ask(who, 'POST', `/api/catalogue/${id}/actions`, { action: 'publish', reason: '同意发布', revision })
  const answers = await Promise.all([publish('reviewer'), publish('chief'), publish('reviewer')])
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409, 409])
  assert.equal((await room.get(id)).version, 1)
})

test('who began from an older form is told instead of overwriting', async () => {
  const { resource, revision } = await made()
  const change = { draft: draftOf({ title: '第一次修改' }), reason: '修改', revision }
  assert.equal((await ask('author', 'PUT', `/api/catalogue/${resource.id}`, change)).status, 200)
  assert.equal((await ask('author', 'PUT', `/api/catalogue/${resource.id}`, change)).status, 409)
})

test('code and place of the rows stay from the first publication on', async () => {
  const id = await published()
  const { revision } = (await ask('author', 'GET', `/api/catalogue/${id}`)).json<CatalogueEntry>()
  const draft = draftOf({ path: '2.9', kind: 'service', target: 'https://books.example/' })
  const refused = await ask('author', 'PUT', `/api/catalogue/${id}`, { draft, reason: '改类', revision })
  assert.deepEqual(
    refused.json<{ errors: { path: string }[] }>().errors.map(({ path }) => path),
    ['path', 'kind'],
  )
})

test('drafts, withdrawn and stopped resources are seen by their owner and reviewers only', async () => {
  const { id } = (await made({ title: '未发布目录' })).resource
  const withdrawn = await published({ title: '撤销目录' })
  const stopped = await published({ title: '停止目录' })
  await act('author', withdrawn, 'withdraw', '职责调整')
  await room.note(ctx.db, stopped, { stopped: true })
  for (const one of [id, withdrawn, stopped]) {
    assert.equal((await ask('colleague', 'GET', `/api/catalogue/${one}`)).status, 200)
    assert.equal((await ask('reviewer', 'GET', `/api/catalogue/${one}`)).status, 200)
    for (const who of ['reader', 'rival', 'neighbour']) assert.equal((await ask(who, 'GET', `/api/catalogue/${one}`)).status, 404)
  }
  const list = (await ask('reader', 'GET', '/api/catalogue?q=目录&limit=200')).json<{ items: { id: string }[] }>()
  assert.ok(!list.items.some((item) => [id, withdrawn, stopped].includes(item.id)))
  const again = await act('author', withdrawn, 'submit')
  assert.deepEqual([again.status, again.json().code], [409, 'CATALOGUE_ACTION_NOT_ALLOWED'])
})

test('who does not own it does nothing to it', async () => {
  const id = await published()
  const { revision } = (await ask('author', 'GET', `/api/catalogue/${id}`)).json<CatalogueEntry>()
  const change = { draft: draftOf(), reason: '修改', revision }
  assert.equal((await ask('rival', 'PUT', `/api/catalogue/${id}`, change)).status, 403)
  assert.equal((await ask('colleague', 'PUT', `/api/catalogue/${id}`, change)).status, 403)
  for (const who of ['rival', 'reader', 'neighbour']) assert.equal((await act(who, id, 'withdraw')).status, 403)
})

test('every step leaves an audit row and its events in one transaction', async () => {
  const id = await published()
  await act('chief', id, 'withdraw', '停办')
  const audit = await ctx.pool.query('SELECT action FROM kernel.audit_entry WHERE subject = $1 ORDER BY seq', [`resource:${id}`])
  assert.deepEqual(
    audit.rows.map(({ action }) => action),
    ['catalogue.create', 'catalogue.submit', 'catalogue.publish', 'catalogue.withdraw'],
  )
  const events = await ctx.pool.query('SELECT topic, payload FROM kernel.outbox WHERE key = $1 ORDER BY seq', [id])
  assert.deepEqual(
    events.rows.map(({ topic }) => topic),
    ['catalogue.acted', 'catalogue.acted', 'catalogue.acted', 'catalogue.published', 'catalogue.acted', 'catalogue.withdrawn'],
  )
  assert.deepEqual(events.rows[3].payload, { resource: id, version: 1 })
})

test('a lapsed update cycle is told once, and again only after rows came and stopped again', async () => {
  const id = await published({ cycle: 'daily' })
  const lapses = async () =>
    (await ctx.pool.query(`SELECT payload FROM kernel.outbox WHERE key = $1 AND topic = 'catalogue.overdue'`, [id])).rows
  await house.run('catalogue.watch')
  assert.equal((await lapses()).length, 0)
  clock.advance(86_400_000 + 1000)
  await house.run('catalogue.watch')
  await house.run('catalogue.watch')
  assert.equal((await lapses()).length, 1)
  assert.equal((await ask('reader', 'GET', `/api/catalogue/${id}`)).json<CatalogueEntry>().overdue, true)
  const overdue = (await ask('reader', 'GET', '/api/catalogue?view=overdue&limit=200')).json<{ items: { id: string }[] }>()
  assert.ok(overdue.items.some((item) => item.id === id))
  await room.note(ctx.db, id, { rows: 5, loadedAt: clock.now().toISOString() })
  await house.run('catalogue.watch')
  assert.equal((await lapses()).length, 1)
  clock.advance(86_400_000 * 3)
  await house.run('catalogue.watch')
  assert.equal((await lapses()).length, 2)
})

test('the classes of the guide are told', async () => {
  const { classes } = (await ask('reader', 'GET', '/api/catalogue/classes')).json<{
    classes: { items: { value: string; title: string }[] }[]
  }>()
  assert.deepEqual(
    classes.map(({ items }) => items.length),
    [5, 12, 0],
  )
  assert.deepEqual(classes[1]?.items[10], { value: '2.11', title: '生态环保' })
})

test('every route refuses whoever its permission refuses', async () => {
  const { catalogueModule } = await import('./module.ts')
  const { createUnitIndex } = await import('@haihe/kernel')
  const module = catalogueModule(ctx, {
    room,
    outbox: { publish: async () => {} },
    jobs: { define: () => {}, schedule: () => {} },
    regions: { has: () => true } as never,
    units: createUnitIndex([]),
  })
  const app = await testServer(ctx, [module], roleActors('99'))
  await assertRouteAccess(app, module.routes ?? [])
  await app.close()
})
