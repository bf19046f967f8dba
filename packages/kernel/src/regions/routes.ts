import { createHash } from 'node:crypto'
import { Region, RegionCode, RegionDetail, RegionOutlines } from '@haihe/contract'
import { z } from 'zod'
import { type Route, route } from '../http/route.ts'
import type { RegionIndex } from './region-index.ts'

const degrees = (limit: number) => z.coerce.number('请填写经纬度').min(-limit).max(limit)
const Code = z.strictObject({ code: RegionCode })

/** Citizens need the map before they sign in: these routes are public. */
export const regionRoutes = (regions: RegionIndex, city: { code: string }): Route[] => {
  const bodies = new Map<string, { text: string; etag: string }>()
  const outlines = (code: string) => {
    const kept = bodies.get(code)
    if (kept) return kept
    const text = JSON.stringify(regions.outlines(code))
    const made = { text, etag: `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"` }
    bodies.set(code, made)
    return made
  }
  return [
    route({
      method: 'GET',
      url: '/api/regions',
      summary: 'The regions directly below a region; below the city unless told',
      permission: 'public',
      query: z.strictObject({ parent: RegionCode.default(city.code) }),
      response: z.object({ items: z.array(Region), next: z.null(), total: z.number().int() }),
      handler: ({ query }) => {
        regions.get(query.parent)
        const items = regions.children(query.parent)
        return { items, next: null, total: items.length }
      },
    }),
    route({
      method: 'GET',
      url: '/api/regions/locate',
      summary: 'The smallest region that holds a point (CGCS2000 longitude and latitude)',
      permission: 'public',
      query: z.strictObject({ lon: degrees(180), lat: degrees(90) }),
      response: RegionDetail,
      handler: ({ query }) => regions.detail(regions.place(query.lon, query.lat)),
    }),
    route({
      method: 'GET',
      url: '/api/regions/:code',
      summary: 'A region with its path from the city down',
      permission: 'public',
      params: Code,
      response: RegionDetail,
      handler: ({ params }) => regions.detail(params.code),
    }),
    route({
      method: 'GET',
      url: '/api/regions/:code/outlines',
      summary: 'Outlines of the regions directly below, as GeoJSON in CGCS2000',
      permission: 'public',
      params: Code,
      response: RegionOutlines,
      handler: ({ params, request, reply }) => {
        const { text, etag } = outlines(params.code)
        reply.header('etag', etag).header('cache-control', 'public, max-age=3600')
        const wanted = request.headers['if-none-match']?.split(',').map((tag) => tag.trim().replace(/^W\//, ''))
        if (wanted?.includes(etag)) return reply.status(304).send()
        return reply.type('application/geo+json; charset=utf-8').send(text)
      },
    }),
  ]
}
