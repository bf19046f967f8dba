import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Derivation, Explanation, IndicatorInput, NumberTrace, Tile } from '@haihe/contract'
import { inTransaction } from '@haihe/kernel'
import fc from 'fast-check'
import { type Bench, openBench } from '../testing/bench.ts'
import { LIBRARY } from '../testing/library.ts'

/** Loans and queue of a desk at one time. */
const rush: Derivation = {
  id: 'desk.rush',
  type: 'Desk',
  reads: ['loans', 'queue'],
  writes: ['rush'],
  derive: (_at, { latest }) => [{ attribute: 'rush', value: [...latest.values()].reduce((sum, { value }) => sum + value, 0) }],
}
const derivedFrom = (indicator: IndicatorInput, id: string): IndicatorInput => ({
  ...indicator,
  id,
  source: { entityType: 'Desk', attribute: 'rush' },
})
const [loansMean, , , , , , , booksSum] = LIBRARY
const NUMBERS = [...LIBRARY, derivedFrom(loansMean!, 'rush.mean'), derivedFrom(booksSum!, 'rush.sum')]

let bench: Bench
before(async () => {
  bench = await openBench({ indicators: NUMBERS, derivations: [rush] })
})
after(() => bench.close())

const NOW = Date.parse('2026-11-20T02:10:30Z')
const FED = NUMBERS.filter(({ source }) => 'entityType' in source)
const COUNTED = LIBRARY.filter(({ source }) => 'event' in source)
const REGIONS = ['99', '990101', '990202', '990101001'] as const

const trace = async (id: string, region: string, query = '&limit=200'): Promise<NumberTrace> => {
  const { status, body } = await bench.call('leader', 'GET', `/api/indicators/${id}/trace?region=${region}${query}`)
  assert.equal(status, 200, `${id} ${region} ${JSON.stringify(body)}`)
  return body as NumberTrace
}

const tileOf = async (id: string, region: string): Promise<Tile> => {
  const { body } = await bench.call('leader', 'GET', `/api/indicators/board?region=${region}`)
  return (body as { tiles: Tile[] }).tiles.find(({ indicator }) => indicator === id)!
}

let turn = 0
const PLACES = ['990101001', '990101002', '990202001'] as const
const reading = fc.record({
  kind: fc.constantFrom(
    ['Desk', 'loans'],
    ['Desk', 'queue'],
    ['Desk', 'readers'],
    ['Shelf', 'books'],
    ['Shelf', 'places'],
    ['Shelf', 'taken'],
  ),
  place: fc.constantFrom(...PLACES),
  copy: fc.integer({ min: 1, max: 2 }),
  // few instants, so that late, repeated and corrected readings of the same one come up; some of it days late
  back: fc.oneof(
    fc.integer({ min: 1, max: 12 }).map((n) => n * 540_000),
    fc.integer({ min: 0, max: 40 * 86_400_000 }),
  ),
  value: fc.integer({ min: 1, max: 800 }).map((n) => n / 8),
})

test('every number equals the one computed from its rows: any batches, late, repeated and corrected readings', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(reading, { minLength: 1, maxLength: 20 }), { minLength: 1, maxLength: 5 }),
      fc.constantFrom(0, 7, 180, 26 * 60),
      async (batches, minutesAgo) => {
        turn += 1
        await bench.ctx.pool.query('TRUNCATE data.observation, data.latest, data.arrival, intelligence.partial')
        await bench.restart()
        for (const batch of batches)
          for (const place of PLACES) {
            const items = batch
              .filter((one) => one.place === place)
              .map(({ kind: [type, attribute], copy, back, value }) => ({
                entity: `urn:${type}:${turn}:${place}:${copy}`,
                type: type!,
                attribute: attribute!,
                value,
                at: new Date(NOW - back).toISOString(),
              }))
            if (items.length > 0) await bench.send(place, items)
          }
        const at =
          minutesAgo === 0
            ? '&limit=200'
            : `&limit=200&at=${encodeURIComponent(new Date(NOW - minutesAgo * 60_000).toISOString())}`
        for (const { id, finest } of FED)
          for (const region of REGIONS) {
            if (finest === 'district' && region.length > 6) continue
            const found = await trace(id, region, at)
            assert.equal(found.recomputed, found.value, `${id} ${region} from ${found.total} rows`)
            assert.equal(found.agrees, true)
            if (minutesAgo === 0) assert.equal(found.value, (await tileOf(id, region)).value)
            for (const row of found.items) {
              if (!row.derived) assert.ok(row.arrival, `${row.node} says how it came`)
              else if (row.inputs.length > 0) {
                const sum = row.inputs.reduce((total, { value }) => total + value, 0)
                assert.equal(row.value, sum, `${row.node} is what its inputs make`)
                for (const input of row.inputs) assert.ok(input.arrival)
              }
            }
          }
      },
    ),
    { numRuns: 10 },
  )
})

