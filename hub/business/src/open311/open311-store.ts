import { CASES, type CaseRow, ROW } from '../cases/case-store.ts'
import { type Connection, run } from '../executor.ts'

interface RequestFilter {
  ids?: readonly string[]
  categories?: readonly string[]
  sources: readonly string[]
  types: readonly string[]
  from: Date
  to: Date
  updatedAfter?: Date
  updatedBefore?: Date
  open?: boolean
  limit: number
  offset: number
}

const BY_TIME = 'AND c.reported_at >= $4 AND c.reported_at < $5 AND $3::uuid[] IS NULL'
// asked for by id the span does not count
const BY_ID = 'AND c.id = ANY($3::uuid[]) AND $4::timestamptz IS NOT NULL AND $5::timestamptz IS NOT NULL'

/** What the public reported, newest first. */
export const listRequests = (connection: Connection, filter: RequestFilter): Promise<CaseRow[]> =>
  run(
    connection,
    {
      name: '',
      text: `SELECT ${ROW} FROM ${CASES}
        WHERE c.type = ANY($1::text[]) AND c.source = ANY($2::text[]) ${filter.ids ? BY_ID : BY_TIME}
          AND ($6::text[] IS NULL OR c.category = ANY($6::text[]))
          AND ($7::boolean IS NULL OR s.open = $7)
          AND ($8::timestamptz IS NULL OR s.updated_at >= $8) AND ($9::timestamptz IS NULL OR s.updated_at < $9)
        ORDER BY c.reported_at DESC, c.id DESC LIMIT $10 OFFSET $11`,
    },
    [
      filter.types,
      filter.sources,
      filter.ids ?? null,
      filter.from,
      filter.to,
      filter.categories ?? null,
      filter.open ?? null,
      filter.updatedAfter ?? null,
      filter.updatedBefore ?? null,
      filter.limit,
      filter.offset,
    ],
  )
