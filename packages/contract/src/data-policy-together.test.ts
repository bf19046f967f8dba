import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { identityCheckChar } from './codes.ts'
import type { Decision } from './data-decision.ts'
import type { DataGrant } from './data-grant.ts'
import { decideRead, type ReadQuestion, type ShownField, shownFields } from './data-policy.ts'
import { maskValue } from './masking.ts'
import type { DataCategory, Mask, Resource } from './resource.ts'
import { actorOf, ask, field, grantOf, LIMITS, resourceOf } from './testing/policy.ts'

// Two grants together: an attacker who has every row that either of them shows.

interface Person {
  name: string
  id: string
  phone: string
  card: string
  address: string
  health: string
  region: string
}

const PERSON: Record<string, { category: DataCategory; masks: Mask[]; of: (person: Person) => string }> = {
  name: { category: 'name', masks: ['name', 'hide'], of: ({ name }) => name },
  id: {
    category: 'identity-number',
    masks: ['identity-number', 'identity-number-outer', 'hide', 'none', 'bank-card', 'pseudonym', 'pseudonym'],
    of: ({ id }) => id,
  },
  phone: { category: 'phone', masks: ['phone', 'hide', 'pseudonym'], of: ({ phone }) => phone },
  card: { category: 'bank-card', masks: ['bank-card', 'identity-number'], of: ({ card }) => card },
  address: { category: 'address', masks: ['address'], of: ({ address }) => address },
  birthday: {
    category: 'birthday',
    masks: ['year', 'hide', 'none'],
    of: ({ id }) => `${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`,
  },
  health: { category: 'health', masks: ['hide', 'none'], of: ({ health }) => health },
}
const NAMES = Object.keys(PERSON)

const digits = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((all) => all.join(''))
const day = (n: number): string => new Date(Date.UTC(1990, 0, 1 + n)).toISOString().slice(0, 10).replaceAll('-', '')
const identity = fc
  .tuple(fc.integer({ min: 0, max: 364 }), digits(3))
  .map(([n, sequence]) => `120101${day(n)}${sequence}`)
  .map((body) => body + identityCheckChar(body))

const person: fc.Arbitrary<Person> = fc.record({
  name: fc.constantFrom('王小明', '欧阳娜娜', '李'),
  id: identity,
  phone: digits(8).map((rest) => `138${rest}`),
  card: digits(16),
  address: fc.constantFrom('天津市和平区劝业场街道南京路1号', '某处'),
  health: fc.constantFrom('好', '病'),
  region: fc.constantFrom('990101', '990102'),
})

const resources = fc
  .uniqueArray(fc.constantFrom(...NAMES), { minLength: 2, maxLength: 7 })
  .chain((names) =>
    fc.tuple(
      ...names.map((name) =>
        fc
          .record({ mask: fc.constantFrom(...(PERSON[name]?.masks ?? [])), grade: fc.constantFrom(1, 2, 3, 4) })
          .map((given) => field(name, { ...given, category: PERSON[name]?.category ?? 'public' })),
      ),
    ),
  )

const someOf = (names: readonly string[]) => fc.subarray([...names])
const grantOn = (id: string, resource: Resource): fc.Arbitrary<DataGrant> => {
  const names = resource.fields.map(({ name }) => name)
  return fc
    .record({
      fields: fc.subarray(names, { minLength: 1 }),
      clear: someOf(names),
      purpose: fc.constantFrom('public-service', 'statistics'),
      region: fc.constantFrom(null, '990101'),
      grantedAt: fc.constantFrom('2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z'),
      revokedAt: fc.constantFrom(null, null, '2026-06-01T00:00:00Z'),
    })
    .map((given) =>
      grantOf({ ...given, clear: given.clear.filter((name) => given.fields.includes(name)), id, resource: resource.id }),
    )
}

const scene = fc.tuple(resources, resources, fc.boolean()).chain(([one, two, same]) => {
  const first = resourceOf({ id: 'r1', fields: one })
  const second = same ? first : resourceOf({ id: 'r2', fields: two })
  return fc.record({
    resources: fc.constant([first, second] as const),
    grants: fc.tuple(grantOn('g1', first), grantOn('g2', second)),
    assurance: fc.constantFrom(1, 3),
    people: fc
      .array(person, { minLength: 1, maxLength: 2 })
      .map((all) => [...all, ...all.map((one) => ({ ...one, region: '990102' }))]),
  })
})

/** Pseudonyms tell values of one purpose apart and no more: they are numbered as they come. */
const shownTo = (decisions: readonly Decision[], purposes: readonly string[], people: readonly Person[]): string => {
  const known = new Map<string, number>()
  return JSON.stringify(
    decisions.map((decision, n) =>
      people
        .filter(({ region }) => decision.regions === null || decision.regions.some((scope) => region.startsWith(scope)))
        .map((one) =>
          shownFields(decision).map((name) => {
            const { effect, mask } = decision.fields[name]!
            const value = PERSON[name]!.of(one)
            if (effect === 'allow') return value
            return maskValue(mask, value, (text) => {
              const key = `${purposes[n]} ${text}`
              known.set(key, known.get(key) ?? known.size)
              return `p${known.get(key)}`
            })
          }),
        ),
    ),
  )
}

