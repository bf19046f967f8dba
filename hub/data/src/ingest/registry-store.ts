import type pg from 'pg'
import type { Kind } from './state.ts'

export interface EntityRow {
  id: string
  type: string
  region: string
  source: string | null
}

export interface SeriesRow {
  id: number
  district: number
  entity: string
  attribute: string
  kind: Kind
  source: string
  unit: string | null
  derived: boolean
  /** newest reading, all null before the first */
  at: Date | null
  value: number | null
  state: string | boolean | null
  repeats: number | null
}

const SERIES = `SELECT s.id, s.district, s.entity, s.attribute, s.kind, s.source, s.unit, s.derived, l.at, l.value, l.state, l.repeats
  FROM data.series s LEFT JOIN data.latest l ON l.district = s.district AND l.series = s.id`

export const findEntities = async (client: pg.ClientBase, ids: readonly string[]): Promise<EntityRow[]> =>
  (
    await client.query<EntityRow>({
      name: 'ingest-find-entities',
      text: "SELECT id, type, region, source FROM data.entity WHERE id = ANY($1) AND tenant = '' AND live",
      values: [ids],
    })
  ).rows

export const findSeriesOf = async (client: pg.ClientBase, entities: readonly string[]): Promise<SeriesRow[]> =>
  (await client.query<SeriesRow>({ name: 'ingest-find-series', text: `${SERIES} WHERE s.entity = ANY($1)`, values: [entities] }))
    .rows

/** Marks of series, straight from the rows of data.latest. */
export const findMarks = async (client: pg.ClientBase, ids: readonly number[]): Promise<SeriesRow[]> =>
  (await client.query<SeriesRow>({ name: 'ingest-find-marks', text: `${SERIES} WHERE s.id = ANY($1)`, values: [ids] })).rows

/** Every entity that has a series, in order of id. */
export const entityPage = async (client: pg.ClientBase, after: string, most: number): Promise<EntityRow[]> =>
  (
    await client.query<EntityRow>(
      `SELECT e.id, e.type, e.region, e.source FROM data.entity e
        WHERE e.live AND e.tenant = '' AND e.id > $1 AND EXISTS (SELECT FROM data.series s WHERE s.entity = e.id) ORDER BY e.id LIMIT $2`,
      [after, most],
    )
  ).rows

interface NewSeries {
  district: number
  entity: string
  type: string
  attribute: string
  kind: Kind
  region: string
  source: string
  unit: string | null
  derived: boolean
}

/** Inserts what is missing; whoever came first keeps a series. */
export const insertSeries = async (client: pg.ClientBase, series: readonly NewSeries[], at: Date): Promise<void> => {
  await client.query(
    `INSERT INTO data.series (district, entity, type, attribute, kind, region, source, unit, derived, created_at)
     SELECT t.*, $10 FROM unnest($1::smallint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::boolean[]) AS t
     ON CONFLICT (entity, attribute) DO NOTHING`,
    [
      series.map((one) => one.district),
      series.map((one) => one.entity),
      series.map((one) => one.type),
      series.map((one) => one.attribute),
      series.map((one) => one.kind),
      series.map((one) => one.region),
      series.map((one) => one.source),
      series.map((one) => one.unit),
      series.map((one) => one.derived),
      at,
    ],
  )
}

/** An entity moved: its series carry its region; their district, the key of their rows, stays. */
export const moveSeries = async (client: pg.ClientBase, entity: string, region: string, type: string): Promise<void> => {
  await client.query(
    'UPDATE data.series SET region = $2, type = $3 WHERE entity = $1 AND (region, type) IS DISTINCT FROM ($2, $3)',
    [entity, region, type],
  )
}

export const openFaults = async (client: pg.ClientBase, entities: readonly string[] | null) =>
  (
    await client.query<{ kind: 'stuck' | 'gap'; entity: string; attribute: string }>(
      'SELECT kind, entity, attribute FROM data.sensor_fault WHERE recovered_at IS NULL AND ($1::text[] IS NULL OR entity = ANY($1))',
      [entities],
    )
  ).rows
