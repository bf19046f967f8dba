/** Queries over the hub and its context sources (clause 5.7.2.4). */

import { LOCAL } from '../entity-map/entity-map.ts'
import type { Kept } from '../model/entity.ts'
import type { Json, JsonObject } from '../model/json.ts'
import { bad, NgsiError } from '../problem.ts'
import { type EntityQuery, matchesQuery, type Selector } from '../query/entity-query.ts'
import type { Finder, FindPage, FindResult } from '../query/find.ts'
import type { Q } from '../query/q-ast.ts'
import { matchesQ } from '../query/q-match.ts'
import { type Asked, meetsPlace, partsFor } from './asking.ts'
import type { Failure, ForwardRequest } from './forward.ts'
import { covers, matchesOf } from './match.ts'
import { mergeEntity, supplement } from './merge.ts'
import { printGeo } from './print.ts'
import { csourceProperties } from './properties.ts'
import { isProxied, type Source } from './registration.ts'
import { readEntities } from './remote.ts'
import { isCurrent, usable, without } from './retrieve.ts'
import type { FederationServices } from './services.ts'
import type { Origin, Speech } from './speech.ts'
import { isAbnormal, warningOf } from './warnings.ts'

export interface FederatedQuery {
  query: EntityQuery
  /** attributes besides which nothing is shown (attrs, pick); undefined: all */
  shown?: readonly string[]
  /** as the caller wrote them, in the caller's context */
  raw: { q?: string; scopeQ?: string; expandValues?: string }
  csf?: Q
  /** parts of one entity may lie with several sources: conditions are looked at on the whole (clause 4.3.6.4) */
  split: boolean
  post: boolean
  /** registrations that may be asked; undefined: all that match */
  only?: ReadonlySet<string>
}

export interface FederatedPage extends FindResult {
  warnings: string[]
  /** entity id → who told of it: registrations, and @none for the hub itself */
  holders: ReadonlyMap<string, string[]>
}

/** Entities that one source is asked for in one request, and in all. */
const PAGE = 100
const MOST = 5_000
/** Entities of the hub itself that are looked at together with those of its sources. */
const MOST_LOCAL = 20_000

const READS = { get: ['queryEntity', 'queryBatch'], post: ['queryBatch', 'queryEntity'] } as const

const requestFor = (
  one: Asked,
  asked: FederatedQuery,
  speech: Speech,
  page: { limit: number; offset: number; count: boolean },
): ForwardRequest => {
  const parts = partsFor(one, asked, speech)
  const { geo } = asked.query
  const filters: Record<string, string> = asked.split
    ? {}
    : { ...(asked.raw.scopeQ === undefined ? {} : { scopeQ: asked.raw.scopeQ }) }
  const paging: Record<string, string> = {
    options: 'sysAttrs',
    limit: String(page.limit),
    ...(page.offset > 0 ? { offset: String(page.offset) } : {}),
    ...(page.count ? { count: 'true' } : {}),
  }
  const [first] = READS[asked.post ? 'post' : 'get'].filter((name) => one.match.source.operations.has(name))
  const values: Record<string, string> =
    asked.raw.expandValues === undefined || asked.split ? {} : { expandValues: asked.raw.expandValues }
  if (first === 'queryEntity')
    return {
      method: 'GET',
      path: '/entities',
      query: {
        ...(parts.type === undefined ? {} : { type: parts.type }),
        ...(parts.ids ? { id: parts.ids.join(',') } : {}),
        ...(parts.idPattern === undefined ? {} : { idPattern: parts.idPattern }),
        ...(parts.attrs ? { attrs: parts.attrs.join(',') } : {}),
        ...(parts.q === undefined ? {} : { q: parts.q, ...values }),
        ...filters,
        ...(geo && !asked.split ? printGeo(geo, speech.terms) : {}),
        ...paging,
      },
    }
  const entity: JsonObject = { type: parts.type ?? '*' }
  if (parts.idPattern !== undefined) entity.idPattern = parts.idPattern
  const body: JsonObject = {
    type: 'Query',
    entities: (parts.ids ?? [undefined]).map((id): Json => (id === undefined ? entity : { ...entity, id })),
    ...(parts.attrs ? { attrs: parts.attrs } : {}),
    ...(parts.q === undefined ? {} : { q: parts.q }),
    ...filters,
  }
  if (geo && !asked.split)
    body.geoQ = { ...printGeo(geo, speech.terms), coordinates: geo.geometry.coordinates as unknown as Json }
  return { method: 'POST', path: '/entityOperations/query', query: paging, body }
}

const byId = (a: Kept, b: Kept): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

interface Answer {
  found: Kept[]
  /** entities of the source that were not fetched */
  left: number
  more: boolean
  failure?: Failure
}

