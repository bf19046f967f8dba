/** Current numbers in memory: loaded by key when first asked for, moved on by every commit. */
import type { Db } from '@haihe/kernel'
import type { Definitions, Indicator } from '../indicators/definitions.ts'
import type { Cell } from '../indicators/part.ts'
import { snapshotText } from '../indicators/partial-store.ts'
import type { Zone } from '../indicators/windows.ts'
import { runOn } from '../run.ts'
import { readOnly } from './live-store.ts'
import { loadStates, type Pair, pairKey } from './load.ts'
import { readSnapshot, type SeenBy } from './snapshot.ts'
import { advance, applyCell, type State } from './state.ts'

/** What one transaction changed. */
export interface Commit {
  xid: bigint
  cells: readonly Cell[]
}

export interface Live {
  /** states of pairs as of now; loads what is not in memory */
  states: (pairs: readonly Pair[]) => Promise<State[]>
  /** the state when it is in memory */
  peek: (pair: Pair) => State | undefined
  /** after commit; returns the pairs that changed */
  apply: (commit: Commit) => Pair[]
  /** memory is in doubt: everything is read again when next asked for */
  forget: () => void
  pairs: () => Iterable<Pair>
}

interface Entry {
  pair: Pair
  state?: State
  seen?: SeenBy
  /** commits that arrived while the state was being read */
  waiting: Commit[]
  loading?: Promise<void>
}

export const createLive = (db: Db, zone: Zone, definitions: Definitions, now: () => Date): Live => {
  const entries = new Map<string, Entry>()

  const add = (entry: Entry, commit: Commit): boolean => {
    if (!entry.state || entry.seen?.(commit.xid)) return false
    const { indicator, region } = entry.pair
    for (const cell of commit.cells)
      if (cell.win === indicator.firstWin && cell.indicator === indicator.id && cell.region === region)
        applyCell(zone, indicator, entry.state, cell)
    return true
  }

  const load = async (missing: Entry[]): Promise<void> => {
    try {
      await readOnly(db, async (trx) => {
        const run = runOn(trx)
        const seen = readSnapshot(await snapshotText(run))
        const states = await loadStates(
          run,
          zone,
          missing.map((entry) => entry.pair),
          now().getTime(),
          true,
        )
        for (const [index, entry] of missing.entries()) Object.assign(entry, { state: states[index], seen })
      })
      for (const entry of missing) {
        for (const commit of entry.waiting) add(entry, commit)
        entry.waiting = []
        entry.loading = undefined
      }
    } catch (error) {
      for (const entry of missing) entries.delete(pairKey(entry.pair))
      throw error
    }
  }

  const current = (entry: Entry): State => {
    advance(zone, entry.pair.indicator, entry.state!, now().getTime())
    return entry.state!
  }

  return {
    async states(pairs) {
      const wanted: Entry[] = []
      const missing: Entry[] = []
      for (const pair of pairs) {
        const key = pairKey(pair)
        let entry = entries.get(key)
        if (!entry) {
          entry = { pair, waiting: [] }
          entries.set(key, entry)
          missing.push(entry)
        }
        wanted.push(entry)
      }
      if (missing.length > 0) {
        const loading = load(missing)
        for (const entry of missing) entry.loading = loading
      }
      await Promise.all(new Set(wanted.map((entry) => entry.loading)))
      return wanted.map(current)
    },
    peek(pair) {
      const entry = entries.get(pairKey(pair))
      return entry?.state && !entry.loading ? current(entry) : undefined
    },
    apply(commit) {
      const groups = new Map<string, { indicator: Indicator; region: string; cells: Cell[] }>()
      for (const cell of commit.cells) {
        const indicator = definitions.byId(cell.indicator)
        if (!indicator || cell.win !== indicator.firstWin) continue
        const key = pairKey({ indicator, region: cell.region })
        const group = groups.get(key)
        if (group) group.cells.push(cell)
        else groups.set(key, { indicator, region: cell.region, cells: [cell] })
      }
      for (const [key, { cells }] of groups) {
        const entry = entries.get(key)
        if (!entry) continue
        const part = { xid: commit.xid, cells }
        if (entry.loading) entry.waiting.push(part)
        else add(entry, part)
      }
      return [...groups.values()]
    },
    forget: () => entries.clear(),
    pairs: () => [...entries.values()].map((entry) => entry.pair),
  }
}
