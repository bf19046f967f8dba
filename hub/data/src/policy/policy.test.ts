import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { assertRouteAccess, roleActors } from '@haihe/kernel/testing'
import { createSubjectKey } from '../platform/subject-key.ts'
import { grantInput, openDesk, people, REASON, readers } from './testing/readers.ts'

const desk = await openDesk()
after(desk.close)
const { ask, ctx } = desk
const resource = await desk.add(readers())
const PEOPLE = people(60)
await desk.fill(resource, PEOPLE)
const rows = `/api/resources/${resource.id}/rows`
const query = `/api/resources/${resource.id}/query`
const reason = { purpose: 'public-service', basis: '章程' }

const issue = async (more: object = {}) => {
  const made = await ask('keeper', 'POST', '/api/grants', grantInput(more))
  assert.equal(made.status, 201, JSON.stringify(made.body))
  return made.body
}
const grant = await issue()

test('anybody sees what is opened; the rest stays closed, and the record says who looked', async () => {
  const page = await ask('', 'GET', `${rows}?limit=2`)
  assert.equal(page.status, 200)
  assert.deepEqual(Object.keys(page.body.rows[0]), ['branch'])
  const { rows: log } = await ctx.pool.query('SELECT actor, fields, rows FROM data.read_log WHERE id = $1', [page.body.read])
  assert.deepEqual(log, [{ actor: 'anonymous', fields: ['branch'], rows: 2 }])
  assert.equal((await ask('', 'GET', `${rows}?fields=name`)).body.code, 'DATA_DENIED')
})

test('the owner names purpose and basis for what is protected', async () => {
  const asked = await ask('keeper', 'GET', `${rows}?fields=name`)
  assert.deepEqual([asked.status, asked.body.code], [403, 'PURPOSE_REQUIRED'])
  assert.equal((await ask('keeper', 'GET', `${rows}?purpose=governance`)).status, 400)
  const page = await ask('keeper', 'GET', `${rows}?${REASON}&limit=5`)
  assert.equal(page.body.rows.length, 5)
  assert.equal(page.body.rows[0].since, PEOPLE.find(({ id_no }) => id_no === page.body.rows[0].id_no)?.since)
})

test('a grant shows clear fields whole and others masked; hidden and denied ones never leave the database', async () => {
  const seen: string[] = []
  const original = ctx.pool.query
  ctx.pool.query = ((...args: Parameters<typeof original>) => {
    seen.push(String(args[0]))
    return (original as (...all: unknown[]) => unknown).apply(ctx.pool, args)
  }) as typeof original
  const page = await ask('school', 'GET', `${rows}?${REASON}&limit=60`)
  ctx.pool.query = original
  const [statement] = seen.filter((sql) => /held/.test(sql))
  assert.ok(statement && !/health|since/.test(statement))
  const one = page.body.rows.find((row: { loans: number }) => row.loans === 1)
  const whole = PEOPLE[1]!
  assert.deepEqual(
    { ...one, card: one.card.slice(0, 3) },
    {
      id_no: `${whole.id_no.slice(0, 6)}********${whole.id_no.slice(-4)}`,
      name: '欧阳**',
      phone: whole.phone,
      card: 's1.',
      branch: whole.branch,
      loans: 1,
    },
  )
  assert.equal(page.body.decision.grant, grant.id)
})

test('pages follow one another without gaps, in an order that tells nothing of a masked key', async () => {
  const found: { loans: number }[] = []
  let cursor = ''
  do {
    const page = await ask('school', 'GET', `${rows}?${REASON}&limit=7${cursor && `&cursor=${cursor}`}`)
    assert.equal(page.status, 200)
    found.push(...page.body.rows)
    cursor = page.body.next ?? ''
  } while (cursor)
  const loans = found.map((row) => row.loans)
  assert.deepEqual(
    [...loans].sort((a, b) => a - b),
    PEOPLE.map((one) => one.loans),
  )
  const byKey = [...PEOPLE].sort((a, b) => (a.id_no < b.id_no ? -1 : 1)).map((one) => one.loans)
  assert.notDeepEqual(loans, byKey)
  const keeper = await ask('keeper', 'GET', `${rows}?${REASON}&limit=60`)
  assert.deepEqual(
    keeper.body.rows.map((row: { loans: number }) => row.loans),
    byKey,
  )
})

