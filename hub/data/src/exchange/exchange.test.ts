import assert from 'node:assert/strict'
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { assertRouteAccess } from '@haihe/kernel/testing'
import ExcelJS from 'exceljs'
import { inboxOf } from './schedule.ts'
import { only } from './testing/desk.ts'
import { type Json, openRoom } from './testing/room.ts'

const room = await openRoom()
const { ctx, home, app, exchange, resource, foreign, call, input, upload, rows, clear, make, runNow } = room
after(() => room.close())

const file = { kind: 'upload', settings: {} }

test('every route is guarded by its permission', async () => {
  await assertRouteAccess(app, exchange.routes ?? [])
})

test('a unit sees and manages connectors of its own resources alone; the data bureau those of all', async () => {
  const { id } = await make(file)
  await make({ ...file, resource: foreign.id }, 'librarian', 403)
  await call('curator', 'GET', `/api/connectors/${id}`, undefined, 404)
  await call('curator', 'DELETE', `/api/connectors/${id}`, undefined, 404)
  assert.equal((await call('curator', 'GET', '/api/connectors')).total, 0)
  assert.equal((await call('bureau', 'GET', `/api/connectors/${id}`)).id, id)
  assert.equal((await call('librarian', 'GET', '/api/connectors?q=loans')).items[0].id, id)
  await call('librarian', 'DELETE', `/api/connectors/${id}`, undefined, 204)
})

test('a CSV file is uploaded, looked at, mapped by its titles and read', async () => {
  await clear()
  const made = await upload(
    '借阅.csv',
    '借阅编号,书名,分馆区划,册数,借出日期\n001,红楼梦,990101,2,2026年3月5日\n002,"a, b",西馆,x,2026年3月6日\n',
  )
  assert.deepEqual(
    made.columns.map(({ name, type, format }: Json) => [name, type, format]),
    [
      ['借阅编号', 'text', null],
      ['书名', 'text', null],
      ['分馆区划', 'text', null],
      ['册数', 'text', null],
      ['借出日期', 'date', 'YYYY年M月D日'],
    ],
  )
  assert.deepEqual(made.rows[1], ['002', 'a, b', '西馆', 'x', '2026年3月6日'])
  const look = await call('librarian', 'POST', '/api/connectors/look', {
    connector: { ...input(file), mapping: undefined },
    upload: made.id,
  })
  assert.equal(look.proposal.fields.loan_no.column, '借阅编号')
  const { id } = await make({ ...file, mapping: look.proposal })
  const preview = await call('librarian', 'POST', `/api/connectors/${id}/preview`, { upload: made.id })
  assert.equal(preview.mapped[0].values.lent_on, '2026-03-05')
  assert.deepEqual(preview.mapped[1].problems, [{ field: 'copies', reason: 'not-an-integer', detail: 'x' }])
  const { id: run } = await call('librarian', 'POST', `/api/connectors/${id}/runs`, { upload: made.id }, 201)
  await exchange.idle()
  const ended = await call('librarian', 'GET', `/api/runs/${run}`)
  assert.deepEqual([ended.state, ended.written, ended.rejected], ['done', 1, 1])
  const { items: rejects, reasons } = await call('librarian', 'GET', `/api/connectors/${id}/rejects`)
  assert.deepEqual([rejects[0].line, rejects[0].content.书名, reasons[0].n], [3, 'a, b', 1])
  await call('curator', 'GET', `/api/connectors/${id}/rejects`, undefined, 404)
  await call('librarian', 'PATCH', `/api/connectors/${id}/rejects/${rejects[0].id}`, { content: { 册数: '3' } })
  await call('librarian', 'POST', `/api/connectors/${id}/rejects/replay`, { ids: null }, 201)
  await exchange.idle()
  assert.deepEqual(await rows('_key, _region, copies'), [
    { _key: '001', _region: '990101', copies: 2 },
    { _key: '002', _region: '990102', copies: 3 },
  ])
  assert.equal((await call('librarian', 'GET', `/api/connectors/${id}`)).openRejects, 0)
  await call('curator', 'GET', `/api/uploads/${made.id}`, undefined, 404)
  await call('librarian', 'DELETE', `/api/uploads/${made.id}`, undefined, 204)
})

