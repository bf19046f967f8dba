/** The catalogue as the console and other systems ask for it. */
import {
  type Actor,
  AppError,
  CATALOGUE_FACETS,
  CatalogueAction,
  CatalogueClass,
  CatalogueDifference,
  CatalogueEntry,
  CataloguePage,
  CatalogueQuery,
  CatalogueStep,
  CatalogueVersion,
  ResourceDraft,
  refusalOf,
  seesEntry,
  unitsOf,
  withinRegion,
} from '@haihe/contract'
import { type Ctx, type RegionIndex, type Route, route, type UnitIndex } from '@haihe/kernel'
import { z } from 'zod'
import type { CatalogueRoom } from './catalogue.ts'
import { classTitle, classTree } from './classes.ts'
import { diffOf } from './diff.ts'
import { type Entry, subjectOf } from './entry.ts'
import type { FacetFilter } from './search/facets.ts'
import type { Search } from './search/search.ts'
import * as store from './store.ts'
import { entryView, itemView, stepView, type Viewing, versionView } from './view.ts'

interface CatalogueRoutes {
  ctx: Pick<Ctx, 'db' | 'now' | 'city'>
  room: CatalogueRoom
  search: Search
  regions: Pick<RegionIndex, 'has'>
  units: Pick<UnitIndex, 'find' | 'name'>
}

/** Bytes of a draft with its three hundred fields. */
const DRAFT_LIMIT = 1024 * 1024
/** values counted of one facet in an answer */
const MOST_VALUES = 100

