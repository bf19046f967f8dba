import { regionLevel } from '@haihe/contract'
import { CASES, type CaseRow, ROW } from '../cases/case-store.ts'
import { type Connection, run } from '../executor.ts'

export interface Behind {
  /** which time the span is about; open: whatever is open now */
  by: 'reported' | 'closed' | 'open'
  /** type of case the number is about */
  type: string
  region: string
  city: string
  from: Date
  to: Date
  most: number
}

const WHERE = {
  reported: 'c.reported_at >= $1 AND c.reported_at < $2',
  closed: 's.closed_at >= $1 AND s.closed_at < $2',
  // a case opened later was not open then; those closed since are not shown, the number itself is exact
  open: 's.open AND c.reported_at < $2 AND $1::timestamptz IS NOT NULL',
} as const

const ORDER = { reported: 'c.reported_at', closed: 's.closed_at', open: 'c.reported_at' } as const

const within = (region: string, city: string): string => {
  if (region === city) return '$3::text IS NOT NULL'
  const level = regionLevel(region)
  return level === 'district' ? 'c.district = $3' : level === 'street' ? 'c.street = $3' : `c.region LIKE $3 || '%'`
}

/** The newest cases behind a number. */
export const casesBehind = (connection: Connection, { by, type, region, city, from, to, most }: Behind): Promise<CaseRow[]> =>
  run(
    connection,
    {
      name: '',
      text: `SELECT ${ROW} FROM ${CASES} WHERE c.type = $5 AND ${WHERE[by]} AND ${within(region, city)}
        ORDER BY ${ORDER[by]} DESC LIMIT $4`,
    },
    [from, to, region, most, type],
  )
