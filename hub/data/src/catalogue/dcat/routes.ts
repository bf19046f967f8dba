/** DCAT-AP 3 export: what everybody may know without signing in, all that is served for who reads the catalogue. */
import { AppError } from '@haihe/contract'
import { type Ctx, type RegionIndex, type Route, route, type UnitIndex } from '@haihe/kernel'
import { z } from 'zod'
import { listedFor } from '../listing.ts'
import type { Memory } from '../memory.ts'
import { pageGraph } from './page.ts'
import { toJsonLd, toTurtle } from './thing.ts'

interface DcatRoutes {
  ctx: Pick<Ctx, 'config' | 'city' | 'now'>
  memory: Memory
  regions: Pick<RegionIndex, 'find'>
  units: Pick<UnitIndex, 'name'>
}

const FORMS = {
  jsonld: { type: 'application/ld+json; charset=utf-8', write: toJsonLd },
  ttl: { type: 'text/turtle; charset=utf-8', write: toTurtle },
} as const

const Query = z.strictObject({
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  size: z.coerce.number().int().min(1).max(500).default(100),
})

export const dcatRoutes = ({ ctx, memory, regions, units }: DcatRoutes): Route[] => {
  const base = ctx.config.publicUrl
  const around = { base, unitName: units.name, region: regions.find }

  return (Object.keys(FORMS) as (keyof typeof FORMS)[]).map((form) =>
    route({
      method: 'GET',
      url: `/api/catalogue.${form}`,
      summary: `The catalogue as DCAT-AP 3 (${form}), paged`,
      permission: 'public',
      rateLimit: 600,
      query: Query,
      handler: async ({ query: { page, size }, actor, reply }) => {
        const all = [...(await memory.entries()).values()].map(({ resource }) => resource).filter(listedFor(actor))
        all.sort((a, b) => a.no - b.no)
        const last = Math.max(1, Math.ceil(all.length / size))
        if (page > last) throw new AppError('NOT_FOUND')
        const addressOf = (n: number) => `${base}/api/catalogue.${form}?page=${n}&size=${size}`
        const modified = all.reduce((latest, { updatedAt }) => (updatedAt > latest ? updatedAt : latest), '')
        const graph = pageGraph({
          around,
          city: ctx.city,
          resources: all.slice((page - 1) * size, page * size),
          total: all.length,
          page,
          size,
          addressOf,
          modified: modified || ctx.now().toISOString(),
        })
        if (page < last) reply.header('link', `<${addressOf(page + 1)}>; rel="next"`)
        // what a caller may know depends on who they are
        reply.header('vary', 'authorization, cookie').type(FORMS[form].type)
        return FORMS[form].write(graph)
      },
    }),
  )
}
