/** Rows of a resource, counts of them, and the record of who read. */
import { type Actor, AppError, CountsView, Purpose, type ReadReason, type Resource, RowsView } from '@haihe/contract'
import { type Ctx, type Route, route } from '@haihe/kernel'
import { z } from 'zod'
import type { Catalogue } from '../platform/ports.ts'
import { Conditions } from './conditions.ts'
import { type Counting, countGroups } from './counts.ts'
import { MOST_ROWS, type ReaderRoom } from './reader.ts'
import type { When } from './sources/source.ts'

const Id = z.strictObject({ id: z.uuid() })
const Names = z
  .string()
  .max(6000)
  .regex(/^[a-z0-9_]+(,[a-z0-9_]+)*$/)
  .transform((text) => text.split(','))

/** Purpose and basis as every read names them. */
export const Reason = {
  purpose: Purpose.optional(),
  basis: z.string().trim().min(2).max(500).optional(),
  grant: z.uuid().optional(),
}

export const reasonOf = ({ purpose, basis }: { purpose?: Purpose; basis?: string }): ReadReason | null => {
  if (purpose === undefined && basis === undefined) return null
  if (purpose === undefined || basis === undefined)
    throw new AppError('INVALID_INPUT', { errors: [{ path: purpose ? 'basis' : 'purpose', message: '用途和依据须同时说明' }] })
  return { purpose, basis }
}

const Instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text))
/** The past of city objects: as of `at`, or every value from `from` up to `to`. */
export const Times = { at: Instant.optional(), from: Instant.optional(), to: Instant.optional() }

/** Throws INVALID_INPUT for half a span, both at once, a span that ends before it begins, or a time to come. */
export const whenOf = ({ at, from, to }: { at?: Date; from?: Date; to?: Date }, now: Date): When | null => {
  const wrong = (path: string, message: string): AppError => new AppError('INVALID_INPUT', { errors: [{ path, message }] })
  if (at === undefined && from === undefined && to === undefined) return null
  if (at !== undefined) {
    if (from !== undefined || to !== undefined) throw wrong('at', '时点和时段不能同时指定')
    if (at.getTime() > now.getTime()) throw wrong('at', '不能查询将来的时点')
    return { at }
  }
  if (from === undefined || to === undefined) throw wrong(from === undefined ? 'from' : 'to', '时段须同时给出起止时间')
  if (to.getTime() <= from.getTime()) throw wrong('to', '截止时间须晚于开始时间')
  return { from, to }
}

const SCREEN = z.enum(['api', 'screen']).default('api')

interface RowRoutes {
  ctx: Pick<Ctx, 'now'>
  catalogue: Pick<Catalogue, 'find'>
  reader: ReaderRoom
  counting: Counting
}

/** Everybody may ask; what of it is shown is the policy's to say. */
export const readable = async (catalogue: Pick<Catalogue, 'find'>, id: string): Promise<Resource> => {
  const resource = await catalogue.find(id)
  if (!resource) throw new AppError('NOT_FOUND')
  return resource
}

export const rowRoutes = ({ ctx, catalogue, reader, counting }: RowRoutes): Route[] => {
  const counts = async (
    actor: Actor,
    id: string,
    query: { by: string[]; way: 'api' | 'screen' } & Parameters<typeof reasonOf>[0] & { grant?: string },
  ) => {
    const resource = await readable(catalogue, id)
    const { by, way } = query
    if (new Set(by).size !== by.length) throw new AppError('INVALID_INPUT', { errors: [{ path: 'by', message: '分组字段重复' }] })
    const request = { actor, resource, reason: reasonOf(query), way, fields: by, where: [], grant: query.grant ?? null }
    const opened = await reader.open(request)
    const { decision } = opened
    // hidden values and pseudonyms are no groups: their counts would tell of single people
    for (const name of by)
      if (['hide', 'pseudonym'].includes(decision.fields[name]?.mask ?? 'hide'))
        throw new AppError('FILTER_NOT_ALLOWED', { field: name })
    const { at, base, ...shown } = await countGroups(counting, { resource, decision, rows: opened.rows, by })
    const read = await reader.begin(request, opened, 0, [])
    return { by, ...shown, smallest: decision.smallest, base, at: at.toISOString(), read }
  }

  return [
    route({
      method: 'GET',
      url: '/api/resources/:id/rows',
      summary: 'Rows of a resource, as far as the policy shows them; recorded',
      permission: 'public',
      rateLimit: 600,
      params: Id,
      query: z.strictObject({
        ...Reason,
        fields: Names.optional(),
        cursor: z.string().max(2000).optional(),
        limit: z.coerce.number().int().min(1).max(MOST_ROWS).default(100),
        ...Times,
        way: SCREEN,
      }),
      response: RowsView,
      handler: async ({ params, query, actor }) =>
        reader.read({
          actor,
          resource: await readable(catalogue, params.id),
          reason: reasonOf(query),
          way: query.way,
          fields: query.fields ?? null,
          where: [],
          limit: query.limit,
          cursor: query.cursor ?? null,
          grant: query.grant ?? null,
          when: whenOf(query, ctx.now()),
        }),
    }),
    route({
      method: 'POST',
      url: '/api/resources/:id/query',
      summary: 'Rows that meet conditions on fields which are shown whole; recorded',
      permission: 'public',
      rateLimit: 600,
      params: Id,
      body: z.strictObject({
        ...Reason,
        fields: z.array(z.string().max(60)).min(1).max(300).nullable().default(null),
        where: Conditions.default([]),
        cursor: z.string().max(2000).nullable().default(null),
        limit: z.number().int().min(1).max(MOST_ROWS).default(100),
        ...Times,
        way: SCREEN,
      }),
      response: RowsView,
      handler: async ({ params, body, actor }) =>
        reader.read({
          actor,
          resource: await readable(catalogue, params.id),
          reason: reasonOf(body),
          way: body.way,
          fields: body.fields,
          where: body.where,
          limit: body.limit,
          cursor: body.cursor,
          grant: body.grant ?? null,
          when: whenOf(body, ctx.now()),
        }),
    }),
    route({
      method: 'GET',
      url: '/api/resources/:id/counts',
      summary: 'How many rows by up to three fields; small groups are suppressed, and others that would give them away',
      permission: 'public',
      rateLimit: 120,
      params: Id,
      query: z.strictObject({ ...Reason, by: Names.refine((names) => names.length <= 3, '最多按三个字段分组'), way: SCREEN }),
      response: CountsView,
      handler: ({ params, query, actor }) => counts(actor, params.id, query),
    }),
  ]
}
