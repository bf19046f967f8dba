/** The made-up city of the tests of quality and lineage: a library with readers and their loans. */
import { randomUUID } from 'node:crypto'
import { AppError, type Resource, type ResourceField } from '@haihe/contract'
import { type Ctx, createOutbox, createRuleIndex, kernelMigrations } from '@haihe/kernel'
import { type TestClock, testClock, testContext } from '@haihe/kernel/testing'
import { field, loans } from '../../exchange/testing/loans.ts'
import { createHeld } from '../../held/held.ts'
import { migrations } from '../../migrations.ts'
import type { Catalogue, Held } from '../../platform/ports.ts'
import type { Availability } from '../fact/fact.ts'
import { qualityRules } from '../limits.ts'
import type { CheckServices } from '../run/check.ts'

export const personal = (category: ResourceField['classification']['category']): ResourceField['classification'] => ({
  grade: 3,
  category,
  mask: 'hide',
  confirmed: true,
  reason: '',
})

export { field, loans }

type NotedCatalogue = Pick<Catalogue, 'find' | 'get' | 'list' | 'note' | 'byEntityType'> & {
  put: (resource: Resource) => Resource
}

export const fakeCatalogue = (): NotedCatalogue => {
  const known = new Map<string, Resource>()
  return {
    put(resource) {
      known.set(resource.id, resource)
      return resource
    },
    find: async (id) => known.get(id),
    get: async (id) => {
      const resource = known.get(id)
      if (!resource) throw new AppError('NOT_FOUND')
      return resource
    },
    byEntityType: async (type) => [...known.values()].filter(({ kind, target }) => kind === 'entities' && target === type),
    list: async ({ owner, state, kind } = {}) =>
      [...known.values()].filter(
        (one) => (!owner || one.owner === owner) && (!state || one.state === state) && (!kind || one.kind === kind),
      ),
    note: async (_trx, id, facts) => {
      const resource = known.get(id)
      if (resource) known.set(id, { ...resource, ...facts })
    },
  }
}

export interface Library {
  ctx: Ctx
  clock: TestClock
  held: Held
  catalogue: NotedCatalogue
  services: CheckServices
  /** writes rows as a run of a connector does: a row of the same key is replaced */
  put: (resource: Resource, rows: readonly Record<string, unknown>[], run?: number) => Promise<void>
  remove: (resource: Resource, keys: readonly string[]) => Promise<void>
  /** payloads of the events of a topic, oldest first */
  told: (topic: string) => Promise<unknown[]>
}

export const openLibrary = async (availability: Availability = async () => ({ checked: 0, failed: 0 })): Promise<Library> => {
  const clock = testClock()
  const ctx = await testContext([kernelMigrations, migrations], clock)
  const held = createHeld(ctx)
  const catalogue = fakeCatalogue()
  const outbox = createOutbox(ctx)
  const rules = createRuleIndex(qualityRules('99'))
  const region = (code: string) => ({ code, name: code, level: 'district' as const, parent: '99', centre: null, schematic: true })
  return {
    ctx,
    clock,
    held,
    catalogue,
    services: {
      ctx,
      catalogue,
      held,
      outbox,
      regions: { find: (code) => (['99', '990101', '990102'].includes(code) ? region(code) : undefined) },
      rule: rules.find,
      availability,
    },
    async put(resource, rows, run = 1) {
      await held.ensure(resource)
      const names = resource.fields.map(({ name }) => name)
      for (const [line, row] of rows.entries()) {
        const values = [row[resource.keys[0]!], row[resource.regionField ?? ''] ?? null, run, line + 1, clock.now()]
        const columns = ['_key', '_region', '_run', '_line', '_at', ...names].map((name) => `"${name}"`)
        await ctx.pool.query(
          `INSERT INTO ${held.table(resource)} (${columns}) VALUES (${columns.map((_, n) => `$${n + 1}`)})
           ON CONFLICT (_key) DO UPDATE SET ${columns.slice(1).map((name) => `${name} = excluded.${name}`)}`,
          [...values, ...names.map((name) => row[name] ?? null)],
        )
      }
    },
    async remove(resource, keys) {
      await ctx.pool.query(`DELETE FROM ${held.table(resource)} WHERE _key = ANY($1)`, [keys])
    },
    async told(topic) {
      const { rows } = await ctx.pool.query('SELECT payload FROM kernel.outbox WHERE topic = $1 ORDER BY seq', [topic])
      return rows.map((row) => row.payload)
    },
  }
}

let made = 100
/** A published resource of its own table; loaded now. */
export const resourceOf = (library: Pick<Library, 'catalogue' | 'clock'>, more: Partial<Resource> = {}): Resource => {
  made += 1
  return library.catalogue.put(loans({ id: randomUUID(), no: made, loadedAt: library.clock.now().toISOString(), ...more }))
}
