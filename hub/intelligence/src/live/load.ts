/** States read from the store by key: the past of a screen, or what memory starts from. */
import type { Indicator } from '../indicators/definitions.ts'
import { addPart, rebase } from '../indicators/part.ts'
import { type Probe, readCells, sumCells } from '../indicators/partial-store.ts'
import { MINUTE, rangesOf, type Zone } from '../indicators/windows.ts'
import type { Run } from '../run.ts'
import { emptyState, frameOf, type State } from './state.ts'

export interface Pair {
  indicator: Indicator
  region: string
}

export const pairKey = (pair: { indicator: { id: number } | number; region: string }): string =>
  `${typeof pair.indicator === 'number' ? pair.indicator : pair.indicator.id}|${pair.region}`

/**
 * States of many pairs as of the end of the minute of `now`, in two statements. With `future` the states also hold what
 * is already known of later minutes, so that they can be moved on in memory.
 */
export const loadStates = async (
  run: Run,
  zone: Zone,
  pairs: readonly Pair[],
  now: number,
  future: boolean,
): Promise<State[]> => {
  const states: State[] = []
  const cells: (Probe & { state: State; kind: 'window' | 'settled' | 'fine' })[] = []
  const sums: (Probe & { state: State })[] = []
  for (const { indicator, region } of pairs) {
    const frame = frameOf(zone, indicator, now)
    const state = emptyState(frame)
    states.push(state)
    const common = { region, indicator: indicator.id, state }
    const end = future ? Infinity : Math.floor(now / MINUTE) * MINUTE + MINUTE
    cells.push({ ...common, kind: 'window', window: indicator.def.shown, from: frame.from, to: frame.start })
    cells.push({ ...common, kind: 'fine', window: indicator.finest, from: frame.fineFrom, to: end })
    for (const range of rangesOf(zone, indicator.finest, frame.start, frame.fineFrom))
      cells.push({ ...common, ...range, kind: 'settled' })
    if (indicator.gauge)
      for (const range of rangesOf(zone, indicator.finest, -Infinity, frame.from)) sums.push({ ...common, ...range })
  }
  const found = await readCells(run, cells)
  for (const [index, { state, kind }] of cells.entries())
    for (const [at, part] of found[index]!)
      if (kind === 'window') state.windows.set(at, part)
      else if (kind === 'fine') state.fine.set(at, part)
      else addPart(state.settled, rebase(part, (at - state.frame.start) / MINUTE))
  const balances = await sumCells(run, sums)
  for (const [index, { state }] of sums.entries()) addPart(state.base, balances[index]!)
  return states
}
