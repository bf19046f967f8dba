import type { DataGrant } from '@haihe/contract'
import { type Db, firstRow, rows, sql } from '@haihe/kernel'

const iso = (column: string) => sql.raw(`to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`)

const COLUMNS = sql`id, resource, grantee, fields, clear, purpose, basis, region, channels, quota,
  ${iso('from_at')} AS "from", ${iso('until_at')} AS "until", granted_by AS "grantedBy", ${iso('granted_at')} AS "grantedAt",
  case_id AS "caseId", ${iso('revoked_at')} AS "revokedAt", revoked_reason AS "revokedReason",
  ${iso('since_at')} AS since, renews, root`

export const insertGrant = (db: Db, grant: DataGrant) =>
  firstRow(
    db,
    sql<DataGrant>`INSERT INTO data.data_grant (id, resource, grantee, fields, clear, purpose, basis, region, channels, quota,
        from_at, until_at, granted_by, granted_at, case_id, since_at, renews, root)
      VALUES (${grant.id}, ${grant.resource}, ${grant.grantee}, ${grant.fields}::text[], ${grant.clear}::text[], ${grant.purpose},
        ${grant.basis}, ${grant.region}, ${grant.channels}::text[], ${grant.quota}, ${grant.from}, ${grant.until},
        ${grant.grantedBy}, ${grant.grantedAt}, ${grant.caseId}, ${grant.since ?? null}, ${grant.renews ?? null}, ${grant.root ?? null})
      RETURNING ${COLUMNS}`,
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

/** Nobody else renews it until the transaction ends. */
export const lockGrant = async (trx: Db, id: string): Promise<void> => {
  await sql`SELECT 1 FROM data.data_grant WHERE id = ${id} FOR UPDATE`.execute(trx)
}

/** The grant that goes on from this one, when there is one that holds. */
export const renewalOf = (db: Db, id: string) =>
  firstRow(
    db,
    sql<DataGrant>`SELECT ${COLUMNS} FROM data.data_grant WHERE renews = ${id} AND revoked_at IS NULL ORDER BY until_at DESC LIMIT 1`,
  )

/**
 * Grants whose end is near and was not told yet: within `days`, and not before the second half of their time. Those that
 * were renewed need no word.
 */
export const listEnding = (db: Db, at: Date, days: number, limit: number) =>
  rows(
    db,
    sql<DataGrant>`SELECT ${COLUMNS} FROM data.data_grant g
      WHERE revoked_at IS NULL AND ended_at IS NULL AND warned_at IS NULL AND until_at > ${at} AND from_at <= ${at}
        AND until_at - least(make_interval(days => ${days}), (until_at - from_at) / 2) <= ${at}
        AND NOT EXISTS (SELECT 1 FROM data.data_grant n WHERE n.renews = g.id AND n.revoked_at IS NULL)
      ORDER BY until_at, id LIMIT ${limit}`,
  )

/** Grants whose time is over and of which nobody was told. */
export const listEnded = (db: Db, at: Date, limit: number) =>
  rows(
    db,
    sql<DataGrant>`SELECT ${COLUMNS} FROM data.data_grant
      WHERE revoked_at IS NULL AND ended_at IS NULL AND until_at <= ${at} ORDER BY until_at, id LIMIT ${limit}`,
  )

/** False when somebody else told it meanwhile. */
export const markTold = async (db: Db, id: string, what: 'warned' | 'ended', at: Date): Promise<boolean> => {
  const column = sql.ref(`${what}_at`)
  return (
    (await firstRow(
      db,
      sql<{ id: string }>`UPDATE data.data_grant SET ${column} = ${at} WHERE id = ${id} AND ${column} IS NULL
        AND revoked_at IS NULL RETURNING id`,
    )) !== undefined
  )
}

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