const Id = z.strictObject({ id: z.uuid() })
const Reason = z.string().trim().min(2).max(500)
const Change = z.strictObject({ draft: ResourceDraft, reason: Reason, revision: z.number().int().min(1) })
const Acting = z.strictObject({
  action: CatalogueAction.exclude(['change']),
  reason: Reason,
  revision: z.number().int().min(1),
})
const Before = z.strictObject({
  before: z.coerce.number().int().positive().max(2_147_483_647).default(2_147_483_647),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

const filterOf = (query: CatalogueQuery): FacetFilter =>
  Object.fromEntries(
    CATALOGUE_FACETS.flatMap((facet) => {
      const given = query[facet]
      return given === undefined || given === '' ? [] : [[facet, given.split(',').slice(0, 50)]]
    }),
  )

const inView = (view: CatalogueQuery['view'], actor: Actor, at: Date): ((entry: Entry) => boolean) => {
  const units = new Set(unitsOf(actor))
  if (view === 'mine') return ({ resource }) => units.has(resource.owner)
  if (view === 'review') return (entry) => entry.submitted && refusalOf(actor, subjectOf(entry), 'publish') === null
  if (view === 'overdue') return ({ dueAt }) => dueAt !== null && dueAt < at.getTime()
  return () => true
}

export const catalogueRoutes = ({ ctx, room, search, regions, units }: CatalogueRoutes): Route[] => {
  const viewing = (actor: Actor): Viewing => ({ actor, at: ctx.now(), nameOf: units.name })

  /** The entry, when the actor may know of it; one they may not is not there. */
  const visible = async (actor: Actor, id: string): Promise<Entry> => {
    const entry = await room.memory.byId(id)
    if (!entry || !seesEntry(actor, entry.resource)) throw new AppError('NOT_FOUND')
    return entry
  }
  const assertPlace = ({ region, owner }: ResourceDraft): void => {
    if (!regions.has(region)) throw new AppError('UNKNOWN_REGION', { region })
    if (!units.find(owner)) throw new AppError('INVALID_INPUT', { errors: [{ path: 'draft.owner', message: '没有这个单位' }] })
  }
  /** A version that was served; the revision in work only for who sees it in the entry. */
  const wordsOf = async (actor: Actor, id: string, version: number | 'work'): Promise<ResourceDraft> => {
    const entry = await visible(actor, id)
    const found = version === 'work' ? entryView(entry, viewing(actor)).work : (await store.findVersion(ctx.db, id, version))?.doc
    if (!found) throw new AppError('NOT_FOUND')
    return found
  }

  return [
    route({
      method: 'GET',
      url: '/api/catalogue',
      summary: 'Information resources: search in Chinese, pinyin and by code, with facets',
      permission: 'catalogue.read',
      query: CatalogueQuery,
      response: CataloguePage,
      handler: async ({ query, actor }) => {
        const view = viewing(actor)
        const from = Number(query.cursor ?? 0)
        const chosen = inView(query.view, actor, view.at)
        const { region } = query
        const found = await search.find({
          q: query.q ?? '',
          facets: filterOf(query),
          among: (entry) =>
            seesEntry(actor, entry.resource) &&
            chosen(entry) &&
            (region === undefined || withinRegion(entry.resource.region, region)),
          sort: query.sort,
          from,
          limit: query.limit,
        })
        const titleOf = { owner: units.name, class: classTitle } as Record<string, (value: string) => string | null>
        return {
          items: found.entries.map((entry) => itemView(entry, view)),
          total: found.total,
          next: from + query.limit < found.total ? String(from + query.limit) : null,
          facets: Object.fromEntries(
            CATALOGUE_FACETS.map((facet) => [
              facet,
              [...found.counts[facet]]
                .map(([value, count]) => ({ value, title: titleOf[facet]?.(value) ?? null, count }))
                .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
                .slice(0, MOST_VALUES),
            ]),
          ),
        }
      },
    }),
    route({
      method: 'POST',
      url: '/api/catalogue',
      summary: 'A draft of an information resource; it gets its code',
      permission: 'catalogue.edit',
      bodyLimit: DRAFT_LIMIT,
      body: z.strictObject({ draft: ResourceDraft }),
      response: CatalogueEntry,
      handler: async ({ body, actor, request, reply }) => {
        assertPlace(body.draft)
        const { id } = await room.create(actor, body.draft, request.id)
        reply.status(201)
        return entryView(await visible(actor, id), viewing(actor))
      },
    }),
    route({
      method: 'GET',
      url: '/api/catalogue/classes',
      summary: 'Classes and items of the guide, for the path of an entry',
      permission: 'catalogue.read',
      response: z.object({ classes: z.array(CatalogueClass) }),
      handler: () => ({ classes: classTree() }),
    }),
    route({
      method: 'GET',
      url: '/api/catalogue/:id',
      summary: 'An information resource with its fields and what the caller may do',
      permission: 'catalogue.read',
      params: Id,
      response: CatalogueEntry,
      handler: async ({ params, actor }) => entryView(await visible(actor, params.id), viewing(actor)),
    }),
    route({
      method: 'PUT',
      url: '/api/catalogue/:id',
      summary: 'Change a draft, or begin to change what is published; the last version goes on being served',
      permission: 'catalogue.edit',
      bodyLimit: DRAFT_LIMIT,
      params: Id,
      body: Change,
      response: CatalogueEntry,
      handler: async ({ params, body, actor, request }) => {
        await visible(actor, params.id)
        assertPlace(body.draft)
        await room.act(actor, { id: params.id, action: 'change', ...body, traceId: request.id })
        return entryView((await room.memory.byId(params.id)) as Entry, viewing(actor))
      },
    }),
    route({
      method: 'POST',
      url: '/api/catalogue/:id/actions',
      summary: 'Submit, recall, publish, return, discard a change or withdraw; with the reason',
      permission: 'catalogue.read',
      params: Id,
      body: Acting,
      response: CatalogueEntry,
      handler: async ({ params, body, actor, request }) => {
        await visible(actor, params.id)
        await room.act(actor, { id: params.id, ...body, traceId: request.id })
        return entryView((await room.memory.byId(params.id)) as Entry, viewing(actor))
      },
    }),
    route({
      method: 'GET',
      url: '/api/catalogue/:id/versions',
      summary: 'Versions that were served, newest first',
      permission: 'catalogue.read',
      params: Id,
      query: Before,
      response: z.object({ versions: z.array(CatalogueVersion), next: z.number().int().nullable() }),
      handler: async ({ params, query, actor }) => {
        await visible(actor, params.id)
        const found = await store.listVersions(ctx.db, params.id, query.before, query.limit)
        return { versions: found.map(versionView), next: found.length === query.limit ? found.at(-1)!.version : null }
      },
    }),
    route({
      method: 'GET',
      url: '/api/catalogue/:id/versions/:version',
      summary: 'The words of one version',
      permission: 'catalogue.read',
      params: z.strictObject({ id: z.uuid(), version: z.coerce.number().int().min(1).max(2_147_483_647) }),
      response: ResourceDraft,
      handler: ({ params, actor }) => wordsOf(actor, params.id, params.version),
    }),
    route({
      method: 'GET',
      url: '/api/catalogue/:id/diff',
      summary: 'What differs between two versions, or a version and the revision in work',
      permission: 'catalogue.read',
      params: Id,
      query: z.strictObject({
        from: z.coerce.number().int().min(1).max(2_147_483_647),
        to: z.union([z.literal('work'), z.coerce.number().int().min(1).max(2_147_483_647)]),
      }),
      response: z.object({ differences: z.array(CatalogueDifference) }),
      handler: async ({ params, query, actor }) => ({
        differences: diffOf(await wordsOf(actor, params.id, query.from), await wordsOf(actor, params.id, query.to)),
      }),
    }),
    route({
      method: 'GET',
      url: '/api/catalogue/:id/history',
      summary: 'What was done to an information resource, by whom and why; newest first',
      permission: 'catalogue.read',
      params: Id,
      query: Before,
      response: z.object({ steps: z.array(CatalogueStep), next: z.number().int().nullable() }),
      handler: async ({ params, query, actor }) => {
        await visible(actor, params.id)
        const found = await store.listActions(ctx.db, params.id, query.before, query.limit)
        return { steps: found.map(stepView), next: found.length === query.limit ? found.at(-1)!.seq : null }
      },
    }),
  ]
}
