/** Stored readings around new ones, from the raw rows of the data floor. */
import type { Run } from '../run.ts'
import type { Point } from './gauge.ts'
import { districtOf } from './partial-store.ts'

export interface Span {
  series: number
  region: string
  /** times of the new readings, first and last */
  first: number
  last: number
}

// Readings that stopped counting before the span cannot matter: `reach` bounds the look into the past and the future.
const AROUND = `SELECT (s.i - 1)::int AS i, o.at, o.value
  FROM unnest($1::int2[], $2::int4[], $3::timestamptz[], $4::timestamptz[], $5::timestamptz[], $6::timestamptz[])
    WITH ORDINALITY AS s (district, series, first, last, low, high, i)
  JOIN LATERAL (
    (SELECT at, value FROM data.observation WHERE district = s.district AND series = s.series AND at < s.first AND at >= s.low
      ORDER BY at DESC LIMIT 1)
    UNION ALL
    (SELECT at, value FROM data.observation WHERE district = s.district AND series = s.series AND at >= s.first AND at <= s.last)
    UNION ALL
    (SELECT at, value FROM data.observation WHERE district = s.district AND series = s.series AND at > s.last AND at < s.high
      ORDER BY at LIMIT 1)
  ) AS o ON true
  ORDER BY s.i, o.at`

/** Stored readings of each span and its two neighbours, oldest first; the new ones are among them when they are written already. */
export const readingsAround = async (run: Run, spans: readonly Span[], reach: number | null): Promise<Point[][]> => {
  const found: Point[][] = spans.map(() => [])
  if (spans.length === 0) return found
  const rows = await run<{ i: number; at: Date; value: number }>(AROUND, [
    spans.map((span) => districtOf(span.region)),
    spans.map((span) => span.series),
    spans.map((span) => new Date(span.first)),
    spans.map((span) => new Date(span.last)),
    spans.map((span) => (reach === null ? '-infinity' : new Date(span.first - reach))),
    spans.map((span) => (reach === null ? 'infinity' : new Date(span.last + reach))),
  ])
  for (const row of rows) found[row.i]!.push({ at: row.at.getTime(), value: row.value })
  return found
}

export interface AsOf {
  entity: string
  attribute: string
  /** epoch milliseconds */
  at: number
}

const AS_OF = `SELECT (q.i - 1)::int AS i, o.value
  FROM unnest($1::text[], $2::text[], $3::timestamptz[]) WITH ORDINALITY AS q (entity, attribute, at, i)
  JOIN data.series s ON s.entity = q.entity AND s.attribute = q.attribute AND s.kind = 'number'
  JOIN LATERAL (SELECT value FROM data.observation WHERE district = s.district AND series = s.id AND at <= q.at
    ORDER BY at DESC LIMIT 1) AS o ON true`

/** What each object said of itself at a time, by position of the question; undefined where it had said nothing yet. */
export const valuesAsOf = async (run: Run, asked: readonly AsOf[]): Promise<(number | undefined)[]> => {
  const found: (number | undefined)[] = asked.map(() => undefined)
  if (asked.length === 0) return found
  const rows = await run<{ i: number; value: number }>(AS_OF, [
    asked.map(({ entity }) => entity),
    asked.map(({ attribute }) => attribute),
    asked.map(({ at }) => new Date(at)),
  ])
  for (const { i, value } of rows) found[i] = value
  return found
}
