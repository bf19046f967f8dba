/** The declared indicators, checked and prepared once. */
import { IndicatorDef, type IndicatorInput, isGauge, WINDOWS, type Window } from '@haihe/contract'

export interface Indicator {
  def: IndicatorDef
  /** small number in the store; 0 until the hub has started */
  id: number
  gauge: boolean
  /** the smallest window it keeps: the step in which the past can be asked for */
  finest: Window
  /** index of `finest` in WINDOWS */
  firstWin: number
  /** region codes longer than this are cut */
  codeLength: number
  /** milliseconds of silence after which an object no longer counts; null never */
  forget: number | null
  /** without events the number is 0, not unknown */
  zeroWithoutInput: boolean
}

const CODE_LENGTH = { district: 6, street: 9, community: 12 } as const

/** Checks a declaration. Throws an Error that names it when it contradicts itself. */
export const prepareIndicator = (input: IndicatorInput): Indicator => {
  const def = IndicatorDef.parse(input)
  const fail = (why: string): never => {
    throw new Error(`indicator ${def.id}: ${why}`)
  }
  const fromEvents = 'event' in def.source
  const needsWeight = ['ratio', 'ratioOfLast', 'perDay'].includes(def.aggregate)
  const hasWeight = 'entityType' in def.source && def.source.weightAttribute !== undefined
  if (!def.windows.includes(def.shown)) fail(`shows ${def.shown}, which is not among its windows`)
  if (needsWeight && !fromEvents && !hasWeight) fail('a ratio needs a weightAttribute')
  if (!needsWeight && hasWeight) fail('only a ratio has a weightAttribute')
  if (fromEvents && ['meanOfLast', 'timeMean', 'perDay'].includes(def.aggregate))
    fail('events have no latest reading to take a mean of')
  if (fromEvents && def.forgetAfter) fail('events are never forgotten')
  const firstWin = Math.min(...def.windows.map((window) => WINDOWS.indexOf(window)))
  const gauge = isGauge(def.aggregate)
  const forgetAfter = def.forgetAfter === undefined ? 3 * def.staleAfter : def.forgetAfter
  return {
    def,
    id: 0,
    gauge,
    finest: WINDOWS[firstWin]!,
    firstWin,
    codeLength: CODE_LENGTH[def.finest ?? 'street'],
    forget: fromEvents || forgetAfter === null ? null : forgetAfter * 1000,
    zeroWithoutInput: fromEvents && ['sum', 'count', 'sumOfLast'].includes(def.aggregate),
  }
}

export interface Feed {
  indicator: Indicator
  /** which side of the indicator the attribute feeds */
  side: 'value' | 'weight'
}

export interface Definitions {
  all: () => Indicator[]
  find: (code: string) => Indicator | undefined
  byId: (id: number) => Indicator | undefined
  /** what an attribute of an entity type feeds */
  feeds: (type: string, attribute: string) => readonly Feed[]
  byEvent: (event: string) => readonly Indicator[]
  add: (input: IndicatorInput) => void
  number: (ids: ReadonlyMap<string, number>) => void
}

const NONE: readonly never[] = []

export const createDefinitions = (): Definitions => {
  const byCode = new Map<string, Indicator>()
  const numbered = new Map<number, Indicator>()
  const feeds = new Map<string, Map<string, Feed[]>>()
  const events = new Map<string, Indicator[]>()
  const feed = (type: string, attribute: string, entry: Feed): void => {
    const attributes = feeds.get(type) ?? new Map<string, Feed[]>()
    feeds.set(type, attributes.set(attribute, [...(attributes.get(attribute) ?? []), entry]))
  }
  return {
    all: () => [...byCode.values()],
    find: (code) => byCode.get(code),
    byId: (id) => numbered.get(id),
    feeds: (type, attribute) => feeds.get(type)?.get(attribute) ?? NONE,
    byEvent: (event) => events.get(event) ?? NONE,
    add(input) {
      const indicator = prepareIndicator(input)
      const { source, id } = indicator.def
      if (byCode.has(id)) throw new Error(`indicator ${id} is declared twice`)
      byCode.set(id, indicator)
      if ('event' in source) events.set(source.event, [...(events.get(source.event) ?? []), indicator])
      else {
        feed(source.entityType, source.attribute, { indicator, side: 'value' })
        if (indicator.gauge && source.weightAttribute)
          feed(source.entityType, source.weightAttribute, { indicator, side: 'weight' })
      }
    },
    number(ids) {
      for (const indicator of byCode.values()) {
        indicator.id = ids.get(indicator.def.id)!
        numbered.set(indicator.id, indicator)
      }
    },
  }
}
