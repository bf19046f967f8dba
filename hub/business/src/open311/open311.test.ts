import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { AppError } from '@haihe/contract'
import { act, look, report } from '../testing/actions.ts'
import { ACTORS, type Bench, type Json, openBench } from '../testing/bench.ts'
import { pointIn } from '../testing/library.ts'
import { toXml } from './xml.ts'

const setUp = async (): Promise<Bench> => {
  const bench = await openBench()
  after(bench.close)
  return bench
}

const { lon } = pointIn('990101001')
const lat = 39.054321
const FORM = {
  service_code: '0101',
  lat: String(lat),
  long: String(lon),
  description: '书脊裂开\n在三层',
  address_string: '三层东侧',
}

const post = async (
  bench: Bench,
  form: Record<string, string>,
  options: { who?: string; format?: string; headers?: object } = {},
) => {
  const response = await bench.app.inject({
    method: 'POST',
    url: `/open311/v2/requests.${options.format ?? 'json'}`,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      ...(options.who === undefined ? {} : { authorization: options.who }),
      ...options.headers,
    },
    payload: new URLSearchParams(form).toString(),
  })
  return { status: response.statusCode, text: response.body, type: String(response.headers['content-type']) }
}

const get = async (bench: Bench, path: string, who?: string) => {
  const response = await bench.app.inject({ url: `/open311/v2/${path}`, headers: who ? { authorization: who } : {} })
  return { status: response.statusCode, text: response.body, type: String(response.headers['content-type']) }
}

const json = (answer: { text: string }): Json => JSON.parse(answer.text)

test('services are the categories, in JSON and XML, with their definitions', async () => {
  const bench = await setUp()
  const list = json(await get(bench, 'services.json'))
  assert.deepEqual(
    list.map((service: Json) => service.service_code),
    ['0101', '0102', '0201'],
  )
  assert.deepEqual(
    [list[0].service_name, list[0].group, list[0].metadata, list[0].type],
    ['类别0101', '类别01', false, 'realtime'],
  )
  const xml = await get(bench, 'services.xml')
  assert.match(xml.type, /xml/)
  assert.match(xml.text, /^<\?xml.*<services><service><service_code>0101<\/service_code>/s)
  assert.deepEqual(json(await get(bench, 'services/0101.json')), { service_code: '0101', attributes: [] })
  assert.match(
    (await get(bench, 'services/0101.xml')).text,
    /<service_definition><service_code>0101<\/service_code><attributes><\/attributes>/,
  )
  const missing = await get(bench, 'services/9999.json')
  assert.deepEqual([missing.status, json(missing)], [404, [{ code: 404, description: '没有服务 9999' }]])
})

test('a request comes in as a form, becomes a case, and its status comes back out', async () => {
  const bench = await setUp()
  const made = await post(bench, FORM, { who: 'partner' })
  assert.equal(made.status, 201, made.text)
  const [{ service_request_id: id, service_notice: notice }] = json(made)
  assert.match(notice, /^案卷号 书20261116-\d{7}$/)
  const of = async () => json(await get(bench, `requests/${id}.json`, 'partner'))[0]
  const first = await of()
  assert.deepEqual(
    [first.status, first.service_code, first.description, first.address, first.lat, first.status_notes],
    ['open', '0101', '书脊裂开\n在三层', '三层东侧', lat, '在 reported'],
  )
  await act(bench, 'walker', id, 'verifyOnsite', { true: 'yes' })
  await act(bench, 'desk', id, 'register')
  await act(bench, 'desk', id, 'dispatch')
  const sent = await of()
  assert.deepEqual([sent.agency_responsible, sent.status_notes], ['ws-bindery 名', '在 toAccept'])
  assert.ok(sent.expected_datetime > sent.updated_datetime)
  await act(bench, 'binder', id, 'accept')
  await act(bench, 'binder', id, 'finish', { reply: '好了' })
  await act(bench, 'desk', id, 'pass')
  bench.clock.advance(9 * 86_400_000)
  await bench.business.sweepClocks()
  assert.equal((await of()).status, 'closed')
  assert.deepEqual(json(await get(bench, `tokens/${id}.json`)), [{ service_request_id: id, token: id }])
  const xml = await post(bench, FORM, { who: 'partner', format: 'xml' })
  assert.match(xml.text, /<service_requests><request><service_request_id>/)
})

test('the key may come as api_key; without one, or with a wrong one, the answer is 403 in the form of the standard', async () => {
  const partner = ACTORS.partner!
  const bench = await openBench({
    ports: {
      authenticate: async ({ headers }) => {
        if (headers.authorization === 'Bearer right-key') return partner
        throw new AppError('INVALID_TOKEN')
      },
      provenanceOf: () => 'elsewhere',
    },
  })
  after(bench.close)
  const made = await post(bench, { ...FORM, api_key: 'right-key' })
  assert.equal(made.status, 201, made.text)
  const [{ service_request_id: id }] = json(made)
  assert.equal((await look(bench, id)).summary.provenance, 'elsewhere')
  assert.equal(json(await get(bench, `requests/${id}.json?api_key=right-key`))[0].description, FORM.description)
  for (const form of [FORM, { ...FORM, api_key: 'wrong-key' }, { ...FORM, api_key: '' }])
    assert.equal((await post(bench, form)).status, 403)
  assert.equal((await post(bench, FORM, { who: 'binder' })).status, 403)
  const refused = await post(bench, FORM, { format: 'xml' })
  assert.match(refused.text, /<errors><error><code>403<\/code><description>api_key 缺失或无效<\/description><\/error><\/errors>/)
})

