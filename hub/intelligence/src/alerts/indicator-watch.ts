/**
 * Alerts of indicators. What a transaction sees of a region's number is not yet all of it (another writer's part may be
 * under way), so the number is looked at after commit, from the store, in a transaction of its own. Looking twice changes
 * nothing; after a crash every watched number is looked at again from where its watch stands.
 */
import { type AlertRuleDef, type RegionLevel, regionLevel } from '@haihe/contract'
import type { Db, Log } from '@haihe/kernel'
import { inTransaction } from '@haihe/kernel'
import type { Indicator } from '../indicators/definitions.ts'
import { provenanceOf } from '../indicators/part.ts'
import type { Zone } from '../indicators/windows.ts'
import { readOnly } from '../live/live-store.ts'
import { loadStates, type Pair } from '../live/load.ts'
import { readState } from '../live/tile.ts'
import { runOn } from '../run.ts'
import { findWatch } from './alert-store.ts'
import type { AlertChange, AlertEngine, Watched } from './engine.ts'
import type { AlertRules, IndicatorWatch } from './rules.ts'

const PAUSE_MS = 500

export interface IndicatorWatcher {
  /** numbers that have changed: those that are watched are looked at soon */
  changed: (pairs: Iterable<Pair>) => void
  /** looks at every watched region's number, the windows that ended while nobody looked included */
  catchUp: () => Promise<void>
  /** looks at what is waiting; resolves when it has been looked at */
  flush: () => Promise<void>
  stop: () => Promise<void>
}

interface IndicatorWatcherOptions {
  db: Db
  log: Log
  zone: Zone
  now: () => Date
  rules: AlertRules
  engine: AlertEngine
  indicator: (code: string) => Indicator | undefined
  regionsOf: (level: RegionLevel) => readonly string[]
  shown: (changes: readonly AlertChange[]) => void
}

type Def = AlertRuleDef & { watch: IndicatorWatch }

/** Measures as people would see them, but in the rule's own window. */
const inWindow = (indicator: Indicator, def: Def): Indicator => ({
  ...indicator,
  def: { ...indicator.def, shown: def.watch.window },
})

export const createIndicatorWatcher = (options: IndicatorWatcherOptions): IndicatorWatcher => {
  const { db, log, zone, now, rules, engine } = options
  const waiting = new Map<string, { def: Def; region: string }>()
  let timer: NodeJS.Timeout | undefined
  let working: Promise<void> = Promise.resolve()
  let stopped = false

  /** The rule's number in a region; with `since`, also the ended windows with newer input than that. */
  const valuesOf = async (def: Def, region: string, since: number): Promise<Watched | undefined> => {
    const declared = options.indicator(def.watch.indicator)
    if (!declared) return undefined
    const indicator = inWindow(declared, def)
    const at = now().getTime()
    const [state] = await readOnly(db, (trx) => loadStates(runOn(trx), zone, [{ indicator, region }], at, false))
    const { shown, windows, marks, freshAt } = readState(zone, indicator, state!, at)
    const last = windows.at(-1)!
    // Silence is no observation: a number moves its watch only when input has come.
    const values = windows
      .filter((window) => window !== last && window.part.lastAt > since && window.value !== null)
      .map((window) => ({ at: window.part.lastAt, value: window.value! }))
    if (freshAt !== null && shown === last && last.value !== null && freshAt >= since)
      values.push({ at: freshAt, value: last.value })
    if (values.length === 0) return undefined
    return {
      def,
      subject: region,
      region,
      entity: null,
      indicator: declared.def.id,
      provenance: provenanceOf(marks) ?? 'local',
      values,
    }
  }

  const look = async (def: Def, region: string): Promise<void> => {
    const before = await findWatch(runOn(db), { rule: def.id, subject: region })
    const watched = await valuesOf(def, region, before?.lastAt ?? -Infinity)
    if (!watched) return
    options.shown(await inTransaction(db, (trx) => engine.play(trx, [watched])))
  }

  const work = async (): Promise<void> => {
    const batch = [...waiting.values()]
    waiting.clear()
    for (const { def, region } of batch)
      await look(def, region).catch((error: Error) => {
        log.error({ err: error, rule: def.id, region }, 'a watched indicator could not be looked at')
        if (!stopped) waiting.set(`${def.id} ${region}`, { def, region })
      })
  }
  const flush = (): Promise<void> => {
    clearTimeout(timer)
    timer = undefined
    working = working.then(work)
    return working
  }
  const schedule = (): void => {
    if (waiting.size > 0 && timer === undefined && !stopped)
      timer = setTimeout(() => void flush().then(schedule), PAUSE_MS).unref()
  }

  return {
    changed(pairs) {
      if (stopped) return
      for (const { indicator, region } of pairs)
        for (const def of rules.byIndicator(indicator.def.id))
          if (def.watch.level === regionLevel(region)) waiting.set(`${def.id} ${region}`, { def, region })
      schedule()
    },
    async catchUp() {
      for (const def of rules.all())
        if ('indicator' in def.watch)
          for (const region of options.regionsOf(def.watch.level)) waiting.set(`${def.id} ${region}`, { def: def as Def, region })
      await flush()
    },
    flush,
    async stop() {
      await flush()
      stopped = true
      clearTimeout(timer)
    },
  }
}
