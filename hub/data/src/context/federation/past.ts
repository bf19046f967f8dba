/** The past of entities over the hub and its context sources (clauses 5.7.3.4, 5.7.4.4). */
import type { Kept } from '../model/entity.ts'
import { bad, NgsiError } from '../problem.ts'
import { type EntityQuery, matchesQuery, type Selector } from '../query/entity-query.ts'
import type { Q } from '../query/q-ast.ts'
import { matchesQ } from '../query/q-match.ts'
import type { TypeExpression } from '../query/types.ts'
import type { Evolved, Moment } from '../temporal/evolution.ts'
import { entityOf, type Past, type PastFound, type PastPage, type Wanted } from '../temporal/past.ts'
import type { TemporalQuery } from '../temporal/temporal-query.ts'
import { SCOPE } from '../write/rows.ts'
import { type Asked, meetsPlace } from './asking.ts'
import type { Failure, ForwardRequest, Reply } from './forward.ts'
import { covers, type Match, matchesOf } from './match.ts'
import { arranged, mergeEvolved, supplementEvolved } from './merge-past.ts'
import {
  furtherPast,
  type Look,
  type PastAsked,
  type PastAsking,
  queryPast,
  rangeEnd,
  retrievePast,
  windowAfter,
} from './past-request.ts'
import { csourceProperties } from './properties.ts'
import { readPast } from './read-past.ts'
import { isProxied, type Source } from './registration.ts'
import { usable } from './retrieve.ts'
import { overlaps } from './select.ts'
import type { FederationServices } from './services.ts'
import type { Origin, Speech } from './speech.ts'
import { isAbnormal, warningOf } from './warnings.ts'

/** Entities that one source is asked for in one request, and in all. */
const PAGE = 50
const MOST = 2_000
/** Entities of the hub itself that are put together with those of its sources before conditions are looked at. */
const MOST_SPLIT = 1_000
/** Instances in one answer of a source, where everything is needed, and in all. */
const PAGE_SIZE = 1_000
const MOST_INSTANCES = 500_000

/** The hub itself among those that told of an entity (clause 5.2.39). */
const HERE = '@none'

export interface PastPart {
  evolved: Evolved | undefined
  /** who told of it: registrations, and @none for the hub itself */
  holders: string[]
  /** sources told no more than up to here, epoch milliseconds in the direction of the query */
  bound?: number
  warnings: string[]
}

export interface FederatedPast extends PastFound {
  bound?: number
  warnings: string[]
  /** entity id → who told of it */
  holders: ReadonlyMap<string, string[]>
}

export interface PastQuery extends PastAsked {
  query: EntityQuery
  shown?: readonly string[]
  raw: PastAsking['raw']
  csf?: Q
  split: boolean
  /** registrations that may be asked; undefined: all that match */
  only?: ReadonlySet<string>
}

/** Sources of the time asked for: those that tell no time are sources of every time (clauses 5.2.9, 5.12). */
const meetsTime = ({ doc }: Source, temporal: TemporalQuery): boolean => {
  const interval = temporal.timeproperty === 'observedAt' ? doc.observationInterval : doc.managementInterval
  return interval === undefined || temporal.timerel === undefined || overlaps(interval, temporal)
}

/** What the hub remembers of what a proxied source covers counts for nothing (clause 4.3.6.3). */
const without = (local: Evolved | undefined, { info }: Match): Evolved | undefined => {
  if (!local || !info.attributes) return undefined
  return { ...local, evolution: new Map([...local.evolution].filter(([iri]) => !info.attributes?.has(iri))) }
}

const sizeOf = ({ evolution }: Evolved): number => [...evolution.values()].reduce((sum, { length }) => sum + length, 0)

/** The nearer of two ends. */
const nearer = (a: number | undefined, b: number | undefined, { lastN }: TemporalQuery): number | undefined => {
  if (a === undefined || b === undefined) return a ?? b
  return lastN === undefined ? Math.min(a, b) : Math.max(a, b)
}

const byId = (a: Evolved, b: Evolved): number => (a.kept.id < b.kept.id ? -1 : a.kept.id > b.kept.id ? 1 : 0)

/** An entity with its past, for conditions: every instance of the window is one that may meet them. */
const wholeOf = (evolved: Evolved): Kept => ({
  ...entityOf(evolved),
  scope: [
    ...evolved.kept.scope,
    ...(evolved.evolution.get(SCOPE) ?? []).flatMap(({ instance }) => [instance.value].flat() as string[]),
  ],
})

