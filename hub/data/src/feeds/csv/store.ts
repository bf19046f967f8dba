import { type Db, firstRow, rows, sql } from '@haihe/kernel'
import type { CsvMapping } from './mapping.ts'

export interface ImportRow {
  source: string
  name: string
  mapping: CsvMapping
  state: 'running' | 'done' | 'failed'
  lines: number
  stored: number
  duplicate: number
  rejected: number
  empty: number
  error: string | null
  startedAt: Date
  changedAt: Date
}

const COLUMNS = sql`source, name, mapping, state, lines, stored, duplicate, rejected, empty, error, started_at AS "startedAt",
  changed_at AS "changedAt"`

/** Makes the import unless it is there; returns whether the mapping is the one it was begun with. */
export const openImport = (db: Db, source: string, name: string, mapping: CsvMapping, by: string, at: Date) =>
  firstRow(
    db,
    sql<
      ImportRow & { same: boolean }
    >`INSERT INTO data.csv_import AS i (source, name, mapping, state, started_by, started_at, changed_at)
      VALUES (${source}, ${name}, ${JSON.stringify(mapping)}::jsonb, 'running', ${by}, ${at}, ${at})
      ON CONFLICT (source, name) DO UPDATE SET changed_at = i.changed_at
      RETURNING ${COLUMNS}, mapping = ${JSON.stringify(mapping)}::jsonb AS same`,
  )

/** Takes the import for this upload; undefined while another upload holds it. */
export const leaseImport = (db: Db, source: string, name: string, at: Date, until: Date) =>
  firstRow(
    db,
    sql<ImportRow>`UPDATE data.csv_import SET lease = ${until}, state = 'running', error = NULL
      WHERE source = ${source} AND name = ${name} AND state <> 'done' AND (lease IS NULL OR lease < ${at}) RETURNING ${COLUMNS}`,
  )

export interface Progress {
  lines: number
  stored: number
  duplicate: number
  rejected: number
  empty: number
}

/** Notes how far the upload has come, after its readings are committed. */
export const noteProgress = async (
  db: Db,
  source: string,
  name: string,
  step: Progress,
  at: Date,
  until: Date,
): Promise<void> => {
  await sql`UPDATE data.csv_import SET lines = ${step.lines}, stored = stored + ${step.stored}, duplicate = duplicate + ${step.duplicate},
      rejected = rejected + ${step.rejected}, empty = empty + ${step.empty}, changed_at = ${at}, lease = ${until}
    WHERE source = ${source} AND name = ${name}`.execute(db)
}

export const closeImport = (db: Db, source: string, name: string, state: 'done' | 'failed', error: string | null, at: Date) =>
  firstRow(
    db,
    sql<ImportRow>`UPDATE data.csv_import SET state = ${state}, error = ${error}, changed_at = ${at}, lease = NULL
      WHERE source = ${source} AND name = ${name} RETURNING ${COLUMNS}`,
  )

export const listImports = (db: Db, source: string) =>
  rows(db, sql<ImportRow>`SELECT ${COLUMNS} FROM data.csv_import WHERE source = ${source} ORDER BY changed_at DESC LIMIT 200`)
