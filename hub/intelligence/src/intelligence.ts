/** The intelligence plane as the composition root mounts it: indicators, alerts, explanation. */
import {
  type Actor,
  AlertEvent,
  type AlertRuleDef,
  DAY,
  type Derivation,
  type EntityTypeDef,
  type IndicatorInput,
  type RegionLevel,
  regionLevel,
} from '@haihe/contract'
import type { Ingest } from '@haihe/data'
import type { Audit, Ctx, Module, Outbox, RegionIndex, Trx } from '@haihe/kernel'
import { type AlertActions, createAlertActions } from './alerts/actions.ts'
import { findAlert } from './alerts/alert-store.ts'
import { type AlertChange, createAlertEngine } from './alerts/engine.ts'
import { createIndicatorWatcher, type IndicatorWatcher } from './alerts/indicator-watch.ts'
import type { Names } from './alerts/row.ts'
import { createAlertRules, type RuleLookup } from './alerts/rules.ts'
import { alertSink, showAlerts } from './alerts/sink.ts'
import { createExplain, type EventRecords } from './explain/explain.ts'
import { rollUp } from './indicators/cells.ts'
import { createDefinitions } from './indicators/definitions.ts'
import { readNote } from './indicators/event-store.ts'
import { createRecordEvents, type RecordEvents } from './indicators/events.ts'
import { ensureMonths, numberIndicators } from './indicators/partial-store.ts'
import { indicatorSink } from './indicators/sink.ts'
import { createZone, localDate } from './indicators/windows.ts'
import { createListener } from './live/listener.ts'
import { createLive } from './live/live.ts'
import type { Pair } from './live/load.ts'
import { createPush } from './live/push.ts'
import { migrations } from './migrations.ts'
import { createQuestions, type Questions } from './questions.ts'
import { alertRoutes } from './routes/alerts.ts'
import { indicatorRoutes } from './routes/indicators.ts'
import { runOn } from './run.ts'
import { createTrace } from './trace/trace.ts'

interface IntelligenceServices {
  ingest: Pick<Ingest, 'addSink'>
  outbox: Pick<Outbox, 'publish'>
  audit: Pick<Audit, 'record'>
  regions: Pick<RegionIndex, 'get' | 'find' | 'name' | 'fullName' | 'children' | 'all'>
  /** the dated rule in force: `rules.find` of the kernel */
  rule: RuleLookup
  /** throws an AppError when readings of these attributes are not shown whole to the actor, or none of the region; absent: they are */
  assertShown?: (actor: Actor, entityType: string, attributes: readonly string[], region: string) => Promise<void>
}

/** What a scenario tells this floor. */
export interface Described {
  entities?: readonly EntityTypeDef[]
  indicators?: readonly IndicatorInput[]
  alerts?: readonly AlertRuleDef[]
  derivations?: readonly Pick<Derivation, 'type' | 'reads' | 'writes'>[]
}

export interface Intelligence extends Module {
  /** indicators, alert rules and units of attributes of the scenarios; before start, twice throws */
  describe: (scenarios: readonly Described[]) => void
  /** counts events of the business hub in its own transaction */
  recordEvents: RecordEvents
  /** who gives the records behind an event's numbers; an event name twice throws */
  explainEvents: (events: readonly string[], records: EventRecords) => void
  linkCase: AlertActions['linkCase']
  /** tells screens of what cases did to alerts, once it is committed; before the outbox starts */
  follow: (outbox: Pick<Outbox, 'consume'>) => void
  assign: (trx: Trx, alertId: string, owner: string) => Promise<void>
  /** false when it recovered or was signed off before anybody came to act on it; history that is loaded later is not work */
  isOpen: (trx: Trx, alertId: string) => Promise<boolean>
  questions: Questions
  /** looks at watched indicators now instead of in half a second; for tests and for shutdown */
  settle: () => Promise<void>
}

/** Regions whose numbers are read into memory at start; smaller ones follow when first asked for. */
const WARM_LEVELS: readonly RegionLevel[] = ['city', 'district', 'street']
const PAIRS_PER_READ = 500
const MONTHS_AHEAD = 3

