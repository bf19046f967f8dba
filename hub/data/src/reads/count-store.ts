import { type Db, firstRow, sql } from '@haihe/kernel'
import type { Suppressed } from './suppress.ts'

export interface Release {
  release: number
  at: Date
  rows: number
  answer: Suppressed
}

export const findRelease = (db: Db, key: string) =>
  firstRow(db, sql<Release>`SELECT release, at, rows, answer FROM data.count_release WHERE key = ${key}`)

/** The release that stands: this one, or that of somebody who was faster. */
export const saveRelease = async (db: Db, key: string, resource: string, made: Release): Promise<Release> =>
  (await firstRow(
    db,
    sql<Release>`INSERT INTO data.count_release AS c (key, resource, release, at, rows, answer)
      VALUES (${key}, ${resource}, ${made.release}, ${made.at}, ${made.rows}, ${JSON.stringify(made.answer)}::jsonb)
      ON CONFLICT (key) DO UPDATE SET release = excluded.release, at = excluded.at, rows = excluded.rows, answer = excluded.answer
        WHERE c.release = excluded.release - 1
      RETURNING release, at, rows, answer`,
  )) ??
  (await findRelease(db, key)) ??
  made
