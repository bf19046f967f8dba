import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { act, photo, report, upTo } from '../testing/actions.ts'
import { type Bench, type Json, openBench } from '../testing/bench.ts'
import { pointIn } from '../testing/library.ts'

const setUp = async (): Promise<Bench> => {
  const bench = await openBench()
  after(bench.close)
  return bench
}

const near = (category = '0101', east = 0) => {
  const { lon, lat } = pointIn('990101001')
  return `/api/citizen/reports/similar?category=${category}&lon=${lon + east}&lat=${lat}`
}

test('a citizen sees their own reports only, newest first, page by page', async () => {
  const bench = await setUp()
  const made: string[] = []
  for (let n = 0; n < 5; n += 1) {
    made.unshift((await report(bench)).id)
    bench.clock.advance(1000)
  }
  await report(bench, {}, 'reader2')
  const first = await bench.as('reader').get('/api/citizen/reports?limit=3')
  const second = await bench.as('reader').get(`/api/citizen/reports?limit=3&cursor=${first.next}`)
  assert.deepEqual(
    [...first.items, ...second.items].map((item: Json) => item.id),
    made,
  )
  assert.equal(second.next, null)
})

test('progress is plain words with unit and covered names; what staff write to one another stays inside', async () => {
  const bench = await setUp()
  const mine = await photo(bench, 'reader')
  const { id } = await report(bench, { attachments: [mine] })
  await act(bench, 'walker', id, 'verifyOnsite', { true: 'yes' }, { note: '读者态度恶劣' })
  await act(bench, 'desk', id, 'register')
  await act(bench, 'desk', id, 'dispatch')
  await act(bench, 'binder', id, 'return', { note: '内部推诿' })
  const seen = await bench.as('reader').get(`/api/citizen/reports/${id}`)
  const text = JSON.stringify(seen)
  for (const secret of ['恶劣', '推诿', 'walker', 'binder"']) assert.ok(!text.includes(secret), secret)
  assert.deepEqual(
    seen.progress.map((step: Json) => step.text.zh),
    ['您的反映已收到', '已派给处理单位'],
  )
  assert.equal(seen.attachments[0].id, mine)
  assert.equal(seen.stages.find((stage: Json) => stage.state === 'current').step, 'filed')
})

test('a refused report says so, and ends there', async () => {
  const bench = await setUp()
  const { id } = await report(bench)
  await act(bench, 'walker', id, 'verifyOnsite', { true: 'yes' })
  await act(bench, 'desk', id, 'reject', { reason: 'duplicate' })
  const seen = await bench.as('reader').get(`/api/citizen/reports/${id}`)
  assert.deepEqual([seen.step, seen.open, seen.canAppraise], ['refused', false, false])
  assert.deepEqual(
    seen.stages.map((stage: Json) => stage.step),
    ['received', 'refused'],
  )
})

test('an appraisal is one’s own, once, complete and in time', async () => {
  const bench = await setUp()
  const id = await upTo(bench, 'toAppraise')
  const good = { responded: true, resolved: 'yes', satisfaction: 5 }
  const post = (who: string, body: Json) => bench.as(who).raw('POST', `/api/citizen/reports/${id}/appraise`, body)
  assert.equal((await post('reader2', good)).status, 404)
  assert.equal((await post('reader', { ...good, satisfaction: 6 })).status, 400)
  assert.equal((await post('reader', { ...good, resolved: 'maybe' })).status, 400)
  assert.equal((await post('reader', { ...good, bribe: 1 })).status, 400)
  assert.equal((await post('reader', good)).status, 200)
  assert.equal((await post('reader', good)).status, 409)
})

test('similar reports nearby tell nothing personal, and one can be joined instead of reporting again', async () => {
  const bench = await setUp()
  const own = await report(bench, {
    title: '隐私标题',
    description: '隐私内容',
    contact: { name: '王小明', phone: '13812345678' },
  })
  await report(bench, { category: '0102' })
  const [found, ...rest] = await bench.as('reader2').get(near('0101', 0.001))
  assert.equal(rest.length, 0)
  assert.equal(found.id, own.id)
  assert.ok(found.distance > 50 && found.distance < 100)
  assert.equal(found.mine, false)
  assert.ok(!/隐私|王小明|1381|书架/.test(JSON.stringify(found)))
  assert.deepEqual(await bench.as('reader2').get(near('0101', 0.01)), [])
  const joined = await bench.as('reader2').post(`/api/citizen/reports/${own.id}/join`, {})
  await bench.as('reader2').post(`/api/citizen/reports/${own.id}/join`, {})
  assert.deepEqual([joined.relation, joined.joined, joined.description, joined.attachments], ['joined', 1, '', []])
  assert.ok(!/隐私|王小明|书架/.test(JSON.stringify(joined)))
  assert.equal((await bench.as('reader2').get(near()))[0].mine, true)
  const [listed] = (await bench.as('reader2').get('/api/citizen/reports')).items
  assert.equal(listed.relation, 'joined')
  assert.equal((await bench.as('reader').get(`/api/citizen/reports/${own.id}`)).joined, 1)
  const body = { responded: true, resolved: 'yes', satisfaction: 5 }
  assert.equal((await bench.as('reader2').raw('POST', `/api/citizen/reports/${own.id}/appraise`, body)).status, 403)
})

test('nobody joins a closed report or one that is not there; a place outside the city has nothing similar', async () => {
  const bench = await setUp()
  const id = await upTo(bench, 'closed')
  assert.equal((await bench.as('reader2').raw('POST', `/api/citizen/reports/${id}/join`, {})).status, 404)
  assert.equal((await bench.as('reader2').raw('POST', '/api/citizen/reports/nothing/join', {})).status, 404)
  const answer = await bench.as('reader').raw('GET', '/api/citizen/reports/similar?category=0101&lon=0&lat=0')
  assert.deepEqual([answer.status, answer.json.code], [422, 'OUTSIDE_CITY'])
})

test('staff do not use the citizens’ door, citizens not that of the staff', async () => {
  const bench = await setUp()
  const { id } = await report(bench)
  assert.equal((await bench.as('desk').raw('GET', `/api/citizen/reports/${id}`)).status, 403)
  for (const url of ['/api/cases', `/api/cases/${id}`, '/api/case-queues', '/api/rates', '/api/routing-rules'])
    assert.equal((await bench.as('reader').raw('GET', url)).status, 403, url)
  const opened = await bench.as('reader').raw('POST', `/api/cases/${id}/actions`, { action: 'register', expectedSeq: 1 })
  assert.equal(opened.status, 403)
})
