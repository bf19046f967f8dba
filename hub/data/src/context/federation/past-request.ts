/** How the past is asked for at a context source (clauses 4.11, 6.3.10, 6.18.3.2, 6.19.3.1). */
import { dateTime } from '../model/json.ts'
import type { EntityQuery } from '../query/entity-query.ts'
import type { Wanted } from '../temporal/past.ts'
import type { TemporalQuery } from '../temporal/temporal-query.ts'
import { type Asked, type Asking, partsFor } from './asking.ts'
import type { ForwardRequest } from './forward.ts'
import type { Match } from './match.ts'
import { pastAt } from './paths.ts'
import { printGeo, printTypes } from './print.ts'
import { attributesFor } from './retrieve.ts'
import type { Speech } from './speech.ts'

/** Which instances are needed. */
export interface PastAsked {
  temporal: TemporalQuery
  wanted: Wanted
  /** instances of an attribute in one answer */
  pageSize: number
  /** all of the window, over as many answers as it takes: what is aggregated must be complete */
  whole: boolean
}

/** One look into a window. */
export interface Look {
  window: TemporalQuery
  /** not every broker knows the parameter */
  pageSize?: number
}

const iso = (at: number): string => new Date(at).toISOString()

const printWindow = ({ window, pageSize }: Look): Record<string, string> => ({
  ...(window.timerel === undefined ? {} : { timerel: window.timerel, timeAt: iso(window.timeAt as number) }),
  ...(window.endTimeAt === undefined ? {} : { endTimeAt: iso(window.endTimeAt) }),
  ...(window.timeproperty === 'observedAt' ? {} : { timeproperty: window.timeproperty }),
  ...(window.lastN === undefined ? {} : { lastN: String(window.lastN) }),
  ...(pageSize === undefined ? {} : { pageSize: String(pageSize) }),
  options: 'sysAttrs',
})

const attrsFor = (match: Match, { wanted }: PastAsked, { terms }: Speech): Record<string, string> => {
  const attributes = attributesFor(match, wanted.attributes)
  return {
    ...(attributes && attributes.length > 0 ? { attrs: attributes.map(terms.compact).join(',') } : {}),
    ...(wanted.datasets ? { datasetId: wanted.datasets.map((id) => id || '@none').join(',') } : {}),
  }
}

export const retrievePast = (match: Match, id: string, asked: PastAsked, look: Look, speech: Speech): ForwardRequest => ({
  method: 'GET',
  path: pastAt(id),
  query: { ...attrsFor(match, asked, speech), ...printWindow(look) },
})

/** Conditions on entities, parsed and as the caller wrote them. */
export interface PastAsking extends Asking {
  query: Pick<EntityQuery, 'q' | 'geo'>
  raw: { q?: string; scopeQ?: string; expandValues?: string }
}

export interface EntityPage {
  limit: number
  offset: number
  count: boolean
}

export const queryPast = (
  one: Asked,
  asking: PastAsking,
  asked: PastAsked,
  look: Look,
  page: EntityPage,
  speech: Speech,
): ForwardRequest => {
  const parts = partsFor(one, asking, speech)
  const { raw, split } = asking
  const { geo } = asking.query
  return {
    method: 'GET',
    path: '/temporal/entities',
    query: {
      ...(parts.type === undefined ? {} : { type: parts.type }),
      ...(parts.ids ? { id: parts.ids.join(',') } : {}),
      ...(parts.idPattern === undefined ? {} : { idPattern: parts.idPattern }),
      ...attrsFor(one.match, asked, speech),
      ...(parts.q === undefined
        ? {}
        : { q: parts.q, ...(raw.expandValues === undefined ? {} : { expandValues: raw.expandValues }) }),
      ...(raw.scopeQ === undefined || split ? {} : { scopeQ: raw.scopeQ }),
      ...(geo && !split ? printGeo(geo, speech.terms) : {}),
      ...printWindow(look),
      limit: String(page.limit),
      ...(page.offset > 0 ? { offset: String(page.offset) } : {}),
      ...(page.count ? { count: 'true' } : {}),
    },
  }
}

/** The same entities again, in a later window: whether they are meant was seen in the whole one. */
export const furtherPast = (
  match: Match,
  found: readonly { id: string; types: readonly string[] }[],
  raw: PastAsking['raw'],
  asked: PastAsked,
  look: Look,
  speech: Speech,
): ForwardRequest => ({
  method: 'GET',
  path: '/temporal/entities',
  query: {
    type: printTypes({ op: 'or', terms: [...new Set(found.flatMap(({ types }) => types))] }, speech.terms),
    id: found.map(({ id }) => id).join(','),
    ...attrsFor(match, asked, speech),
    // instances out of the time of a scope are no part of the answer
    ...(raw.scopeQ === undefined ? {} : { scopeQ: raw.scopeQ }),
    ...printWindow(look),
    limit: String(found.length),
  },
})

const RANGE = /^date-?time\s+\S+?Z-(\S+Z)\/\S+$/i

/** Up to where an answer that was cut (206) is complete, epoch milliseconds; undefined: it does not say. */
export const rangeEnd = (header: string | undefined): number | undefined => {
  const at = dateTime(RANGE.exec(header ?? '')?.[1])
  return Number.isNaN(at) ? undefined : at
}

/** What is left of a window after an answer that ended there. `last`: where the answer before it ended. */
export const windowAfter = (window: TemporalQuery, end: number, last: number | undefined): TemporalQuery => {
  const { lastN, timeproperty, endTimeAt } = window
  const rest = { timeproperty, ...(lastN === undefined ? {} : { lastN }) }
  // the last moment is asked for again: not all of its instances need have come. A whole page of one moment is passed over
  const again = end === last ? 0 : 1
  if (lastN !== undefined) {
    const to = end + again
    return window.timerel === 'between' || window.timerel === 'after'
      ? { ...rest, timerel: 'between', timeAt: window.timeAt as number, endTimeAt: Math.max(to, window.timeAt as number) }
      : { ...rest, timerel: 'before', timeAt: to }
  }
  const from = end + 1 - again
  const until = window.timerel === 'before' ? window.timeAt : endTimeAt
  return until === undefined
    ? { ...rest, timerel: 'after', timeAt: from }
    : { ...rest, timerel: 'between', timeAt: from, endTimeAt: Math.max(until, from) }
}
