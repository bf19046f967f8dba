import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { CORE } from '../ld/terms.ts'
import type { Entity, Instance } from '../model/entity.ts'
import type { JsonObject } from '../model/json.ts'
import { readAttributes } from '../model/read.ts'
import { NgsiError } from '../problem.ts'
import { COMPARISONS, type Literal, mapNames, type Operand, type Path, type Q } from './q-ast.ts'
import { matchesQ } from './q-match.ts'
import { parseQ } from './q-parse.ts'
import { printQ } from './q-print.ts'

const name = fc.stringMatching(/^[a-zA-Z\u4e00-\u4e20][a-zA-Z0-9_\u4e00-\u4e20]{0,6}$/)
const plainPath: fc.Arbitrary<Path> = fc.record({
  names: fc.array(name, { minLength: 1, maxLength: 3 }),
  trailing: fc.array(name, { maxLength: 3 }),
})
const path: fc.Arbitrary<Path> = fc.oneof(
  plainPath,
  fc.record({
    names: fc.array(name, { minLength: 1, maxLength: 1 }),
    trailing: fc.constant<string[]>([]),
    linked: fc.record({ types: fc.array(name, { maxLength: 2 }), path: plainPath }),
  }),
)

const number = fc
  .oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }))
  .map((n) => (Object.is(n, -0) ? 0 : n))
const literal: fc.Arbitrary<Literal> = fc.oneof(
  number.map((value) => ({ kind: 'number' as const, value })),
  fc.string().map((value) => ({ kind: 'string' as const, value })),
  fc.boolean().map((value) => ({ kind: 'boolean' as const, value })),
  fc.constantFrom('2026-11-20T02:00:00Z', '2026-11-20', '10:11:12Z').map((value) => ({ kind: 'time' as const, value })),
  fc
    .constantFrom('urn:ngsi-ld:Shelf:1', 'https://books.example/x', 'commercial')
    .map((value) => ({ kind: 'term' as const, value })),
)
const comparable = literal.filter(({ kind }) => kind !== 'boolean' && kind !== 'term')
const operand: fc.Arbitrary<Operand> = fc.oneof(
  literal.map((value) => ({ kind: 'one' as const, value })),
  fc.array(literal, { minLength: 2, maxLength: 4 }).map((values) => ({ kind: 'list' as const, values })),
  fc.tuple(number, number).map(([from, to]) => ({
    kind: 'range' as const,
    from: { kind: 'number' as const, value: from },
    to: { kind: 'number' as const, value: to },
  })),
)
const leaf: fc.Arbitrary<Q> = fc.oneof(
  fc.record({ op: fc.constantFrom('exists' as const, 'absent' as const), path }),
  fc.record({ op: fc.constantFrom('==' as const, '!=' as const), path, operand }),
  fc.record({
    op: fc.constantFrom('>' as const, '>=' as const, '<' as const, '<=' as const),
    path,
    operand: comparable.map((value) => ({ kind: 'one' as const, value })),
  }),
  fc.record({
    op: fc.constantFrom('~=' as const, '!~=' as const),
    path,
    pattern: fc.constantFrom('^Eif', 'a|b', '[)"(]x', '\\d+;', '(?i)tower'),
  }),
)
const tree: fc.Arbitrary<Q> = fc.letrec<{ q: Q; and: Q; or: Q }>((tie) => ({
  q: fc.oneof({ depthSize: 'small', maxDepth: 3 }, leaf, tie('and'), tie('or')),
  // a term of an `and` is never an `and`: the same tree would be written flat
  and: fc.record({ op: fc.constant('and' as const), terms: fc.array(fc.oneof(leaf, tie('or')), { minLength: 2, maxLength: 3 }) }),
  or: fc.record({ op: fc.constant('or' as const), terms: fc.array(fc.oneof(leaf, tie('and')), { minLength: 2, maxLength: 3 }) }),
})).q

test('every query tree is read back from what is printed', () => {
  fc.assert(
    fc.property(tree, (q) => {
      assert.deepEqual(parseQ(printQ(q)), JSON.parse(JSON.stringify(q)))
    }),
    { numRuns: 2000 },
  )
})

test('no text makes the parser fail otherwise than with BadRequestData', () => {
  const piece = fc.constantFrom(
    'a',
    '.',
    '[',
    ']',
    '{',
    '}',
    '(',
    ')',
    ';',
    '|',
    '==',
    '!=',
    '>',
    '<=',
    '~=',
    '!~=',
    '"x"',
    '"',
    '1',
    '..',
    ',',
    '-',
    ' ',
    '\\',
    'true',
    ':',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
      try {
        parseQ(pieces.join(''))
      } catch (error) {
        assert.ok(error instanceof NgsiError && error.type === 'BadRequestData')
      }
    }),
    { numRuns: 5000 },
  )
})

test('what the grammar does not allow is refused', () => {
  for (const text of [
    '',
    'a==',
    'a>1..2',
    'a>1,2',
    'a>true',
    '(a',
    'a)',
    'a;;b',
    'a|',
    'a==1..',
    'a[',
    'a[]',
    'a{b',
    'a..b',
    '))bad((',
    'a=="x',
    'a~=(a)\\1',
    'a b',
    'a==1 2',
  ])
    assert.throws(() => parseQ(text), NgsiError, text)
})

