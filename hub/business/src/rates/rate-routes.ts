import { AppError, mayIn, RateRow, RegionCode } from '@haihe/contract'
import { type Route, route } from '@haihe/kernel'
import { z } from 'zod'
import type { Engine } from '../cases/engine.ts'
import { localDate } from '../cases/time.ts'
import { ratesOf } from './rates.ts'

/** The same question within so long gets the same answer: many screens ask it, and a rate moves slowly. */
const FRESH_MS = 5000
const MOST_KEPT = 500

export const rateRoutes = (engine: Engine): Route[] => {
  const kept = new Map<string, { at: number; rows: Promise<RateRow[]> }>()
  const ask = (input: Parameters<typeof ratesOf>[1]): Promise<RateRow[]> => {
    const key = JSON.stringify(input)
    const now = Date.now()
    const known = kept.get(key)
    if (known && now - known.at < FRESH_MS) return known.rows
    if (kept.size >= MOST_KEPT) kept.clear()
    const rows = ratesOf(engine, input)
    rows.catch(() => kept.delete(key))
    kept.set(key, { at: now, rows })
    return rows
  }
  return [
    route({
      method: 'GET',
      url: '/api/rates',
      summary: 'Three rates (三率) and totals by region, unit or category',
      permission: 'rate.read',
      query: z.strictObject({
        region: RegionCode.default(engine.ctx.city.code),
        group: z.enum(['region', 'unit', 'category']).default('region'),
        /** local dates, inclusive and exclusive; the current month unless told */
        from: z.iso.date().optional(),
        to: z.iso.date().optional(),
        type: z.string().max(60).optional(),
      }),
      response: z.array(RateRow),
      handler: ({ query, actor }) => {
        if (!engine.ports.regions.has(query.region)) throw new AppError('UNKNOWN_REGION', { region: query.region })
        if (!mayIn(actor, 'rate.read', query.region)) throw new AppError('OUT_OF_SCOPE')
        const today = localDate(engine.ctx.now())
        const tomorrow = localDate(new Date(engine.ctx.now().getTime() + 86_400_000))
        return ask({ ...query, from: query.from ?? `${today.slice(0, 8)}01`, to: query.to ?? tomorrow })
      },
    }),
  ]
}
