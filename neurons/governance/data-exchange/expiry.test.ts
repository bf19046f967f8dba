import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { ACTORS, act, call, type Exchange, look, openExchange, resource, stated } from './testing.ts'

const bench = await openExchange()
after(bench.close)
const ANSWER = { basis: '公安机关职责', note: '见说明' }

/** A need of hp-sthj about a resource of tj-gaj, granted until the end of the year. */
const granted = async (bench: Exchange, kind: 'table' | 'entities' = 'table') => {
  const table = bench.put(
    resource({ kind, target: kind === 'entities' ? 'Vehicle' : null, rows: 5, loadedAt: '2026-11-16T00:00:00Z' }),
  )
  const id = await stated(bench, { resource: table.id, fields: [{ name: '号牌', field: 'plate' }] })
  await act(bench, 'desk', id, 'review')
  await act(bench, 'owner', id, 'confirm', { promise: '2026-11-30' })
  const made = await act(bench, 'owner', id, 'authorise', { until: '2026-12-31' })
  const { grant } = (await look(bench, id)).row
  return { id, table, grant, made }
}
const stateOf = async (bench: Exchange, id: string): Promise<string> => (await look(bench, id)).row.state
const expired = (bench: Exchange, { table, grant }: { table: { id: string }; grant: string }, renewedBy: string | null = null) =>
  bench.tell('grant.expired', { grant, resource: table.id, grantee: 'hp-sthj', renewedBy })
const noticesOf = async (bench: Exchange, grant: string) =>
  (
    await bench.ctx.pool.query<{ id: string; state: string; unit: string }>(
      `SELECT s.id, s.state, s.unit FROM business.case_state s JOIN business.case_file c ON c.id = s.id
       JOIN business.case_link l ON l.case_id = c.id WHERE c.type = 'grant-expiry' AND l.kind = 'grant' AND l.target = $1`,
      [grant],
    )
  ).rows

test('a grant that ends takes its need to «ended», and the asker asks again or lets it go', async () => {
  const one = await granted(bench)
  await bench.tell('grant.used', { grant: one.grant, resource: one.table.id, grantee: 'hp-sthj' })
  assert.equal(await stateOf(bench, one.id), 'used')
  await expired(bench, one)
  await expired(bench, one)
  assert.equal(await stateOf(bench, one.id), 'expired')
  // what was used can still be rated; what is still needed waits for the owner again, under a clock
  await act(bench, 'owner', one.id, 'askAgain', ANSWER, 403)
  await act(bench, 'asker', one.id, 'askAgain', { note: '执法仍需核对' })
  const again = await look(bench, one.id)
  assert.equal(again.row.state, 'connected')
  assert.equal(again.case.clocks.findLast((clock: { id: string }) => clock.id === 'answer').state, 'running')
  await act(bench, 'owner', one.id, 'authorise', { until: '2027-06-30' })
  assert.equal(await stateOf(bench, one.id), 'authorised')

  const other = await granted(bench)
  await expired(bench, other)
  await act(bench, 'asker', other.id, 'letGo')
  assert.equal(await stateOf(bench, other.id), 'ended')
})

test('the owner renews in one step, before the end and after it, and the need goes on under the new grant', async () => {
  const one = await granted(bench)
  await act(bench, 'owner', one.id, 'extend', { until: '2026-11-16' }, 400)
  await act(bench, 'owner', one.id, 'extend', { until: '2027-06-30' })
  const { row, grant } = await look(bench, one.id)
  assert.deepEqual(
    [row.state, grant.renews, grant.from, grant.until],
    ['authorised', one.grant, '2026-12-31T16:00:00.000Z', '2027-06-30T16:00:00.000Z'],
  )
  await expired(bench, one, grant.id)
  assert.equal(await stateOf(bench, one.id), 'authorised')
  await expired(bench, { table: one.table, grant: grant.id })
  assert.equal(await stateOf(bench, one.id), 'expired')
  await act(bench, 'asker', one.id, 'renew', { until: '2027-10-31' }, 403)
  await act(bench, 'owner', one.id, 'renew', { until: '2027-10-31' })
  assert.equal(await stateOf(bench, one.id), 'authorised')
})

test('a grant renewed outside the case takes its need along when the old one ends', async () => {
  const one = await granted(bench)
  const next = await bench.renew(ACTORS.owner!, one.grant, '2027-06-30T16:00:00.000Z', null)
  await bench.settled()
  await expired(bench, one, next.id)
  const { row } = await look(bench, one.id)
  assert.deepEqual([row.state, row.grant], ['authorised', next.id])
})

test('the holder is told once before the end, in its own queue, and renewal is one action of the owner', async () => {
  const one = await granted(bench)
  const expiring = { grant: one.grant, resource: one.table.id, grantee: 'hp-sthj', until: '2026-12-31T16:00:00.000Z' }
  await bench.tell('grant.expiring', expiring)
  await bench.tell('grant.expiring', expiring)
  const [notice, ...more] = await noticesOf(bench, one.grant)
  assert.deepEqual([notice?.state, notice?.unit, more.length], ['due', 'tj-gaj', 0])
  const mine = await call(bench, 'asker', 'GET', `/api/cases/${notice!.id}`)
  assert.match(mine.summary.title, /2026-12-31 到期/)
  assert.ok(mine.available.some(({ id }: { id: string }) => id === 'askRenewal'))
  await act(bench, 'asker', notice!.id, 'askRenewal', { note: '仍需使用' })
  await act(bench, 'notOwner', notice!.id, 'renew', { until: '2027-06-30' }, 403)
  await act(bench, 'owner', notice!.id, 'renew', { until: '2027-06-30' })
  await bench.settled()
  const rows = await bench.ctx.pool.query<{ state: string }>(`SELECT state FROM business.case_state WHERE id = $1`, [notice!.id])
  assert.equal(rows.rows[0]?.state, 'renewed')
  const book = await bench.ctx.pool.query<{ doc: { renews?: string; id: string } }>('SELECT doc FROM grant_book')
  const next = book.rows.find(({ doc }) => doc.renews === one.grant)?.doc
  await expired(bench, one, next!.id)
  assert.equal((await look(bench, one.id)).row.grant, next!.id)
})

test('a notice ends with its grant: renewed elsewhere, revoked, or over', async () => {
  const three = [await granted(bench), await granted(bench), await granted(bench)] as const
  for (const { grant, table } of three)
    await bench.tell('grant.expiring', { grant, resource: table.id, grantee: 'hp-sthj', until: '2026-12-31T16:00:00.000Z' })
  await bench.renew(ACTORS.owner!, three[0].grant, '2027-06-30T16:00:00.000Z', null)
  await bench.settled()
  await bench.tell('grant.revoked', { grant: three[1].grant, resource: three[1].table.id, grantee: 'hp-sthj' })
  await expired(bench, three[2])
  const states = await Promise.all(three.map(async ({ grant }) => (await noticesOf(bench, grant))[0]?.state))
  assert.deepEqual(states, ['renewed', 'ended', 'ended'])
})

test('use of what the hub serves is not declared', async () => {
  const objects = await granted(bench, 'entities')
  await act(bench, 'asker', objects.id, 'declareUsed', { note: '已读' }, 409)
})

test('nobody asks in time: the need ends by itself', async () => {
  const one = await granted(bench)
  await expired(bench, one)
  bench.clock.set('2026-12-31T00:00:00Z')
  await bench.runJob('cases.clocks')
  await bench.settled()
  assert.equal(await stateOf(bench, one.id), 'ended')
})
