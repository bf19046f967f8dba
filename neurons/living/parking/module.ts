/** The routes of parking guidance. */
import { AppError, EntityId } from '@haihe/contract'
import { createZone } from '@haihe/intelligence/indicators/windows'
import { type Ctx, type Module, type RegionIndex, type RuleIndex, route } from '@haihe/kernel'
import { z } from 'zod'
import { FeeZone, Vehicle } from './fee.ts'
import { createGuidance, FeeView, LotDetail, NearLot } from './guidance.ts'

const Moment = z.iso.datetime({ offset: true, error: '时间须为带时区的 ISO 8601 格式' })
const degrees = (limit: number) => z.coerce.number('坐标须为数字').min(-limit).max(limit)
const SUPPORTED_CRS = ['EPSG:4490', 'EPSG:4326']

export const createParking = (
  ctx: Pick<Ctx, 'db' | 'now' | 'city'>,
  { regions, rules }: { regions: Pick<RegionIndex, 'name'>; rules: Pick<RuleIndex, 'find'> },
): Module => {
  const guidance = createGuidance({
    db: ctx.db,
    now: ctx.now,
    city: ctx.city,
    clock: createZone(ctx.city.timeZone),
    rule: rules.find,
    regionName: regions.name,
  })
  return {
    name: 'parking',
    routes: [
      route({
        method: 'GET',
        url: '/api/parking/nearest',
        summary: 'Nearest car parks with free places, with distance, fee of a stay from now, freshness and provenance',
        permission: 'public',
        rateLimit: 600,
        query: z.strictObject({
          lon: degrees(180),
          lat: degrees(90),
          crs: z.string().max(40).default('EPSG:4490'),
          limit: z.coerce.number().int().min(1).max(50).default(10),
          /** minutes of the stay that is estimated */
          stay: z.coerce.number().int().min(1).max(10_080).default(60),
          vehicle: Vehicle.default('small'),
        }),
        response: z.object({ items: z.array(NearLot) }),
        async handler({ query }) {
          if (!SUPPORTED_CRS.includes(query.crs)) throw new AppError('WRONG_CRS', { crs: query.crs })
          return { items: await guidance.nearest(query, query.limit, query.stay, query.vehicle) }
        },
      }),
      route({
        method: 'GET',
        url: '/api/parking/fee',
        summary: 'Fee of a stay in a zone, by the tariff in force on the day of entry',
        permission: 'public',
        query: z.strictObject({ zone: FeeZone, from: Moment, to: Moment, vehicle: Vehicle.default('small') }),
        response: FeeView,
        rateLimit: 600,
        handler: ({ query }) => guidance.fee(query.zone, new Date(query.from), new Date(query.to), query.vehicle),
      }),
      route({
        method: 'GET',
        url: '/api/parking/lots/:id',
        summary: 'One car park and its free places over the last day',
        permission: 'public',
        rateLimit: 600,
        params: z.strictObject({ id: EntityId }),
        query: z.strictObject({}),
        response: LotDetail,
        handler: ({ params }) => guidance.lot(params.id),
      }),
    ],
  }
}
