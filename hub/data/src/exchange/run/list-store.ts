import type { RunState } from '@haihe/contract'
import { type Db, rows, type scopePredicate, sql } from '@haihe/kernel'
import { RUN_COLUMNS, type RunRow } from './run-store.ts'

interface RunFilter {
  scope: ReturnType<typeof scopePredicate>
  connector?: string
  resource?: string
  state?: RunState
  before?: number
  limit: number
}

export const listRuns = (db: Db, { scope, connector, resource, state, before, limit }: RunFilter) =>
  rows(
    db,
    sql<RunRow>`SELECT ${RUN_COLUMNS} FROM exchange.run r JOIN exchange.connector c ON c.id = r.connector
      WHERE ${scope} AND (${connector ?? null}::uuid IS NULL OR r.connector = ${connector ?? null}::uuid)
        AND (${resource ?? null}::uuid IS NULL OR r.resource = ${resource ?? null}::uuid)
        AND (${state ?? null}::text IS NULL OR r.state = ${state ?? null}::text)
        AND (${before ?? null}::bigint IS NULL OR r.id < ${before ?? null}::bigint)
      ORDER BY r.id DESC LIMIT ${limit}`,
  )