test('bad input is told field by field', async () => {
  const bench = await setUp()
  const cases: [Record<string, string>, number, RegExp][] = [
    [{ ...FORM, service_code: '' }, 400, /service_code 必填/],
    [{ ...FORM, service_code: '7777' }, 404, /没有服务 7777/],
    [{ ...FORM, lat: 'north' }, 400, /lat 应为数字/],
    [{ ...FORM, lat: '95' }, 400, /lat 超出范围/],
    [{ ...FORM, lat: '10', long: '10' }, 400, /位置不在本市范围内/],
    [{ ...FORM, colour: 'red' }, 400, /不支持的参数 colour/],
    [{ ...FORM, media_url: 'javascript:alert(1)' }, 400, /media_url 应为网址/],
    [{ ...FORM, jurisdiction_id: 'elsewhere.gov' }, 404, /jurisdiction_id/],
  ]
  for (const [form, status, description] of cases) {
    const answer = await post(bench, form, { who: 'partner' })
    assert.equal(answer.status, status, answer.text)
    assert.equal(json(answer)[0].code, status)
    assert.match(json(answer)[0].description, description)
  }
  assert.equal((await post(bench, { ...FORM, jurisdiction_id: '99' }, { who: 'partner' })).status, 201)
  for (const query of [
    'status=half',
    'start_date=yesterday',
    'page=0',
    'page_size=9999',
    'start_date=2020-01-01T00:00:00Z',
    'x=1',
  ])
    assert.equal((await get(bench, `requests.json?${query}`)).status, 400, query)
  assert.equal((await get(bench, 'requests/nothing.json')).status, 404)
  assert.equal((await get(bench, 'requests/nothing')).status, 404)
})

test('lists filter by service, status, time and id, page by page', async () => {
  const bench = await setUp()
  const made: string[] = []
  for (const service_code of ['0101', '0102', '0101', '0201']) {
    made.push(json(await post(bench, { ...FORM, service_code }, { who: 'partner' }))[0].service_request_id)
    bench.clock.advance(60_000)
  }
  const of = async (query: string) => json(await get(bench, `requests.json?${query}`)).map((one: Json) => one.service_request_id)
  assert.deepEqual(await of(''), [...made].reverse())
  assert.deepEqual(await of('service_code=0101,0201'), [made[3], made[2], made[0]])
  assert.deepEqual(await of(`service_request_id=${made[1]},${made[0]},nonsense`), [made[1], made[0]])
  assert.deepEqual(await of('status=closed'), [])
  assert.deepEqual((await of('status=open,closed')).length, 4)
  assert.deepEqual(await of('page_size=3&page=2'), [made[0]])
  assert.deepEqual(await of('start_date=2026-11-16T02:02:30Z'), [made[3]])
  assert.deepEqual(await of('updated_after=2026-11-16T02:01:30Z&updated_before=2026-11-16T02:02:30Z'), [made[2]])
})

test('nobody learns another’s words, address, name or exact place, and staff’s own cases do not appear at all', async () => {
  const bench = await setUp()
  const form = { ...FORM, first_name: '小明', last_name: '王', phone: '13812345678', email: 'x@example.org' }
  const [{ service_request_id: id }] = json(await post(bench, form, { who: 'partner' }))
  const own = await report(bench, {
    title: '私人标题',
    description: '私人内容',
    contact: { name: '王小明', phone: '13812345678' },
  })
  await bench
    .as('desk')
    .post('/api/cases', { type: 'book-care', category: '0101', title: '内部', place: pointIn('990101001') }, 201)
  for (const who of [undefined, 'reader2', 'binder2']) {
    const { text } = await get(bench, 'requests.json', who)
    assert.ok(!/王小明|小明|1381234|example|私人|书脊|三层|内部/.test(text), text)
    assert.equal(JSON.parse(text).length, 2)
  }
  const [seen] = json(await get(bench, `requests/${id}.json`))
  assert.equal(seen.lat, 39.054)
  assert.equal(seen.description, '类别0101')
  const mine = await get(bench, 'requests.json', 'reader')
  assert.ok(mine.text.includes('私人内容') && mine.text.includes(own.id) && !mine.text.includes('书脊'))
})

test('the same request with one Idempotency-Key is one case', async () => {
  const bench = await setUp()
  const headers = { 'idempotency-key': 'hotline-4711' }
  const made = await Promise.all([1, 2, 3].map(() => post(bench, FORM, { who: 'partner', headers })))
  assert.equal(new Set(made.map((one) => json(one)[0].service_request_id)).size, 1)
})

test('XML carries any text without breaking', () => {
  const hostile = `<script>&"'${String.fromCharCode(0)}${String.fromCharCode(11)}]]>`
  const text = toXml('a', { b: hostile, c: null, d: { list: 'e', items: ['x', { f: 1 }] } })
  assert.equal(
    text,
    `<?xml version="1.0" encoding="utf-8"?>\n<a><b>&lt;script&gt;&amp;&quot;']]&gt;</b><c/><d><e>x</e><e><f>1</f></e></d></a>`,
  )
})