test('a cursor opens for the request it was made for alone, and says nothing', async () => {
  const { body } = await ask('keeper', 'GET', `${rows}?${REASON}&limit=3`)
  assert.ok(!Buffer.from(body.next, 'base64url').toString('latin1').includes(body.rows[2].id_no))
  for (const [who, more] of [
    ['schoolData', ''],
    ['keeper', '&way=screen'],
  ])
    assert.equal((await ask(who as string, 'GET', `${rows}?${REASON}&limit=3&cursor=${body.next}${more}`)).status, 400)
  const altered = body.next.replace(/.$/, (sign: string) => (sign === 'A' ? 'B' : 'A'))
  assert.equal((await ask('keeper', 'GET', `${rows}?${REASON}&limit=3&cursor=${altered}x`)).status, 400)
})

test('conditions on whole fields narrow; on masked, hidden or unknown ones they are refused', async () => {
  const by = (where: object[], who = 'school') => ask(who, 'POST', query, { ...reason, where })
  const found = await by([
    { field: 'loans', op: '>=', value: 10 },
    { field: 'loans', op: 'in', value: [3, 10, 11] },
  ])
  assert.deepEqual(found.body.rows.map((row: { loans: number }) => row.loans).sort(), [10, 11])
  for (const field of ['id_no', 'name', 'health', 'card', 'since', '_key', 'nothing', 'loans" OR 1=1 --'])
    assert.equal((await by([{ field, op: '=', value: 'x' }])).body.code, 'FILTER_NOT_ALLOWED', field)
  assert.equal((await by([{ field: 'loans', op: '=', value: 'x' }])).status, 400)
  assert.equal((await by([{ field: 'since', op: '<', value: '2015-01-01' }], 'keeper')).body.rows.length, 30)
})

test('a grant of a region shows its rows alone', async () => {
  const regional = await issue({ grantee: 'book-museum', region: '990101' })
  const page = await ask('museum', 'GET', `${rows}?${REASON}&limit=100`)
  assert.equal(page.body.rows.length, 30)
  assert.deepEqual(page.body.decision.regions, [regional.region])
  await ask('keeper', 'POST', `/api/grants/${regional.id}/revoke`, { reason: '期满' })
  const after = await ask('museum', 'GET', `${rows}?${REASON}&fields=name`)
  assert.deepEqual(after.body.fields, { name: 'grant-revoked' })
})

test('who asks for more calls than a day has is told when to come back', async () => {
  const limited = await issue({ quota: 3, purpose: 'statistics' })
  const call = () => ask('school', 'GET', `${rows}?purpose=statistics&basis=%E7%AB%A0%E7%A8%8B&limit=1`)
  const answers = await Promise.all(Array.from({ length: 6 }, call))
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 200, 200, 429, 429, 429])
  const late = answers.find(({ status }) => status === 429)
  assert.equal(late?.body.code, 'QUOTA_EXCEEDED')
  assert.equal(Number(late?.headers['retry-after']), 14 * 3600)
  desk.clock.advance(15 * 3_600_000)
  assert.equal((await call()).status, 200)
  assert.equal((await ask('school', 'GET', `/api/grants/${limited.id}`)).body.callsToday, 1)
})

test('the first use of a grant is told once', async () => {
  const used = desk.events.filter(
    ({ topic, payload }) => topic === 'grant.used' && (payload as { grant: string }).grant === grant.id,
  )
  assert.deepEqual(
    used.map(({ payload }) => payload),
    [{ grant: grant.id, resource: resource.id, grantee: 'book-school' }],
  )
})

test('a read is on record with its subjects, and the record cannot be changed', async () => {
  const page = await ask('school', 'POST', query, { ...reason, where: [{ field: 'loans', op: '=', value: 4 }] })
  const key = createSubjectKey(ctx)('person', PEOPLE[4]!.id_no)
  const { rows: found } = await ctx.pool.query(
    `SELECT l.unit, l.purpose, l.basis, l.masked, l.grant_id FROM data.read_subject s JOIN data.read_log l ON l.id = s.read
     WHERE s.subject = $1 AND l.id = $2`,
    [key, page.body.read],
  )
  assert.deepEqual(found, [
    { unit: 'book-school', purpose: 'public-service', basis: '章程', masked: ['id_no', 'name', 'card'], grant_id: grant.id },
  ])
  for (const change of ["UPDATE data.read_log SET actor = 'x'", 'DELETE FROM data.read_log', 'DELETE FROM data.read_subject'])
    await assert.rejects(ctx.pool.query(change), /append-only/)
})