export const createIntelligence = (
  ctx: Pick<Ctx, 'db' | 'pool' | 'log' | 'now' | 'live' | 'city'>,
  { ingest, outbox, audit, regions, rule, assertShown }: IntelligenceServices,
): Intelligence => {
  const { db, pool, log, now } = ctx
  const zone = createZone(ctx.city.timeZone)
  const definitions = createDefinitions()
  const titleOf = (code: string) => definitions.find(code)?.def.title.zh
  const names: Names = { region: regions.name, indicator: titleOf }
  const rules = createAlertRules(
    rule,
    (at) => localDate(zone, at),
    (code) => definitions.find(code)?.def.unit,
  )
  const engine = createAlertEngine({ rules, outbox, regions, names })
  const live = createLive(db, zone, definitions, now)
  const push = createPush({ hub: ctx.live, live, zone, now })
  const shown = (changes: readonly AlertChange[]): void => showAlerts(ctx.live, changes)
  const regionsOf = (level: RegionLevel): string[] =>
    regions.all().flatMap(({ code }) => (regionLevel(code) === level ? code : []))
  const watcher: IndicatorWatcher = createIndicatorWatcher({
    db,
    log,
    zone,
    now,
    rules,
    engine,
    indicator: definitions.find,
    regionsOf,
    shown,
  })
  const changed = (pairs: readonly Pair[]): void => {
    push.changed(pairs)
    watcher.changed(pairs)
  }
  const heard = (note: string): void => {
    const { xid, bases } = readNote(note, definitions)
    changed(live.apply({ xid, cells: rollUp(zone, bases) }))
  }
  const listener = createListener(pool, log, heard, live.forget)
  const actions = createAlertActions({ db, now, audit, rules, engine, shown })
  const questions = createQuestions({ db, zone, now, definitions, live, regions })
  const eventRecords = new Map<string, EventRecords>()
  const explain = createExplain({ db, zone, questions, regions, rule, eventRecords: (event) => eventRecords.get(event) })
  const derivations: Pick<Derivation, 'type' | 'reads' | 'writes'>[] = []
  const trace = createTrace({
    db,
    pool,
    zone,
    questions,
    regions,
    readsOf: (type, attribute) => derivations.find((one) => one.type === type && one.writes.includes(attribute))?.reads ?? [],
  })
  /** Readings of an indicator's attributes, and of those they are derived from, follow the policy like any other read. */
  const assertRecords = async (actor: Actor, code: string, region: string): Promise<void> => {
    const source = definitions.find(code)?.def.source
    if (!assertShown || !source || 'event' in source) return
    const own = [source.attribute, ...(source.weightAttribute === undefined ? [] : [source.weightAttribute])]
    const reads = derivations.flatMap(({ type, reads: of, writes }) =>
      type === source.entityType && writes.some((one) => own.includes(one)) ? of : [],
    )
    await assertShown(actor, source.entityType, [...own, ...reads], region)
  }
  let started = false
  let daily: NodeJS.Timeout | undefined
  let warming: Promise<void> = Promise.resolve()

  ingest.addSink(indicatorSink({ definitions, zone, live, changed }))
  ingest.addSink(alertSink(rules, engine, ctx.live))

  const warm = async (): Promise<void> => {
    const pairs = definitions
      .all()
      .flatMap((indicator) =>
        WARM_LEVELS.flatMap(regionsOf).flatMap((region) =>
          region.length <= indicator.codeLength ? [{ indicator, region }] : [],
        ),
      )
    for (let from = 0; from < pairs.length && started; from += PAIRS_PER_READ)
      await live.states(pairs.slice(from, from + PAIRS_PER_READ))
  }
  const prepareMonths = (): Promise<void> => ensureMonths(runOn(pool), new Date(now().getTime() - DAY), MONTHS_AHEAD)

  return {
    name: 'intelligence',
    migrations,
    routes: [
      ...indicatorRoutes(definitions, questions, explain, trace, assertRecords),
      ...alertRoutes(db, rules, names, actions, now),
    ],
    describe(scenarios) {
      if (started) throw new Error('indicators are declared before the hub starts')
      for (const { entities = [], indicators = [], alerts = [], derivations: derived = [] } of scenarios) {
        derivations.push(...derived)
        for (const indicator of indicators) definitions.add(indicator)
        for (const entity of entities) rules.addEntityType(entity)
        for (const alert of alerts) rules.add(alert)
      }
    },
    recordEvents: createRecordEvents(definitions, zone),
    explainEvents(events, records) {
      for (const event of events) {
        if (eventRecords.has(event)) throw new Error(`records of event ${event} are given twice`)
        eventRecords.set(event, records)
      }
    },
    linkCase: actions.linkCase,
    follow: (events) =>
      events.consume('intelligence.screens', ['alert.changed'], async (_trx, { payload }) => {
        const { alert, what } = AlertEvent.parse(payload)
        // readings and people tell their screens themselves, at their commit
        if (what === 'case-linked' || what === 'assigned') shown([alert])
      }),
    assign: actions.assign,
    isOpen: async (trx, alertId) => (await findAlert(runOn(trx), alertId))?.state !== 'closed',
    questions,
    settle: watcher.flush,
    async start() {
      const codes = definitions.all().map(({ def }) => def.id)
      definitions.number(await numberIndicators(runOn(db), codes))
      for (const def of rules.all())
        if ('indicator' in def.watch && !definitions.find(def.watch.indicator))
          throw new Error(`alert rule ${def.id} watches ${def.watch.indicator}, which nobody declares`)
      await prepareMonths()
      await listener.start()
      started = true
      await watcher.catchUp()
      push.start()
      warming = warm().catch((error: Error) => log.warn({ err: error }, 'numbers could not be read ahead'))
      daily = setInterval(
        () => prepareMonths().catch((error: Error) => log.warn({ err: error }, 'partitions could not be made ahead')),
        DAY,
      ).unref()
    },
    async stop() {
      started = false
      clearInterval(daily)
      await warming
      await watcher.stop()
      push.stop()
      await listener.stop()
    },
  }
}
