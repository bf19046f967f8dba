/** Why a number is what it is: definition, dated rules, parts, sources, records. */
import { AppError, type Explanation, type Rule } from '@haihe/contract'
import type { Db, RegionIndex } from '@haihe/kernel'
import { entityFacts } from '../alerts/entity-store.ts'
import type { RuleLookup } from '../alerts/rules.ts'
import type { Indicator } from '../indicators/definitions.ts'
import type { Part } from '../indicators/part.ts'
import { localDate, MINUTE, windowShift, type Zone } from '../indicators/windows.ts'
import { readState, tileOf } from '../live/tile.ts'
import type { Questions } from '../questions.ts'
import { runOn } from '../run.ts'
import { countedBy } from './counted.ts'
import { readRecords, readSources } from './evidence-store.ts'

/** A question for the records behind a number that is fed by events. */
export interface EventQuestion {
  event: string
  region: string
  /** records in [from, to) */
  from: Date
  to: Date
  limit: number
}

/** Gives the records behind events: the business hub knows them. */
export type EventRecords = (question: EventQuestion) => Promise<Pick<Explanation, 'records' | 'sources'>>

interface ExplainOptions {
  db: Db
  zone: Zone
  questions: Questions
  regions: Pick<RegionIndex, 'get' | 'children'>
  rule: RuleLookup
  /** by event name; undefined when nobody has registered for it */
  eventRecords: (event: string) => EventRecords | undefined
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null)

const partialView = (part: Part | undefined): Explanation['partial'] =>
  part === undefined
    ? null
    : { count: part.count, sum: part.sum, min: finite(part.min), max: finite(part.max), last: finite(part.last) }

export const createExplain = ({ db, zone, questions, regions, rule, eventRecords }: ExplainOptions) => {
  const evidenceOf = async (
    indicator: Indicator,
    region: string,
    from: number,
    to: number,
  ): Promise<Pick<Explanation, 'records' | 'sources'>> => {
    const { source } = indicator.def
    if ('event' in source) {
      const ask = eventRecords(source.event)
      // who knows more of what happened tells it; else what was counted is told as it was counted
      if (!ask) return countedBy(runOn(db), indicator, region, new Date(from), new Date(to))
      return ask({ event: source.event, region, from: new Date(from), to: new Date(to), limit: 100 })
    }
    const run = runOn(db)
    const evidence = { type: source.entityType, attribute: source.attribute, region, from, to, each: indicator.gauge ? 1 : 100 }
    const records = await readRecords(run, evidence)
    const sources = await readSources(run, evidence)
    const facts = await entityFacts(run, [...new Set(records.map((record) => record.entity))])
    return { records: records.map((record) => ({ ...record, name: facts.get(record.entity)?.name ?? record.entity })), sources }
  }

  return async (code: string, region: string, at?: string): Promise<Explanation> => {
    const indicator = questions.indicator(code)
    regions.get(region)
    const { def } = indicator
    if (region.length > indicator.codeLength) throw new AppError('NOT_FOUND')
    const children = regions.children(region).filter((child) => child.code.length <= indicator.codeLength)
    const codes = [region, ...children.map((child) => child.code)]
    const states = await questions.states(
      codes.map((one) => ({ indicator, region: one })),
      at,
    )
    const now = questions.moment(at)
    const own = readState(zone, indicator, states[0]!, now)
    const start = own.shown?.at ?? states[0]!.frame.start
    const end = Math.min(windowShift(zone, def.shown, start, 1), Math.floor(now / MINUTE) * MINUTE + MINUTE)
    const from = indicator.gauge && 'entityType' in def.source ? end - (indicator.forget ?? Infinity) : start
    const day = localDate(zone, now)
    return {
      tile: tileOf(zone, indicator, region, states[0]!, now),
      definition: {
        title: def.title,
        description: def.description,
        formula: def.formula,
        aggregate: def.aggregate,
        owner: def.owner,
        unit: def.unit,
      },
      rules: def.rules.map((id) => rule(id, day, region)).filter((found): found is Rule => found !== undefined),
      partial: partialView(own.shown?.part),
      parts: children.map(({ code: child, name }, index) => {
        const { shown } = readState(zone, indicator, states[index + 1]!, now)
        return { region: child, name, value: shown?.value ?? null, count: shown?.count ?? 0 }
      }),
      ...(await evidenceOf(indicator, region, from, end)),
    }
  }
}
