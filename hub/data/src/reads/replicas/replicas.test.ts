import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Database } from '@haihe/kernel'
import { testDatabase } from '@haihe/kernel/testing'
import { grantInput, openDesk, people, readers } from '../../policy/testing/readers.ts'

const desk = await openDesk()
const theirs: Database = await testDatabase([])
after(async () => {
  await desk.close()
  await theirs.close()
})
const { ask, ctx } = desk
const resource = await desk.add(readers())
const PEOPLE = people(2500).map((one, n) => ({ ...one, id_no: `9901${String(n).padStart(13, '0')}X` }))
await desk.fill(resource, PEOPLE)
const grant = (await ask('keeper', 'POST', '/api/grants', grantInput())).body
const url = new URL(theirs.url)
const target = {
  host: url.hostname,
  port: Number(url.port),
  database: url.pathname.slice(1),
  user: decodeURIComponent(url.username),
  password: decodeURIComponent(url.password),
  tls: 'off',
}
const body = { grant: grant.id, basis: '章程', target, table: 'readers' }
const copies = async () => (await ask('schoolData', 'GET', '/api/replicas')).body.items
const run = async (id: string) => {
  await desk.run('data.replicate', { id })
  return (await copies()).find((one: { id: string }) => one.id === id)
}
const rows = async (table = 'readers') => (await theirs.pool.query(`SELECT * FROM ${table} ORDER BY loans`)).rows

const made = await ask('schoolData', 'POST', '/api/replicas', body)

test('the credentials of a target are sealed and never told', async () => {
  assert.equal(made.status, 201, JSON.stringify(made.body))
  assert.ok(!JSON.stringify(made.body).includes(`"password"`))
  const { rows: stored } = await ctx.pool.query('SELECT target FROM data.replica')
  assert.ok(!stored[0].target.toString('latin1').includes(target.user))
})

test('a stopped first copy goes on where it stood, and ends equal to what the grant shows', async () => {
  const original = ctx.pool.query
  let pages = 0
  ctx.pool.query = ((...args: unknown[]) => {
    if (/ORDER BY 1 LIMIT/.test(String(args[0]))) {
      pages += 1
      if (pages === 2) throw new Error('the line is cut')
    }
    return (original as (...all: unknown[]) => unknown).apply(ctx.pool, args)
  }) as typeof original
  const cut = await run(made.body.id)
  assert.deepEqual([cut.state, cut.copied, (await rows()).length], ['failed', false, 1000])
  pages = 10
  const before = (await rows()).map(({ haihe_id }) => haihe_id)
  const whole = await run(made.body.id)
  ctx.pool.query = original
  assert.deepEqual([whole.state, whole.copied, whole.rows, whole.error], ['active', true, 2500, null])
  const found = await rows()
  assert.deepEqual(
    found.map(({ loans }) => loans),
    PEOPLE.map(({ loans }) => loans),
  )
  for (const id of before) assert.ok(found.some(({ haihe_id }) => haihe_id === id))
  // 1,000 rows once, 1,500 after the stop, and what was written within the overlap again
  assert.equal(whole.written, 5000)
  const [first] = found
  assert.deepEqual(Object.keys(first), ['haihe_id', 'id_no', 'name', 'phone', 'card', 'branch', 'loans'])
  assert.equal(first.phone, PEOPLE[0]!.phone)
  assert.equal(first.name, '王**')
  assert.ok(!JSON.stringify(found).includes(PEOPLE[7]!.id_no))
})

test('what was changed, added and removed since arrives, once', async () => {
  desk.clock.advance(3_600_000)
  const { written } = await run(made.body.id)
  desk.clock.advance(3_600_000)
  const changed = { ...PEOPLE[5]!, phone: '13900000000' }
  const added = { ...PEOPLE[6]!, id_no: '990100000000099999', loans: 9999 }
  await desk.fill(resource, [changed, added])
  await ctx.pool.query(`DELETE FROM held.r_1 WHERE loans < 3`)
  const after = await run(made.body.id)
  assert.deepEqual([after.rows, after.deleted], [2498, 3])
  assert.equal(after.written - written, 2)
  const found = await rows()
  assert.equal(found.find(({ loans }) => loans === 5).phone, '13900000000')
  assert.deepEqual([found[0].loans, found.at(-1).loans], [3, 9999])
  const { rows: log } = await ctx.pool.query(`SELECT rows FROM data.read_log WHERE way = 'table' ORDER BY id DESC LIMIT 1`)
  assert.deepEqual(log, [{ rows: 2 }])
})

test('a stricter classification makes the copy anew, so that nothing of the old one stays', async () => {
  const fields = resource.fields.map((field) =>
    field.name === 'card' ? { ...field, classification: { ...field.classification, mask: 'hide' as const } } : field,
  )
  desk.resources.set(resource.id, { ...resource, fields, version: 2 })
  const after = await run(made.body.id)
  assert.equal(after.rows, 2498)
  assert.ok((await rows()).every(({ card }) => card === null))
  desk.resources.set(resource.id, resource)
})

test('a table that is not the copy’s own is never touched', async () => {
  await theirs.pool.query('CREATE TABLE precious (loans int); INSERT INTO precious VALUES (1)')
  const other = await ask('schoolData', 'POST', '/api/replicas', { ...body, table: 'precious' })
  assert.equal((await run(other.body.id)).state, 'failed')
  assert.deepEqual(await rows('precious'), [{ loans: 1 }])
  await ask('schoolData', 'POST', `/api/replicas/${other.body.id}/state`, { state: 'stopped' })
})

test('who may not read may not copy, and a private address is refused', async () => {
  assert.equal((await ask('keeper', 'POST', '/api/replicas', body)).status, 404)
  assert.equal((await ask('school', 'POST', '/api/replicas', body)).status, 403)
  assert.equal((await ask('schoolData', 'POST', '/api/replicas', { ...body, table: 'a"; DROP TABLE x' })).status, 400)
  const inside = await ask('schoolData', 'POST', '/api/replicas', {
    ...body,
    table: 'inside',
    target: { ...target, host: '10.0.0.1' },
  })
  const after = await run(inside.body.id)
  assert.equal(after.state, 'failed')
  assert.match(after.error, /10\.0\.0\.1/)
})

test('when the grant ends the copy stops', async () => {
  await ask('keeper', 'POST', `/api/grants/${grant.id}/revoke`, { reason: '结束' })
  const after = await run(made.body.id)
  assert.equal(after.state, 'stopped')
  await desk.fill(resource, [{ ...PEOPLE[9]!, phone: '13711111111' }])
  await run(made.body.id)
  assert.ok((await rows()).every(({ phone }) => phone !== '13711111111'))
})