/** What is shown of an entity whose conditions were looked at on more. */
const limited = ({ kept, evolution }: Evolved, { attributes, datasets }: Wanted): Evolved => {
  const [names, sets] = [attributes && new Set(attributes), datasets && new Set(datasets)]
  const left = [...evolution].flatMap(([iri, moments]): [string, Moment[]][] => {
    if (iri !== SCOPE && names && !names.has(iri)) return []
    const shown = sets ? moments.filter(({ instance }) => sets.has(instance.datasetId ?? '')) : moments
    return shown.length > 0 ? [[iri, shown]] : []
  })
  return { kept, evolution: new Map(left) }
}

interface Told {
  found: Evolved[]
  bound?: number
  first: Reply
}

interface Gathered {
  found: Evolved[]
  bound?: number
  /** entities of the source that were not fetched */
  left: number
  more: boolean
  failure?: Failure
}

const invalid = (reply: Reply, reason: string): Failure => ({ ok: false, kind: 'invalid', status: reply.status, reason })

export const createFederatedPast = (
  { registrations, forwarder, remote, alias }: FederationServices,
  past: Pick<Past, 'page'>,
) => {
  /** Sources that refuse the size of pages. */
  const plain = new Set<string>()

  const send = async (
    source: Source,
    origin: Origin,
    look: Look,
    make: (look: Look, speech: Speech) => ForwardRequest,
  ): Promise<Reply | Failure> => {
    const key = `${source.tenant}\n${source.id}`
    const { window } = look
    if (plain.has(key)) return forwarder.send(source, origin, (speech) => make({ window }, speech))
    const reply = await forwarder.send(source, origin, (speech) => make(look, speech))
    if (reply.ok || reply.kind !== 'error' || reply.status !== 400) return reply
    const again = await forwarder.send(source, origin, (speech) => make({ window }, speech))
    if (again.ok) plain.add(key)
    return again
  }

  /** One request and those that its being cut takes: the rest of the window, where all of it is needed. */
  const read = async (
    match: Match,
    origin: Origin,
    asked: PastAsked,
    make: (look: Look, speech: Speech) => ForwardRequest,
    further: (found: readonly Kept[], look: Look, speech: Speech) => ForwardRequest,
  ): Promise<Told | Failure> => {
    const pageSize = asked.whole ? PAGE_SIZE : asked.pageSize
    const merged = new Map<string, Evolved>()
    let window = asked.temporal
    let first: Reply | undefined
    let last: number | undefined
    for (let instances = 0; ; ) {
      const known = [...merged.values()].map(({ kept }) => kept)
      const reply = await send(match.source, origin, { window, pageSize }, (look, speech) =>
        first ? further(known, look, speech) : make(look, speech),
      )
      // a later window that holds nothing may be answered so
      if (!reply.ok) return first && reply.status === 404 ? { found: [...merged.values()], first } : reply
      first ??= reply
      try {
        for (const evolved of await readPast(remote, origin.tenant, reply, match, window)) {
          instances += sizeOf(evolved)
          merged.set(evolved.kept.id, mergeEvolved(merged.get(evolved.kept.id), evolved))
        }
      } catch {
        return invalid(reply, 'no valid NGSI-LD')
      }
      if (reply.status !== 206) return { found: [...merged.values()], first }
      const end = rangeEnd(reply.headers['content-range'])
      if (end === undefined) return invalid(reply, 'HTTP 206 without Content-Range')
      if (!asked.whole || merged.size === 0) return { found: [...merged.values()], bound: end, first }
      if (instances > MOST_INSTANCES) throw new NgsiError('TooComplexQuery', 'query.too-complex')
      window = windowAfter(window, end, last)
      last = end
    }
  }

  const sourcesFor = async (
    origin: Origin,
    operation: string,
    temporal: TemporalQuery,
    only: ReadonlySet<string> | undefined,
  ): Promise<Source[]> =>
    usable(await registrations.of(origin.tenant), origin, alias(origin.tenant)).filter(
      (source) => source.operations.has(operation) && meetsTime(source, temporal) && (!only || only.has(source.id)),
    )

  const put = (
    answers: readonly { match: Match; found: readonly Evolved[] }[],
    merged: Map<string, Evolved>,
    mayRead: (kept: Kept) => boolean,
  ): Map<string, string[]> => {
    const holders = new Map([...merged.keys()].map((id) => [id, [HERE]]))
    for (const auxiliary of [false, true])
      for (const { match, found } of answers) {
        if ((match.source.mode === 'auxiliary') !== auxiliary) continue
        for (const evolved of found) {
          const { id } = evolved.kept
          if (!mayRead(evolved.kept)) continue
          merged.set(id, (auxiliary ? supplementEvolved : mergeEvolved)(merged.get(id), evolved))
          holders.set(id, [...new Set([...(holders.get(id) ?? []), match.source.id])])
        }
      }
    return holders
  }

  const retrieve = async (
    origin: Origin,
    local: Evolved | undefined,
    wanted: { id: string; types?: TypeExpression; only?: ReadonlySet<string> },
    asked: PastAsked,
  ): Promise<PastPart> => {
    const matches = (await sourcesFor(origin, 'retrieveTemporal', asked.temporal, wanted.only)).flatMap((source) =>
      matchesOf(source, {
        ids: [wanted.id],
        ...(wanted.types === undefined ? {} : { types: wanted.types }),
        ...(local ? { typesOf: local.kept.types } : {}),
        ...(asked.wanted.attributes ? { attributes: asked.wanted.attributes } : {}),
      }),
    )
    if (matches.length === 0) return { evolved: local, warnings: [], holders: local ? [HERE] : [] }
    const told = await Promise.all(
      matches.map((match) => {
        const make = (look: Look, speech: Speech) => retrievePast(match, wanted.id, asked, look, speech)
        return read(match, origin, asked, make, (_, look, speech) => make(look, speech))
      }),
    )
    const own = matches.filter(({ source }) => isProxied(source)).reduce<Evolved | undefined>(without, local)
    const merged = new Map<string, Evolved>(own ? [[wanted.id, own]] : [])
    const warnings: string[] = []
    let bound: number | undefined
    const answers: { match: Match; found: Evolved[] }[] = []
    for (const [i, answer] of told.entries()) {
      const match = matches[i] as Match
      if ('ok' in answer) {
        if (isAbnormal(answer)) warnings.push(warningOf(match.source, answer, alias(origin.tenant)))
        continue
      }
      answers.push({ match, found: answer.found.filter(({ kept }) => kept.id === wanted.id) })
      bound = nearer(bound, answer.bound, asked.temporal)
    }
    const holders = put(answers, merged, () => true)
    const evolved = merged.get(wanted.id)
    return {
      evolved: evolved && arranged(evolved, asked.temporal.lastN),
      ...(bound === undefined ? {} : { bound }),
      warnings: [...new Set(warnings)],
      holders: holders.get(wanted.id) ?? [],
    }
  }

  /** Page by page of entities, until there are enough; a source that does not answer in the order of ids is read to its end. */
  const gather = async (one: Asked, origin: Origin, asked: PastQuery, need: number, count: boolean): Promise<Gathered> => {
    const found: Evolved[] = []
    let [sorted, lastId] = [true, '']
    let bound: number | undefined
    const ends = (more: boolean, left = 0): Gathered => ({ found, left, more, ...(bound === undefined ? {} : { bound }) })
    for (let offset = 0; ; ) {
      const page = { limit: Math.min(PAGE, need), offset, count: count && offset === 0 }
      const told = await read(
        one.match,
        origin,
        asked,
        (look, speech) => queryPast(one, asked, asked, look, page, speech),
        (known, look, speech) => furtherPast(one.match, known, asked.split ? {} : asked.raw, asked, look, speech),
      )
      if ('ok' in told) return { ...ends(false), failure: told }
      for (const evolved of [...told.found].sort(byId)) found.push(evolved)
      const { body, headers } = told.first
      const ids = Array.isArray(body) ? body.map((item) => String((item as { id?: unknown } | null)?.id ?? '')) : []
      for (const id of ids) {
        sorted &&= id > lastId
        lastId = id
      }
      bound = nearer(bound, told.bound, asked.temporal)
      offset += ids.length
      const total = Number(headers['ngsild-results-count'] ?? Number.NaN)
      const next = ids.length >= page.limit || /rel="?next"?/.test(headers.link ?? '')
      if (ids.length === 0 || !next) return ends(false)
      if ((sorted && !count && found.length >= need) || offset >= MOST)
        return ends(true, Number.isNaN(total) ? 0 : Math.max(0, total - offset))
    }
  }

  const requestsFor = (sources: readonly Source[], { query, wanted, csf }: PastQuery): Asked[] => {
    const selectors: Selector[] = query.selectors.length > 0 ? query.selectors : [{}]
    const attributes = query.attributes ?? wanted.attributes
    return sources
      .filter((source) => meetsPlace(source, query) && (!csf || matchesQ(csourceProperties(source), csf)))
      .flatMap((source) =>
        selectors.flatMap((selector) =>
          matchesOf(source, { ...selector, ...(attributes ? { attributes } : {}) }).map((match) => ({ match, selector })),
        ),
      )
  }

  /** How many of these entities the hub counts itself. */
  const countedHere = async (asked: PastQuery, ids: readonly string[]): Promise<number> => {
    if (ids.length === 0) return 0
    const known = new Set(ids)
    const { query } = asked
    const selectors = (query.selectors.length > 0 ? query.selectors : [{}]).map((selector: Selector) => ({
      ...selector,
      ids: selector.ids ? selector.ids.filter((id) => known.has(id)) : [...ids],
    }))
    const page = { limit: 1, offset: 0, count: true, descending: false }
    return (await past.page({ ...query, selectors }, asked.temporal, page, asked.wanted, 1)).total ?? 0
  }

  /** Undefined: no source is concerned, and the hub answers alone. */
  const query = async (
    origin: Origin,
    given: PastQuery,
    page: PastPage,
    ordered: boolean,
    mayRead: (kept: Kept) => boolean,
    most: number,
  ): Promise<FederatedPast | undefined> => {
    // conditions that are looked at here may look at what is not shown
    const asked: PastQuery = given.split ? { ...given, wanted: {} } : given
    const requests = requestsFor(await sourcesFor(origin, 'queryTemporal', asked.temporal, asked.only), asked)
    if (requests.length === 0) return undefined
    // clause 4.23: an order is never applied to distributed operations
    if (ordered) throw bad('order.distributed')
    const { split, temporal, wanted } = asked
    const need = page.offset + page.limit + 1
    const { tenant, regions, selectors } = asked.query
    const loose: EntityQuery = split ? { tenant, ...(regions ? { regions } : {}), selectors } : asked.query
    const needs = { limit: split ? MOST_SPLIT : need, offset: 0, count: page.count && !split, descending: false }
    const everything = split || page.count
    const [local, answers] = await Promise.all([
      past.page(loose, temporal, needs, wanted, most),
      Promise.all(requests.map((one) => gather(one, origin, asked, everything ? MOST : need, page.count))),
    ])
    if (split && (local.more || answers.some(({ more }) => more))) throw new NgsiError('TooComplexQuery', 'query.too-complex')
    const merged = new Map<string, Evolved>()
    for (const evolved of local.entities) {
      const { id, types } = evolved.kept
      const own = requests
        .filter(({ match }) => isProxied(match.source) && covers(match, id, types))
        .reduce<Evolved | undefined>((left, { match }) => without(left, match), evolved)
      if (own) merged.set(id, own)
    }
    const holders = put(
      answers.map(({ found }, i) => ({ match: (requests[i] as Asked).match, found })),
      merged,
      mayRead,
    )
    const name = alias(origin.tenant)
    const warnings = answers.flatMap(({ failure }, i) =>
      failure && isAbnormal(failure) ? [warningOf((requests[i] as Asked).match.source, failure, name)] : [],
    )
    const bound = answers.reduce<number | undefined>((end, answer) => nearer(end, answer.bound, temporal), undefined)
    const all = [...merged.values()].filter((one) => !split || matchesQuery(wholeOf(one), asked.query)).sort(byId)
    const left = answers.reduce((sum, answer) => sum + answer.left, 0)
    const remote = [
      ...new Set(answers.flatMap(({ found }) => found.filter(({ kept }) => mayRead(kept)).map(({ kept }) => kept.id))),
    ]
    return {
      entities: all
        .slice(page.offset, page.offset + page.limit)
        .map((one) => arranged(split ? limited(one, given.wanted) : one, temporal.lastN)),
      holders,
      more: all.length > page.offset + page.limit || local.more || answers.some(({ more }) => more),
      warnings: [...new Set(warnings)],
      ...(bound === undefined ? {} : { bound }),
      ...(page.count
        ? { total: split ? all.length : (local.total ?? 0) + left + remote.length - (await countedHere(asked, remote)) }
        : {}),
    }
  }

  return { retrieve, query }
}

export type FederatedPasts = ReturnType<typeof createFederatedPast>
