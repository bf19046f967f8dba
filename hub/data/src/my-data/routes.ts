/** Routes of 我的数据: everything is about the caller's own verified subjects; nothing takes somebody else's. */
import {
  type Actor,
  AppError,
  DAY,
  MyDataStanding,
  MyHolding,
  MyLookup,
  MyObjection,
  MyReaders,
  MyReads,
  MyRecords,
  ObjectionInput,
  ReadNumber,
  SubjectVerification,
  VerifiedSubject,
} from '@haihe/contract'
import { accountSubjects, pageOf, type Route, route, TimeCursor, timeCursor, type UnitIndex } from '@haihe/kernel'
import { z } from 'zod'
import type { Catalogue, Subjects } from '../platform/ports.ts'
import { type HoldingDeps, holdingsOf, ownRecords } from './holdings.ts'
import { lookupsOf, objectionsOf } from './objection-store.ts'
import { type ObjectionDeps, object } from './objections.ts'
import { readersOf, readsOf } from './reads-store.ts'
import { isSimulated, toVerified, type VerifyDeps, verifyAccount } from './verify.ts'
import { lookupView, objectionView, readView } from './views.ts'

export interface MyDataRouteDeps extends HoldingDeps, ObjectionDeps {
  ctx: VerifyDeps['ctx']
  catalogue: Pick<Catalogue, 'find' | 'list'>
  units: Pick<UnitIndex, 'name'>
  subjects: Subjects
  subjectKey: VerifyDeps['subjectKey']
  verifySubject?: VerifyDeps['verifySubject']
}

const Instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text))

