import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { CataloguePage } from '@haihe/contract'
import { field, PEOPLE } from '../testing/books.ts'
import { openHouse } from '../testing/house.ts'
import { publish } from '../testing/publish.ts'

const house = await openHouse()
const { ask, ctx, room } = house
after(house.close)

const TITLES = ['空气质量监测站点信息', '水务工程项目台账', '停车场泊位实时数据', '重庆路道路养护记录', '图书馆PM2.5监测']
const ids = new Map<string, string>()
for (const [n, title] of TITLES.entries()) {
  const resource = await publish(room, {
    title,
    summary: n === 1 ? '含水质与空气相关的工程' : '业务数据',
    path: n === 0 ? '2.11.1' : '2.9.1',
    cycle: n === 2 ? 'realtime' : 'monthly',
    keywords: n === 2 ? ['泊车'] : [],
    fields: [field('isbn', { title: n === 3 ? '养护单位' : '书号' })],
  })
  ids.set(resource.id, title)
}
const find = async (query: string): Promise<CataloguePage> => {
  const answer = await ask('reader', 'GET', `/api/catalogue?${query}`)
  assert.equal(answer.status, 200, answer.body)
  return answer.json<CataloguePage>()
}
const titles = async (q: string): Promise<(string | undefined)[]> =>
  (await find(`q=${encodeURIComponent(q)}`)).items.map(({ id }) => ids.get(id))

test('Chinese is found by words, by a part of them, and by what the segmenter cuts otherwise', async () => {
  assert.equal((await titles('空气质量'))[0], TITLES[0])
  assert.deepEqual(await titles('气质量'), [TITLES[0]])
  assert.equal((await titles('空气'))[0], TITLES[0])
  assert.deepEqual(await titles('停车'), [TITLES[2]])
  assert.deepEqual(await titles('水务'), [TITLES[1]])
  assert.deepEqual(await titles('没有这样的东西'), [])
})

test('pinyin is found in full, by prefix and by initials, also from the middle of a title', async () => {
  assert.deepEqual(await titles('kongqizhiliang'), [TITLES[0]])
  assert.deepEqual(await titles('kongqizhil'), [TITLES[0]])
  assert.deepEqual(await titles('kqzl'), [TITLES[0]])
  assert.deepEqual(await titles('tcc'), [TITLES[2]])
  assert.deepEqual(await titles('daolu'), [TITLES[3]])
  assert.deepEqual(await titles('chongqinglu'), [TITLES[3]])
  assert.deepEqual(await titles('ongqi'), [])
})

test('codes, Latin words, keywords and titles of fields are found; a title counts more than a summary', async () => {
  assert.deepEqual(await titles('211001/1'), [TITLES[0]])
  assert.equal((await titles('209001')).length, 4)
  assert.deepEqual(await titles('pm2.5'), [TITLES[4]])
  assert.deepEqual(await titles('泊车'), [TITLES[2]])
  assert.deepEqual(await titles('养护单位'), [TITLES[3]])
  assert.deepEqual(await titles('空气'), [TITLES[0], TITLES[1]])
})

test('facets count what the other filters leave', async () => {
  const all = await find('')
  assert.equal(all.total, 5)
  assert.deepEqual(all.facets.class, [
    { value: '2.9', title: '城乡建设', count: 4 },
    { value: '2.11', title: '生态环保', count: 1 },
  ])
  assert.deepEqual(all.facets.owner, [{ value: 'book-library', title: '书城图书馆', count: 5 }])
  const chosen = await find('class=2.9&cycle=monthly,weekly')
  assert.equal(chosen.total, 3)
  assert.deepEqual(
    chosen.facets.class?.map(({ value, count }) => [value, count]),
    [
      ['2.9', 3],
      ['2.11', 1],
    ],
  )
  assert.deepEqual(
    chosen.facets.cycle?.map(({ value, count }) => [value, count]),
    [
      ['monthly', 3],
      ['realtime', 1],
    ],
  )
  assert.equal((await find('state=nothing')).total, 0)
})

test('pages follow one another in a stated order', async () => {
  const first = await find('sort=title&limit=2')
  const second = await find(`sort=title&limit=2&cursor=${first.next}`)
  const third = await find(`sort=title&limit=2&cursor=${second.next}`)
  const seen = [first, second, third].flatMap(({ items }) => items.map(({ title }) => title))
  assert.deepEqual(seen, [...TITLES].sort(new Intl.Collator('zh').compare))
  assert.equal(third.next, null)
})

test('a change is found at once under its new words and no longer under its old ones', async () => {
  const author = PEOPLE.author as NonNullable<typeof PEOPLE.author>
  const reviewer = PEOPLE.reviewer as NonNullable<typeof PEOPLE.reviewer>
  const [id] = [...ids.keys()] as [string]
  const { no: _n, code: _c, id: _i, ...words } = await room.get(id)
  const {
    state: _s,
    version: _v,
    grade: _g,
    quality: _q,
    stopped: _t,
    rows: _r,
    loadedAt: _l,
    publishedAt: _p,
    updatedAt: _u,
    ...draft
  } = words
  await room.act(author, { id, action: 'change', reason: '改名', draft: { ...draft, title: '大气环境' } })
  assert.deepEqual(await titles('大气'), [])
  await room.act(author, { id, action: 'submit', reason: '改名' })
  await room.act(reviewer, { id, action: 'publish', reason: '同意' })
  assert.deepEqual(await titles('大气'), [TITLES[0]])
  assert.ok(!(await titles('空气')).includes(TITLES[0]))
  await room.note(ctx.db, id, { quality: 88 })
  assert.equal((await find('sort=quality&limit=1')).items[0]?.quality, 88)
  await room.note(ctx.db, id, { stopped: true })
  assert.deepEqual(await titles('大气'), [])
})
