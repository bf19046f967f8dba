import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { act, look, report, reportBody, upTo } from '../testing/actions.ts'
import { type Bench, type Json, openBench } from '../testing/bench.ts'
import { OTHER_BINDERY } from '../testing/library.ts'
import { queryTerms, termsOf } from './terms.ts'

const setUp = async (): Promise<Bench> => {
  const bench = await openBench()
  after(bench.close)
  return bench
}

const ids = (page: Json): string[] => page.items.map((item: Json) => item.id)

/** Reports at different minutes so that their order is known. */
const several = async (bench: Bench, n: number, more: (index: number) => Json = () => ({})): Promise<string[]> => {
  const made: string[] = []
  for (let index = 0; index < n; index += 1) {
    made.push((await report(bench, more(index))).id)
    bench.clock.advance(60_000)
  }
  return made
}

test('pages follow one another without gap or repetition while new cases arrive', async () => {
  const bench = await setUp()
  const made = await several(bench, 7)
  const first = await bench.as('city').get('/api/cases?limit=3')
  assert.equal(first.total, 7)
  await several(bench, 2)
  const second = await bench.as('city').get(`/api/cases?limit=3&cursor=${first.next}`)
  const third = await bench.as('city').get(`/api/cases?limit=3&cursor=${second.next}`)
  assert.deepEqual([...ids(first), ...ids(second), ...ids(third)], [...made].reverse())
  assert.equal(third.next, null)
  for (const cursor of ['x', Buffer.from('["1","2"]').toString('base64url')])
    assert.equal((await bench.as('city').raw('GET', `/api/cases?cursor=${cursor}`)).status, 400)
})

test('filters narrow by region, category, state, source, urgency, time and words', async () => {
  const bench = await setUp()
  const [a] = await several(bench, 1, () => ({ title: '西游记封面脱落' }))
  const [b] = await several(bench, 1, () => ({ region: '990101002', category: '0102' }))
  const [c] = await several(bench, 1, () => ({ region: '990102001', category: '0201' }))
  await act(bench, 'walker', a!, 'verifyOnsite', { true: 'yes' })
  const of = async (query: string) => ids(await bench.as('city').get(`/api/cases?${query}`)).sort()
  assert.deepEqual(await of('region=990101'), [a, b].sort())
  assert.deepEqual(await of('region=990101002'), [b])
  assert.deepEqual(await of('category=01'), [a, b].sort())
  assert.deepEqual(await of('category=0201'), [c])
  assert.deepEqual(await of('state=toRegister'), [a])
  assert.deepEqual(await of('urgency=critical'), [c])
  assert.deepEqual(await of('source=reader&open=true'), [a, b, c].sort())
  assert.deepEqual(await of('open=false'), [])
  assert.deepEqual(await of('from=2026-11-16T02:01:00Z&to=2026-11-16T02:02:00Z'), [b])
  assert.deepEqual(await of(`q=${encodeURIComponent('西游')}`), [a])
  assert.deepEqual(await of(`q=${encodeURIComponent('封面 东侧')}`), [a])
  assert.deepEqual(await of(`q=${encodeURIComponent('面封')}`), [])
  const { caseNo } = (await look(bench, b!)).summary
  assert.deepEqual(await of(`q=${encodeURIComponent(caseNo)}`), [b])
  for (const bad of [
    `q=${encodeURIComponent('书')}`,
    'region=99010',
    'limit=0',
    'limit=1000',
    'colour=red',
    'from=yesterday',
    "state=x'--",
  ]) {
    const { status, json } = await bench.as('city').raw('GET', `/api/cases?${bad}`)
    assert.ok(status === 400 || json.items?.length === 0, `${bad}: ${status}`)
  }
})

test('a list says how many there are; of what words find, only when it shows them all', async () => {
  const bench = await setUp()
  const made = await several(bench, 3, () => ({ title: '西游记封面脱落' }))
  await several(bench, 1, () => ({ title: '西游记封面脱落', region: '990102001' }))
  const of = (query: string, who = 'city') => bench.as(who).get(`/api/cases?${query}`)
  const words = encodeURIComponent('西游')
  assert.equal((await of('limit=2')).total, 4)
  assert.equal((await of('limit=2&region=990101001')).total, 3)
  assert.equal((await of('limit=2&region=990101001', 'binder')).total, 3)
  const first = await of(`limit=2&q=${words}`)
  assert.equal(first.total, null)
  const rest = await of(`limit=2&q=${words}&cursor=${first.next}`)
  assert.deepEqual([first.items.length, rest.items.length, rest.total, rest.next], [2, 2, null, null])
  assert.equal((await of(`limit=4&q=${words}`)).total, 4)
  assert.equal((await of('region=990103')).total, 0)
  await act(bench, 'walker', made[0]!, 'verifyOnsite', { true: 'no' })
  assert.deepEqual(ids(await of('open=false')), [made[0]])
  const [closed] = (await of('open=false&region=990101001')).items
  assert.deepEqual(ids(await of(`state=${closed.state}`)), [made[0]])
  assert.equal((await of('open=true&limit=1')).total, 3)
  assert.deepEqual(ids(await of(`open=false&q=${words}`, 'desk')), [made[0]])
})

