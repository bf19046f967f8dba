import { type Db, firstRow, sql } from '@haihe/kernel'
import type { Tally } from './sensed-store.ts'

/** Runs of the connectors of a resource that ended since then, and those that failed. */
export const endedRuns = async (db: Db, resource: string, since: Date): Promise<Tally> =>
  (await firstRow(
    db,
    sql<Tally>`SELECT count(*) AS checked, count(*) FILTER (WHERE state = 'failed') AS failed FROM exchange.run
      WHERE resource = ${resource} AND state IN ('done', 'failed') AND ended_at >= ${since}`,
  )) ?? { checked: 0, failed: 0 }
