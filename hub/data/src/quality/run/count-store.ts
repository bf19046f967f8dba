import type { QualityDimensionScore } from '@haihe/contract'
import { type Db, firstRow, rows, sql } from '@haihe/kernel'
import type { Count } from '../score.ts'

interface StoredCount extends Count {
  at: Date
}

export const listCounts = (db: Db, resource: string) =>
  rows(db, sql<StoredCount>`SELECT rule, checked, failed, problem, at FROM data.quality_count WHERE resource = ${resource}`)

/** Replaces the counts of a resource: a rule that is no longer checked has none. */
export const saveCounts = async (db: Db, resource: string, counts: readonly Count[], at: Date): Promise<void> => {
  const payload = JSON.stringify(counts)
  await sql`WITH given AS (SELECT * FROM jsonb_to_recordset(${payload}::jsonb)
        AS t (rule text, checked double precision, failed double precision, problem text)),
      gone AS (DELETE FROM data.quality_count WHERE resource = ${resource} AND rule NOT IN (SELECT rule FROM given))
    INSERT INTO data.quality_count (resource, rule, checked, failed, problem, at)
    SELECT ${resource}::uuid, rule, checked, failed, problem, ${at} FROM given
    ON CONFLICT (resource, rule) DO UPDATE SET checked = excluded.checked, failed = excluded.failed, problem = excluded.problem, at = excluded.at`.execute(
    db,
  )
}

interface ScoreRow {
  resource: string
  score: number | null
  dimensions: QualityDimensionScore[]
  below: 'rectify' | 'stop' | null
  rows: number
  scoredAt: Date | null
}

const SCORE = sql.raw('resource, score, dimensions, below, rows, scored_at AS "scoredAt"')

/** Locks, so that a change of score is told once. */
export const lockScore = (db: Db, resource: string) =>
  firstRow(db, sql<ScoreRow>`SELECT ${SCORE} FROM data.quality_state WHERE resource = ${resource} FOR UPDATE`)

export const listScores = (db: Db, resources: readonly string[]) =>
  rows(db, sql<ScoreRow>`SELECT ${SCORE} FROM data.quality_state WHERE resource = ANY(${resources}::uuid[])`)

interface NewScore {
  resource: string
  owner: string
  score: number
  dimensions: readonly QualityDimensionScore[]
  below: 'rectify' | 'stop' | null
  rows: number
  /** local date */
  day: string
  at: Date
}

export const saveScore = async (db: Db, one: NewScore): Promise<void> => {
  const dimensions = JSON.stringify(one.dimensions)
  await sql`INSERT INTO data.quality_state (resource, ruleset, row_rules, owner, score, dimensions, below, rows, scored_at)
    VALUES (${one.resource}, '', '{}', ${one.owner}, ${one.score}, ${dimensions}::jsonb, ${one.below}, ${one.rows}, ${one.at})
    ON CONFLICT (resource) DO UPDATE SET owner = excluded.owner, score = excluded.score, dimensions = excluded.dimensions,
      below = excluded.below, rows = excluded.rows, scored_at = excluded.scored_at`.execute(db)
  await sql`INSERT INTO data.quality_day (resource, day, owner, score, dimensions, rows)
    VALUES (${one.resource}, ${one.day}::date, ${one.owner}, ${one.score}, ${dimensions}::jsonb, ${one.rows})
    ON CONFLICT (resource, day) DO UPDATE SET owner = excluded.owner, score = excluded.score, dimensions = excluded.dimensions,
      rows = excluded.rows`.execute(db)
}

export interface DayRow {
  day: string
  score: number
  rows: number
}

export const trendOf = (db: Db, resource: string, from: string) =>
  rows(
    db,
    sql<DayRow>`SELECT day::text, score, rows FROM data.quality_day WHERE resource = ${resource} AND day >= ${from}::date ORDER BY day`,
  )

/** Of many resources at once, by resource and day. */
export const trendsOf = (db: Db, resources: readonly string[], from: string) =>
  rows(
    db,
    sql<DayRow & { of: string }>`SELECT resource AS of, day::text, score, rows FROM data.quality_day
      WHERE resource = ANY(${resources}::uuid[]) AND day >= ${from}::date ORDER BY resource, day`,
  )

/** Of many units at once: the mean, day by day, of those of the resources that were scored while the unit owned them. */
export const trendsOfUnits = (db: Db, units: readonly string[], resources: readonly string[], from: string) =>
  rows(
    db,
    sql<DayRow & { of: string }>`SELECT owner AS of, day::text, avg(score) AS score, sum(rows) AS rows FROM data.quality_day
      WHERE owner = ANY(${units}::text[]) AND resource = ANY(${resources}::uuid[]) AND day >= ${from}::date
      GROUP BY owner, day ORDER BY owner, day`,
  )

/** Mean, day by day, of those of the resources that were scored while the unit owned them. */
export const trendOfUnit = (db: Db, unit: string, resources: readonly string[], from: string) =>
  rows(
    db,
    sql<DayRow>`SELECT day::text, avg(score) AS score, sum(rows) AS rows FROM data.quality_day
      WHERE owner = ${unit} AND resource = ANY(${resources}::uuid[]) AND day >= ${from}::date GROUP BY day ORDER BY day`,
  )
