import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { AppError } from '@haihe/contract'
import { OPEN_GUARD } from '../../policy/entity-guard.ts'
import { type Hub, openHub } from '../testing/hub.ts'
import { iriOf } from '../vocabulary.ts'

/** What a policy keeps back stays back, whatever way it is asked for. */
let hub: Hub
before(async () => {
  hub = await openHub('kept-back', {
    guard: {
      ...OPEN_GUARD,
      show: async (_asker, _way, entities) => entities.filter(({ id }) => id !== 'urn:Vault:hidden'),
      assertAsked: async ({ actor }, _way, attributes) => {
        if (actor.id === 'neighbour' && attributes.includes(iriOf('amount')))
          throw new AppError('FILTER_NOT_ALLOWED', { field: 'amount' })
      },
    },
  })
  for (const [name, amount] of [
    ['shown', 9],
    ['hidden', 9],
    ['small', 1],
  ] as const)
    await hub.call('POST', '/entities', {
      id: `urn:Vault:${name}`,
      type: 'Vault',
      region: { type: 'Property', value: '990102' },
      amount: { type: 'Property', value: amount },
    })
})
after(() => hub?.close())

const neighbour = { as: 'neighbour' }

test('a map does not name what is not shown, and is not made of a question that may not be asked', async () => {
  const { body } = await hub.call('GET', '/entityMaps?type=Vault')
  assert.deepEqual(Object.keys(body.entityMap), ['urn:Vault:shown', 'urn:Vault:small'])
  const window = 'timerel=after&timeproperty=createdAt&timeAt=2020-01-01T00:00:00Z'
  const past = await hub.call('GET', `/temporal/entityMaps?type=Vault&${window}`)
  assert.deepEqual(Object.keys(past.body.entityMap), ['urn:Vault:shown', 'urn:Vault:small'])
  for (const path of [`/entityMaps?type=Vault&q=amount>5`, `/temporal/entityMaps?type=Vault&${window}&q=amount>5`])
    assert.equal((await hub.call('GET', path, undefined, neighbour)).status, 403, path)
})

test('who may not ask what a snapshot asked cannot learn the answer from it', async () => {
  const snapshotQueries = [{ type: 'Query', entities: [{ type: 'Vault' }], q: 'amount>5' }]
  const refused = await hub.call('POST', '/snapshots', { type: 'Snapshot', snapshotQueries }, neighbour)
  assert.equal(refused.status, 403)
  assert.equal((await hub.call('POST', '/snapshots', { type: 'Snapshot', id: 'urn:snap:vaults', snapshotQueries })).status, 201)
  await hub.context.drain()
  const inside = { headers: { 'NGSILD-Snapshot': 'urn:snap:vaults' } }
  const own = await hub.call('GET', '/entities?type=Vault', undefined, inside)
  assert.deepEqual(
    own.body.map(({ id }: { id: string }) => id),
    ['urn:Vault:shown'],
  )
  assert.equal((await hub.call('GET', '/entities?type=Vault', undefined, { ...inside, ...neighbour })).status, 403)
  assert.equal((await hub.call('GET', '/entities/urn:Vault:shown', undefined, { ...inside, ...neighbour })).status, 403)
  assert.equal((await hub.call('GET', '/snapshots/urn:snap:vaults', undefined, neighbour)).status, 403)
  const cloned = await hub.call('POST', '/snapshots/urn:snap:vaults/clone', { type: 'Snapshot' }, neighbour)
  assert.equal(cloned.status, 403)
})
