/** POST /api/feeds/cnemc/:source: one publication of the national station feed. */
import { AppError } from '@haihe/contract'
import { type Route, route } from '@haihe/kernel'
import { z } from 'zod'
import { writableSource } from '../../ingest/routes.ts'
import type { Ingest } from '../../ingest/types.ts'
import type { SourceRegistry } from '../../sources/registry.ts'
import { submitAll } from '../submit-all.ts'
import { readStations, recordsOf, type StationFilter } from './stations.ts'

/** The whole country in one hour is about one mebibyte. */
export const MOST_FEED = 8 * 1024 * 1024

const codes = z
  .string()
  .max(20_000)
  .transform((text) => text.split(',').filter(Boolean))

export const FeedAnswer = z.object({
  stations: z.number().int(),
  hour: z.string().nullable(),
  received: z.number().int(),
  stored: z.number().int(),
  duplicate: z.number().int(),
  rejected: z.number().int(),
  /** values the feed gave none for: gaps stay gaps */
  empty: z.number().int(),
})
export type FeedAnswer = z.infer<typeof FeedAnswer>

/** Stores one publication. Throws INVALID_INPUT when the document has neither of the two shapes. */
export const takeStations = async (
  ingest: Pick<Ingest, 'submit'>,
  source: string,
  document: unknown,
  filter: StationFilter,
  pulled: boolean,
): Promise<FeedAnswer> => {
  const records = recordsOf(document)
  if (!records) throw new AppError('INVALID_INPUT', { detail: '应为 GeoJSON FeatureCollection 或站点数组' })
  const { items, stations, empty, hour } = readStations(records, filter)
  const via = {
    protocol: pulled ? ('pull' as const) : ('http' as const),
    message: hour === null ? undefined : `整点发布 ${hour}`,
  }
  return { stations, hour, ...(await submitAll(ingest, source, items, via)), empty }
}

export const cnemcRoutes = (ingest: Pick<Ingest, 'submit'>, sources: SourceRegistry): Route[] => [
  route({
    method: 'POST',
    url: '/api/feeds/cnemc/:source',
    summary: 'National hourly station feed: GeoJSON or list of stations, as published',
    permission: 'observation.write',
    params: z.strictObject({ source: z.string().max(64) }),
    query: z.strictObject({ area: z.string().max(40).optional(), stations: codes.optional() }),
    body: z.union([z.array(z.unknown()), z.looseObject({ features: z.array(z.unknown()) })]),
    bodyLimit: MOST_FEED,
    response: FeedAnswer,
    handler: ({ params, query, body, actor }) => {
      const source = writableSource(sources, actor, params.source)
      return takeStations(ingest, source.id, body, { area: query.area, codes: query.stations }, false)
    },
  }),
]
