import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { grantInput, openDesk, people, readers } from './testing/readers.ts'

const desk = await openDesk()
after(desk.close)
const { ask } = desk
const resource = await desk.add(readers())
await desk.fill(resource, people(20))
const rows = `/api/resources/${resource.id}/rows?limit=1`

const issue = async (more: object = {}) => {
  const made = await ask('keeper', 'POST', '/api/grants', grantInput(more))
  assert.equal(made.status, 201, JSON.stringify(made.body))
  return made.body
}
const seen = async (purpose: string) =>
  (await ask('school', 'GET', `${rows}&purpose=${purpose}&basis=%E7%AB%A0%E7%A8%8B&fields=name`)).status
const at = (time: string) => desk.clock.set(time)
const told = (topic: string) => desk.events.filter((event) => event.topic === topic).map(({ payload }) => payload)

test('a grant begins and ends on its second, wherever the clock stands', async () => {
  // midnight to midnight of the city (UTC+8)
  await issue({ purpose: 'statistics', from: '2026-11-21T00:00:00+08:00', until: '2026-11-22T00:00:00+08:00' })
  for (const [time, status] of [
    ['2026-11-20T15:59:59.999Z', 403],
    ['2026-11-20T16:00:00.000Z', 200],
    ['2026-11-21T15:59:59.999Z', 200],
    ['2026-11-21T16:00:00.000Z', 403],
  ] as const) {
    at(time)
    assert.equal(await seen('statistics'), status, time)
  }
})

test('the calls of a day begin anew at the city’s midnight', async () => {
  at('2026-11-22T15:59:59.000Z')
  await issue({ purpose: 'emergency', quota: 1 })
  assert.deepEqual([await seen('emergency'), await seen('emergency')], [200, 429])
  const refused = await ask('school', 'GET', `${rows}&purpose=emergency&basis=%E7%AB%A0%E7%A8%8B&fields=name`)
  assert.equal(refused.headers['retry-after'], '1')
  at('2026-11-22T16:00:00.000Z')
  assert.equal(await seen('emergency'), 200)
})

test('the end of a grant is told once ahead and once when it has come', async () => {
  at('2026-11-23T00:00:00.000Z')
  const grant = await issue({ purpose: 'supervision', from: '2026-11-23T00:00:00Z', until: '2027-03-03T00:00:00Z' })
  const short = await issue({ purpose: 'quality', from: '2026-11-23T00:00:00Z', until: '2026-11-27T00:00:00Z' })
  const of = (topic: string, id: string) => told(topic).filter((payload) => (payload as { grant: string }).grant === id)
  const watch = async (time: string) => {
    at(time)
    await desk.run('data.grants-watch')
    await desk.run('data.grants-watch')
  }
  await watch('2026-11-24T23:59:59.999Z')
  assert.deepEqual([of('grant.expiring', grant.id).length, of('grant.expiring', short.id).length], [0, 0])
  // what lasts four days is told of after two
  await watch('2026-11-25T00:00:00.000Z')
  assert.equal(of('grant.expiring', short.id).length, 1)
  await watch('2026-11-27T00:00:00.000Z')
  assert.deepEqual(of('grant.expired', short.id), [
    { grant: short.id, resource: resource.id, grantee: 'book-school', renewedBy: null },
  ])
  await watch('2027-01-31T23:59:59.999Z')
  assert.equal(of('grant.expiring', grant.id).length, 0)
  await watch('2027-02-01T00:00:00.000Z')
  assert.deepEqual(of('grant.expiring', grant.id), [
    { grant: grant.id, resource: resource.id, grantee: 'book-school', until: '2027-03-03T00:00:00.000Z' },
  ])
  await watch('2027-03-02T23:59:59.999Z')
  assert.equal(of('grant.expired', grant.id).length, 0)
  await watch('2027-03-03T00:00:00.000Z')
  assert.equal(of('grant.expired', grant.id).length, 1)
})

