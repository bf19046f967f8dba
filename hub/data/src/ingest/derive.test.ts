import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { crowd, openLibrary } from '../testing/library.ts'

const library = await openLibrary({ derivations: [crowd] })
const { ctx, clock, data, seen, source, ago } = library
const { ingest } = data
after(library.close)
await source('desk')

const item = (place: string, attribute: string, value: number, at: string) => ({
  entity: `urn:branch:${place}`,
  type: 'Branch',
  attribute,
  value,
  at,
})
const submit = (...items: unknown[]) => ingest.submit({ source: 'desk', items })
const crowdOf = async (place: string) =>
  (
    await ctx.pool.query(
      `SELECT o.at, o.value FROM data.observation o JOIN data.series s ON s.id = o.series
        WHERE s.entity = $1 AND s.attribute = 'crowd' ORDER BY o.at`,
      [`urn:branch:${place}`],
    )
  ).rows.map((row) => [row.at.toISOString(), row.value])
const seenCrowd = (place: string) =>
  seen
    .filter((reading) => reading.entity === `urn:branch:${place}` && reading.attribute === 'crowd')
    .map((reading) => reading.value)

test('a derivation runs once when all readings of a time have come, whatever their order or batch', async () => {
  const at = ago(10)
  await submit(item('whole', 'visits', 1, ago(20)), item('whole', 'loans', 1, ago(20)))
  await submit(item('whole', 'loans', 2, at))
  assert.deepEqual(await crowdOf('whole'), [[ago(20), 2]])
  await submit(item('whole', 'visits', 5, at))
  assert.deepEqual(await crowdOf('whole'), [
    [ago(20), 2],
    [at, 7],
  ])
  assert.deepEqual(seenCrowd('whole'), [2, 7])
})

test('when the rest of a time stays away, the next time settles it with what was known', async () => {
  await submit(item('next', 'visits', 1, ago(30)), item('next', 'loans', 1, ago(30)))
  await submit(item('next', 'loans', 10, ago(20)))
  await submit(item('next', 'loans', 20, ago(10)), item('next', 'visits', 2, ago(10)))
  assert.deepEqual(await crowdOf('next'), [
    [ago(30), 2],
    [ago(20), 11],
    [ago(10), 22],
  ])
})

test('when nothing follows, waiting a little settles it', async () => {
  await submit(item('alone', 'visits', 1, ago(30)), item('alone', 'loans', 1, ago(30)))
  const at = ago(5)
  await submit(item('alone', 'loans', 4, at))
  clock.advance(2000)
  await ingest.tick()
  assert.equal((await crowdOf('alone')).length, 1)
  clock.advance(2000)
  await ingest.tick()
  assert.deepEqual((await crowdOf('alone'))[1], [at, 5])
})

test('a backlog in one batch gives every time its own value', async () => {
  const items = [30, 20, 10].flatMap((minutes) => [
    item('backlog', 'loans', minutes, ago(minutes)),
    item('backlog', 'visits', 1, ago(minutes)),
  ])
  await submit(...items)
  assert.deepEqual(
    (await crowdOf('backlog')).map(([, value]) => value),
    [31, 21, 11],
  )
})

test('late readings give their time its value, and the first value of a time stands', async () => {
  const [early, late] = [ago(60), ago(40)]
  await submit(item('tardy', 'loans', 9, ago(5)), item('tardy', 'visits', 1, ago(5)))
  await submit(item('tardy', 'loans', 3, late), item('tardy', 'visits', 4, late))
  await submit(item('tardy', 'loans', 3, late), item('tardy', 'visits', 4, late), item('tardy', 'loans', 7, early))
  assert.deepEqual(
    (await crowdOf('tardy')).map(([, value]) => value),
    [7, 7, 10],
  )
})

test('nobody reports what the system derives', async () => {
  const [result] = await submit(item('whole', 'crowd', 1, ago(0)))
  assert.equal(result?.code, 'SOURCE_NOT_ALLOWED')
  const [first] = await submit(item('virgin', 'crowd', 1, ago(0)))
  assert.equal(first?.code, 'SOURCE_NOT_ALLOWED')
})

test('the latest values of other attributes are those of the reading’s own time', async () => {
  await submit(
    item('ratio', 'visits', 100, ago(30)),
    item('ratio', 'loans', 1, ago(30)),
    item('ratio', 'visits', 200, ago(20)),
    item('ratio', 'loans', 2, ago(20)),
  )
  const own = seen.filter((reading) => reading.entity === 'urn:branch:ratio' && reading.attribute === 'loans')
  assert.deepEqual(
    own.map((reading) => [reading.value, reading.latestOf('visits')]),
    [
      [1, 100],
      [2, 200],
    ],
  )
})
