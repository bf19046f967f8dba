/** The catalogue (目录) as the other rooms know it; see the port in platform/ports.ts. */
import { type Actor, AppError, isServed, isUuid, type Resource, type ResourceDraft } from '@haihe/contract'
import { type Audit, type Ctx, inTransaction, type Outbox } from '@haihe/kernel'
import type { Catalogue } from '../platform/ports.ts'
import { classifyEntry } from './classify.ts'
import { createEntry } from './create.ts'
import { type Declared, declareEntries } from './declare.ts'
import type { Entry } from './entry.ts'
import { createMemory, type Memory } from './memory.ts'
import { noteFacts } from './store.ts'
import { type Act, actOn } from './workflow.ts'

interface CatalogueServices {
  outbox: Pick<Outbox, 'publish'>
  audit: Pick<Audit, 'record'>
}

export interface CatalogueRoom extends Omit<Catalogue, 'create'> {
  create: (actor: Actor, draft: ResourceDraft, traceId?: string) => Promise<Resource>
  /** one step of the approval workflow */
  act: (actor: Actor, act: Act) => Promise<Resource>
  /** what scenarios declare: becomes entries at start; call it before */
  describe: (declared: readonly Declared[]) => void
  described: () => readonly Declared[]
  /** entries of kind 'entities' for what is declared, of each type the first; idempotent. How many are new or changed. */
  declare: (declared: readonly Declared[]) => Promise<number>
  /** every entry with its revision in work, for the routes of the catalogue itself */
  memory: Memory
}

const matches = (resource: Resource, filter: NonNullable<Parameters<Catalogue['list']>[0]>): boolean =>
  (filter.owner === undefined || resource.owner === filter.owner) &&
  (filter.state === undefined || resource.state === filter.state) &&
  (filter.kind === undefined || resource.kind === filter.kind)

export const createCatalogue = (ctx: Pick<Ctx, 'db' | 'now'>, services: CatalogueServices): CatalogueRoom => {
  const memory = createMemory(ctx.db)
  const step = { ...services, now: ctx.now }

  const described: Declared[] = []

  const findEntry = (id: string): Promise<Entry | undefined> => memory.byId(id.toLowerCase())
  const get = async (id: string): Promise<Resource> => {
    const entry = await findEntry(id)
    if (!entry) throw new AppError('NOT_FOUND')
    return entry.resource
  }

  return {
    memory,
    get,
    describe: (declared) => void described.push(...declared),
    described: () => described,
    find: async (id) => (await findEntry(id))?.resource,
    byCode: async (code) => (await memory.byCode(code))?.resource,
    byEntityType: async (type) => (await memory.byTarget(type)).map(({ resource }) => resource).filter(isServed),
    list: async (filter = {}) =>
      [...(await memory.entries()).values()].map(({ resource }) => resource).filter((resource) => matches(resource, filter)),
    create: async (actor, draft, traceId) => {
      const id = await inTransaction(ctx.db, (trx) => createEntry(trx, step, actor, draft, traceId))
      await memory.refresh()
      return get(id)
    },
    act: async (actor, act) => {
      if (!isUuid(act.id)) throw new AppError('NOT_FOUND')
      await inTransaction(ctx.db, (trx) => actOn(trx, step, actor, act))
      await memory.refresh()
      return get(act.id)
    },
    declare: async (declared) => {
      const count = await declareEntries(ctx.db, step, declared)
      if (count > 0) await memory.refresh()
      return count
    },
    classify: async (actor, id, fields) => {
      if (!isUuid(id)) throw new AppError('NOT_FOUND')
      await inTransaction(ctx.db, (trx) => classifyEntry(trx, step, actor, id, fields))
      await memory.refresh()
      return get(id)
    },
    note: async (trx, id, facts) => {
      if (!isUuid(id) || !(await noteFacts(trx, id, facts))) throw new AppError('NOT_FOUND')
      if (trx.isTransaction) memory.unsettle()
      else await memory.refresh()
    },
  }
}
