/** From a number on a screen to its rows and how they came, with the value computed again from those rows alone. */
import { AppError, type LineageGraph, type NumberTrace, type TraceInput, type TraceRow } from '@haihe/contract'
import { arrivalsOfReadings } from '@haihe/data/ingest/arrival-store'
import { arrivalView, readingId } from '@haihe/data/lineage/reading-nodes'
import type { Db, RegionIndex } from '@haihe/kernel'
import type pg from 'pg'
import { entityFacts } from '../alerts/entity-store.ts'
import type { Indicator } from '../indicators/definitions.ts'
import { provenanceOf } from '../indicators/part.ts'
import { type Probe, readCells, sumCells } from '../indicators/partial-store.ts'
import { rangesOf, windowShift, windowStart, type Zone } from '../indicators/windows.ts'
import { readOnly } from '../live/live-store.ts'
import { loadStates } from '../live/load.ts'
import { readState } from '../live/tile.ts'
import type { Questions } from '../questions.ts'
import { type Run, runOn } from '../run.ts'
import { balancesAt, contributionsIn } from './contribution-store.ts'
import { type Asked, inputsOf, type RawRow, readingsIn, readingsOver, weighedReadingsIn } from './reading-store.ts'
import { type Counted, counted, ofEvents, ofObjects, ofReadings } from './recompute.ts'
import { sourceTitles } from './source-store.ts'
import { graphOf, MOST_DRAWN } from './trace-graph.ts'

/** Rows read for one trace; a number made of more is traced in a smaller region or an earlier window. */
const MOST_ROWS = 100_000
const MOST_CELLS = 200

interface TraceOptions {
  db: Db
  pool: pg.Pool
  zone: Zone
  questions: Pick<Questions, 'indicator' | 'moment'>
  regions: Pick<RegionIndex, 'get'>
  /** attributes that this one of a type is derived from */
  readsOf: (type: string, attribute: string) => readonly string[]
  mostRows?: number
}

export interface TraceQuestion {
  code: string
  region: string
  at?: string | undefined
  /** rows to leave out: a page further on, asked with the `at` of the first */
  after: number
  limit: number
}

interface Span {
  start: number
  end: number
}

/** A row without the name of its object, which is looked up for a page only; events come with it. */
type RowFound = Omit<TraceRow, 'name'> & { name?: string | null }
type Found = { rows: RowFound[]; raw: (RawRow | null)[]; value: number | null; complete: boolean }

const timed = <T extends { at: Date }>(row: T) => ({ ...row, at: row.at.getTime() })
type Timed = ReturnType<typeof timed<RawRow>>

const readingRow = (row: Timed, side: TraceRow['side'], minutes: number | null): RowFound => ({
  kind: 'reading',
  node: `reading:${readingId(row.series, row.at)}`,
  subject: row.entity,
  attribute: row.attribute,
  side,
  at: new Date(row.at).toISOString(),
  value: row.value,
  weight: row.weight,
  minutes,
  region: row.region,
  source: row.source,
  provenance: row.provenance ?? 'simulated',
  derived: row.derived,
  inputs: [],
  arrival: null,
})

const raw = (row: Timed): RawRow => ({ ...row, at: new Date(row.at) })

