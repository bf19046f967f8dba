/** Three rates (三率) and totals from the maintained counters; formulas and denominators of the domain reference §1.4. */
import { AppError, childLevel, type RateRow, regionLevel } from '@haihe/contract'
import type { Engine } from '../cases/engine.ts'
import { unitName } from '../cases/units.ts'
import { readTotals, type Totals } from './rate-store.ts'
import { SHARE_OF_PARTLY, satisfactionScores, WEIGHTS } from './rules.ts'

const DIGITS = { city: 2, district: 6, street: 9, community: 12, grid: 15 } as const

export interface Weights {
  partly: number | undefined
  scores: readonly number[] | undefined
  composite: { response: number; resolution: number; satisfaction: number } | undefined
}

const ratio = (above: number, below: number): number | null => (below === 0 ? null : above / below)

const compositeOf = (rates: readonly [number | null, number | null, number | null], weights: Weights): number | null => {
  const [response, resolution, satisfaction] = rates
  const { composite } = weights
  if (!composite || response === null || resolution === null || satisfaction === null) return null
  const all = composite.response + composite.resolution + composite.satisfaction
  const sum = composite.response * response + composite.resolution * resolution + composite.satisfaction * satisfaction
  return all === 0 ? null : (100 * sum) / all
}

/**
 * 响应率 R = answered in time ÷ N, N the dispatched cases somebody is to be asked about, without excluded and suspended ones;
 * 解决率 S = (solved + share × partly) ÷ asked; 满意率 M = Σ score ÷ (asked × highest score);
 * 综合 = 100 × weighted mean. On time: handled within the limit ÷ those that should be (handled, or past the limit).
 */
export const rateRow = (key: string, name: string, totals: Totals, weights: Weights): RateRow => {
  const { partly, scores } = weights
  const response = ratio(totals.responded, totals.visitable)
  const resolution =
    partly === undefined && totals.partly > 0 ? null : ratio(totals.resolved + (partly ?? 0) * totals.partly, totals.visited)
  const levels = [totals.satisfied1, totals.satisfied2, totals.satisfied3, totals.satisfied4, totals.satisfied5]
  const satisfaction = scores
    ? ratio(
        levels.reduce((sum, n, index) => sum + n * (scores[index] ?? 0), 0),
        totals.visited * Math.max(...scores),
      )
    : null
  const late = totals.handled - totals.handled_on_time
  const dueOpen = Math.max(0, totals.overdue - late)
  return {
    key,
    name,
    total: totals.dispatched,
    closed: totals.closed,
    overdue: totals.overdue,
    onTime: ratio(totals.handled_on_time, totals.handled + dueOpen),
    responseRate: response,
    resolutionRate: resolution,
    satisfactionRate: satisfaction,
    composite: compositeOf([response, resolution, satisfaction], weights),
  }
}

interface RatesInput {
  region: string
  group: 'region' | 'unit' | 'category'
  from: string
  to: string
  type?: string
}

const weightsOn = (engine: Engine, date: string, region: string): Weights => {
  const { rules } = engine.ports
  const partly = rules.find(SHARE_OF_PARTLY, date, region)?.value
  const composite = rules.find(WEIGHTS, date, region)?.value as Weights['composite'] | undefined
  return {
    partly: typeof partly === 'number' ? partly : undefined,
    scores: satisfactionScores(rules, date, region),
    composite:
      composite && [composite.response, composite.resolution, composite.satisfaction].every((n) => typeof n === 'number')
        ? composite
        : undefined,
  }
}

const nameOf = (engine: Engine, input: RatesInput, key: string): string => {
  if (input.group === 'region') return engine.ports.regions.name(key)
  if (input.group === 'unit') return key === '' ? '未派遣' : (unitName(engine.ports.units, key) ?? key)
  for (const def of engine.registry.all()) {
    const found = engine.registry.categories(def.id).get(key)
    if (found) return found.title.zh
  }
  return key
}

/** Rates of the regions directly below, of the responsible units, or of the categories. Throws INVALID_INPUT. */
export const ratesOf = async (engine: Engine, input: RatesInput): Promise<RateRow[]> => {
  if (!(input.from < input.to))
    throw new AppError('INVALID_INPUT', { errors: [{ path: 'to', message: '结束日期应晚于开始日期' }] })
  const below = childLevel(input.region) ?? regionLevel(input.region)
  const found = await readTotals(engine.writer.pool, {
    region: input.region === engine.ctx.city.code ? '' : input.region,
    group: input.group,
    // counters end at streets: below one the street itself is the one row
    digits: Math.min(DIGITS[below], DIGITS.street),
    from: input.from,
    to: input.to,
    type: input.type ?? null,
  })
  const weights = weightsOn(engine, input.from, input.region)
  return found
    .filter((row) => input.group !== 'unit' || row.dispatched > 0)
    .map((row) => rateRow(row.key, nameOf(engine, input, row.key), row, weights))
}
