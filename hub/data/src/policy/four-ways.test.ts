import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type Actor, AppError, type Decision, MASKS, PURPOSES, type ReadReason, type Resource } from '@haihe/contract'
import fc from 'fast-check'
import { DEFAULT_VOCAB } from '../context/ld/core-terms.ts'
import type { Entity } from '../context/model/entity.ts'
import { grantInput, openDesk, type Person, people, readers } from './testing/readers.ts'

const SYSTEM: Actor = {
  id: 'ledger',
  kind: 'system',
  name: 'ledger',
  grants: [{ role: 'admin', unit: null, region: '99' }],
  assurance: 4,
}
const ACTORS: Record<string, Actor> = Object.fromEntries(
  [
    ['owner', 'dataEngineer', 'book-library', 3],
    ['weakOwner', 'deptHandler', 'book-library', 1],
    ['grantee', 'deptHandler', 'book-school', 3],
    ['weakGrantee', 'deptHandler', 'book-school', 1],
    ['stranger', 'deptHandler', 'book-museum', 3],
    ['staff', 'leader', null, 3],
    ['reader', 'citizen', null, 2],
  ].map(([id, role, unit, assurance]) => [
    id,
    { id, kind: 'person', name: id, grants: [{ role, unit, region: '99' }], assurance } as Actor,
  ]),
)
const NOBODY: Actor = { id: 'anonymous', kind: 'person', name: 'anonymous', grants: [], assurance: 0 }

const desk = await openDesk(ACTORS)
after(desk.close)
const FIELDS = readers().fields.map(({ name }) => name)
const TYPE = 'Reader'

const arbitrary = fc.record({
  who: fc.constantFrom(...Object.keys(ACTORS), ''),
  sharing: fc.constantFrom('unconditional', 'conditional', 'conditional', 'refused'),
  opening: fc.constantFrom('unconditional', 'refused'),
  state: fc.constantFrom('published', 'published', 'published', 'withdrawn'),
  stopped: fc.constantFrom(false, false, false, true),
  grades: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: FIELDS.length, maxLength: FIELDS.length }),
  masks: fc.array(fc.constantFrom(...MASKS), { minLength: FIELDS.length, maxLength: FIELDS.length }),
  keepMasks: fc.boolean(),
  granted: fc.subarray(FIELDS, { minLength: 1 }),
  clear: fc.subarray(FIELDS),
  purpose: fc.constantFrom(null, 'public-service', 'public-service', 'statistics', ...PURPOSES),
  region: fc.constantFrom(null, '990101'),
})

/** Rows or the refusal, as a way gives them. */
type Outcome = { refused: string } | { rows: Record<string, unknown>[] }

let number = 0
test('API, screen, export and event show the same of every field to every account for every purpose', async () => {
  let shownRows = 0
  await fc.assert(
    fc.asyncProperty(arbitrary, async (given) => {
      number += 1
      const whole = readers()
      const resource: Resource = await desk.add({
        ...whole,
        id: `00000000-0000-4000-8000-${String(number + 1000).padStart(12, '0')}`,
        no: number + 1000,
        target: TYPE,
        sharing: { type: given.sharing as Resource['sharing']['type'], condition: '', basis: '条例' },
        opening: { type: given.opening as Resource['opening']['type'], condition: '' },
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
      })
      for (const id of desk.resources.keys()) if (id !== resource.id) desk.resources.delete(id)
      const rows = people(4)
      await desk.fill(resource, rows)
      if (given.sharing !== 'refused' && given.state === 'published')
        await desk.room.grants.issue(
          SYSTEM,
          grantInput({
            resource: resource.id,
            fields: given.granted,
            clear: given.clear.filter((name) => given.granted.includes(name)),
            region: given.region,
          }) as Parameters<typeof desk.room.grants.issue>[1],
          'case-1',
        )
      const actor = ACTORS[given.who] ?? NOBODY
      const reason = (given.purpose === null ? null : { purpose: given.purpose, basis: '章程' }) as ReadReason | null
      const request = { actor, resource, reason, fields: null, where: [], grant: null }

      const sorted = (list: Record<string, unknown>[]) => list.map((row) => JSON.stringify(row, Object.keys(row).sort())).sort()
      const outcome = async (work: () => Promise<Record<string, unknown>[]>): Promise<Outcome> => {
        try {
          return { rows: await work() }
        } catch (error) {
          if (error instanceof AppError) return { refused: error.code }
          throw error
        }
      }
      const api = await outcome(
        async () => (await desk.room.reader.read({ ...request, way: 'api', limit: 100, cursor: null })).rows,
      )
      const screen = await outcome(
        async () => (await desk.room.reader.read({ ...request, way: 'screen', limit: 100, cursor: null })).rows,
      )
      const exported = await outcome(async () => {
        const all: Record<string, unknown>[] = []
        for await (const chunk of desk.room.reader.stream({ ...request, way: 'export' })) all.push(...chunk)
        return all
      })
      if ('rows' in api) {
        shownRows += api.rows.length
        assert.ok('rows' in screen && 'rows' in exported)
        assert.deepEqual(sorted(screen.rows), sorted(api.rows))
        assert.deepEqual(sorted(exported.rows), sorted(api.rows))
      } else for (const other of [screen, exported]) assert.deepEqual(other, api)

      // the same people as city objects, told of in an event, read over NGSI-LD and shown on a screen
      const iri = (name: string) => DEFAULT_VOCAB + name
      const entityOf = (one: Person): Entity & { region: string } => ({
        id: `urn:reader:${one.loans}`,
        types: [iri(TYPE)],
        scope: [],
        createdAt: '',
        modifiedAt: '',
        region: one.region,
        attributes: Object.fromEntries(
          FIELDS.map((name) => [iri(name), [{ type: 'Property' as const, value: one[name as keyof Person] }]]),
        ),
      })
      const asker = { actor, reason }
      const told = await Promise.all(
        (['event', 'api', 'screen', 'export'] as const).map((way) => desk.room.guard.show(asker, way, rows.map(entityOf))),
      )
      for (const other of told) assert.deepEqual(other, told[0])
      const bare = told[0]!.map(({ attributes }) =>
        Object.fromEntries(FIELDS.flatMap((name) => (attributes[iri(name)] ? [[name, attributes[iri(name)]![0]!.value]] : []))),
      )
      // an attribute without a value is left out, where a row has an empty cell; a row of no grant’s region is no row
      const filled = ('rows' in api ? api.rows : [])
        .map((row) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)))
        .filter((row) => Object.keys(row).length > 0)
      assert.deepEqual(sorted(bare.filter((row) => Object.keys(row).length > 0)), sorted(filled))

      const decisions: Decision[] = await Promise.all(
        (['api', 'event', 'export', 'screen', 'table'] as const).map((way) =>
          desk.room.policy.decide({ actor, resource, reason, way, at: desk.clock.now() }),
        ),
      )
      for (const decision of decisions) assert.deepEqual(decision, decisions[0])
    }),
    { numRuns: 60 },
  )
  assert.ok(shownRows > 40, String(shownRows))
})