test('a stream shows what pages show, in one record with all subjects', async () => {
  const request = {
    actor: {
      id: 's',
      kind: 'person',
      name: 's',
      grants: [{ role: 'deptHandler', unit: 'book-school', region: '99' }],
      assurance: 3,
    },
    resource,
    reason,
    way: 'export',
    fields: null,
    where: [],
  } as unknown as Parameters<typeof desk.room.reader.stream>[0]
  const stream = desk.room.reader.stream(request)
  const all: Record<string, unknown>[] = []
  let end = await stream.next()
  for (; !end.done; end = await stream.next()) all.push(...end.value)
  assert.equal(end.value.rows, 60)
  const page = await ask('school', 'GET', `${rows}?${REASON}&limit=100`)
  assert.deepEqual(all, page.body.rows)
  const { rows: log } = await ctx.pool.query(
    'SELECT rows, (SELECT count(*) FROM data.read_subject WHERE read = l.id) AS subjects FROM data.read_log l WHERE id = $1',
    [end.value.read],
  )
  assert.deepEqual(log, [{ rows: 60, subjects: 60 }])
})

test('counts are suppressed for others and whole for the owner', async () => {
  const counts = `/api/resources/${resource.id}/counts`
  const owner = await ask('keeper', 'GET', `${counts}?by=branch,since&${REASON}`)
  assert.equal(owner.body.total, 60)
  assert.ok(owner.body.cells.every(({ count }: { count: number }) => count > 0))
  const other = await ask('school', 'GET', `${counts}?by=branch,loans&${REASON}`)
  assert.ok(other.body.cells.every(({ count }: { count: number | null }) => count === null))
  const names = await ask('school', 'GET', `${counts}?by=name&${REASON}`)
  assert.deepEqual(names.body.cells.map(({ values, count }: { values: string[]; count: number }) => [values[0], count]).sort(), [
    ['李*', 20],
    ['欧阳**', 20],
    ['王**', 20],
  ])
  for (const by of ['health', 'card', 'since'])
    assert.equal((await ask('school', 'GET', `${counts}?by=${by}&${REASON}`)).status, 403)
})

test('why is answered by the same decision that reads take', async () => {
  const told = await ask('school', 'POST', '/api/policy/explain', { resource: resource.id, reason })
  const page = await ask('school', 'GET', `${rows}?${REASON}&limit=1`)
  assert.deepEqual(told.body.decision, page.body.decision)
  assert.deepEqual(told.body.purposes.sort(), ['public-service', 'statistics'])
  const quiet = await ask('museum', 'POST', '/api/policy/explain', { resource: resource.id })
  assert.equal(quiet.body.decision.fields.name.reason, 'grant-revoked')
})

test('the own record opens to the person who proved who they are, and no other', async () => {
  const { id } = (await import('./testing/readers.ts')).PEOPLE.citizen
  const own = `${rows}?purpose=own-data&basis=%E4%B8%AA%E4%BA%BA`
  assert.equal((await ask('citizen', 'GET', own)).status, 403)
  await ctx.pool.query(
    `INSERT INTO kernel.account (id, login, name, kind, created_at) VALUES ($1, 'citizen', 'c', 'person', now())`,
    [id],
  )
  await ctx.pool.query(
    `INSERT INTO kernel.account_subject (account, kind, key, masked, method, verified_at) VALUES ($1, 'person', $2, 'x', 'simulated', now())`,
    [id, createSubjectKey(ctx)('person', PEOPLE[9]!.id_no)],
  )
  const page = await ask('citizen', 'GET', own)
  assert.deepEqual(
    page.body.rows.map((row: { name: string; loans: number }) => [row.name, row.loans]),
    [[PEOPLE[9]!.name, 9]],
  )
})

