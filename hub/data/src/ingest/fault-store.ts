import { type Db, rows, sql } from '@haihe/kernel'
import type pg from 'pg'
import type { FaultChange } from './fault-types.ts'

/** Opens and closes faults; `since` of a stuck run is its first reading in the store. */
export const writeFaults = async (client: pg.ClientBase, changes: readonly FaultChange[], at: Date): Promise<void> => {
  for (const one of changes) {
    const since = new Date(one.since)
    if (one.change === 'recovered')
      await client.query(
        'UPDATE data.sensor_fault SET recovered_at = $4 WHERE entity = $1 AND attribute = $2 AND kind = $3 AND recovered_at IS NULL',
        [one.entity, one.attribute, one.kind, since],
      )
    else
      await client.query(
        `INSERT INTO data.sensor_fault (kind, entity, attribute, type, region, source, since, detected_at, value, count)
         VALUES ($1, $2, $3, $4, $5, $6,
           CASE WHEN $1 = 'stuck' THEN (
             SELECT min(o.at) FROM (
               SELECT o.at, o.value FROM data.series s JOIN data.observation o ON o.district = s.district AND o.series = s.id
                WHERE s.entity = $2 AND s.attribute = $3 ORDER BY o.at DESC LIMIT $10) o)
           ELSE $7 END, $8, $9, $10)
         ON CONFLICT (entity, attribute, kind) WHERE recovered_at IS NULL DO NOTHING`,
        [one.kind, one.entity, one.attribute, one.type, one.region, one.source, since, at, one.value, one.count],
      )
  }
}

export interface FaultRow {
  id: number
  kind: 'stuck' | 'gap'
  entity: string
  attribute: string
  type: string
  region: string
  since: Date
  detectedAt: Date
  value: number | null
  count: number | null
  recoveredAt: Date | null
}

export const listFaults = (db: Db, source: string, open: boolean, before: number | undefined, most: number) =>
  rows(
    db,
    sql<FaultRow>`SELECT id, kind, entity, attribute, type, region, since, detected_at AS "detectedAt", value, count,
        recovered_at AS "recoveredAt"
      FROM data.sensor_fault
      WHERE source = ${source} AND (NOT ${open} OR recovered_at IS NULL) AND (${before ?? null}::bigint IS NULL OR id < ${before ?? null})
      ORDER BY id DESC LIMIT ${most}`,
  )
