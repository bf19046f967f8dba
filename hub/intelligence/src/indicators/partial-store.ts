/** Partials in the store: merged by one statement, read by key. */
import { WINDOWS } from '@haihe/contract'
import { doubles, doublesOrNull, instants, instantsOrNull, smallints, texts } from '@haihe/data/ingest/binary'
import type { Run } from '../run.ts'
import { type Cell, emptyPart, mergeParts, type Part } from './part.ts'
import type { Range } from './windows.ts'

/** Digits 3 to 6 of a region code; 0 for the city. */
export const districtOf = (region: string): number => Number(region.slice(2, 6)) || 0

// Two writers of the pipeline own different districts and meet only on the rows of the city; transactions of people's
// actions meet anywhere. Rows on which they could meet are kept per slot, and no other: `shared` is the longest such code.
const MERGE = `WITH own AS MATERIALIZED (SELECT intelligence.take_slot() AS slot), merged AS (
  INSERT INTO intelligence.partial AS p (district, region, indicator, win, at, slot, count, sum, weight, min, max, last,
    last_at, sum_moment, count_moment, marks)
  SELECT district, region, indicator, win, at, CASE WHEN length(region) <= $16::int THEN own.slot ELSE 0::smallint END, count,
    sum, weight, min, max, last, last_at, sum_moment, count_moment, marks
  FROM own, unnest($1::int2[], $2::text[], $3::int2[], $4::int2[], $5::timestamptz[], $6::float8[], $7::float8[], $8::float8[],
    $9::float8[], $10::float8[], $11::float8[], $12::timestamptz[], $13::float8[], $14::float8[], $15::int2[])
    AS t (district, region, indicator, win, at, count, sum, weight, min, max, last, last_at, sum_moment, count_moment, marks)
  ON CONFLICT (district, region, indicator, win, at, slot) DO UPDATE SET
    count = p.count + excluded.count, sum = p.sum + excluded.sum, weight = p.weight + excluded.weight,
    min = least(p.min, excluded.min), max = greatest(p.max, excluded.max),
    last = CASE WHEN p.last_at IS NULL OR excluded.last_at >= p.last_at THEN excluded.last ELSE p.last END,
    last_at = greatest(p.last_at, excluded.last_at),
    sum_moment = p.sum_moment + excluded.sum_moment, count_moment = p.count_moment + excluded.count_moment,
    marks = p.marks | excluded.marks)
  SELECT pg_current_xact_id()::text AS xid`

/**
 * Merges cells, given in their common order. `shared`: longest region code on whose rows other writers may work at once.
 * Returns the number of the transaction, to be compared with snapshots.
 */
export const mergeCells = async (run: Run, cells: readonly Cell[], shared: number): Promise<bigint> => {
  const [row] = await run<{ xid: string }>(MERGE, [
    smallints(cells.map((cell) => districtOf(cell.region))),
    texts(cells.map((cell) => cell.region)),
    smallints(cells.map((cell) => cell.indicator)),
    smallints(cells.map((cell) => cell.win)),
    instants(cells.map((cell) => cell.at)),
    doubles(cells.map((cell) => cell.count)),
    doubles(cells.map((cell) => cell.sum)),
    doubles(cells.map((cell) => cell.weight)),
    doublesOrNull(cells.map((cell) => cell.min)),
    doublesOrNull(cells.map((cell) => cell.max)),
    doublesOrNull(cells.map((cell) => (cell.lastAt === -Infinity ? Number.NaN : cell.last))),
    instantsOrNull(cells.map((cell) => cell.lastAt)),
    doubles(cells.map((cell) => cell.sumMoment)),
    doubles(cells.map((cell) => cell.countMoment)),
    smallints(cells.map((cell) => cell.marks)),
    shared,
  ])
  return BigInt(row!.xid)
}

export const snapshotText = async (run: Run): Promise<string> => {
  const [row] = await run<{ snapshot: string }>('SELECT pg_current_snapshot()::text AS snapshot')
  return row!.snapshot
}