/** People who differ in what is hidden. */
const others = (one: Person): Person[] => {
  const { id } = one
  const ids: string[] = []
  for (let n = 0; n < 364; n += 1) ids.push(`${id.slice(0, 6)}${day(n)}${id.slice(14)}`)
  for (let n = 0; n < 1000; n += 1) ids.push(id.slice(0, 14) + String(n).padStart(3, '0') + id[17])
  for (let n = 0; n < 30; n += 1) ids.push(`1201${String(n).padStart(2, '0')}${id.slice(6)}`)
  const change = (text: string, at: number) => text.slice(0, at) + ((Number(text[at]) + 1) % 10) + text.slice(at + 1)
  return [
    ...ids
      .filter((other) => other !== id && identityCheckChar(other.slice(0, 17)) === other[17])
      .map((other) => ({ ...one, id: other })),
    { ...one, name: `${one.name.slice(0, one.name.length > 2 ? -1 : 0)}芳` },
    { ...one, phone: change(one.phone, 4) },
    { ...one, card: change(one.card, 7) },
    { ...one, address: `${one.address}2门` },
    { ...one, address: '某地' },
    { ...one, health: one.health === '好' ? '病' : '好' },
  ]
}

test('no two grants, at any times, together unmask what neither shows whole', () => {
  let tried = 0
  fc.assert(
    fc.property(scene, ({ resources: both, grants, assurance, people }) => {
      const holdings = grants.map((grant, n) => ({ resource: both[n]!, grant }))
      // a revoked grant was read while it held
      const decisions = grants.map((grant, n) =>
        decideRead({
          actor: actorOf('school', assurance),
          resource: both[n]!,
          grants: grants.filter(({ resource }) => resource === both[n]!.id),
          holdings,
          reason: { purpose: grant.purpose, basis: '章程' },
          way: 'api',
          at: new Date('2026-03-01T00:00:00Z'),
          subject: null,
          grant: grant.id,
          limits: LIMITS,
        }),
      )
      const purposes = grants.map(({ purpose }) => purpose)
      const pages = (all: readonly Person[]) => shownTo(decisions, purposes, all)
      const seen = pages(people)
      people.forEach((one, at) => {
        const shownWhole = new Set(
          decisions.flatMap((decision) =>
            decision.regions === null || decision.regions.some((scope) => one.region.startsWith(scope))
              ? NAMES.filter((name) => decision.fields[name]?.effect === 'allow')
              : [],
          ),
        )
        // the row is another's, or both rows of the person are
        const possible = others(one).filter(
          (other) =>
            pages(people.with(at, other)) === seen ||
            pages(people.map((each) => (each.id === one.id ? { ...other, region: each.region } : each))) === seen,
        )
        for (const name of NAMES) {
          // a birthday follows from an identity number that somebody may see
          if (shownWhole.has(name) || (name === 'birthday' && shownWhole.has('id'))) continue
          const { of } = PERSON[name]!
          tried += 1
          assert.ok(
            possible.some((other) => of(other) !== of(one)),
            `${name} of ${JSON.stringify(one)} follows from ${seen}`,
          )
        }
      })
    }),
    { numRuns: 1500 },
  )
  assert.ok(tried > 1000)
})

/** The same names classified anew: other masks, other grades, and fields that came or went. */
const versions = fc.tuple(resources, resources, resources).map(([one, two, three]) => ({ one, two, three }))

const timeline = versions.chain(({ one, two, three }) => {
  const before = resourceOf({ id: 'r1', fields: one })
  const after = resourceOf({ id: 'r1', fields: two })
  const other = resourceOf({ id: 'r2', fields: three })
  const granted = (id: string, resource: Resource) =>
    grantOn(id, resource).map((grant) => ({ ...grant, purpose: 'public-service' as const, revokedAt: null, region: null }))
  return fc.record({
    reads: fc.constantFrom('same grant', 'new grant', 'other resource'),
    first: granted('g1', before),
    // who is granted fields of one version keeps the grant when the next one has others of these names
    second: granted('g2', after),
    third: granted('g3', other),
    versions: fc.constant({ before, after, other }),
    people: fc.array(person, { minLength: 1, maxLength: 2 }),
    moved: fc.record({
      phone: digits(8).map((rest) => `139${rest}`),
      address: fc.constantFrom('天津市河东区大王庄街道1号', '别处'),
    }),
  })
})

