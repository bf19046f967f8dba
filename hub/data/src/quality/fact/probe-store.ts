import { type Db, firstRow, sql } from '@haihe/kernel'
import type { Tally } from './sensed-store.ts'

export interface Probe {
  resource: string
  at: Date
  ok: boolean
  status: number | null
  milliseconds: number
  error: string | null
}

export const saveProbe = async (db: Db, probe: Probe): Promise<void> => {
  await sql`INSERT INTO data.quality_probe (resource, at, ok, status, milliseconds, error)
    VALUES (${probe.resource}, ${probe.at}, ${probe.ok}, ${probe.status}, ${probe.milliseconds}, ${probe.error})
    ON CONFLICT DO NOTHING`.execute(db)
}

export const trimProbes = async (db: Db, before: Date): Promise<void> => {
  await sql`DELETE FROM data.quality_probe WHERE at < ${before}`.execute(db)
}

export const probesSince = async (db: Db, resource: string, since: Date): Promise<Tally> =>
  (await firstRow(
    db,
    sql<Tally>`SELECT count(*) AS checked, count(*) FILTER (WHERE NOT ok) AS failed FROM data.quality_probe
      WHERE resource = ${resource} AND at >= ${since}`,
  )) ?? { checked: 0, failed: 0 }
