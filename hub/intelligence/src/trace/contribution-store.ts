/** What events added to the numbers they feed. */
import type { Run } from '../run.ts'

export interface Contribution {
  event: string
  region: string
  at: Date
  value: number
  weight: number | null
  mark: number
  subject: string | null
  name: string | null
}

/** The statement that stores them, as part of another one: its values stand at $first and behind. */
export const storing = (rows: readonly Contribution[], first: number): { sql: string; values: unknown[] } => {
  const at = (offset: number): string => `$${first + offset}`
  return {
    sql: `INSERT INTO intelligence.contribution (event, region, at, value, weight, mark, subject, name)
      SELECT * FROM unnest(${at(0)}::text[], ${at(1)}::text[], ${at(2)}::timestamptz[], ${at(3)}::float8[], ${at(4)}::float8[],
        ${at(5)}::int2[], ${at(6)}::text[], ${at(7)}::text[])`,
    values: [
      rows.map(({ event }) => event),
      rows.map(({ region }) => region),
      rows.map((row) => row.at),
      rows.map(({ value }) => value),
      rows.map(({ weight }) => weight),
      rows.map(({ mark }) => mark),
      rows.map(({ subject }) => subject),
      rows.map(({ name }) => name),
    ],
  }
}

const OWN = `FROM intelligence.contribution WHERE event = $1 AND starts_with(region, $2)`
const COLUMNS = 'event, region, at, value, weight, mark, subject, name'

/** Contributions in [from, to), newest first. */
export const contributionsIn = (run: Run, event: string, region: string, from: Date, to: Date, most: number) =>
  run<Contribution>(`SELECT ${COLUMNS} ${OWN} AND at >= $3 AND at < $4 ORDER BY at DESC, subject LIMIT $5`, [
    event,
    region,
    from,
    to,
    most,
  ])

/** Everything before a time, brought together by what it is about; what came to nothing (opened and closed) is left out. */
export const balancesAt = (run: Run, event: string, region: string, to: Date, most: number) =>
  run<Contribution>(
    `SELECT $1 AS event, region, max(at) AS at, sum(value) AS value, sum(coalesce(weight, 0)) AS weight, bit_or(mark) AS mark,
        subject, (array_agg(name ORDER BY at DESC))[1] AS name
      ${OWN} AND at < $3 GROUP BY region, subject HAVING sum(value) <> 0 OR sum(coalesce(weight, 0)) <> 0
      ORDER BY at DESC, subject LIMIT $4`,
    [event, region, to, most],
  )
