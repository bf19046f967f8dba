import { type Connection, run } from '../executor.ts'
import { COUNTERS, type Counter } from './contribution.ts'

export type Totals = Record<Counter, number>

interface RateQuery {
  /** region and everything below it; '' for the whole city */
  region: string
  group: 'region' | 'unit' | 'category'
  /** digits of the regions that make the groups, for group=region */
  digits: number
  /** local dates, inclusive and exclusive */
  from: string
  to: string
  type: string | null
}

const GROUPS = {
  region: 'left(region, $4::int)',
  unit: 'unit',
  category: 'category',
} as const

/** Sums of the maintained counters by group. Reported, registered and rejected count by the day of the report. */
export const readTotals = (connection: Connection, query: RateQuery): Promise<(Totals & { key: string })[]> =>
  run(
    connection,
    {
      name: `rates-by-${query.group}`,
      text: `SELECT ${GROUPS[query.group]} AS key, ${COUNTERS.map((name) => `sum(${name})::float8 AS ${name}`).join(', ')}
        FROM business.rate_day
        WHERE day >= $1::date AND day < $2::date AND region LIKE $3 || '%' AND ($5::text IS NULL OR type = $5)
        ${query.group === 'region' ? 'AND length(region) >= $4::int' : 'AND $4::int > 0'}
        GROUP BY 1 ORDER BY 1 LIMIT 2000`,
    },
    [query.from, query.to, query.region, query.digits, query.type],
  )
