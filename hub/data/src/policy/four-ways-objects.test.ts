import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type Actor, AppError, type DataGrant, MASKS, type ReadReason, type Resource } from '@haihe/contract'
import fc from 'fast-check'
import { showChange } from '../context/http/guarding.ts'
import type { Entity, Kept } from '../context/model/entity.ts'
import { createFinder } from '../context/query/find.ts'
import { keptChange } from '../context/subscription/change.ts'
import { FIELDS, idOf, iriOf, objects, openObjects, TYPE } from './testing/objects.ts'
import { grantInput, people } from './testing/readers.ts'

const SYSTEM: Actor = {
  id: 'ledger',
  kind: 'system',
  name: 'ledger',
  grants: [{ role: 'admin', unit: null, region: '99' }],
  assurance: 4,
}
const ACTORS: Record<string, Actor> = Object.fromEntries(
  [
    ['owner', 'dataEngineer', 'book-library', '99', 3],
    ['branchOwner', 'dataEngineer', 'book-library', '990101', 3],
    ['weakOwner', 'deptHandler', 'book-library', '99', 1],
    ['grantee', 'deptHandler', 'book-school', '99', 3],
    ['weakGrantee', 'deptHandler', 'book-school', '99', 1],
    ['stranger', 'deptHandler', 'book-museum', '99', 3],
    ['reader', 'citizen', null, '99', 2],
  ].map(([id, role, unit, region, assurance]) => [
    id,
    { id, kind: 'person', name: id, grants: [{ role, unit, region }], assurance } as Actor,
  ]),
)
const NOBODY: Actor = { id: 'anonymous', kind: 'person', name: 'anonymous', grants: [], assurance: 0 }

const { hub, desk, write, close } = await openObjects('fourways', ACTORS)
after(close)
const PEOPLE = people(6)
await write(PEOPLE)
const finder = createFinder({ pool: hub.ctx.pool, now: hub.ctx.now })
const KEPT: Kept[] = await finder.many('', PEOPLE.map(idOf))
const ALL = ['id', ...FIELDS]

const granted = fc.record({
  fields: fc.subarray(ALL, { minLength: 1 }),
  clear: fc.subarray(ALL),
  purpose: fc.constantFrom('public-service', 'public-service', 'statistics'),
  region: fc.constantFrom(null, '990101', '990101', '990102', '990102', '99'),
})
const arbitrary = fc.record({
  who: fc.constantFrom('grantee', 'grantee', 'grantee', ...Object.keys(ACTORS), ''),
  sharing: fc.constantFrom('unconditional', 'conditional', 'conditional', 'refused'),
  state: fc.constantFrom('published', 'published', 'published', 'withdrawn'),
  stopped: fc.constantFrom(false, false, false, true),
  grades: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: ALL.length, maxLength: ALL.length }),
  masks: fc.array(fc.constantFrom(...MASKS), { minLength: ALL.length, maxLength: ALL.length }),
  keepMasks: fc.boolean(),
  grants: fc.array(granted, { maxLength: 2 }),
  purpose: fc.constantFrom(null, 'public-service', 'public-service', 'statistics', 'governance'),
})

let number = 0
const setUp = async (given: typeof arbitrary extends fc.Arbitrary<infer T> ? T : never) => {
  number += 1
  const whole = objects()
  const resource: Resource = {
    ...whole,
    id: `00000000-0000-4000-8000-${String(number + 2000).padStart(12, '0')}`,
    no: number + 2000,
    sharing: { type: given.sharing as Resource['sharing']['type'], condition: '', basis: '条例' },
    state: given.state as Resource['state'],
    stopped: given.stopped,
    fields: whole.fields.map((field, n) => ({
      ...field,
      classification: {
        ...field.classification,
        grade: given.grades[n]!,
        mask: given.keepMasks ? field.classification.mask : given.masks[n]!,
      },
    })),
  }
  desk.resources.clear()
  desk.resources.set(resource.id, resource)
  const grants: DataGrant[] = []
  if (given.sharing !== 'refused' && given.state === 'published')
    for (const { clear, ...one } of given.grants)
      grants.push(
        await desk.room.grants.issue(
          SYSTEM,
          grantInput({
            ...one,
            resource: resource.id,
            clear: clear.filter((name) => one.fields.includes(name)),
          }) as Parameters<typeof desk.room.grants.issue>[1],
          'case-1',
        ),
      )
  const actor = ACTORS[given.who] ?? NOBODY
  const reason = (given.purpose === null ? null : { purpose: given.purpose, basis: '章程' }) as ReadReason | null
  return { resource, grants, actor, reason }
}

type Outcome = { refused: string } | { rows: Record<string, unknown>[] }
const outcome = async (work: () => Promise<Record<string, unknown>[]>): Promise<Outcome> => {
  try {
    return { rows: await work() }
  } catch (error) {
    if (error instanceof AppError) return { refused: error.code }
    throw error
  }
}
const sorted = (list: Record<string, unknown>[]) => list.map((row) => JSON.stringify(row, Object.keys(row).sort())).sort()
/** What an object shows of the fields, without its id: that one stands in every NGSI-LD answer. */
const bare = ({ attributes }: Pick<Entity, 'attributes'>): Record<string, unknown> =>
  Object.fromEntries(FIELDS.flatMap((name) => (attributes[iriOf(name)] ? [[name, attributes[iriOf(name)]![0]!.value]] : [])))
