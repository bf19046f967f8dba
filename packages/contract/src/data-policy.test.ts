import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Decision } from './data-decision.ts'
import { collectionGrade, type ReadQuestion } from './data-policy.ts'
import type { Actor } from './permission.ts'
import { actorOf, ask, field, grantOf, LIMITS, resourceOf } from './testing/policy.ts'

const effects = ({ fields }: Decision): string =>
  Object.values(fields)
    .map(({ effect }) => effect[0])
    .join('')

test('anybody sees what is public and opened, and nothing else', () => {
  const nobody = ask({ actor: { grants: [], assurance: 0 }, reason: null })
  assert.deepEqual([effects(nobody), nobody.effect], ['adddd', 'allow'])
  assert.equal(nobody.fields.title?.reason, 'public-field')
  const closed = resourceOf({ opening: { type: 'conditional', condition: '' } })
  assert.equal(ask({ actor: { grants: [], assurance: 0 }, resource: closed }).effect, 'deny')
})

test('a field about a person is never public, whatever its grade', () => {
  const resource = resourceOf({ fields: [field('reader', { grade: 1, category: 'name' })] })
  for (const sharing of ['unconditional', 'conditional'] as const)
    assert.equal(ask({ resource: { ...resource, sharing: { type: sharing, condition: '', basis: '' } } }).effect, 'deny')
})

test('what is not published or withdrawn is its owner’s alone', () => {
  for (const more of [{ version: 0, state: 'draft' }, { state: 'withdrawn' }] as const) {
    const resource = resourceOf(more)
    assert.deepEqual(ask({ resource, grants: [grantOf()] }).reasons, ['resource-not-published'])
    assert.equal(effects(ask({ resource, actor: actorOf('library') })), 'aaaaa')
  }
})

test('the owner sees all, names purpose and basis for what is protected, and proves a second factor for grade 4', () => {
  const quiet = ask({ actor: actorOf('library'), reason: null })
  assert.deepEqual([effects(quiet), quiet.effect], ['aaddd', 'ask'])
  const weak = ask({ actor: actorOf('library', 1) })
  assert.deepEqual([effects(weak), weak.fields.reader_id?.mask], ['aaaam', 'identity-number-outer'])
  assert.deepEqual(ask({ actor: actorOf('library', 3, 'deptHandler', '990101') }).regions, ['990101'])
})

test('a grant that names a field clear shows it whole to the unit’s machine, which has no second factor', () => {
  const grants = [grantOf({ clear: ['reader_id'] })]
  const person = ask({ actor: actorOf('school', 1), grants })
  const machine = ask({ actor: { ...actorOf('school', 1, 'client'), kind: 'machine' }, grants })
  assert.deepEqual([person.fields.reader_id?.effect, machine.fields.reader_id?.effect], ['mask', 'allow'])
})

test('another unit needs a grant that fits, and is told which part does not', () => {
  const reasons: [Partial<ReadQuestion>, string][] = [
    [{}, 'no-grant'],
    [{ grants: [grantOf({ grantee: 'museum' })] }, 'no-grant'],
    [{ grants: [grantOf({ from: '2026-12-01T00:00:00Z' })] }, 'no-grant'],
    [{ grants: [grantOf({ until: '2026-11-20T02:00:00Z' })] }, 'grant-expired'],
    [{ grants: [grantOf({ revokedAt: '2026-11-20T01:00:00Z' })] }, 'grant-revoked'],
    [{ grants: [grantOf()], reason: { purpose: 'statistics', basis: '章程' } }, 'purpose-not-granted'],
    [{ grants: [grantOf({ channels: ['file'] })] }, 'channel-not-granted'],
    [{ grants: [grantOf({ fields: ['shelf'] })] }, 'field-not-granted'],
    [{ grants: [grantOf()], reason: null }, 'protected-without-purpose'],
    [
      { resource: resourceOf({ sharing: { type: 'refused', condition: '', basis: '法' } }), grants: [grantOf()] },
      'sharing-refused',
    ],
    [{ resource: resourceOf({ stopped: true }), grants: [grantOf()] }, 'sharing-stopped'],
  ]
  for (const [more, reason] of reasons) assert.equal(ask(more).fields.reader_id?.reason, reason)
})

test('a grant shows its clear fields whole and the others masked as classified, for its region', () => {
  const seen = ask({ grants: [grantOf({ region: '990101' })] })
  assert.equal(effects(seen), 'aaamm')
  assert.deepEqual([seen.regions, seen.grant, seen.smallest], [['990101'], 'g1', 5])
  assert.equal(seen.fields.reader_id?.mask, 'identity-number')
})

test('what is shared unconditionally needs no grant as far as it is not protected', () => {
  const resource = resourceOf({ sharing: { type: 'unconditional', condition: '', basis: '' } })
  assert.equal(effects(ask({ resource })), 'aaddd')
  assert.equal(
    effects(ask({ resource, actor: { grants: [{ role: 'citizen', unit: null, region: '99' }], assurance: 3 } })),
    'adddd',
  )
})

test('a person sees the own record and no other, once it is proven who they are', () => {
  const citizen: Actor = actorOf(null, 2, 'citizen')
  const own = ask({ actor: citizen, subject: 'me', reason: { purpose: 'own-data', basis: '个人信息保护法' } })
  assert.deepEqual([effects(own), own.subject], ['aaaam', 'me'])
  assert.equal(
    ask({ actor: { ...citizen, assurance: 1 }, subject: 'me', reason: { purpose: 'own-data', basis: '法律' } }).effect,
    'deny',
  )
  assert.equal(ask({ actor: citizen, subject: null, reason: { purpose: 'own-data', basis: '法律' } }).effect, 'deny')
})

test('many rows raise the grade of what is not public', () => {
  const shared = { sharing: { type: 'unconditional', condition: '', basis: '' } } as const
  assert.equal(effects(ask({ resource: resourceOf({ ...shared, rows: 999 }) })), 'aaddd')
  const many = ask({ resource: resourceOf({ ...shared, rows: 1000 }) })
  assert.deepEqual([effects(many), many.reasons.includes('volume-raised-grade')], ['adddd', true])
  assert.equal(collectionGrade(resourceOf({ rows: 1000 }), LIMITS), 4)
})

test('the way decides nothing but which grants name its channel', () => {
  for (const grants of [[], [grantOf()]])
    for (const unit of ['school', 'library', 'museum', null]) {
      const [first, ...rest] = (['api', 'screen', 'event', 'export', 'table'] as const).map((way) =>
        ask({ way, grants, actor: actorOf(unit) }),
      )
      for (const other of rest) assert.deepEqual(other, first)
    }
})