test('a workbook keeps leading zeros, long numbers and dates; a file that is none is refused', async () => {
  await clear()
  const book = new ExcelJS.Workbook()
  book.addWorksheet('封面').addRow(['x'])
  const sheet = book.addWorksheet('借阅')
  sheet.addRow(['loan_no', 'reader_id', 'title', 'lent_on', 'returned_at', 'fee'])
  const row = sheet.addRow([
    7,
    '11010519491231002X',
    'a "quoted"\ntitle',
    new Date('2026-03-05T00:00:00Z'),
    new Date('2026-03-05T08:30:00Z'),
    0.1,
  ])
  row.getCell(1).numFmt = '00000'
  sheet.getRow(5).values = ['00012', null, { richText: [{ text: 'rich ' }, { text: 'text' }] }]
  const bytes = Buffer.from(await book.xlsx.writeBuffer())
  const made = await upload('loans.xlsx', bytes, `&sheet=${encodeURIComponent('借阅')}`)
  assert.deepEqual(made.sheets, ['封面', '借阅'])
  assert.deepEqual(made.rows[0].slice(0, 5), [
    '00007',
    '11010519491231002X',
    'a "quoted"\ntitle',
    '2026-03-05',
    '2026-03-05 08:30:00',
  ])
  const { id } = await make({
    kind: 'upload',
    settings: { sheet: '借阅' },
    mapping: only('loan_no', 'reader_id', 'title', 'lent_on', 'returned_at', 'fee'),
  })
  await call('librarian', 'POST', `/api/connectors/${id}/runs`, { upload: made.id }, 201)
  await exchange.idle()
  assert.deepEqual(await rows('_key, _line, title, fee, returned_at'), [
    { _key: '00007', _line: 2, title: 'a "quoted"\ntitle', fee: 0.1, returned_at: new Date('2026-03-05T00:30:00Z') },
    { _key: '00012', _line: 5, title: 'rich text', fee: null, returned_at: null },
  ])
  await upload('fake.xlsx', 'not a workbook', '', 400)
  await upload('empty.csv', '', '', 400)
  await upload('virus.exe', 'x', '', 400)
})