const cells = (row: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(row).filter(([name, value]) => name !== 'id' && value !== null))

test('rows, files, screens, NGSI-LD and notifications show the same of every city object to every account for every purpose', async () => {
  let [shownRows, withheld, several] = [0, 0, 0]
  await fc.assert(
    fc.asyncProperty(arbitrary, async (given) => {
      const { resource, grants, actor, reason } = await setUp(given)
      const { reader, guard } = desk.room
      const request = { actor, resource, reason, fields: null, where: [] }
      const rowsOf = (way: 'api' | 'screen', grant: string | null) =>
        outcome(async () => (await reader.read({ ...request, grant, way, limit: 100, cursor: null })).rows)

      const api = await rowsOf('api', null)
      const exported = await outcome(async () => {
        const all: Record<string, unknown>[] = []
        for await (const chunk of reader.stream({ ...request, grant: null, way: 'export' })) all.push(...chunk)
        return all
      })
      for (const other of [await rowsOf('screen', null), exported])
        if ('rows' in api) {
          assert.ok('rows' in other)
          assert.deepEqual(sorted(other.rows), sorted(api.rows))
        } else assert.deepEqual(other, api)

      // every object alone: as a read of it, and as a notification about it
      const asker = { actor, reason }
      const reads = await Promise.all([null, ...grants.map(({ id }) => id)].map((grant) => rowsOf('api', grant)))
      for (const kept of KEPT) {
        const [seen] = await guard.show(asker, 'api', [kept])
        for (const way of ['screen', 'export', 'event'] as const)
          assert.deepEqual((await guard.show(asker, way, [kept]))[0], seen)
        const changed: Kept = { ...kept, modifiedAt: '2026-11-20T03:00:00.000Z' }
        const before = kept.attributes[iriOf('phone')]![0]!
        const difference = {
          created: false,
          deleted: false,
          scope: false,
          instances: [{ attribute: iriOf('phone'), before, after: before }],
        }
        const change = keptChange({ before: kept, after: changed, difference, actor: 'x', now: changed.modifiedAt })
        const told = await showChange(guard, asker, change)
        assert.deepEqual(told?.entity.attributes, seen?.attributes)
        // what it was before says no more than what it is
        assert.deepEqual(
          (told?.before ?? []).map(({ instance }) => instance.value),
          seen?.attributes[iriOf('phone')] ? [seen.attributes[iriOf('phone')]![0]!.value] : [],
        )
        const gone = keptChange({
          ...{ before: kept, after: { ...kept, live: false }, actor: 'x', now: changed.modifiedAt },
          difference: { ...difference, deleted: true, instances: [] },
        })
        assert.equal((await showChange(guard, asker, gone)) === undefined, seen === undefined)

        // and as a row of a read: the same cells under one of the grants, or nowhere
        const found = reads.flatMap((read) => ('rows' in read ? read.rows : []))
        const cellsSeen = seen ? bare(seen) : {}
        if (seen === undefined) withheld += 1
        if (Object.keys(cellsSeen).length > 0) {
          shownRows += 1
          assert.ok(
            found.some((row) => sorted([cells(row)])[0] === sorted([cellsSeen])[0]),
            JSON.stringify({ cellsSeen, found }),
          )
        }
      }
      if (grants.length === 2 && grants.every(({ region }) => region !== null)) several += 1
      // and every row of the plain read is an object that is shown
      const shown = (await guard.show(asker, 'api', KEPT)).map(bare)
      for (const row of 'rows' in api ? api.rows.map(cells) : [])
        if (Object.keys(row).length > 0)
          assert.ok(
            shown.some((one) => sorted([one])[0] === sorted([row])[0] || grants.length > 1),
            JSON.stringify({ row, shown }),
          )
    }),
    { numRuns: 100 },
  )
  assert.ok(shownRows > 20 && withheld > 0 && several > 0, JSON.stringify({ shownRows, withheld, several }))
})

test('what a search would hide it does not even count', async () => {
  const whole = objects({ id: '00000000-0000-4000-8000-000000009999', no: 9999 })
  desk.resources.clear()
  desk.resources.set(whole.id, whole)
  await desk.room.grants.issue(
    SYSTEM,
    grantInput({ resource: whole.id, region: '990101' }) as Parameters<typeof desk.room.grants.issue>[1],
    'case-1',
  )
  const asker = { actor: ACTORS.grantee!, reason: { purpose: 'public-service', basis: '章程' } as ReadReason }
  const { guard } = desk.room
  assert.deepEqual(await guard.reach(asker, 'api', [iriOf(TYPE)]), ['990101'])
  await guard.assertAsked(asker, 'api', [iriOf('loans')], [iriOf(TYPE)])
  await assert.rejects(guard.assertAsked(asker, 'api', [iriOf('loans')], undefined), /FILTER_NOT_ALLOWED/)
})
