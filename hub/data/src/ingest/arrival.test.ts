import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { openLibrary } from '../testing/library.ts'
import { rangesOf } from './arrival.ts'
import { arrivalsOfReadings } from './arrival-store.ts'

const library = await openLibrary({ ingest: { writers: 2 } })
const { ctx, data, clock, source } = library
after(library.close)

interface Sent {
  entity: string
  at: string
  value: number
}
const items = (list: readonly Sent[]) => list.map((one) => ({ ...one, type: 'Branch', attribute: 'loans' }))

/** The message that brought each stored reading of these entities, by entity and time. */
const told = async (prefix: string) => {
  const { rows } = await ctx.pool.query<{ district: number; series: number; at: Date; entity: string; value: number }>(
    `SELECT o.district, o.series, o.at, o.value, s.entity FROM data.observation o JOIN data.series s ON s.id = o.series
     WHERE s.entity LIKE $1 || '%' ORDER BY s.entity, o.at`,
    [prefix],
  )
  const found = await arrivalsOfReadings(
    ctx.pool,
    rows.map(({ district, series, at }) => ({ district, series, at: at.getTime() })),
  )
  return rows.map((row, i) => ({ ...row, arrival: found[i] }))
}

test('ranges hold exactly the series they are made of', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 80 }), (ids) => {
      const held = new Set<number>()
      for (const [, from, to] of rangesOf(ids).matchAll(/\[(\d+),(\d+)\)/g))
        for (let id = Number(from); id < Number(to); id += 1) {
          assert.ok(!held.has(id), 'ranges do not overlap')
          held.add(id)
        }
      assert.deepEqual([...held].sort(), [...new Set(ids)].sort())
    }),
  )
})

test('every reading leads to the request that brought it first: many at once, late, repeated, small and large', async () => {
  await source('east', { region: '990101' })
  await source('west', { region: '990202' })
  let turn = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          place: fc.constantFrom('east', 'west'),
          first: fc.integer({ min: 0, max: 30 }),
          size: fc.integer({ min: 1, max: 25 }),
          minute: fc.integer({ min: 1, max: 4 }),
        }),
        { minLength: 1, maxLength: 12 },
      ),
      fc.boolean(),
      async (requests, together) => {
        turn += 1
        const base = clock.now().getTime()
        const prefix = `urn:branch:${turn}:`
        const bodies = requests.map(({ place, first, size, minute }, n) => ({
          place,
          message: `m${turn}-${n}`,
          list: Array.from({ length: size }, (_, i) => ({
            entity: `${prefix}${place}:${String(first + i).padStart(2, '0')}`,
            at: new Date(base - minute * 60_000).toISOString(),
            value: n,
          })),
        }))
        const send = ({ place, message, list }: (typeof bodies)[number]) =>
          data.ingest.submit({ source: place, items: items(list), via: { protocol: 'http', message } })
        if (together) await Promise.all(bodies.map(send))
        else for (const body of bodies) await send(body)
        for (const { entity, at, value, arrival } of await told(prefix)) {
          const body = bodies[value]!
          assert.ok(arrival, `${entity} ${at.toISOString()} has an arrival`)
          assert.equal(arrival.protocol, 'http')
          if (arrival.messages === 1 && arrival.exact) assert.equal(arrival.message, body.message)
          if (!together) {
            assert.equal(arrival.message, body.message)
            assert.equal(arrival.exact, true)
            assert.ok(arrival.items <= body.list.length)
          }
        }
      },
    ),
    { numRuns: 20 },
  )
})

test('a row frozen by vacuum still names its request; a repeated request leaves no arrival', async () => {
  await source('kept', { region: '990101' })
  const at = new Date(clock.now().getTime() - 60_000).toISOString()
  const list = Array.from({ length: 12 }, (_, i) => ({ entity: `urn:kept:${i}`, at, value: i }))
  const twice = () => data.ingest.submit({ source: 'kept', items: items(list), via: { protocol: 'file', message: '一.csv' } })
  await twice()
  await twice()
  await ctx.pool.query('VACUUM (FREEZE) data.observation')
  const found = await told('urn:kept:')
  assert.deepEqual(
    found.map(({ arrival }) => [arrival?.message, arrival?.protocol, arrival?.items]),
    list.map(() => ['一.csv', 'file', 12]),
  )
  const rows = async () => (await ctx.pool.query(`SELECT 1 FROM data.arrival WHERE source = 'kept'`)).rowCount
  assert.equal(await rows(), 1)
})

test('rejected neighbours of a request are found by its number', async () => {
  await source('mixed', { region: '990101' })
  const at = new Date(clock.now().getTime() - 60_000).toISOString()
  await data.ingest.submit({
    source: 'mixed',
    items: [...items([{ entity: 'urn:mixed:1', at, value: 1 }]), { nonsense: true }],
    via: { protocol: 'mqtt', message: 'haihe/mixed/batch' },
  })
  const [one] = await told('urn:mixed:')
  const { rows } = await ctx.pool.query('SELECT batch FROM data.dead_letter WHERE source = $1', ['mixed'])
  assert.deepEqual([one?.arrival?.rejected, rows.map(({ batch }) => batch)], [1, [one?.arrival?.batch]])
})

test('arrivals go with the readings that are past their retention', async () => {
  const left = async () => (await ctx.pool.query('SELECT count(*)::int AS n FROM data.arrival')).rows[0].n
  await data.ingest.expire()
  assert.ok((await left()) > 0)
  clock.advance(12_000 * 86_400_000)
  await data.ingest.expire()
  assert.equal(await left(), 0)
})
