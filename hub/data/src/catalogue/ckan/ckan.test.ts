import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openHouse } from '../testing/house.ts'
import { publish } from '../testing/publish.ts'
import { parseQuery } from './filter.ts'

const house = await openHouse()
const { ask, room, clock } = house
after(house.close)

const OPEN = { opening: { type: 'unconditional', condition: '' } } as const
const books = await publish(room, { ...OPEN, channels: ['api', 'file'] })
clock.advance(3_600_000)
const branches = await publish(room, {
  ...OPEN,
  title: '分馆地址',
  path: '2.11.3',
  keywords: ['分馆', '地址'],
  summary: '分馆所在',
})
const closed = await publish(room, { title: '读者档案' })

type Answer = { success: boolean; help: string; result: never; error: Record<string, never> }
const call = async (action: string, given: Record<string, unknown> = {}, who = ''): Promise<Answer & { status: number }> => {
  const answer = await ask(who, 'POST', `/api/3/action/${action}`, given)
  return { ...answer.json<Answer>(), status: answer.status }
}
const names = (answer: { result: { results: { name: string }[] } }): string[] => answer.result.results.map(({ name }) => name)

test('a client lists and takes over every open package', async () => {
  assert.equal((await call('site_read')).result, true)
  const listed = (await call('package_list')).result as string[]
  assert.deepEqual(listed, ['201001-1', '211003-1'])
  for (const name of listed) {
    const { result } = (await call('package_show', { id: name })) as unknown as { result: Record<string, never> }
    assert.equal(result.name, name)
    for (const key of ['id', 'title', 'notes', 'resources', 'tags', 'extras', 'organization', 'metadata_modified'])
      assert.ok(result[key] !== undefined, key)
  }
  const { result } = (await call('package_show', { id: books.id })) as unknown as {
    result: { resources: { id: string; format: string; url: string }[]; organization: { title: string } }
  }
  assert.deepEqual(
    result.resources.map(({ format }) => format),
    ['JSON', 'CSV'],
  )
  assert.equal(new Set(result.resources.map(({ id }) => id)).size, 2)
  assert.equal(result.organization.title, '书城图书馆')
  assert.equal(
    (await call('current_package_list_with_resources', { limit: '1' })).result['0' as never]['id' as never],
    branches.id,
  )
})

test('what is not opened is there only for who may read the catalogue', async () => {
  const refused = await call('package_show', { id: closed.id })
  assert.deepEqual([refused.status, refused.success, refused.error.__type], [404, false, 'Not Found Error'])
  assert.equal((await call('package_show', { id: closed.id }, 'reader')).success, true)
  assert.equal(((await call('package_list', {}, 'reader')).result as string[]).length, 3)
})

test('search takes text, filters, ranges, facets, order and pages', async () => {
  const search = (given: Record<string, unknown>) => call('package_search', given) as unknown as Promise<never>
  assert.deepEqual(names(await search({ q: '分馆' })), ['211003-1', '201001-1'])
  assert.deepEqual(names(await search({ q: '*:*', fq: 'tags:图书' })), ['201001-1'])
  assert.deepEqual(names(await search({ fq: '+organization:book-library -groups:class-2-11' })), ['201001-1'])
  assert.deepEqual(names(await search({ fq: ['res_format:(CSV OR XLS)'] })), ['201001-1'])
  assert.deepEqual(names(await search({ fq: 'metadata_modified:[2026-11-20T02:30:00Z TO *]' })), ['211003-1'])
  assert.deepEqual(names(await search({ fq: 'nothing:here' })), [])
  assert.deepEqual(names(await search({ sort: 'name desc', rows: '1', start: '1' })), ['201001-1'])
  const { result } = (await search({ 'facet.field': '["tags","organization"]', rows: 0 })) as {
    result: { count: number; facets: Record<string, Record<string, number>>; search_facets: Record<string, { items: object[] }> }
  }
  assert.equal(result.count, 2)
  assert.deepEqual(result.facets.organization, { 'book-library': 2 })
  assert.deepEqual(result.search_facets.organization?.items, [{ name: 'book-library', display_name: '书城图书馆', count: 2 }])
})

test('organisations, groups, tags and licences are told', async () => {
  assert.deepEqual((await call('organization_list')).result, ['book-library'])
  const shown = (await call('organization_show', { id: 'book-library', include_datasets: true })) as unknown as {
    result: { package_count: number; packages: object[] }
  }
  assert.deepEqual([shown.result.package_count, shown.result.packages.length], [2, 2])
  assert.deepEqual((await call('group_list')).result, ['class-2-1', 'class-2-11'])
  assert.deepEqual((await call('tag_list')).result, ['分馆', '图书', '地址', '馆藏'])
  assert.equal((await call('license_list')).result['0' as never]['id' as never], 'catalogue-terms')
  assert.equal((await call('status_show')).result['site_title' as never], '书城公共数据资源目录')
})

test('GET and both addresses answer the same; errors have the form of CKAN', async () => {
  const { body } = await ask('', 'GET', `/api/3/action/package_show?id=${books.id}`)
  assert.equal((await ask('', 'GET', `/api/action/package_show?id=${books.id}`)).body, body)
  const unknown = await call('package_delete', { id: books.id })
  assert.deepEqual([unknown.status, unknown.success], [400, false])
  const invalid = await call('package_search', { rows: 'many' })
  assert.deepEqual(
    [invalid.status, invalid.error.__type, Object.keys(invalid.error)],
    [409, 'Validation Error', ['__type', 'rows']],
  )
  assert.equal((await call('package_show')).status, 409)
  const much = await call('package_search', { fq: `tags:(${'x OR '.repeat(200)}y)` })
  assert.deepEqual([much.status, Object.keys(much.error)], [409, ['__type', 'fq']])
  assert.equal((await call('constructor')).status, 400)
})

test('queries of the clients are read', () => {
  const clause = (field: string, values: string[], not = false) => ({ field, not, values, range: null })
  assert.deepEqual(parseQuery('水 质 title:"a \\"b" -tags:(x OR "y z") *:* a:1 OR b:2 c:3 metadata_modified:[NOW TO *]'), {
    text: '水 质',
    groups: [
      [clause('title', ['a "b'])],
      [clause('tags', ['x', 'y z'], true)],
      [clause('a', ['1']), clause('b', ['2'])],
      [clause('c', ['3'])],
      [{ field: 'metadata_modified', not: false, values: [], range: { from: 'NOW', to: null } }],
    ],
  })
})
