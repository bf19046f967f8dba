/** Distributed writes on one entity: the hub's own part runs through the hub's own route (clauses 5.6.1 to 5.6.6, 5.6.17 to 5.6.19). */
import { AppError, mayIn } from '@haihe/contract'
import { type Answer, created, type Exchange, NO_CONTENT } from '../http/exchange.ts'
import { flag } from '../http/parameters.ts'
import { partProblem } from '../http/part-problem.ts'
import type { NgsiRoute } from '../http/plugin.ts'
import type { JsonObject } from '../model/json.ts'
import { NgsiError } from '../problem.ts'
import type { Finder } from '../query/find.ts'
import { parseTypes } from '../query/types.ts'
import type { Place } from '../write/place.ts'
import { batchAnswer, type Outcome, replied, updateAnswer } from './outcome.ts'
import { type Part, type Plan, planWrite } from './plan.ts'
import { printTypes } from './print.ts'
import { isProxied, type Source } from './registration.ts'
import { isCurrent } from './retrieve.ts'
import type { FederationServices } from './services.ts'
import type { Speech } from './speech.ts'
import { type Target, WRITE_KINDS, type WriteKind } from './targets.ts'
import { isLoop, viaOf } from './via.ts'

export interface WriteServices extends FederationServices {
  finder: Pick<Finder, 'one' | 'many'>
  place: Pick<Place, 'regionOf'>
  /** code of the city: who may write there may write to sources whose region is not known */
  city: string
}

export interface Divided {
  open: Source[]
  /** the request came by them: they know of it already */
  looping: Source[]
}

/**
 * Sources that a write may go to, and those it came from. Of these a proxied one would have it sent round in circles; an
 * inclusive one has had its turn, unless the request has been here before: then all of it is done somewhere on its way.
 */
export const divide = (sources: readonly Source[], exchange: Exchange, alias: string): Divided => {
  const { via } = exchange.headers
  const current = sources.filter(isCurrent)
  if (via === undefined) return { open: current, looping: [] }
  if (isLoop(via, alias)) return { open: [], looping: current }
  const passed = viaOf(via)
  const came = ({ alias: name }: Source): boolean => name !== undefined && passed.includes(name)
  return {
    open: current.filter((source) => !came(source)),
    looping: current.filter((source) => came(source) && isProxied(source)),
  }
}

export const problem = (error: unknown, exchange: Exchange): JsonObject => partProblem(exchange, error) as unknown as JsonObject

export const refusal = (source: Source, exchange: Exchange): JsonObject =>
  problem(new NgsiError('Conflict', 'forwarding.unsupported', { source: source.id }), exchange)
export const loop = (source: Source, exchange: Exchange): JsonObject =>
  problem(new NgsiError('LoopDetected', 'forwarding.loop', { source: source.id }), exchange)

/** Parameters of the request that go along; what steers this hub alone does not. */
export const passedQuery = (exchange: Exchange, { rename, terms }: Speech): Record<string, string> => {
  const { local: _, ...query } = exchange.query
  if (rename && query.type !== undefined) query.type = printTypes(parseTypes(query.type, exchange.context.terms), terms)
  return query
}