test('numbers of events lead to what happened: added, taken back, in any order', async () => {
  const subject = fc.integer({ min: 1, max: 6 }).map((n) => `case:${n}`)
  const event = fc.record({
    event: fc.constantFrom('visit', 'door'),
    region: fc.constantFrom('990101001001', '990202001'),
    value: fc.constantFrom(1, 1, 1, -1),
    subject,
    back: fc.integer({ min: 0, max: 90 }),
  })
  const sums = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 10 }), async (events) => {
      await bench.restart()
      await inTransaction(bench.ctx.db, (trx) =>
        bench.intelligence.recordEvents(
          trx,
          events.map(({ back, ...one }) => ({ ...one, at: new Date(NOW - back * 60_000), name: one.subject })),
        ),
      )
      for (const one of events) if (one.event === 'door') sums.set(one.subject, (sums.get(one.subject) ?? 0) + one.value)
      for (const { id } of COUNTED)
        for (const region of REGIONS) {
          const found = await trace(id, region)
          assert.equal(found.recomputed, found.value, `${id} ${region}`)
        }
      const inside = await trace('inside', '99')
      const told = new Map<string, number>()
      for (const row of inside.items) told.set(row.subject!, (told.get(row.subject!) ?? 0) + row.value)
      for (const [key, sum] of sums) assert.equal(told.get(key) ?? 0, sum)
    }),
    { numRuns: 12 },
  )
  await bench.restart()
  const one = (await trace('inside', '99')).items[0]!
  assert.equal(one.node, one.subject)
  assert.match(one.name, /^case:\d$/)
  // its explanation shows the same, with no work by who declared it
  const explained = (await bench.call('leader', 'GET', '/api/indicators/inside/explain?region=99')).body as Explanation
  assert.equal(
    explained.records.reduce((sum, { value }) => sum + value, 0),
    explained.tile.value,
  )
  assert.deepEqual(
    explained.sources.map(({ id }) => id),
    ['event:door'],
  )
})

test('rows come by pages, and the graph leads from sources over arrivals and readings to the number', async () => {
  await bench.send('990101001', [
    { entity: 'urn:Shelf:g', type: 'Shelf', attribute: 'books', value: 3, at: '2026-11-20T02:09:00Z' },
  ])
  const whole = await trace('books.kept', '990101001')
  const first = await trace('books.kept', '990101001', '&limit=1')
  assert.equal(first.next, whole.total > 1 ? 1 : null)
  assert.deepEqual(first.items, whole.items.slice(0, 1))
  const kinds = new Set(whole.graph.nodes.map(({ kind }) => kind))
  assert.deepEqual([...kinds].sort(), ['batch', 'indicator', 'reading', 'source'])
  const row = whole.items.find(({ subject }) => subject === 'urn:Shelf:g')!
  assert.deepEqual([row.arrival?.protocol, row.source, row.value], ['mqtt', 'src-990101001', 3])
  assert.ok(whole.graph.edges.some(({ from, to }) => from === row.node && to === whole.graph.root))
  assert.ok(whole.cells.length > 0)
})

test('a number of a region is told to those who may trace there, and an unknown one to nobody', async () => {
  const asked = async (as: string, id: string, region: string) =>
    (await bench.call(as, 'GET', `/api/indicators/${id}/trace?region=${region}`)).status
  assert.equal(await asked('citizen', 'books.kept', '99'), 403)
  assert.equal(await asked('east', 'books.kept', '990101001'), 200)
  assert.equal(await asked('east', 'books.kept', '990202'), 403)
  assert.equal(await asked('leader', 'nonsense', '99'), 404)
})

test('readings that the policy withholds are in no trace and no explanation; the number itself is', async () => {
  const ask = (id: string, what: string) => bench.call('leader', 'GET', `/api/indicators/${id}/${what}?region=990101`)
  const mean = loansMean!.id
  const at = new Date(NOW - 60_000).toISOString()
  await bench.send('990101001', [{ entity: 'urn:Desk:withheld', type: 'Desk', attribute: 'loans', value: 12, at }])
  const before = (await ask(mean, 'explain')).body as Explanation
  assert.ok(before.records.length > 0)
  after(() => bench.hidden.clear())
  bench.hidden.add('loans')
  // derived from what is withheld as well
  for (const id of [mean, 'rush.mean'])
    assert.equal(((await ask(id, 'trace')).body as { code: string }).code, 'FILTER_NOT_ALLOWED', id)
  const explained = (await ask(mean, 'explain')).body as Explanation
  assert.deepEqual(explained.records, [])
  assert.equal(explained.tile.value, before.tile.value)
  bench.hidden.clear()
  for (const id of [mean, 'rush.mean']) assert.equal((await ask(id, 'trace')).status, 200)
})
