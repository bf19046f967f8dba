import type { Source } from '@haihe/contract'
import { type Db, firstRow, rows, sql } from '@haihe/kernel'
import type { Counts } from '../ingest/state.ts'

export interface SourceRow extends Source {
  types: string[] | null
  expectedEvery: number | null
  createdAt: Date
  lastSeen: Date | null
}

const COLUMNS = sql`id, title, unit, region, provenance, protocol, types, expected_every AS "expectedEvery",
  created_at AS "createdAt", last_seen AS "lastSeen"`

export const listSources = (db: Db) => rows(db, sql<SourceRow>`SELECT ${COLUMNS} FROM data.source ORDER BY id`)

export const findSource = (db: Db, id: string) =>
  firstRow(db, sql<SourceRow>`SELECT ${COLUMNS} FROM data.source WHERE id = ${id}`)

export type NewSource = Source & { types?: readonly string[] | null; expectedEvery?: number | null }

/** Undefined when the id is taken. */
export const insertSource = (db: Db, source: NewSource, at: Date) =>
  firstRow(
    db,
    sql<SourceRow>`INSERT INTO data.source (id, title, unit, region, provenance, protocol, types, expected_every, created_at)
      VALUES (${source.id}, ${source.title}, ${source.unit}, ${source.region}, ${source.provenance}, ${source.protocol},
        ${source.types ?? null}::text[], ${source.expectedEvery ?? null}, ${at})
      ON CONFLICT (id) DO NOTHING RETURNING ${COLUMNS}`,
  )

export const updateSource = (db: Db, source: NewSource) =>
  firstRow(
    db,
    sql<SourceRow>`UPDATE data.source SET title = ${source.title}, unit = ${source.unit}, region = ${source.region},
        provenance = ${source.provenance}, protocol = ${source.protocol}, types = ${source.types ?? null}::text[],
        expected_every = ${source.expectedEvery ?? null}
      WHERE id = ${source.id} RETURNING ${COLUMNS}`,
  )

interface MinuteCounts extends Counts {
  source: string
  minute: Date
  lastSeen: Date
}

/** Adds to the counters of minutes and moves last_seen forward. */
export const addCounts = async (db: Db, counts: readonly MinuteCounts[]): Promise<void> => {
  const payload = JSON.stringify([...counts].sort((a, b) => (a.source < b.source ? -1 : 1)))
  await sql`WITH given AS (
      SELECT * FROM jsonb_to_recordset(${payload}::jsonb)
        AS t (source text, minute timestamptz, received int, stored int, duplicate int, rejected int, "lastSeen" timestamptz)
    ), seen AS (
      UPDATE data.source s SET last_seen = greatest(s.last_seen, last.at)
        FROM (SELECT source, max("lastSeen") AS at FROM given GROUP BY source) AS last WHERE s.id = last.source
    )
    INSERT INTO data.source_minute AS m (source, minute, received, stored, duplicate, rejected)
    SELECT source, minute, received, stored, duplicate, rejected FROM given
    ON CONFLICT (source, minute) DO UPDATE SET received = m.received + excluded.received, stored = m.stored + excluded.stored,
      duplicate = m.duplicate + excluded.duplicate, rejected = m.rejected + excluded.rejected`.execute(db)
}

/** The ring: what is older than `before` is dropped. */
export const trimCounts = async (db: Db, before: Date): Promise<void> => {
  await sql`DELETE FROM data.source_minute WHERE minute < ${before}`.execute(db)
}

export const countsSince = (db: Db, since: Date, source?: string) =>
  rows(
    db,
    sql<Counts & { source: string; minute: Date }>`SELECT source, minute, received, stored, duplicate, rejected
      FROM data.source_minute WHERE minute >= ${since} AND (${source ?? null}::text IS NULL OR source = ${source ?? null})
      ORDER BY source, minute`,
  )

/** Rejected items that wait for somebody, by source. */
export const openDeadLetters = (db: Db) =>
  rows(
    db,
    sql<{
      source: string
      open: number
    }>`SELECT source, count(*) AS open FROM data.dead_letter WHERE state = 'open' GROUP BY source`,
  )

/** Open faults of sensors by source. */
export const openFaultCounts = (db: Db) =>
  rows(
    db,
    sql<{
      source: string
      open: number
    }>`SELECT source, count(*) AS open FROM data.sensor_fault WHERE recovered_at IS NULL GROUP BY source`,
  )