export const createDistributedWrite = (services: WriteServices) => {
  const { registrations, forwarder, alias, finder, place, city } = services

  const about = (target: Target, types: readonly string[] | undefined) => ({
    ids: [target.id],
    ...(target.expression === undefined ? {} : { types: target.expression }),
    ...(types ? { typesOf: types } : {}),
  })

  const forward = async (kind: WriteKind, exchange: Exchange, target: Target, part: Part, allowed: boolean): Promise<Outcome> => {
    const attributes = [...(part.attributes ?? [])]
    if (!allowed)
      return { source: part.source, attributes, status: 403, problem: problem(new AppError('OUT_OF_SCOPE'), exchange) }
    const reply = await forwarder.send(part.source, exchange, (speech) => ({
      method: exchange.method as 'POST',
      path: kind.path(target.id, exchange, speech),
      query: passedQuery(exchange, speech),
      ...(kind.body ? { body: kind.body(exchange, part.attributes, speech) } : {}),
    }))
    return replied(part.source, attributes, reply, exchange.language)
  }

  const runLocal = async (
    kind: WriteKind,
    exchange: Exchange,
    plan: Plan,
    attributes: readonly string[],
    handle: NgsiRoute['handle'],
  ): Promise<{ outcome: Outcome; answered?: Answer }> => {
    const body = kind.body ? { body: kind.body(exchange, plan.local ?? null) } : {}
    try {
      const answered = await handle({ ...exchange, ...body })
      return {
        outcome: { attributes, status: answered.status, ...(answered.body === undefined ? {} : { body: answered.body }) },
        answered,
      }
    } catch (error) {
      if (!(error instanceof NgsiError) && !(error instanceof AppError)) throw error
      return { outcome: { attributes, status: 500, problem: problem(error, exchange) } }
    }
  }

  /** A proxied part was done, and the hub had nothing of it: nothing is missing. */
  const isExpected = ({ problem: found }: Outcome, forwards: readonly Part[], outcomes: readonly Outcome[]): boolean =>
    found?.status === 404 && forwards.some(({ source }, i) => isProxied(source) && !outcomes[i]?.problem)

  /** An inclusive source that has seen the request before has done its part. */
  const isRound = ({ source, problem: found }: Outcome): boolean => found?.status === 508 && source?.mode === 'inclusive'

  const run = async (kind: WriteKind, exchange: Exchange, handle: NgsiRoute['handle']): Promise<Answer> => {
    if (flag(exchange.query, 'local')) return handle(exchange)
    const sources = await registrations.of(exchange.tenant)
    if (sources.length === 0) return handle(exchange)
    const target = kind.target(exchange)
    const known = target.types ? undefined : await finder.one(exchange.tenant, target.id)
    const types = target.types ?? known?.types
    const mayWriteTo = kind.proxiedOnly ? sources.filter(isProxied) : sources
    const { open, looping } = divide(mayWriteTo, exchange, alias(exchange.tenant))
    const iris = target.attributes === null ? null : Object.keys(target.attributes)
    const write = { operations: kind.operations, about: about(target, types), attributes: iris }
    const plan = planWrite(open, write)
    const back = planWrite(looping, write)
    const looped = [...back.forwards, ...back.refused]
    if (plan.forwards.length + plan.refused.length + looped.length === 0) return handle(exchange)
    const region = known?.region ?? (await place.regionOf(exchange.tenant, types, target.attributes ?? {})) ?? city
    const allowed = mayIn(exchange.actor, 'entity.write', region)
    // what a source that the request came from has taken over is not the hub's to write
    const around = looped.length > 0 && isLoop(exchange.headers.via, alias(exchange.tenant))
    const local = around ? undefined : target.attributes !== null && looped.length > 0 ? back.local : plan.local
    const [mine, ...others] = await Promise.all([
      local === undefined || (target.attributes === null && looped.length > 0)
        ? undefined
        : runLocal(kind, exchange, { ...plan, local }, [...(local ?? [])], handle),
      ...plan.forwards.map((part) => forward(kind, exchange, target, part, allowed)),
    ])
    const outcomes: Outcome[] = [
      ...others.filter((outcome) => !isRound(outcome)),
      ...plan.refused.map(({ source, attributes }) => ({
        source,
        attributes: [...(attributes ?? [])],
        status: 409,
        problem: refusal(source, exchange),
      })),
      ...looped.map(({ source, attributes }) => ({
        source,
        attributes: [...(attributes ?? [])],
        status: 508,
        problem: loop(source, exchange),
      })),
    ]
    const all = mine && !isExpected(mine.outcome, plan.forwards, others) ? [mine.outcome, ...outcomes] : outcomes
    const made = kind.made && others.some(({ status }) => status === 201) ? created(kind.made(target.id)) : undefined
    const done = made ?? mine?.answered ?? NO_CONTENT
    const answered =
      kind.result === 'batch' ? batchAnswer(target.id, all, done) : updateAnswer(all, exchange.context.terms.expand, done)
    return mine?.answered?.headers ? { ...answered, headers: { ...mine.answered.headers, ...answered.headers } } : answered
  }

  /** The route, shared out over the sources where it can be. */
  return (route: NgsiRoute): NgsiRoute => {
    const kind = WRITE_KINDS[`${route.method} ${route.path}`]
    return kind ? { ...route, handle: (exchange) => run(kind, exchange, route.handle) } : route
  }
}
