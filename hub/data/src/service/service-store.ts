import type { ServiceSettings } from '@haihe/contract'
import { type Db, firstRow, rows, sql } from '@haihe/kernel'

export interface ServiceRow {
  resource: string
  settings: ServiceSettings
  sealed: Buffer | null
  secretNames: string[]
  enabled: boolean
  version: number
  changedBy: string
  changedAt: Date
}

const COLUMNS = sql`resource, settings, sealed, secret_names AS "secretNames", enabled, version, changed_by AS "changedBy",
  changed_at AS "changedAt"`

export const findService = (db: Db, resource: string) =>
  firstRow(db, sql<ServiceRow>`SELECT ${COLUMNS} FROM data.service WHERE resource = ${resource}`)

/** Undefined when somebody else changed it meanwhile. */
export const saveService = (db: Db, row: ServiceRow) =>
  firstRow(
    db,
    sql<ServiceRow>`INSERT INTO data.service AS s (resource, settings, sealed, secret_names, enabled, version, changed_by, changed_at)
      VALUES (${row.resource}, ${JSON.stringify(row.settings)}::jsonb, ${row.sealed}, ${row.secretNames}::text[], ${row.enabled},
        ${row.version}, ${row.changedBy}, ${row.changedAt})
      ON CONFLICT (resource) DO UPDATE SET settings = excluded.settings, sealed = excluded.sealed,
        secret_names = excluded.secret_names, enabled = excluded.enabled, version = excluded.version,
        changed_by = excluded.changed_by, changed_at = excluded.changed_at WHERE s.version = excluded.version - 1
      RETURNING ${COLUMNS}`,
  )

export const countCall = async (
  db: Db,
  { resource, day, failed, took }: { resource: string; day: string; failed: boolean; took: number },
): Promise<void> => {
  await sql`INSERT INTO data.service_day AS d (resource, day, calls, failed, milliseconds, slowest)
    VALUES (${resource}, ${day}, 1, ${failed ? 1 : 0}, ${took}, ${took})
    ON CONFLICT (resource, day) DO UPDATE SET calls = d.calls + 1, failed = d.failed + excluded.failed,
      milliseconds = d.milliseconds + excluded.milliseconds, slowest = greatest(d.slowest, excluded.slowest)`.execute(db)
}

/** Newest first. */
export const daysOf = (db: Db, resource: string, most: number) =>
  rows(
    db,
    sql<{ day: string; calls: number; failed: number; mean: number; slowest: number }>`SELECT day::text, calls, failed,
        round(milliseconds::numeric / calls) AS mean, slowest FROM data.service_day
      WHERE resource = ${resource} ORDER BY day DESC LIMIT ${most}`,
  )
