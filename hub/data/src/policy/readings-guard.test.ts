import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Actor, AppError } from '@haihe/contract'
import { readingsGuard } from './readings-guard.ts'

const actor: Actor = { id: 'a', kind: 'person', name: 'a', grants: [], assurance: 3 }
const guarded = (regions: string[] | null, hidden: readonly string[] = []) =>
  readingsGuard({
    assertAsked: async (_asker, _way, attributes) => {
      if (attributes.some((one) => hidden.includes(one))) throw new AppError('FILTER_NOT_ALLOWED')
    },
    reach: async () => regions,
  })

test('readings are shown where the policy reaches, and nowhere beyond', async () => {
  await guarded(null)(actor, 'Reader', ['loans'], '99')
  await guarded(['990101'])(actor, 'Reader', ['loans'], '990101')
  await guarded(['990101'])(actor, 'Reader', ['loans'], '990101001')
  for (const region of ['99', '990202'])
    await assert.rejects(guarded(['990101'])(actor, 'Reader', ['loans'], region), { code: 'OUT_OF_SCOPE' })
  await assert.rejects(guarded([])(actor, 'Reader', ['loans'], '990101'), { code: 'OUT_OF_SCOPE' })
})

test('one attribute that is not shown whole is enough', async () => {
  await assert.rejects(guarded(null, ['name'])(actor, 'Reader', ['loans', 'name'], '99'), { code: 'FILTER_NOT_ALLOWED' })
})