interface Row {
  i: number
  at: Date | null
  count: number
  sum: number
  weight: number
  min: number | null
  max: number | null
  last: number | null
  last_at: Date | null
  sum_moment: number
  count_moment: number
  marks: number
}

const partOf = (row: Row): Part => ({
  count: row.count,
  sum: row.sum,
  weight: row.weight,
  min: row.min ?? Infinity,
  max: row.max ?? -Infinity,
  last: row.last ?? 0,
  lastAt: row.last_at?.getTime() ?? -Infinity,
  sumMoment: row.sum_moment,
  countMoment: row.count_moment,
  marks: row.marks,
})

/** Cells of one indicator and region in one range of windows. */
export interface Probe extends Range {
  region: string
  indicator: number
}

// OFFSET 0 keeps every probe an index scan of its own, whatever the planner believes about the size of the table.
const probed = (columns: string, inner: string): string => `SELECT (p.i - 1)::int AS i, ${columns}
  FROM unnest($1::int2[], $2::text[], $3::int2[], $4::int2[], $5::timestamptz[], $6::timestamptz[])
    WITH ORDINALITY AS p (district, region, indicator, win, low, high, i)
  JOIN LATERAL (SELECT ${inner} FROM intelligence.partial c
    WHERE c.district = p.district AND c.region = p.region AND c.indicator = p.indicator AND c.win = p.win
      AND c.at >= p.low AND c.at < p.high OFFSET 0) AS c ON true`

const limit = (at: number): string | Date => (at === -Infinity ? '-infinity' : at === Infinity ? 'infinity' : new Date(at))

const values = (probes: readonly Probe[]): unknown[] => [
  probes.map((probe) => districtOf(probe.region)),
  probes.map((probe) => probe.region),
  probes.map((probe) => probe.indicator),
  probes.map((probe) => WINDOWS.indexOf(probe.window)),
  probes.map((probe) => limit(probe.from)),
  probes.map((probe) => limit(probe.to)),
]

const CELLS = probed('c.*', 'c.*')
const SUMS = probed(
  'NULL AS at, c.*',
  `coalesce(sum(count), 0) AS count, coalesce(sum(sum), 0) AS sum, coalesce(sum(weight), 0) AS weight, NULL::float8 AS min,
   NULL::float8 AS max, NULL::float8 AS last, max(last_at) AS last_at, 0::float8 AS sum_moment, 0::float8 AS count_moment,
   coalesce(bit_or(marks), 0) AS marks`,
)

/** The cells of each probe by start of window, slots merged. */
export const readCells = async (run: Run, probes: readonly Probe[]): Promise<Map<number, Part>[]> => {
  const found = probes.map(() => new Map<number, Part>())
  if (probes.length === 0) return found
  for (const row of await run<Row>(CELLS, values(probes))) {
    const cells = found[row.i]!
    const at = row.at!.getTime()
    cells.set(at, mergeParts(cells.get(at) ?? emptyPart(), partOf(row)))
  }
  return found
}

/** The sum of each probe's cells: opening balances of gauges. Smallest, largest and last value are left out. */
export const sumCells = async (run: Run, probes: readonly Probe[]): Promise<Part[]> => {
  const found = probes.map(() => emptyPart())
  if (probes.length === 0) return found
  for (const row of await run<Row>(SUMS, values(probes))) found[row.i] = partOf(row)
  return found
}

/** Small numbers of the indicators, given out once and for all. */
export const numberIndicators = async (run: Run, codes: readonly string[]): Promise<Map<string, number>> => {
  await run('INSERT INTO intelligence.indicator (code) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING', [codes])
  const rows = await run<{ id: number; code: string }>('SELECT id, code FROM intelligence.indicator WHERE code = ANY($1)', [
    codes,
  ])
  return new Map(rows.map((row) => [row.code, row.id]))
}

/** Partitions of the minutes for `months` months from `first` on. */
export const ensureMonths = async (run: Run, first: Date, months: number): Promise<void> => {
  await run('SELECT intelligence.ensure_months($1, $2)', [first, months])
}