test('a grant is refused that the resource does not carry, or by who has no say', async () => {
  const wrong: [string, object, number][] = [
    ['keeper', { fields: ['shoe_size'] }, 400],
    ['keeper', { clear: ['health'] }, 400],
    ['keeper', { grantee: 'book-library' }, 400],
    ['keeper', { grantee: 'nobody' }, 400],
    ['keeper', { until: '2026-01-02T00:00:00Z' }, 400],
    ['keeper', { region: '12' }, 422],
    ['keeper', { more: 1 }, 400],
    ['schoolData', {}, 403],
    ['school', {}, 403],
  ]
  for (const [who, more, status] of wrong)
    assert.equal((await ask(who, 'POST', '/api/grants', grantInput(more))).status, status, JSON.stringify(more))
  desk.resources.set(resource.id, { ...resource, sharing: { type: 'refused', condition: '', basis: '条例' } })
  assert.equal((await ask('keeper', 'POST', '/api/grants', grantInput())).status, 409)
  desk.resources.set(resource.id, resource)
})

test('grants are listed to both sides and to auditors, to nobody else, and ended by the giver alone', async () => {
  const ids = async (who: string) => (await ask(who, 'GET', '/api/grants')).body.items.map(({ id }: { id: string }) => id)
  assert.ok((await ids('school')).includes(grant.id))
  assert.ok((await ids('keeper')).includes(grant.id))
  assert.ok((await ids('auditor')).includes(grant.id))
  assert.ok(!(await ids('museum')).includes(grant.id))
  assert.deepEqual((await ask('school', 'GET', '/api/grants?side=issued')).body.items, [])
  assert.deepEqual((await ask('keeper', 'GET', '/api/grants?side=received')).body.items, [])
  assert.ok((await ask('keeper', 'GET', '/api/grants?side=issued')).body.items.length > 0)
  assert.equal((await ask('museum', 'GET', `/api/grants/${grant.id}`)).status, 404)
  assert.equal((await ask('schoolData', 'POST', `/api/grants/${grant.id}/revoke`, { reason: '不要了' })).status, 403)
  const first = await ask('keeper', 'GET', '/api/grants?limit=1')
  const second = await ask('keeper', 'GET', `/api/grants?limit=1&cursor=${first.body.next}`)
  assert.notEqual(first.body.items[0].id, second.body.items[0].id)
})

test('a pseudonym is turned back by the owner with a second factor, on record and audited', async () => {
  const page = await ask('school', 'POST', query, { ...reason, where: [{ field: 'loans', op: '=', value: 4 }] })
  const [{ card }] = page.body.rows
  const body = { resource: resource.id, purpose: 'public-service', pseudonyms: [card, 's1.AAAA'], reason }
  const back = await ask('keeper', 'POST', '/api/policy/pseudonyms/reverse', body)
  assert.deepEqual(back.body.values, [
    { pseudonym: card, value: 'card 4' },
    { pseudonym: 's1.AAAA', value: null },
  ])
  const other = await ask('keeper', 'POST', '/api/policy/pseudonyms/reverse', { ...body, purpose: 'statistics' })
  assert.equal(other.body.values[0].value, null)
  assert.equal((await ask('schoolData', 'POST', '/api/policy/pseudonyms/reverse', body)).status, 403)
  const { rows: audit } = await ctx.pool.query(
    `SELECT details->>'found' AS found FROM kernel.audit_entry WHERE action = 'pseudonym.reverse' ORDER BY seq`,
  )
  assert.deepEqual(
    audit.map(({ found }) => found),
    ['1', '0'],
  )
})

test('the log of reads is open to the owner and to auditors of the region', async () => {
  const owner = await ask('keeper', 'GET', `/api/read-log?resource=${resource.id}&limit=5`)
  assert.equal(owner.body.items.length, 5)
  const more = await ask('keeper', 'GET', `/api/read-log?limit=5&cursor=${owner.body.next}`)
  assert.ok(more.body.items[0].id < owner.body.items[4].id)
  assert.ok((await ask('auditor', 'GET', '/api/read-log?purpose=statistics')).body.items.length > 0)
  const under = (await ask('keeper', 'GET', `/api/read-log?grant=${grant.id}`)).body.items
  assert.deepEqual([...new Set(under.map((read: { grant: string }) => read.grant))], [grant.id])
  assert.equal((await ask('keeper', 'GET', `/api/grants/${grant.id}`)).body.lastUsedAt, under[0].at)
  assert.deepEqual((await ask('schoolData', 'GET', '/api/read-log')).body.items, [])
  assert.equal((await ask('schoolData', 'GET', `/api/read-log?resource=${resource.id}`)).status, 404)
})

test('every route of the room refuses exactly who has no permission for it', async () => {
  const strict = await openDesk(roleActors('99'))
  await assertRouteAccess(strict.app, strict.room.module.routes ?? [])
  await strict.close()
})
