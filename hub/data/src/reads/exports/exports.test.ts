import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { access, readFile } from 'node:fs/promises'
import { after, test } from 'node:test'
import exceljs from 'exceljs'
import { grantInput, openDesk, people, readers } from '../../policy/testing/readers.ts'
import { readLineage } from '../lineage.ts'
import { exportPath } from './make.ts'

const desk = await openDesk()
after(desk.close)
const { ask, ctx } = desk
const resource = await desk.add(readers())
const PEOPLE = people(200).map((one, n) => (n === 3 ? { ...one, branch: '=HYPERLINK("x")' } : one))
await desk.fill(resource, PEOPLE)
const reason = { purpose: 'public-service', basis: '章程' }
const grant = (await ask('keeper', 'POST', '/api/grants', grantInput())).body

const make = async (who: string, body: object) => {
  const asked = await ask(who, 'POST', `/api/resources/${resource.id}/exports`, { ...reason, ...body })
  assert.equal(asked.status, 202, JSON.stringify(asked.body))
  await desk.run('data.export', desk.queued.at(-1)?.payload)
  return (await ask(who, 'GET', `/api/exports/${asked.body.id}`)).body
}
const fetch = async (who: string, id: string) => ask(who, 'GET', `/api/exports/${id}/file`)
const lines = (text: string) =>
  text
    .replace(/^\uFEFF/, '')
    .split('\r\n')
    .filter(Boolean)

test('a file holds what the grant shows, says who, when and what for, and matches its manifest', async () => {
  const made = await make('school', { format: 'csv' })
  assert.deepEqual([made.state, made.rows], ['ready', 200])
  const { body, raw } = await fetch('school', made.id)
  const found = lines(body)
  assert.equal(found.length, 203)
  for (const notice of [found[0], found.at(-1)])
    for (const part of ['deptHandler-book-school', 'book-school', '章程', 'public-service', made.id, '2026-11-20'])
      assert.ok(notice?.includes(part), part)
  const manifest = (await ask('school', 'GET', `/api/exports/${made.id}/manifest`)).body
  assert.equal(manifest.sha256, createHash('sha256').update(raw).digest('hex'))
  assert.deepEqual(manifest.lineage.runs, [{ run: 7, rows: 200 }])
  assert.deepEqual([manifest.grant, manifest.fields.length], [grant.id, 6])
  for (const one of PEOPLE) {
    assert.ok(!body.includes(one.id_no) && !body.includes(`${one.card},`))
    assert.ok(!one.name.startsWith('欧') || !body.includes(one.name))
  }
  const { rows } = await ctx.pool.query('SELECT way, rows FROM data.read_log WHERE id = $1', [manifest.read])
  assert.deepEqual(rows, [{ way: 'export', rows: 200 }])
})

test('what a spreadsheet would run is a text', async () => {
  const { body } = await fetch('school', (await make('school', { format: 'csv', fields: ['branch', 'loans'] })).id)
  assert.ok(body.includes(`"'=HYPERLINK(""x"")"`))
})

test('CSV, XLSX and JSON lines hold the same rows', async () => {
  const fields = ['phone', 'loans', 'branch']
  const csv = await fetch('school', (await make('school', { format: 'csv', fields })).id)
  const jsonl = await fetch('school', (await make('school', { format: 'jsonl', fields })).id)
  const xlsx = await fetch('school', (await make('school', { format: 'xlsx', fields })).id)
  const fromCsv = lines(csv.body)
    .slice(2, -1)
    .map((line) => Number(line.split(',').at(-1)))
  const fromJson = String(jsonl.raw)
    .trim()
    .split('\n')
    .slice(1, -1)
    .map((line) => JSON.parse(line).loans)
  const book = new exceljs.Workbook()
  await book.xlsx.load(xlsx.raw as unknown as ArrayBuffer)
  const sheet = book.worksheets[0]!
  const fromXlsx = Array.from({ length: sheet.rowCount - 3 }, (_, n) => sheet.getRow(n + 3).getCell(3).value)
  const all = PEOPLE.map(({ loans }) => loans)
  for (const found of [fromCsv, fromJson, fromXlsx])
    assert.deepEqual(
      [...found].map(Number).sort((a, b) => a - b),
      all,
    )
  // each stands in its own order
  assert.notDeepEqual(fromCsv, fromJson)
})