export const createFederatedQuery = (
  { registrations, forwarder, remote, alias }: FederationServices,
  finder: Pick<Finder, 'page' | 'all'>,
) => {
  /** Page by page, until there is enough; a source that does not answer in the order of ids is read to its end. */
  const fetchFrom = async (one: Asked, origin: Origin, asked: FederatedQuery, need: number, count: boolean): Promise<Answer> => {
    const found: Kept[] = []
    let sorted = true
    let last = ''
    for (let offset = 0; ; ) {
      const limit = Math.min(PAGE, need)
      const reply = await forwarder.send(one.match.source, origin, (speech) =>
        requestFor(one, asked, speech, { limit, offset, count: count && offset === 0 }),
      )
      if (!reply.ok) return { found, left: 0, more: false, failure: reply }
      const size = Array.isArray(reply.body) ? reply.body.length : 1
      try {
        if (reply.body !== undefined && typeof reply.body !== 'object') throw new Error('no entities')
        for (const kept of await readEntities(remote, origin.tenant, reply, one.match)) {
          sorted &&= kept.id > last
          last = kept.id
          found.push(kept)
        }
      } catch {
        return {
          found,
          left: 0,
          more: false,
          failure: { ok: false, kind: 'invalid', status: reply.status, reason: 'no valid NGSI-LD' },
        }
      }
      offset += size
      const total = Number(reply.headers['ngsild-results-count'] ?? Number.NaN)
      // a source may give less than it was asked for and still have more: it says so with a link
      const next = size >= limit || /rel="?next"?/.test(reply.headers.link ?? '')
      if (!Array.isArray(reply.body) || size === 0 || !next) return { found, left: 0, more: false }
      const enough = sorted && !count && found.length >= need
      if (enough || offset >= MOST) return { found, left: Number.isNaN(total) ? 0 : Math.max(0, total - offset), more: true }
    }
  }

  const askedOf = (sources: readonly Source[], { query, shown, csf, post, only }: FederatedQuery): Asked[] => {
    const selectors = query.selectors.length > 0 ? query.selectors : [{}]
    return sources
      .filter(
        (source) =>
          isCurrent(source) &&
          (!only || only.has(source.id)) &&
          READS[post ? 'post' : 'get'].some((name) => source.operations.has(name)) &&
          meetsPlace(source, query) &&
          (!csf || matchesQ(csourceProperties(source), csf)),
      )
      .flatMap((source) =>
        selectors.flatMap((selector) =>
          matchesOf(source, {
            ...selector,
            ...(query.attributes ? { attributes: query.attributes } : shown ? { attributes: shown } : {}),
          }).map((match) => ({ match, selector })),
        ),
      )
  }

  /** What the hub itself has, without what sources have taken over. */
  const localPart = (local: readonly Kept[], asked: readonly Asked[]): Kept[] =>
    local.flatMap((kept) => {
      let left: Kept | undefined = kept
      for (const { match } of asked)
        if (isProxied(match.source) && covers(match, kept.id, kept.types)) left = left && without(left, match)
      return left ? [left] : []
    })

  /** How many of the entities that sources gave the hub does not count itself. */
  const onlyRemote = async (
    query: EntityQuery,
    answers: readonly Answer[],
    mayRead: (kept: Kept) => boolean,
  ): Promise<number> => {
    const ids = [...new Set(answers.flatMap(({ found }) => found.filter(mayRead).map(({ id }) => id)))]
    const known = new Set(ids)
    const among = (selector: Selector): Selector => ({
      ...selector,
      ids: selector.ids ? selector.ids.filter((id) => known.has(id)) : ids,
    })
    const selectors = (query.selectors.length > 0 ? query.selectors : [{}]).map(among)
    return ids.length === 0 ? 0 : ids.length - (await finder.all({ ...query, selectors }, MOST_LOCAL)).length
  }

  /** Undefined: no source is concerned, and the hub answers alone. */
  return async (
    origin: Origin,
    asked: FederatedQuery,
    page: FindPage,
    ordered: boolean,
    mayRead: (kept: Kept) => boolean,
  ): Promise<FederatedPage | undefined> => {
    const sources = await registrations.of(origin.tenant)
    if (sources.length === 0) return undefined
    const name = alias(origin.tenant)
    const requests = askedOf(usable(sources, origin, name), asked)
    if (requests.length === 0) return undefined
    // clause 4.23: an order is never applied to distributed operations
    if (ordered) throw bad('order.distributed')
    const { query, split } = asked
    const need = page.offset + page.limit + 1
    const everything = split || page.count
    const loose: EntityQuery = split ? { tenant: query.tenant, regions: query.regions, selectors: query.selectors } : query
    const [local, answers] = await Promise.all([
      split
        ? finder.all(loose, MOST_LOCAL).then((entities) => ({ entities, more: false, total: 0 }))
        : finder.page(loose, { limit: need, offset: 0, count: page.count }),
      Promise.all(requests.map((one) => fetchFrom(one, origin, asked, everything ? MOST : need, page.count))),
    ])
    const merged = new Map<string, Kept>(localPart(local.entities, requests).map((kept) => [kept.id, kept]))
    const holders = new Map<string, string[]>([...merged.keys()].map((id) => [id, [LOCAL]]))
    const warnings: string[] = []
    let left = 0
    const add = (auxiliary: boolean): void => {
      answers.forEach((answer, i) => {
        const { source } = (requests[i] as Asked).match
        if ((source.mode === 'auxiliary') !== auxiliary) return
        for (const kept of answer.found) {
          if (!mayRead(kept)) continue
          merged.set(kept.id, (auxiliary ? supplement : mergeEntity)(merged.get(kept.id), kept))
          holders.set(kept.id, [...new Set([...(holders.get(kept.id) ?? []), source.id])])
        }
        left += answer.left
        if (answer.failure && isAbnormal(answer.failure)) warnings.push(warningOf(source, answer.failure, name))
      })
    }
    add(false)
    add(true)
    const all = [...merged.values()].filter((kept) => !split || matchesQuery(kept, query))
    all.sort(byId)
    if (split && answers.some(({ more }) => more)) throw new NgsiError('TooComplexQuery', 'query.too-complex')
    return {
      entities: all.slice(page.offset, page.offset + page.limit),
      more: all.length > page.offset + page.limit || answers.some(({ more }) => more) || local.more,
      warnings: [...new Set(warnings)],
      holders,
      ...(page.count
        ? { total: split ? all.length + left : (local.total ?? 0) + left + (await onlyRemote(query, answers, mayRead)) }
        : {}),
    }
  }
}