interface Seen {
  url: string
  headers: Record<string, unknown>
}
const seen: Seen[] = []
const pages: Record<string, Json> = {}
const server = createServer((request, response) => {
  seen.push({ url: request.url ?? '', headers: request.headers })
  const answer = pages[request.url ?? '']
  response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json', ...(answer?.headers ?? {}) })
  response.end(JSON.stringify(answer?.body ?? answer ?? {}))
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
after(() => new Promise((resolve) => server.close(resolve)))
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
const http = (settings: object, secrets = {}) => ({
  kind: 'http',
  settings: { url: `${origin}/loans`, rows: 'data.items', ...settings },
  secrets,
  mapping: { fields: { loan_no: { column: 'id' }, title: { column: 'book.title' }, returned_at: { column: 'changed' } } },
})
const item = (id: number, changed = '2026-03-05T08:00:00Z') => ({ id, book: { title: `t${id}` }, changed })

const free = (id: string) => call('admin', 'PUT', `/api/connectors/${id}/private-networks`, { allowed: true })

test('a file of more than two gigabytes is refused before it is sent, one without an ending that is read or without content at once', async () => {
  const send = (name: string, headers: Record<string, string>, payload = '') =>
    app.inject({
      method: 'POST',
      url: `/api/uploads?name=${name}`,
      headers: { authorization: 'librarian', 'content-type': 'text/csv', ...headers },
      payload,
    })
  const large = await send('a.csv', { 'content-length': String(2 * 1024 ** 3 + 1) })
  assert.deepEqual([large.statusCode, large.json().code], [413, 'PAYLOAD_TOO_LARGE'])
  const ending = await send('a.exe', {}, 'a,b\n1,2\n')
  assert.deepEqual([ending.statusCode, ending.json().errors[0].path], [400, 'name'])
  assert.deepEqual([(await send('a.csv', {}, ' \n')).statusCode, (await send('a.csv', {}, 'a\n1\n')).statusCode], [400, 201])
})

test('an inner address is refused until an administrator allows it for this connector, and again when it is moved', async () => {
  const made = await make(http({}))
  const refused = await runNow(made.id)
  assert.equal(refused.state, 'failed')
  assert.match(refused.error, /管理员/)
  await call('librarian', 'PUT', `/api/connectors/${made.id}/private-networks`, { allowed: true }, 403)
  const allowed = await free(made.id)
  assert.equal(allowed.privateAllowed, true)
  const moved = await call(
    'librarian',
    'PUT',
    `/api/connectors/${made.id}?version=${allowed.version}`,
    input(http({ url: `${origin}/admin` })),
  )
  assert.equal(moved.privateAllowed, false)
  // how long one waits for the same address is no other place
  const again = await free(made.id)
  const patient = await call(
    'librarian',
    'PUT',
    `/api/connectors/${made.id}?version=${again.version}`,
    input(http({ url: `${origin}/admin`, timeoutSeconds: 90 })),
  )
  assert.equal(patient.privateAllowed, true)
  assert.deepEqual(seen, [])
})

test('pages of an interface are read with secret headers, which nobody is answered', async () => {
  await clear()
  pages['/loans?page=1&size=2'] = { data: { items: [item(1), item(2)] } }
  pages['/loans?page=2&size=2'] = { data: { items: [item(3)] } }
  const made = await make(http({ pagination: { by: 'page', sizeParameter: 'size', size: 2 } }, { 'header.X-Key': 'very secret' }))
  assert.deepEqual(made.secrets, ['header.X-Key'])
  assert.ok(!JSON.stringify(await call('librarian', 'GET', `/api/connectors/${made.id}`)).includes('very secret'))
  const { rows: stored } = await ctx.pool.query('SELECT secrets FROM exchange.connector WHERE id = $1', [made.id])
  assert.ok(!stored[0].secrets.includes('very secret'))
  await free(made.id)
  const run = await runNow(made.id)
  assert.deepEqual([run.state, run.read, run.written], ['done', 3, 3], run.error)
  assert.equal(seen.at(-1)?.headers['x-key'], 'very secret')
  assert.deepEqual(await rows(), [
    { _key: '1', title: 't1' },
    { _key: '2', title: 't2' },
    { _key: '3', title: 't3' },
  ])
})

test('cursor, link and offset lead through all pages; a link elsewhere is not followed', async () => {
  pages['/loans'] = { data: { items: [item(1)] }, next: 'b' }
  pages['/loans?c=b'] = { data: { items: [item(2)] }, next: null }
  pages['/linked'] = { headers: { link: '</linked2>; rel="next"' }, body: { data: { items: [item(1)] } } }
  pages['/linked2'] = { headers: { link: '<http://elsewhere.example/>; rel="next"' }, body: { data: { items: [item(2)] } } }
  pages['/loans?offset=0&limit=1'] = { data: { items: [item(1)] } }
  pages['/loans?offset=1&limit=1'] = { data: { items: [item(2)] } }
  pages['/loans?offset=2&limit=1'] = { data: { items: [] } }
  const end = async (settings: object) => {
    const { id } = await make(http(settings))
    await free(id)
    const { state, read } = await runNow(id)
    return [state, read]
  }
  assert.deepEqual(await end({ pagination: { by: 'cursor', parameter: 'c', path: 'next' } }), ['done', 2])
  assert.deepEqual(await end({ pagination: { by: 'offset', limit: 1 } }), ['done', 2])
  assert.deepEqual(await end({ url: `${origin}/linked`, pagination: { by: 'link' } }), ['failed', 1])
})

test('an increment starts at the greatest value seen, less the overlap', async () => {
  pages['/loans'] = { data: { items: [item(1), item(2, '2026-03-05T09:00:00Z')] } }
  pages['/loans?since=2026-03-05T08%3A50%3A00.000Z'] = { data: { items: [item(3, '2026-03-05T10:00:00Z')] } }
  const { id } = await make(http({ incremental: { parameter: 'since', column: 'changed', kind: 'time' } }))
  await free(id)
  assert.equal((await runNow(id)).read, 2)
  assert.equal((await runNow(id)).read, 1)
  assert.equal((await call('librarian', 'GET', `/api/connectors/${id}`)).watermark, '2026-03-05T10:00:00Z')
  assert.equal((await runNow(id, { restart: true })).read, 2)
})

test('entities of an outer broker are rows', async () => {
  await clear()
  pages['/ngsi-ld/v1/entities?type=Loan&options=keyValues&offset=0&limit=500'] = [
    { id: 'urn:ngsi-ld:Loan:1', type: 'Loan', title: 'T' },
  ]
  const { id } = await make({
    kind: 'ngsi-ld',
    settings: { broker: origin, type: 'Loan' },
    mapping: {
      fields: { loan_no: { column: 'id', transforms: [{ op: 'split', separator: ':', part: -1 }] }, title: { column: 'title' } },
    },
  })
  await free(id)
  assert.equal((await runNow(id)).written, 1)
  assert.deepEqual(await rows(), [{ _key: '1', title: 'T' }])
})

test("own objects of a type are rows, those of the connector's region alone", async () => {
  await clear()
  const doc = (title: string) =>
    JSON.stringify({ 'https://uri.etsi.org/ngsi-ld/default-context/bookTitle': [{ type: 'Property', value: title }] })
  const types = ['https://uri.etsi.org/ngsi-ld/default-context/Loan']
  for (const [id, region] of [
    ['urn:ngsi-ld:Loan:7', '990101'],
    ['urn:ngsi-ld:Loan:8', '880101'],
  ])
    await ctx.pool.query(
      `INSERT INTO data.entity (id, type, types, region, doc, created_at, modified_at) VALUES ($1, 'Loan', $2, $3, $4, now(), now())`,
      [id, types, region, doc(`of ${region}`)],
    )
  const { id } = await make({
    kind: 'ngsi-ld',
    settings: { type: 'Loan' },
    mapping: { fields: { loan_no: { column: 'id' }, title: { column: 'bookTitle' }, branch: { column: 'region' } } },
  })
  const run = await runNow(id)
  assert.deepEqual([run.state, run.read], ['done', 1], run.error)
  assert.deepEqual(await rows('_key, title, _region'), [{ _key: 'urn:ngsi-ld:Loan:7', title: 'of 990101', _region: '990101' }])
})

test('a file in the inbox is taken, read and put away; a bad one is put with the failed', async () => {
  await clear()
  const { id } = await make({ kind: 'folder', settings: {}, mapping: only('loan_no', 'title') })
  const inbox = inboxOf(home, id)
  await exchange.tick()
  const drop = async (name: string, content: string) => {
    await mkdir(inbox, { recursive: true })
    await writeFile(join(inbox, name), content)
    const before = new Date(Date.now() - 60_000)
    await utimes(join(inbox, name), before, before)
  }
  await drop('a.csv', 'loan_no,title\nA1,one\n')
  await drop('b.csv', '')
  await drop('notes.md', 'not for us')
  await writeFile(join(inbox, 'growing.csv'), 'loan_no,ti')
  for (let look = 0; look < 3; look += 1) {
    await exchange.tick()
    await exchange.idle()
  }
  assert.deepEqual(await rows(), [{ _key: 'A1', title: 'one' }])
  const names = async (folder: string) => (await readdir(join(inbox, folder))).map((name) => name.replace(/^\w+-/, ''))
  assert.deepEqual(await names('done'), ['a.csv'])
  assert.deepEqual(await names('failed'), ['b.csv'])
  assert.deepEqual(await names('work'), [])
  assert.deepEqual((await readdir(inbox)).sort(), ['done', 'failed', 'growing.csv', 'notes.md', 'work'])
})

test('a schedule starts runs when their time has come', async () => {
  const made = await make({ ...http({ pagination: { by: 'none' } }), schedule: '*/10 * * * *' })
  assert.equal(made.nextAt, '2026-11-20T02:10:00.000Z')
  await ctx.pool.query(`UPDATE exchange.connector SET next_at = '2026-11-20T01:00:00Z' WHERE id = $1`, [made.id])
  await exchange.tick()
  const { items } = await call('librarian', 'GET', `/api/runs?connector=${made.id}`)
  assert.deepEqual(
    items.map(({ trigger }: Json) => trigger),
    ['schedule'],
  )
  assert.equal((await call('librarian', 'GET', `/api/connectors/${made.id}`)).nextAt, '2026-11-20T02:10:00.000Z')
  await exchange.idle()
})

test('a broker that refuses is left alone for a while, unless its connector was changed', async () => {
  const mqtt = { kind: 'mqtt', settings: { url: 'mqtt://127.0.0.1:1', topic: 'loans' } }
  const made = await make(mqtt)
  const runs = async () => {
    await exchange.tick()
    await exchange.idle()
    return (await call('librarian', 'GET', `/api/runs?connector=${made.id}`)).items.map(({ state }: Json) => state)
  }
  assert.deepEqual(await runs(), ['failed'])
  assert.deepEqual(await runs(), ['failed'])
  room.clock.advance(1000)
  await call('librarian', 'PUT', `/api/connectors/${made.id}?version=${made.version}`, input({ ...mqtt, title: 'again' }))
  assert.deepEqual(await runs(), ['failed', 'failed'])
  room.clock.advance(6 * 60_000)
  assert.deepEqual(await runs(), ['failed', 'failed', 'failed'])
  await call('librarian', 'DELETE', `/api/connectors/${made.id}`, undefined, 204)
})

test('a run is paused, resumed and cancelled from outside', async () => {
  const { id } = await make(http({}))
  await free(id)
  const run = await call('librarian', 'POST', `/api/connectors/${id}/runs`, {}, 201)
  // the worker has not looked yet, or has: both are answered
  await exchange.idle()
  await call('librarian', 'POST', `/api/runs/${run.id}/pause`, {}, 409)
  await ctx.pool.query(`UPDATE exchange.run SET state = 'queued', next_try_at = now() + interval '1 hour' WHERE id = $1`, [
    run.id,
  ])
  await call('librarian', 'POST', `/api/connectors/${id}/runs`, {}, 409)
  assert.equal((await call('librarian', 'POST', `/api/runs/${run.id}/pause`)).state, 'paused')
  assert.equal((await call('librarian', 'POST', `/api/runs/${run.id}/resume`)).state, 'queued')
  await exchange.idle()
  await ctx.pool.query(`UPDATE exchange.run SET state = 'paused' WHERE id = $1`, [run.id])
  assert.equal((await call('librarian', 'POST', `/api/runs/${run.id}/cancel`)).state, 'cancelled')
})

test('lineage leads from the source to the fields, and back', async () => {
  const { id } = await make(http({}))
  const edges = await exchange.lineage.edges({ kind: 'field', id: `${resource.id}#title` })
  const mine = edges.filter(({ from }) => from.id === id)
  assert.deepEqual(
    mine.map(({ to, by }) => [to.kind, by]),
    [
      ['resource', 'Loans'],
      ['field', 'book.title'],
    ],
  )
  assert.ok(edges.some(({ from, to }) => from.kind === 'source' && from.id === `${origin}/loans` && to.id === id))
  assert.ok((await exchange.lineage.edges({ kind: 'source', id: `${origin}/loans` })).length > 0)
  assert.deepEqual(await exchange.lineage.edges({ kind: 'unit', id: 'library' }), [])
})

test('settings that do not fit their kind, unknown fields and bad schedules are refused', async () => {
  await make({ kind: 'http', settings: { url: 'file:///etc/passwd' } }, 'librarian', 400)
  await make({ ...file, settings: { surprise: 1 } }, 'librarian', 400)
  await make({ ...file, mapping: { fields: { none: { column: 'x' } } } }, 'librarian', 400)
  await make({ ...file, schedule: 'soon' }, 'librarian', 400)
})
