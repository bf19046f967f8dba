import { type Db, firstRow, rows, sql, type Trx } from '@haihe/kernel'

export interface ResourceFact {
  resource: string
  region: string
  owner: string
  catalogued: boolean
  connected: boolean
  timed: boolean
  overdue: boolean
}

const COLUMNS = sql`resource, region, owner, catalogued, connected, timed, overdue`

export const findFact = (db: Db | Trx, resource: string): Promise<ResourceFact | undefined> =>
  firstRow(db, sql<ResourceFact>`SELECT ${COLUMNS} FROM ledger.resource WHERE resource = ${resource}`)

/** As it stands; nobody else changes it until the transaction ends, also when there is none yet. */
export const lockFact = async (trx: Trx, resource: string): Promise<ResourceFact | undefined> => {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended('ledger.resource ' || ${resource}::text, 0))`.execute(trx)
  return findFact(trx, resource)
}

export const saveFact = async (trx: Trx, fact: ResourceFact, at: Date): Promise<void> => {
  await sql`INSERT INTO ledger.resource (resource, region, owner, catalogued, connected, timed, overdue, at)
    VALUES (${fact.resource}, ${fact.region}, ${fact.owner}, ${fact.catalogued}, ${fact.connected}, ${fact.timed},
      ${fact.overdue}, ${at})
    ON CONFLICT (resource) DO UPDATE SET region = excluded.region, owner = excluded.owner, catalogued = excluded.catalogued,
      connected = excluded.connected, timed = excluded.timed, overdue = excluded.overdue, at = excluded.at`.execute(trx)
}

/** Everything that is known, with when it was last noted. */
export const allFacts = (db: Db): Promise<(ResourceFact & { at: Date })[]> =>
  rows(db, sql<ResourceFact & { at: Date }>`SELECT ${COLUMNS}, at FROM ledger.resource`)

/** Facts of a region and below, newest first. */
export const listFacts = (db: Db, region: string, most: number): Promise<(ResourceFact & { at: Date })[]> =>
  rows(
    db,
    sql<ResourceFact & { at: Date }>`SELECT ${COLUMNS}, at FROM ledger.resource
      WHERE starts_with(region, ${region}) AND catalogued ORDER BY at DESC, resource LIMIT ${most}`,
  )

export interface ReturnFlow {
  grant: string
  region: string
  fields: number
  until: Date
  at: Date
}

/** False when the grant was counted before. */
export const saveFlow = async (trx: Trx, flow: ReturnFlow): Promise<boolean> =>
  (await firstRow(
    trx,
    sql<{ n: number }>`INSERT INTO ledger.return_flow (grant_id, region, fields, until, at)
      VALUES (${flow.grant}, ${flow.region}, ${flow.fields}, ${flow.until}, ${flow.at}) ON CONFLICT DO NOTHING RETURNING 1 AS n`,
  )) !== undefined

const FLOW = sql`grant_id AS "grant", region, fields, until, at`

export const dropFlow = (trx: Trx, grant: string): Promise<ReturnFlow | undefined> =>
  firstRow(trx, sql<ReturnFlow>`DELETE FROM ledger.return_flow WHERE grant_id = ${grant} RETURNING ${FLOW}`)

export const dropEnded = (trx: Trx, now: Date): Promise<ReturnFlow[]> =>
  rows(trx, sql<ReturnFlow>`DELETE FROM ledger.return_flow WHERE until <= ${now} RETURNING ${FLOW}`)

export const listFlows = (db: Db, region: string, most: number): Promise<ReturnFlow[]> =>
  rows(
    db,
    sql<ReturnFlow>`SELECT ${FLOW} FROM ledger.return_flow WHERE starts_with(region, ${region}) ORDER BY at DESC, grant_id
      LIMIT ${most}`,
  )