const shelf = (attributes: JsonObject): Entity => ({
  id: 'urn:ngsi-ld:Shelf:1',
  types: [CORE.expand('Shelf')],
  scope: [],
  attributes: readAttributes(attributes, { terms: CORE }),
  createdAt: '2026-11-20T02:00:00.000Z',
  modifiedAt: '2026-11-20T03:00:00.000Z',
})
const matches = (entity: Entity, text: string, linked?: (uri: string) => Entity | undefined): boolean =>
  matchesQ(entity, mapNames(parseQ(text), CORE.expand), linked)

const library = shelf({
  books: {
    type: 'Property',
    value: 120,
    observedAt: '2026-11-20T01:00:00Z',
    unitCode: 'C62',
    accuracy: { type: 'Property', value: 0.9 },
  },
  topic: { type: 'Property', value: 'Natural history' },
  tags: { type: 'Property', value: ['old', 'rare'] },
  open: { type: 'Property', value: true },
  since: { type: 'Property', value: { '@type': 'DateTime', '@value': '2020-05-01T00:00:00Z' } },
  address: { type: 'Property', value: { city: { name: 'Booktown' }, no: 7 } },
  label: { type: 'LanguageProperty', languageMap: { zh: '书架', en: 'shelf' } },
  kind: { type: 'VocabProperty', vocab: 'lending' },
  room: { type: 'Relationship', object: 'urn:ngsi-ld:Room:1' },
  seats: [
    { type: 'Property', value: 4 },
    { type: 'Property', value: 9, datasetId: 'urn:x:summer' },
  ],
})
const room = { ...shelf({ name: 'East', area: 30 }), id: 'urn:ngsi-ld:Room:1', types: [CORE.expand('Room')] }

test('comparisons, lists, ranges and patterns mean what clause 4.9 says', () => {
  const yes = [
    'books',
    'books==120',
    'books>100',
    'books>=120',
    'books<=120',
    'books!=4',
    'books==100..130',
    'books==1,120',
    'books!=1..5',
    'topic=="Natural history"',
    'topic~="^Natural"',
    'topic!~="^Art"',
    'topic~=(?i)HISTORY',
    'tags=="rare"',
    'tags!="new"',
    'open==true',
    'open!=false',
    'since>2020-01-01T00:00:00Z',
    'since==2020-05-01T00:00:00Z',
    'address[city.name]=="Booktown"',
    'address[no]>6',
    'address[city]',
    'label[en]=="shelf"',
    'label[*]=="书架"',
    'label[en]!="书架"',
    'room=="urn:ngsi-ld:Room:1"',
    'room==urn:ngsi-ld:Room:1',
    'room!="urn:ngsi-ld:Room:2"',
    'books.accuracy>0.5',
    'books.observedAt<=2026-11-20T01:00:00Z',
    'books.unitCode=="C62"',
    'seats==9',
    'seats>5',
    'createdAt<"2026-11-20T02:30:00Z"',
    'modifiedAt>2026-11-20T02:30:00Z',
    'nothing|books',
    '(nothing|books);open==true',
    'topic>"Anatomy"',
    'room{name}=="East"',
    'room{Room:name}=="East"',
    'room{Hall|Room:area}>20',
  ]
  const no = [
    'nothing',
    'books==121',
    'books=="120"',
    'books!=120',
    'books!=120,5',
    'books!=100..130',
    'nothing!=3',
    'topic~="^History"',
    'topic!~="Natural"',
    'tags!="rare"',
    'open=="true"',
    'address[street]',
    'address[street]=="x"',
    'label[en]=="书架"',
    'label[*]!="shelf"',
    'label[fr]',
    'room>"urn:a"',
    'room~="urn"',
    'kind==lending',
    'books.accuracy>1',
    'books.nothing',
    'seats==5',
    'open==true;nothing',
    'room{Hall:name}=="East"',
    'books>2020-01-01',
    'since==2020-05-01',
  ]
  const linked = (uri: string) => (uri === room.id ? room : undefined)
  for (const text of yes) assert.equal(matches(library, text, linked), true, text)
  for (const text of no) assert.equal(matches(library, text, linked), false, text)
})

test('; binds tighter than |', () => {
  assert.deepEqual(parseQ('a|b;c'), {
    op: 'or',
    terms: [
      { op: 'exists', path: { names: ['a'], trailing: [] } },
      {
        op: 'and',
        terms: [
          { op: 'exists', path: { names: ['b'], trailing: [] } },
          { op: 'exists', path: { names: ['c'], trailing: [] } },
        ],
      },
    ],
  })
})

test('an ordering and its opposite divide the entities that hold a number', () => {
  const opposite = { '>': '<=', '<': '>=', '>=': '<', '<=': '>', '==': '!=', '!=': '==' } as const
  fc.assert(
    fc.property(number, number, fc.constantFrom(...COMPARISONS), (value, limit, op) => {
      const entity = shelf({ books: { type: 'Property', value } })
      assert.notEqual(matches(entity, `books${op}${limit}`), matches(entity, `books${opposite[op]}${limit}`))
    }),
  )
})

test('instances come out of what was read', () => {
  const instances = library.attributes[CORE.expand('seats')] as Instance[]
  assert.deepEqual(
    instances.map(({ value, datasetId }) => [value, datasetId]),
    [
      [4, undefined],
      [9, 'urn:x:summer'],
    ],
  )
})