export const myDataRoutes = (deps: MyDataRouteDeps): Route[] => {
  const { ctx, catalogue, units, subjects } = deps
  /** Keys of the caller; throws when they never proved who they are. */
  const own = async (actor: Actor) => {
    const found = actor.kind === 'person' ? await subjects.of(actor.id) : []
    if (found.length === 0) throw new AppError('REAL_NAME_REQUIRED')
    return found
  }
  const keys = async (actor: Actor): Promise<string[]> => (await own(actor)).map(({ key }) => key)

  return [
    route({
      method: 'GET',
      url: '/api/my-data',
      summary: 'Whom my account stands for',
      permission: 'my-data.read',
      response: MyDataStanding,
      handler: async ({ actor, reply }) => {
        reply.header('cache-control', 'no-store')
        const found = actor.kind === 'person' ? await accountSubjects(ctx.db, actor.id) : []
        return { subjects: found.map(toVerified), simulated: isSimulated(deps) }
      },
    }),
    route({
      method: 'POST',
      url: '/api/my-data/verify',
      summary: 'Real-name step: bind my account to a person or enterprise, once',
      permission: 'my-data.read',
      body: SubjectVerification,
      bodyLimit: 2048,
      rateLimit: 12,
      response: VerifiedSubject,
      handler: ({ actor, body, request }) => verifyAccount(deps, actor, body, request.id),
    }),
    route({
      method: 'GET',
      url: '/api/my-data/reads',
      summary: 'Who read my record: name, unit, resource, purpose, basis, fields, when; newest first',
      permission: 'my-data.read',
      query: z.strictObject({
        unit: z.string().max(80).optional(),
        resource: z.uuid().optional(),
        from: Instant.optional(),
        to: Instant.optional(),
        cursor: TimeCursor(ReadNumber).optional(),
        limit: z.coerce.number().int().min(1).max(100).default(20),
      }),
      response: MyReads,
      handler: async ({ actor, query, reply }) => {
        reply.header('cache-control', 'no-store')
        const mine = await keys(actor)
        const { unit = null, resource = null, from = null, to = null, cursor = null, limit } = query
        const found = await readsOf(ctx.db, mine, { unit, resource, from, to, after: cursor, limit: limit + 1 })
        const objected = new Map((await objectionsOf(ctx.db, mine, null, 1000)).map((row) => [row.read, row.state]))
        const { items: page, next } = pageOf(found, limit, (last) => timeCursor(last.at, last.id))
        const items = await Promise.all(
          page.map(async (read) =>
            readView(read, await catalogue.find(read.resource), actor.id, units, objected.get(read.id) ?? null),
          ),
        )
        return { items, next }
      },
    }),
    route({
      method: 'GET',
      url: '/api/my-data/readers',
      summary: 'Units that read my record in the last days, most reads first',
      permission: 'my-data.read',
      query: z.strictObject({ days: z.coerce.number().int().min(1).max(3650).default(365) }),
      response: MyReaders,
      handler: async ({ actor, query }) => {
        const from = new Date(ctx.now().getTime() - query.days * DAY)
        const found = await readersOf(ctx.db, await keys(actor), from)
        return {
          units: found.flatMap(({ unit, reads, last }) =>
            unit === null ? [] : [{ unit, name: units.name(unit), reads, last: last.toISOString() }],
          ),
          total: found.reduce((sum, { reads }) => sum + reads, 0),
        }
      },
    }),
    route({
      method: 'GET',
      url: '/api/my-data/lookups',
      summary: 'Who looked at the list of who read me',
      permission: 'my-data.read',
      query: z.strictObject({
        before: z.coerce.number().int().positive().optional(),
        limit: z.coerce.number().int().min(1).max(100).default(20),
      }),
      response: z.object({ items: z.array(MyLookup), next: z.number().int().nullable() }),
      handler: async ({ actor, query }) => {
        const found = await lookupsOf(ctx.db, await keys(actor), query.before ?? null, query.limit)
        return {
          items: found.map((row) => lookupView(row, units)),
          next: found.length === query.limit ? (found.at(-1)?.id ?? null) : null,
        }
      },
    }),
    route({
      method: 'GET',
      url: '/api/my-data/records',
      summary: 'Resources that hold data about me, with how many rows',
      permission: 'my-data.read',
      query: z.strictObject({
        after: z.coerce.number().int().min(0).default(0),
        limit: z.coerce.number().int().min(1).max(100).default(50),
      }),
      rateLimit: 60,
      response: z.object({ items: z.array(MyHolding), next: z.number().int().nullable() }),
      handler: async ({ actor, query }) => holdingsOf(deps, actor, await own(actor), query),
    }),
    route({
      method: 'GET',
      url: '/api/my-data/records/:resource',
      summary: 'My own rows of a resource',
      permission: 'my-data.read',
      params: z.strictObject({ resource: z.uuid() }),
      query: z.strictObject({ cursor: z.string().max(2000).optional() }),
      rateLimit: 60,
      response: MyRecords,
      handler: async ({ actor, params, query, reply }) => {
        reply.header('cache-control', 'no-store')
        return ownRecords(deps, actor, await own(actor), { resource: params.resource, cursor: query.cursor ?? null })
      },
    }),
    route({
      method: 'POST',
      url: '/api/my-data/objections',
      summary: 'Object to a read of my record; the owner of the data has to answer',
      permission: 'my-data.read',
      body: ObjectionInput,
      bodyLimit: 8192,
      rateLimit: 20,
      handler: async ({ actor, body, reply }) => {
        await object(deps, actor, await keys(actor), body)
        reply.status(204)
      },
    }),
    route({
      method: 'GET',
      url: '/api/my-data/objections',
      summary: 'My objections and where they stand, newest first',
      permission: 'my-data.read',
      query: z.strictObject({ before: Instant.optional(), limit: z.coerce.number().int().min(1).max(100).default(20) }),
      response: z.object({ items: z.array(MyObjection), next: z.string().nullable() }),
      handler: async ({ actor, query }) => {
        const found = await objectionsOf(ctx.db, await keys(actor), query.before ?? null, query.limit)
        return {
          items: await Promise.all(found.map(async (row) => objectionView(row, await catalogue.find(row.resource)))),
          next: found.length === query.limit ? (found.at(-1)?.at.toISOString() ?? null) : null,
        }
      },
    }),
  ]
}