test('no two exports in time unmask together what neither shows whole, though fields are classified anew and values change', () => {
  let [tried, learned] = [0, 0]
  fc.assert(
    fc.property(timeline, ({ reads, first, second, third, versions: { before, after, other }, people, moved }) => {
      const at = (day: string) => new Date(`2026-${day}T00:00:00Z`)
      const later = { ...(reads === 'new grant' ? second : third), grantedAt: '2026-04-01T00:00:00Z' }
      const held = (resource: Resource) => [
        { resource, grant: first },
        ...(reads === 'same grant' ? [] : [{ resource: reads === 'new grant' ? after : other, grant: later }]),
      ]
      const decide = (
        resource: Resource,
        grant: DataGrant,
        holdings: ReadQuestion['holdings'],
        shown: ShownField[],
        day: string,
      ) =>
        decideRead({
          ...{ actor: actorOf('school'), resource, holdings, shown, grant: grant.id, way: 'export', at: at(day), subject: null },
          grants: holdings.flatMap(({ grant: one }) => (one?.resource === resource.id ? [one] : [])),
          reason: { purpose: 'public-service', basis: '章程' },
          limits: LIMITS,
        })
      const one = decide(before, first, [{ resource: before, grant: first }], [], '03-01')
      // what the first export showed, as it was classified then and as it is now
      const facts = shownFields(one).flatMap((name): ShownField[] => {
        const { mask } = one.fields[name]!
        const then = before.fields.find((each) => each.name === name)!.classification.category
        return mask === 'hide' ? [] : [{ resource: before.id, line: first.id, field: name, category: then, mask }]
      })
      const two =
        reads === 'same grant'
          ? decide(after, first, held(after), facts, '05-01')
          : decide(reads === 'new grant' ? after : other, later, held(after), facts, '05-01')
      if (facts.length > 0) learned += 1
      const pages = (all: readonly Person[]) => shownTo([one, two], ['public-service', 'public-service'], all)
      // the second export holds the values of its own day
      const whole = (all: readonly Person[]) =>
        pages(all) +
        shownTo(
          [two],
          ['public-service'],
          all.map((each) => ({ ...each, ...moved })),
        )
      const seen = whole(people)
      people.forEach((someone, n) => {
        const clear = new Set([one, two].flatMap((decision) => NAMES.filter((name) => decision.fields[name]?.effect === 'allow')))
        const possible = others(someone).filter((each) => whole(people.with(n, each)) === seen)
        for (const name of NAMES) {
          if (clear.has(name) || (name === 'birthday' && clear.has('id'))) continue
          tried += 1
          assert.ok(
            possible.some((each) => PERSON[name]!.of(each) !== PERSON[name]!.of(someone)),
            `${name} of ${JSON.stringify(someone)} follows from ${seen} (${reads})`,
          )
        }
      })
    }),
    { numRuns: 1500 },
  )
  assert.ok(tried > 1000 && learned > 500, JSON.stringify({ tried, learned }))
})

test('what an export showed before a field was classified anew still counts', () => {
  const id = field('id', { grade: 3, category: 'identity-number', mask: 'identity-number' })
  const birthday = field('birthday', { grade: 3, category: 'birthday', mask: 'year' })
  const grant = grantOf({ id: 'g1', resource: 'r1', fields: ['id', 'birthday'], clear: ['birthday'] })
  const both = resourceOf({ id: 'r1', fields: [id, birthday] })
  const showsOf = (shown: ShownField[], resource = both) =>
    Object.values(ask({ resource, grants: [grant], holdings: [{ resource, grant }], shown }).fields).map(({ mask }) => mask)
  const fact: ShownField = { resource: 'r1', line: 'g1', field: 'id', category: 'identity-number', mask: 'identity-number' }
  assert.deepEqual(showsOf([]), ['identity-number-outer', 'none'])
  assert.deepEqual(showsOf([fact]), ['identity-number-outer', 'year'])
  assert.deepEqual(showsOf([{ ...fact, mask: 'identity-number-outer' }]), ['identity-number-outer', 'none'])
})

test('without the order of grants, a masked number and a birthday beside it would give the number away', () => {
  const id = field('id', { grade: 3, category: 'identity-number', mask: 'identity-number' })
  const birthday = field('birthday', { grade: 3, category: 'birthday', mask: 'year' })
  const [numbers, birthdays] = [resourceOf({ id: 'r1', fields: [id] }), resourceOf({ id: 'r2', fields: [birthday] })]
  const masked = grantOf({ id: 'g1', resource: 'r1', fields: ['id'], clear: [] })
  const clear = grantOf({ id: 'g2', resource: 'r2', fields: ['birthday'], clear: ['birthday'] })
  const holdings = [
    { resource: numbers, grant: masked },
    { resource: birthdays, grant: clear },
  ]
  const shows = (resource: Resource, grant: DataGrant, all: ReadQuestion['holdings']) =>
    Object.values(ask({ resource, grants: [grant], holdings: all }).fields)[0]?.mask
  assert.equal(shows(numbers, masked, holdings), 'identity-number')
  assert.equal(shows(birthdays, clear, holdings), 'year')
  assert.equal(shows(birthdays, clear, [holdings[1]!]), 'none')
  const later = { ...masked, grantedAt: '2026-05-01T00:00:00Z' }
  assert.equal(shows(numbers, later, holdings), 'identity-number-outer')
  assert.equal(shows(numbers, masked, [{ resource: birthdays, grant: null }]), 'identity-number-outer')
})
