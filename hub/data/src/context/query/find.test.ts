import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { readQ } from '../http/read-query.ts'
import { CORE } from '../ld/terms.ts'
import type { Json, JsonObject } from '../model/json.ts'
import { readAttributes } from '../model/read.ts'
import { type Hub, openHub } from '../testing/hub.ts'
import { matchesQ } from './q-match.ts'

let hub: Hub
const SIZE = 120
const entities: JsonObject[] = Array.from({ length: SIZE }, (_, n) => ({
  id: `urn:ngsi-ld:Box:${String(n).padStart(4, '0')}`,
  type: n % 7 === 0 ? ['Box', 'Crate'] : 'Box',
  books: n % 11 === 0 ? { type: 'Property', value: [n % 10, 40] } : { type: 'Property', value: n % 30 },
  kind: { type: 'Property', value: ['novel', 'atlas', 'poem'][n % 3] as string },
  keeper: { type: 'Relationship', object: `urn:ngsi-ld:Keeper:${n % 5}` },
  ...(n % 4 === 0 ? { open: { type: 'Property', value: n % 8 === 0 } } : {}),
}))
before(async () => {
  hub = await openHub('find')
  assert.equal((await hub.call('POST', '/entityOperations/create', entities as Json)).status, 201)
})
after(() => hub?.close())

const condition = fc.oneof(
  fc.integer({ min: 0, max: 41 }).chain((low) => fc.integer({ min: 0, max: 8 }).map((span) => `books==${low}..${low + span}`)),
  fc
    .tuple(fc.constantFrom('>', '>=', '<', '<=', '==', '!='), fc.integer({ min: 0, max: 41 }))
    .map(([op, value]) => `books${op}${value}`),
  fc.constantFrom('novel', 'atlas', 'poem', 'none').map((kind) => `kind=="${kind}"`),
  fc.integer({ min: 0, max: 6 }).map((n) => `keeper=="urn:ngsi-ld:Keeper:${n}"`),
  fc.boolean().map((open) => `open==${open}`),
  fc.constantFrom('open', '!open', 'kind~="o.*"'),
)
const query = fc
  .array(condition, { minLength: 1, maxLength: 3 })
  .chain((parts) => fc.constantFrom(';', '|').map((sign) => parts.join(sign)))

test('what the indexes find is what the words mean, whole and page by page', async () => {
  await fc.assert(
    fc.asyncProperty(query, fc.boolean(), async (q, crates) => {
      const tree = readQ(q, CORE)
      const expected = entities
        .filter((entity) => !crates || Array.isArray(entity.type))
        .filter((entity) => {
          const attributes = readAttributes(entity, { terms: CORE })
          return matchesQ({ id: '', types: [], scope: [], attributes, createdAt: '', modifiedAt: '' }, tree)
        })
        .map(({ id }) => id)
      const search = `type=${crates ? 'Crate' : 'Box'}&q=${encodeURIComponent(q)}`
      const whole = await hub.call('GET', `/entities?${search}&limit=1000&count=true`)
      assert.deepEqual(
        whole.body.map(({ id }: JsonObject) => id),
        expected,
        q,
      )
      assert.equal(whole.headers.get('ngsild-results-count'), String(expected.length), q)
      const page = await hub.call('GET', `/entities?${search}&limit=3&offset=2`)
      assert.deepEqual(
        page.body.map(({ id }: JsonObject) => id),
        expected.slice(2, 5),
        q,
      )
    }),
    { numRuns: 60 },
  )
})
