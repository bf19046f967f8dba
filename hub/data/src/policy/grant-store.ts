import type { DataGrant } from '@haihe/contract'
import { type Db, firstRow, rows, sql } from '@haihe/kernel'

const iso = (column: string) => sql.raw(`to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`)

const COLUMNS = sql`id, resource, grantee, fields, clear, purpose, basis, region, channels, quota,
  ${iso('from_at')} AS "from", ${iso('until_at')} AS "until", granted_by AS "grantedBy", ${iso('granted_at')} AS "grantedAt",
  case_id AS "caseId", ${iso('revoked_at')} AS "revokedAt", revoked_reason AS "revokedReason"`

export const insertGrant = (db: Db, grant: DataGrant) =>
  firstRow(
    db,
    sql<DataGrant>`INSERT INTO data.data_grant (id, resource, grantee, fields, clear, purpose, basis, region, channels, quota,
        from_at, until_at, granted_by, granted_at, case_id)
      VALUES (${grant.id}, ${grant.resource}, ${grant.grantee}, ${grant.fields}::text[], ${grant.clear}::text[], ${grant.purpose},
        ${grant.basis}, ${grant.region}, ${grant.channels}::text[], ${grant.quota}, ${grant.from}, ${grant.until},
        ${grant.grantedBy}, ${grant.grantedAt}, ${grant.caseId}) RETURNING ${COLUMNS}`,
  )

export const findGrant = (db: Db, id: string) =>
  firstRow(db, sql<DataGrant>`SELECT ${COLUMNS} FROM data.data_grant WHERE id = ${id}`)

export const grantsOf = (db: Db, resource: string) =>
  rows(db, sql<DataGrant>`SELECT ${COLUMNS} FROM data.data_grant WHERE resource = ${resource} ORDER BY granted_at, id`)

/** Every grant that the units were ever given. */
export const grantsTo = (db: Db, units: readonly string[]) =>
  rows(db, sql<DataGrant>`SELECT ${COLUMNS} FROM data.data_grant WHERE grantee = ANY(${units}::text[]) ORDER BY granted_at, id`)

export interface GrantFilter {
  /** grants to these units or of these resources; null: all */
  units: readonly string[] | null
  resources: readonly string[]
  resource: string | null
  state: 'current' | 'ended' | null
  at: Date
  before: { at: Date; id: string } | null
  limit: number
}

/** Newest first. */
export const listGrants = (db: Db, filter: GrantFilter) =>
  rows(
    db,
    sql<DataGrant>`SELECT ${COLUMNS} FROM data.data_grant
      WHERE (${filter.units === null} OR grantee = ANY(${filter.units ?? []}::text[]) OR resource = ANY(${filter.resources}::uuid[]))
        AND (${filter.resource}::uuid IS NULL OR resource = ${filter.resource})
        AND (${filter.state}::text IS NULL
          OR (revoked_at IS NULL AND until_at > ${filter.at}) = (${filter.state}::text = 'current'))
        AND (${filter.before === null} OR (granted_at, id) < (${filter.before?.at ?? null}::timestamptz, ${filter.before?.id ?? null}::uuid))
      ORDER BY granted_at DESC, id DESC LIMIT ${filter.limit}`,
  )

/** Undefined when it is revoked already. */
export const revokeGrant = (db: Db, id: string, by: string, reason: string, at: Date) =>
  firstRow(
    db,
    sql<DataGrant>`UPDATE data.data_grant SET revoked_at = ${at}, revoked_by = ${by}, revoked_reason = ${reason}
      WHERE id = ${id} AND revoked_at IS NULL RETURNING ${COLUMNS}`,
  )

/** True for the first read. */
export const markUsed = async (db: Db, id: string, at: Date): Promise<boolean> =>
  (await firstRow(
    db,
    sql<{ id: string }>`UPDATE data.data_grant SET used_at = ${at} WHERE id = ${id} AND used_at IS NULL RETURNING id`,
  )) !== undefined

/** Counts one call of the day; false when the quota is used up. One statement, so that no two calls take the last one. */
export const takeCall = async (db: Db, id: string, day: string, quota: number): Promise<boolean> =>
  (await firstRow(
    db,
    sql<{ calls: number }>`INSERT INTO data.data_grant_day AS d (grant_id, day, calls) VALUES (${id}, ${day}, 1)
      ON CONFLICT (grant_id, day) DO UPDATE SET calls = d.calls + 1 WHERE d.calls < ${quota} RETURNING calls`,
  )) !== undefined

export const callsOf = async (db: Db, id: string, day: string): Promise<number> =>
  (await firstRow(db, sql<{ calls: number }>`SELECT calls FROM data.data_grant_day WHERE grant_id = ${id} AND day = ${day}`))
    ?.calls ?? 0

export const lastUseOf = async (db: Db, id: string): Promise<Date | null> =>
  (await firstRow(db, sql<{ at: Date }>`SELECT at FROM data.read_log WHERE grant_id = ${id} ORDER BY at DESC LIMIT 1`))?.at ??
  null
