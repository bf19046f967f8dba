/** Is everything there that was acknowledged, and do the roll-ups equal the raw rows? */
import pg from 'pg'
import type { Acked } from './load.ts'
import { COUNTED } from './scenario.ts'
import { DISTRICTS, sensorId } from './sensors.ts'

export interface Verdict {
  acknowledged: number
  lost: number
  /** windows of regions whose count or sum differs from the raw rows */
  mismatches: number
  windows: number
}

const SLICE = 2000

/** Acknowledged readings that are not in the store. */
const countLost = async (client: pg.Client, batches: readonly Acked[], sensors: number): Promise<number> => {
  const size = Math.ceil(sensors / DISTRICTS)
  let lost = 0
  for (let i = 0; i < batches.length; i += SLICE) {
    const slice = batches.slice(i, i + SLICE)
    const { rows } = await client.query<{ n: number }>(
      `SELECT count(*) FILTER (WHERE o.at IS NULL) AS n
         FROM jsonb_to_recordset($1::jsonb) AS b (district int, "from" int, size int, at float8)
           CROSS JOIN LATERAL generate_series(0, b.size - 1) AS i
           JOIN public.bench_sensor s ON s.district = b.district AND s.sensor = (b."from" + i) % $2
           LEFT JOIN data.observation o ON o.district = s.key AND o.series = s.series AND o.at = to_timestamp(b.at / 1000)`,
      [JSON.stringify(slice), size],
    )
    lost += Number(rows[0]?.n)
  }
  return lost
}

/** Dictionary of the bench: district and number of a sensor → its series. */
const prepare = async (client: pg.Client, sensors: number): Promise<void> => {
  const size = Math.ceil(sensors / DISTRICTS)
  const all = Array.from({ length: DISTRICTS }, (_, district) =>
    Array.from({ length: size }, (_, sensor) => ({ district, sensor, entity: sensorId(district, sensor) })),
  ).flat()
  await client.query('DROP TABLE IF EXISTS public.bench_sensor')
  await client.query(
    `CREATE TABLE public.bench_sensor AS
       SELECT t.district, t.sensor, s.district AS key, s.id AS series
         FROM jsonb_to_recordset($1::jsonb) AS t (district int, sensor int, entity text) JOIN data.series s ON s.entity = t.entity`,
    [JSON.stringify(all)],
  )
  await client.query('CREATE UNIQUE INDEX ON public.bench_sensor (district, sensor)')
  await client.query('ANALYZE public.bench_sensor')
}

// Partials hold values rounded to 2⁻²⁰, whose sums are exact: raw rows are rounded alike and then compared exactly.
const MISMATCHES = `WITH raw AS (
    SELECT left(s.region, l) AS region, date_trunc('minute', o.at) AS at, count(*)::float8 AS count,
      sum(round(o.value * 1048576) / 1048576) AS sum
    FROM data.observation o JOIN data.series s ON s.id = o.series, unnest(ARRAY[2, 6, 9]) AS l
    WHERE s.type = 'BenchSensor' AND length(s.region) >= l GROUP BY 1, 2),
  rolled AS (
    SELECT region::text, at, sum(count) AS count, sum(sum) AS sum FROM intelligence.partial
    WHERE win = 0 AND indicator = (SELECT id FROM intelligence.indicator WHERE code = $1) GROUP BY 1, 2)
  SELECT count(*) AS windows, count(*) FILTER (WHERE raw.count IS DISTINCT FROM rolled.count OR raw.sum IS DISTINCT FROM rolled.sum) AS wrong
    FROM raw FULL JOIN rolled USING (region, at)`

export const verify = async (url: string, batches: readonly Acked[], sensors: number, rolled: boolean): Promise<Verdict> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await prepare(client, sensors)
    const lost = await countLost(client, batches, sensors)
    const acknowledged = batches.reduce((sum, batch) => sum + batch.size, 0)
    if (!rolled) return { acknowledged, lost, mismatches: 0, windows: 0 }
    const { rows } = await client.query<{ windows: string; wrong: string }>(MISMATCHES, [COUNTED])
    return { acknowledged, lost, mismatches: Number(rows[0]?.wrong), windows: Number(rows[0]?.windows) }
  } finally {
    await client.end()
  }
}