test('a renewal goes on where the grant ends, on the same terms, without a gap or a second between', async () => {
  at('2027-03-10T00:00:00.000Z')
  const grant = await issue({
    purpose: 'governance',
    from: '2027-03-10T00:00:00Z',
    until: '2027-03-20T00:00:00Z',
    quota: 7,
    region: '990101',
  })
  const renew = (who: string, until: string, id = grant.id) => ask(who, 'POST', `/api/grants/${id}/renew`, { until })
  assert.equal((await renew('schoolData', '2027-04-20T00:00:00Z')).status, 403)
  assert.equal((await renew('keeper', '2027-03-20T00:00:00Z')).status, 400)
  const made = await renew('keeper', '2027-04-20T00:00:00Z')
  assert.equal(made.status, 201, JSON.stringify(made.body))
  const { from, until, renews, fields, clear, purpose, quota, region, state } = made.body
  assert.deepEqual(
    { from, until, renews, fields, clear, purpose, quota, region, state },
    {
      ...{ from: grant.until, until: '2027-04-20T00:00:00.000Z', renews: grant.id, fields: grant.fields, clear: grant.clear },
      ...{ purpose: 'governance', quota: 7, region: '990101', state: 'coming' },
    },
  )
  assert.equal((await renew('keeper', '2027-05-20T00:00:00Z')).status, 409)
  for (const [time, status] of [
    ['2027-03-19T23:59:59.999Z', 200],
    ['2027-03-20T00:00:00.000Z', 200],
    ['2027-04-19T23:59:59.999Z', 200],
    ['2027-04-20T00:00:00.000Z', 403],
  ] as const) {
    at(time)
    assert.equal(await seen('governance'), status, time)
  }
  await desk.run('data.grants-watch')
  const ended = told('grant.expired').filter((payload) => [grant.id, made.body.id].includes((payload as { grant: string }).grant))
  assert.deepEqual(
    ended.map((payload) => (payload as { renewedBy: string | null }).renewedBy),
    [made.body.id, null],
  )
  assert.equal(told('grant.expiring').filter((payload) => (payload as { grant: string }).grant === grant.id).length, 0)
  // one that has ended is renewed from now on; one that was revoked is not
  const late = await renew('keeper', '2027-06-20T00:00:00Z', made.body.id)
  assert.deepEqual([late.body.from, late.body.state], ['2027-04-20T00:00:00.000Z', 'current'])
  await ask('keeper', 'POST', `/api/grants/${late.body.id}/revoke`, { reason: '期满' })
  assert.equal((await renew('keeper', '2027-07-20T00:00:00Z', late.body.id)).status, 409)
})

test('a renewal shows what the grant before it showed, whatever was granted in between', async () => {
  at('2027-05-01T00:00:00.000Z')
  const born = { ...readers().fields[0]!, name: 'born', title: '出生日期' }
  const dated = {
    ...readers({ id: '00000000-0000-4000-8000-000000000077', no: 77 }),
    fields: [
      ...readers().fields,
      { ...born, classification: { ...born.classification, grade: 3, category: 'birthday', mask: 'year' } as const },
    ],
  }
  await desk.add(dated)
  const time = { from: '2027-05-01T00:00:00Z', until: '2027-06-01T00:00:00Z' }
  const first = await issue({ purpose: 'return-flow', clear: [], fields: ['id_no', 'name'], ...time })
  desk.clock.advance(1000)
  await issue({
    resource: dated.id,
    purpose: 'return-flow',
    fields: ['born'],
    clear: ['born'],
    ...time,
    from: '2027-05-01T00:00:01Z',
  })
  const look = async () => {
    const page = await ask('school', 'GET', `${rows}&purpose=return-flow&basis=%E7%AB%A0%E7%A8%8B`)
    return page.body.decision.fields.id_no.mask
  }
  assert.equal(await look(), 'identity-number')
  await ask('keeper', 'POST', `/api/grants/${first.id}/renew`, { until: '2027-07-01T00:00:00Z' })
  at('2027-06-01T00:00:00.000Z')
  assert.equal(await look(), 'identity-number')
})

test('city objects close on the same second, though decisions are remembered', async () => {
  at('2027-08-01T00:00:00.000Z')
  const types = readers({ id: '00000000-0000-4000-8000-000000000078', no: 78, kind: 'entities', target: 'Reader' })
  desk.resources.set(types.id, types)
  await issue({
    resource: types.id,
    purpose: 'supervision',
    clear: ['phone'],
    from: '2027-08-01T00:00:00Z',
    until: '2027-08-01T00:00:01Z',
  })
  const asker = {
    actor: {
      id: 's',
      kind: 'person' as const,
      name: 's',
      grants: [{ role: 'deptHandler' as const, unit: 'book-school', region: '99' }],
      assurance: 3,
    },
    reason: { purpose: 'supervision' as const, basis: '章程' },
  }
  const phone = 'https://uri.etsi.org/ngsi-ld/default-context/phone'
  const entity = {
    id: 'urn:reader:1',
    types: ['https://uri.etsi.org/ngsi-ld/default-context/Reader'],
    scope: [],
    createdAt: '',
    modifiedAt: '',
    region: '990101',
    attributes: { [phone]: [{ type: 'Property' as const, value: '13812345678' }] },
  }
  const shown = async () => (await desk.room.guard.show(asker, 'api', [entity]))[0]?.attributes[phone]?.[0]?.value
  assert.equal(await shown(), '13812345678')
  at('2027-08-01T00:00:00.999Z')
  assert.equal(await shown(), '13812345678')
  at('2027-08-01T00:00:01.000Z')
  assert.equal(await shown(), undefined)
})