export const createTrace = ({ db, pool, zone, questions, regions, readsOf, mostRows = MOST_ROWS }: TraceOptions) => {
  /** The readings of a window, each with its weight where the number is a ratio. */
  const ofWindow = async (run: Run, indicator: Indicator, region: string, span: Span, shown: number | null): Promise<Found> => {
    const { source } = indicator.def
    if ('event' in source) throw new Error('readings of an event')
    const asked = askedFor(source.entityType, source.attribute, region, span)
    const found =
      source.weightAttribute === undefined
        ? await readingsIn(run, asked)
        : await weighedReadingsIn(run, asked, source.weightAttribute)
    const complete = found.length <= mostRows
    const rows = found.slice(0, mostRows).map(timed)
    const used = indicator.def.aggregate === 'ratio' ? rows.filter(({ weight }) => weight !== null) : rows
    return {
      rows: used.map((row) => readingRow(row, 'value', null)),
      raw: used.map(raw),
      value: ofReadings(indicator, rows, shown),
      complete,
    }
  }

  const askedFor = (type: string, attribute: string, region: string, { start, end }: Span): Asked => ({
    type,
    attribute,
    region,
    from: new Date(start),
    to: new Date(end),
    most: mostRows + 1,
  })

  /** The readings with which objects count, at the end of the window or over its course. */
  const ofGauge = async (run: Run, indicator: Indicator, region: string, span: Span): Promise<Found> => {
    const { source, aggregate } = indicator.def
    if ('event' in source) throw new Error('readings of an event')
    const overTime = aggregate === 'timeMean' || aggregate === 'perDay'
    // at its end only the last reading of each object matters
    const reach = overTime ? span : { start: span.end, end: span.end }
    let complete = true
    const side = async (attribute: string): Promise<Counted<Timed>[]> => {
      const found = await readingsOver(run, askedFor(source.entityType, attribute, region, reach))
      complete &&= found.length <= mostRows
      return counted(found.slice(0, mostRows).map(timed), indicator.forget, span.start, span.end)
    }
    let values: Counted<Timed>[]
    if (aggregate === 'perDay') {
      const found = await readingsIn(run, askedFor(source.entityType, source.attribute, region, span))
      complete &&= found.length <= mostRows
      values = found.slice(0, mostRows).map((row) => ({ ...timed(row), minutes: 0, standing: true }))
    } else values = await side(source.attribute)
    const weights = source.weightAttribute === undefined ? [] : await side(source.weightAttribute)
    const value = ofObjects(indicator, values, weights)
    const counts = ({ minutes, standing }: Counted<Timed>): boolean => (overTime ? minutes > 0 : standing)
    const shown = [
      ...values.filter((point) => aggregate === 'perDay' || counts(point)).map((point) => ({ point, side: 'value' as const })),
      ...weights.filter(counts).map((point) => ({ point, side: 'weight' as const })),
    ].sort((a, b) => b.point.at - a.point.at)
    return {
      rows: shown.map(({ point, side: own }) =>
        readingRow(point, own, overTime && !(aggregate === 'perDay' && own === 'value') ? point.minutes : null),
      ),
      raw: shown.map(({ point }) => raw(point)),
      value,
      complete,
    }
  }

  /** What events added; of numbers that stand, what has not come to nothing since. */
  const ofEvent = async (run: Run, indicator: Indicator, region: string, { start, end }: Span): Promise<Found> => {
    const { source } = indicator.def
    if (!('event' in source)) throw new Error('an event of readings')
    const found = indicator.gauge
      ? await balancesAt(run, source.event, region, new Date(end), mostRows + 1)
      : await contributionsIn(run, source.event, region, new Date(start), new Date(end), mostRows + 1)
    const own = found.slice(0, mostRows)
    return {
      rows: own.map((row) => ({
        kind: 'event',
        node: row.subject ?? `source:event:${row.event}`,
        subject: row.subject,
        name: row.name,
        attribute: row.event,
        side: 'value',
        at: row.at.toISOString(),
        value: row.value,
        weight: row.weight,
        minutes: null,
        region: row.region,
        source: null,
        provenance: provenanceOf(row.mark) ?? 'local',
        derived: false,
        inputs: [],
        arrival: null,
      })),
      raw: own.map(() => null),
      value: ofEvents(
        indicator,
        own.map((row) => ({ ...timed(row), series: 0 })),
      ),
      complete: found.length <= mostRows,
    }
  }

  /** The kept cells that the value was added up from, widest first; of numbers that stand, all that lies before as well. */
  const cellsOf = async (run: Run, indicator: Indicator, region: string, { start, end }: Span): Promise<NumberTrace['cells']> => {
    const key = { region, indicator: indicator.id }
    const windows: Probe[] = rangesOf(zone, indicator.finest, start, end).map((range) => ({ ...key, ...range }))
    const opening: Probe[] = indicator.gauge
      ? rangesOf(zone, indicator.finest, Number.NEGATIVE_INFINITY, start).map((range) => ({ ...key, ...range }))
      : []
    const found = await readCells(run, windows)
    const before = await sumCells(run, opening)
    const part = ({ count, sum, weight }: { count: number; sum: number; weight: number }) => ({ count, sum, weight })
    const iso = (at: number): string => new Date(at).toISOString()
    return [
      ...opening.flatMap(({ window, from, to }, i) => {
        const own = before[i]!
        const nothing = own.count === 0 && own.sum === 0 && own.weight === 0
        return nothing ? [] : [{ window, from: Number.isFinite(from) ? iso(from) : null, to: iso(to), ...part(own) }]
      }),
      ...windows.flatMap(({ window }, i) =>
        [...found[i]!]
          .sort(([a], [b]) => a - b)
          .map(([at, own]) => ({ window, from: iso(at), to: iso(windowShift(zone, window, at, 1)), ...part(own) })),
      ),
    ].slice(0, MOST_CELLS)
  }

  /** By place in the page; only of those that a graph has room for. */
  const inputsFor = async (source: Indicator['def']['source'], page: readonly (RawRow | null)[]): Promise<TraceInput[][]> => {
    const derived = page.slice(0, MOST_DRAWN).flatMap((row, place) => (row?.derived ? [{ ...row, place }] : []))
    if (derived.length === 0 || 'event' in source) return []
    const attributes = [source.attribute, source.weightAttribute ?? source.attribute]
    const reads = [...new Set(attributes.flatMap((attribute) => readsOf(source.entityType, attribute)))]
    const found = await inputsOf(runOn(pool), derived, reads)
    const arrivals = await arrivalsOfReadings(
      pool,
      found.map(({ district, series, at }) => ({ district, series, at: at.getTime() })),
    )
    const inputs: TraceInput[][] = []
    for (const [index, { i, series, attribute, source: from, at, value }] of found.entries()) {
      const arrival = arrivals[index]
      const { place } = derived[i]!
      inputs[place] ??= []
      inputs[place].push({
        node: `reading:${readingId(series, at.getTime())}`,
        attribute,
        at: at.toISOString(),
        value,
        source: from,
        arrival: arrival ? arrivalView(arrival) : null,
      })
    }
    return inputs
  }

  return async ({ code, region, at, after, limit }: TraceQuestion): Promise<NumberTrace> => {
    const indicator = questions.indicator(code)
    const { name: regionName } = regions.get(region)
    if (region.length > indicator.codeLength) throw new AppError('NOT_FOUND')
    const { def } = indicator
    const now = questions.moment(at)
    // parts and rows from one snapshot: what commits in between is in neither
    const { own, span, found, cells } = await readOnly(db, async (trx) => {
      const run = runOn(trx)
      const [state] = await loadStates(run, zone, [{ indicator, region }], now, false)
      const measured = readState(zone, indicator, state!, now).shown
      const start = measured?.at ?? state!.frame.start
      // the past is kept in steps of the finest window: a step that has begun counts whole
      const step = windowShift(zone, indicator.finest, windowStart(zone, indicator.finest, now), 1)
      const end = Math.min(windowShift(zone, def.shown, start, 1), step)
      const read = 'event' in def.source ? ofEvent : indicator.gauge ? ofGauge : ofWindow
      return {
        own: measured,
        span: { start, end },
        found: await read(run, indicator, region, { start, end }, measured?.value ?? null),
        cells: await cellsOf(run, indicator, region, { start, end }),
      }
    })
    const value = own?.value ?? null
    const page = found.rows.slice(after, after + limit)
    const origins = found.raw.slice(after, after + limit)
    const inputs = await inputsFor(def.source, origins)
    const [arrivals, facts, titles] = await Promise.all([
      arrivalsOfReadings(
        pool,
        origins.flatMap((row) => (row ? [{ district: row.district, series: row.series, at: row.at.getTime() }] : [])),
      ),
      entityFacts(runOn(pool), [...new Set(origins.flatMap((row) => (row ? [row.entity] : [])))]),
      sourceTitles(runOn(pool), [
        ...new Set([...origins.flatMap((row) => (row ? [row.source] : [])), ...inputs.flat().map(({ source }) => source)]),
      ]),
    ])
    const rows = page.map((row, index): TraceRow => {
      const arrival = origins[index] ? arrivals[index] : undefined
      return {
        ...row,
        name: row.name ?? facts.get(row.subject ?? '')?.name ?? row.subject ?? row.attribute,
        inputs: inputs[index] ?? [],
        arrival: arrival ? arrivalView(arrival) : null,
      }
    })
    const number = { indicator: code, title: def.title, region, regionName }
    const graph: LineageGraph = graphOf(number, rows, found.rows.length, (id) => titles.get(id) ?? id)
    return {
      ...number,
      unit: def.unit,
      precision: def.precision,
      formula: def.formula,
      aggregate: def.aggregate,
      window: def.shown,
      from: new Date(span.start).toISOString(),
      to: new Date(span.end).toISOString(),
      at: new Date(now).toISOString(),
      value,
      recomputed: found.complete ? found.value : null,
      agrees: found.complete ? found.value === value : null,
      total: found.rows.length,
      complete: found.complete,
      cells,
      items: rows,
      next: after + limit < found.rows.length ? after + limit : null,
      graph,
    }
  }
}