test('a leaked piece names the export it came from, though others hold the same rows', async () => {
  const made = []
  for (let n = 0; n < 4; n += 1) made.push(await make(n % 2 ? 'keeper' : 'school', { format: 'csv', fields: ['phone', 'loans'] }))
  const culprit = made[2]
  const piece = lines((await fetch('school', culprit.id)).body)
    .slice(40, 140)
    .filter((_, n) => n % 5)
    .map((line) => line.split(','))
  const body = { resource: resource.id, columns: ['phone', 'loans'], rows: piece }
  const traced = await ask('auditor', 'POST', '/api/exports/trace', body)
  assert.equal(traced.body.export.id, culprit.id)
  assert.equal(traced.body.requestedBy.unit, 'book-school')
  const sorted = await ask('auditor', 'POST', '/api/exports/trace', {
    ...body,
    rows: [...piece].sort((a, b) => Number(a[1]) - Number(b[1])),
  })
  assert.equal(sorted.body.export, null)
  assert.equal((await ask('schoolData', 'POST', '/api/exports/trace', body)).status, 404)
})

test('a file is for who asked for it, and is gone when its time is over', async () => {
  const made = await make('school', { format: 'csv', fields: ['loans'] })
  assert.equal((await fetch('keeper', made.id)).status, 404)
  assert.equal((await ask('keeper', 'GET', `/api/exports/${made.id}`)).status, 404)
  const path = exportPath(ctx.config.home, { id: made.id, format: 'csv' })
  await access(path)
  desk.clock.advance(7 * 86_400_000 + 1)
  assert.equal((await fetch('school', made.id)).status, 410)
  await desk.run('data.export-expire')
  await assert.rejects(readFile(path))
  assert.equal((await ask('school', 'GET', `/api/exports/${made.id}`)).body.state, 'expired')
})

test('a file is not handed out any more once its grant is revoked, and a new one is refused', async () => {
  const other = (await ask('keeper', 'POST', '/api/grants', grantInput({ grantee: 'book-museum' }))).body
  const made = await make('museum', { format: 'jsonl', fields: ['loans'] })
  assert.equal((await fetch('museum', made.id)).status, 200)
  const queued = await ask('museum', 'POST', `/api/resources/${resource.id}/exports`, {
    ...reason,
    format: 'csv',
    fields: ['loans'],
  })
  await ask('keeper', 'POST', `/api/grants/${other.id}/revoke`, { reason: '结束' })
  assert.equal((await fetch('museum', made.id)).body.code, 'DATA_DENIED')
  await desk.run('data.export', desk.queued.at(-1)?.payload)
  assert.equal((await ask('museum', 'GET', `/api/exports/${queued.body.id}`)).body.state, 'failed')
  assert.equal(
    (await ask('museum', 'POST', `/api/resources/${resource.id}/exports`, { ...reason, format: 'csv' })).status,
    200 + 2,
  )
})

test('grants and exports stand in the lineage of their resource', async () => {
  const provider = readLineage({ ctx, catalogue: { find: async (id) => desk.resources.get(id) }, units: { name: (id) => id } })
  const edges = await provider.edges({ kind: 'resource', id: resource.id })
  assert.ok(edges.some(({ from, to }) => from.id === resource.id && to.kind === 'grant' && to.id === grant.id))
  const files = edges.filter(({ from, to }) => from.kind === 'grant' && to.kind === 'export')
  assert.ok(files.length > 3)
  const back = await provider.edges({ kind: 'export', id: files[0]!.to.id })
  assert.deepEqual(
    back.map(({ from, to }) => `${from.kind} ${to.kind}`),
    ['grant export', 'export unit'],
  )
})