test('everybody sees their own regions and what their unit is involved in, and nothing else', async () => {
  const bench = await setUp()
  const [here, next, far] = [
    ...(await several(bench, 1)),
    ...(await several(bench, 1, () => ({ region: '990101002' }))),
    ...(await several(bench, 1, () => ({ region: '990102001' }))),
  ]
  const of = async (who: string, query = '') => ids(await bench.as(who).get(`/api/cases?${query}`)).sort()
  assert.deepEqual(await of('desk'), [here])
  assert.deepEqual(await of('binder'), [here, next].sort())
  assert.deepEqual(await of('binder2'), [far])
  assert.deepEqual(await of('city'), [here, next, far].sort())
  assert.deepEqual(await of('binder2', 'region=990101'), [])
  await act(bench, 'walker', here!, 'verifyOnsite', { true: 'yes' })
  await act(bench, 'desk', here!, 'register')
  await act(bench, 'desk', here!, 'dispatch', { unit: OTHER_BINDERY })
  assert.deepEqual(await of('binder2'), [here, far].sort())
  assert.deepEqual(await of('binder2', 'queue=unit'), [here])
  assert.deepEqual(await of('binder', 'queue=unit'), [])
})

test('queues show work by deadline, and the counters beside them are right at every step', async () => {
  const bench = await setUp()
  const check = async (note: string) => {
    for (const who of ['desk', 'binder', 'binder2', 'centre', 'city', 'walker', 'head']) {
      const counts = await bench.as(who).get('/api/case-queues')
      for (const queue of ['mine', 'unit', 'dispatch', 'verify', 'overdue', 'supervised', 'all']) {
        const { items } = await bench.as(who).get(`/api/cases?limit=100&open=true&queue=${queue}`)
        assert.equal(counts[queue], items.length, `${note}: ${queue} of ${who}`)
      }
    }
  }
  await check('nothing yet')
  const id = await upTo(bench, 'toDispatch')
  const second = await upTo(bench, 'toAccept')
  await check('one to dispatch, one to accept')
  await act(bench, 'desk', id, 'dispatch')
  await act(bench, 'binder', id, 'accept')
  await act(bench, 'binder', second, 'return', { note: '不归我们' })
  await act(bench, 'desk', second, 'whistle', { units: [OTHER_BINDERY] })
  await check('in progress and in conference')
  await act(bench, 'head', id, 'supervise', { note: '抓紧' })
  bench.clock.set('2026-11-19T02:00:00Z')
  await bench.business.sweepClocks()
  await check('overdue')
  const overdue = await bench.as('binder').get('/api/cases?queue=overdue')
  assert.ok(ids(overdue).includes(id))
  await act(bench, 'binder', id, 'finish', { reply: '好了' })
  await check('to verify')
  await act(bench, 'desk', id, 'pass')
  await check('to appraise')
  await bench.as('reader').post(`/api/citizen/reports/${id}/appraise`, { responded: true, resolved: 'yes', satisfaction: 5 })
  await check('closed')
})

test('the queue of a unit is ordered by deadline', async () => {
  const bench = await setUp()
  const slow = await upTo(bench, 'handling')
  bench.clock.advance(60_000)
  const urgent = await upTo(bench, 'toAccept')
  const page = await bench.as('binder').get('/api/cases?queue=unit')
  assert.deepEqual(ids(page), [urgent, slow])
  assert.ok(page.items[0].clock.dueAt < page.items[1].clock.dueAt)
})

test('a list never carries what only the case itself may show', async () => {
  const bench = await setUp()
  await report(bench, { contact: { name: '王小明', phone: '13812345678' }, description: '私人内容' })
  const text = JSON.stringify(await bench.as('city').get('/api/cases'))
  for (const secret of ['13812345678', '王小明', '私人内容']) assert.ok(!text.includes(secret))
})

test('case types and categories are there for forms and filters', async () => {
  const bench = await setUp()
  const [type] = await bench.as('walker').get('/api/case-types')
  assert.deepEqual([type.id, type.photos], ['book-care', 1])
  const all = await bench.as('reader').get('/api/case-types/book-care/categories')
  assert.equal(all.length, 5)
  assert.deepEqual(all.find((each: Json) => each.code === '0101').limit, {
    amount: 2,
    unit: 'workingDay',
    basis: 'LIB 1-2026',
    official: true,
  })
  const found = await bench.as('reader').get(`/api/case-types/book-care/categories?q=${encodeURIComponent('散页')}`)
  assert.deepEqual(
    found.map((each: Json) => each.code),
    ['0101'],
  )
  assert.equal((await bench.as('reader').raw('GET', '/api/case-types/nothing/categories')).status, 404)
  assert.equal((await bench.as('reader').raw('POST', '/api/cases', reportBody({ category: '01' }))).status, 422)
})

test('terms find two letters of Chinese and parts of a number', () => {
  const terms = new Set(termsOf(['红楼梦书脊开裂', '书20261116-0000123']))
  for (const query of ['楼梦', '开裂', '0000123', '红楼梦'])
    assert.ok(
      queryTerms(query).every((term) => terms.has(term)),
      query,
    )
  assert.ok(!queryTerms('梦楼').every((term) => terms.has(term)))
  assert.deepEqual(queryTerms('书'), [])
})
