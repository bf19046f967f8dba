/** What may be asked of indicators: boards, maps and series, now from memory or as of a past minute from the store. */
import { AppError, type Board, type MapValues, type Series, type Tile, type Window } from '@haihe/contract'
import type { Db, RegionIndex } from '@haihe/kernel'
import type { Definitions, Indicator } from './indicators/definitions.ts'
import { measureWindows } from './indicators/measure.ts'
import { addPart, emptyPart, rebase } from './indicators/part.ts'
import { type Probe, readCells, sumCells } from './indicators/partial-store.ts'
import { MINUTE, rangesOf, windowShift, windowStart, type Zone } from './indicators/windows.ts'
import type { Live } from './live/live.ts'
import { readOnly } from './live/live-store.ts'
import { loadStates, type Pair } from './live/load.ts'
import type { State } from './live/state.ts'
import { bandOf, readState, tileOf } from './live/tile.ts'
import { runOn } from './run.ts'

/** Points of one series. */
const MOST_POINTS = 2000
const DEFAULT_POINTS: Record<Window, number> = { minute: 60, hour: 48, day: 31, month: 12 }

export interface Questions {
  /** Throws NOT_FOUND. */
  indicator: (code: string) => Indicator
  /** the moment asked for, now unless told. Throws TIME_IN_FUTURE. */
  moment: (at?: string) => number
  states: (pairs: readonly Pair[], at?: string) => Promise<State[]>
  tile: (indicator: Indicator, region: string, at?: string) => Promise<Tile>
  /** Throws UNKNOWN_REGION. */
  board: (region: string, at?: string) => Promise<Board>
  map: (code: string, region: string, at?: string) => Promise<MapValues>
  /** Throws INVALID_INPUT when it would be too long or the window is not kept. */
  series: (code: string, region: string, window?: Window, from?: string, to?: string) => Promise<Series>
}

interface QuestionsOptions {
  db: Db
  zone: Zone
  now: () => Date
  definitions: Definitions
  live: Live
  regions: Pick<RegionIndex, 'get' | 'children'>
}

const invalid = (path: string, message: string): AppError => new AppError('INVALID_INPUT', { errors: [{ path, message }] })
const iso = (at: number): string => new Date(at).toISOString()

export const createQuestions = ({ db, zone, now, definitions, live, regions }: QuestionsOptions): Questions => {
  const indicator = (code: string): Indicator => {
    const found = definitions.find(code)
    if (!found) throw new AppError('NOT_FOUND')
    return found
  }
  const moment = (at?: string): number => {
    const current = now().getTime()
    if (at === undefined) return current
    const asked = Date.parse(at)
    if (asked > current) throw new AppError('TIME_IN_FUTURE')
    return asked
  }
  const isNow = (at?: string): boolean =>
    at === undefined || Math.floor(moment(at) / MINUTE) === Math.floor(now().getTime() / MINUTE)

  const states = async (pairs: readonly Pair[], at?: string): Promise<State[]> =>
    isNow(at) ? live.states(pairs) : readOnly(db, (trx) => loadStates(runOn(trx), zone, pairs, moment(at), false))

  /** The end of a minute that has passed: what its tile showed at its close. */
  const lookAt = (at?: string): number => (isNow(at) ? now().getTime() : moment(at))

  const tiles = async (pairs: readonly Pair[], at?: string): Promise<Tile[]> => {
    const found = await states(pairs, at)
    const look = lookAt(at)
    return pairs.map((pair, index) => tileOf(zone, pair.indicator, pair.region, found[index]!, look))
  }

  return {
    indicator,
    moment,
    states,
    tile: async (one, region, at) => (await tiles([{ indicator: one, region }], at))[0]!,
    async board(region, at) {
      const { name } = regions.get(region)
      const kept = definitions.all().filter(({ codeLength }) => region.length <= codeLength)
      const shown = await tiles(
        kept.map((one) => ({ indicator: one, region })),
        at,
      )
      return { region, name, at: iso(lookAt(at)), tiles: shown }
    },
    async map(code, region, at) {
      const one = indicator(code)
      regions.get(region)
      const children = regions.children(region)
      const kept = children.filter((child) => child.code.length <= one.codeLength)
      const found = await states(
        kept.map((child) => ({ indicator: one, region: child.code })),
        at,
      )
      const look = lookAt(at)
      const byRegion = new Map(kept.map((child, index) => [child.code, found[index]!]))
      const values = children.map(({ code: child, name }) => {
        const state = byRegion.get(child)
        if (!state) return { region: child, name, value: null, level: null, freshAt: null, stale: true }
        const { shown, freshAt, stale } = readState(zone, one, state, look)
        const value = shown?.value ?? null
        const level = bandOf(one.def, value)?.level ?? null
        return { region: child, name, value, level, freshAt: freshAt === null ? null : iso(freshAt), stale }
      })
      return { indicator: code, region, window: one.def.shown, values }
    },
    async series(code, region, asked, fromText, toText) {
      const one = indicator(code)
      regions.get(region)
      const window = asked ?? one.def.shown
      if (!one.def.windows.includes(window))
        throw invalid('window', `该指标不提供此统计周期，可选：${one.def.windows.join('、')}`)
      // a screen's clock may run ahead, and a range up to the end of today is a fair wish: what is to come has no points
      const end = toText === undefined ? now().getTime() : Math.min(Date.parse(toText), now().getTime())
      const last = windowStart(zone, window, end)
      const first = fromText
        ? windowStart(zone, window, Date.parse(fromText))
        : windowShift(zone, window, last, 1 - DEFAULT_POINTS[window])
      if (first > last) throw invalid('from', '开始时间须早于结束时间')
      const starts: number[] = []
      for (let at = first; at <= last; at = windowShift(zone, window, at, 1)) {
        if (starts.length === MOST_POINTS) throw invalid('from', `时间跨度过大，一次最多返回 ${MOST_POINTS} 个点`)
        starts.push(at)
      }
      // the last window is still open: its parts up to the minute asked for, as a tile reads it
      const close = Math.floor(end / MINUTE) * MINUTE + MINUTE
      const step = windowShift(zone, one.finest, windowStart(zone, one.finest, close - 1), 1)
      const key = { region, indicator: one.id }
      const running: Probe[] = rangesOf(zone, one.finest, last, step).map((range) => ({ ...key, ...range }))
      const [cells, opening] = await readOnly(db, async (trx) => {
        const run = runOn(trx)
        const before = one.gauge ? rangesOf(zone, one.finest, -Infinity, first).map((range) => ({ ...key, ...range })) : []
        return [
          await readCells(run, [{ ...key, window, from: first, to: last }, ...running]),
          await sumCells(run, before),
        ] as const
      })
      const balance = emptyPart()
      for (const part of opening) addPart(balance, part)
      const open = emptyPart()
      for (const found of cells.slice(1)) for (const [at, part] of found) addPart(open, rebase(part, (at - last) / MINUTE))
      const windows = starts.map((at) =>
        at === last
          ? { at, minutes: (close - last) / MINUTE, part: open }
          : { at, minutes: (windowShift(zone, window, at, 1) - at) / MINUTE, part: cells[0]!.get(at) ?? emptyPart() },
      )
      const points = measureWindows(one, balance, windows).map(({ at, value, count }) => ({ at: iso(at), value, count }))
      return { indicator: code, region, window, points }
    },
  }
}
