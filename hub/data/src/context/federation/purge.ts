/** Distributed purge (clause 5.6.21): sources that offer it purge what they registered, and nothing beside it. */
import { mayIn } from '@haihe/contract'
import { type Answer, answer, type Exchange } from '../http/exchange.ts'
import { flag } from '../http/parameters.ts'
import type { NgsiRoute } from '../http/plugin.ts'
import { readQueryParameters } from '../http/read-query.ts'
import { isObject, type Json, type JsonObject } from '../model/json.ts'
import { type Match, matchesOf, narrowTypes } from './match.ts'
import { problemOf } from './outcome.ts'
import { printQuery, printTypes } from './print.ts'
import type { Speech } from './speech.ts'
import { divide, passedQuery, type WriteServices } from './write.ts'

const narrowed = (match: Match, exchange: Exchange, speech: Speech): Record<string, string> => {
  const asked = readQueryParameters(exchange.query, exchange.context.terms)
  const query = passedQuery(exchange, speech)
  const [selector] = asked.selectors
  if (selector?.types !== undefined) query.type = printTypes(narrowTypes(selector.types, match), speech.terms)
  if (asked.q && speech.rename) query.q = printQuery(asked.q, speech.terms)
  const { entities } = match
  const types = entities?.flatMap((entity) => entity.types ?? [])
  if (query.type === undefined && types && types.length > 0)
    query.type = printTypes(types.length === 1 ? (types[0] as string) : { op: 'or', terms: types }, speech.terms)
  // a source that registered some ids is asked about these alone
  if (entities?.every(({ id }) => id !== undefined)) {
    const ids = entities.map(({ id }) => id as string)
    query.id = (selector?.ids ? ids.filter((id) => selector.ids?.includes(id)) : ids).join(',')
    delete query.idPattern
  } else if (entities?.length === 1 && entities[0]?.idPattern !== undefined && query.id === undefined)
    query.idPattern ??= entities[0].idPattern
  return query
}

export const createDistributedPurge =
  ({ registrations, forwarder, alias, city }: WriteServices) =>
  (route: NgsiRoute): NgsiRoute => {
    if (route.method !== 'DELETE' || route.path !== '/entities') return route
    const run = async (exchange: Exchange): Promise<Answer> => {
      if (flag(exchange.query, 'local')) return route.handle(exchange)
      const sources = await registrations.of(exchange.tenant)
      if (sources.length === 0) return route.handle(exchange)
      const asked = readQueryParameters(exchange.query, exchange.context.terms)
      const { open } = divide(sources, exchange, alias(exchange.tenant))
      const matches = open
        .filter((source) => source.mode !== 'auxiliary' && source.operations.has('purgeEntity'))
        .flatMap((source) =>
          (asked.selectors.length > 0 ? asked.selectors : [{}]).flatMap((selector) => matchesOf(source, selector)),
        )
        // attributes of an entity are dropped by name; a source that holds some of them is not asked to delete the rest
        .filter(({ info }) => !info.attributes || exchange.query.drop !== undefined || exchange.query.keep === undefined)
      if (matches.length === 0 || !mayIn(exchange.actor, 'entity.write', city)) return route.handle(exchange)
      const [local, ...replies] = await Promise.all([
        route.handle(exchange),
        ...matches.map((match) =>
          forwarder.send(match.source, exchange, (speech) => ({
            method: 'DELETE',
            path: '/entities',
            query: narrowed(match, exchange, speech),
          })),
        ),
      ])
      const errors: JsonObject[] = []
      const success: Json[] = []
      if (local.status === 207 && isObject(local.body)) {
        errors.push(...((local.body.errors ?? []) as JsonObject[]))
        success.push(...((local.body.success ?? []) as Json[]))
      }
      replies.forEach((reply, i) => {
        const { source } = matches[i] as Match
        if (!reply.ok && reply.status !== 404)
          errors.push({ registrationId: source.id, error: problemOf(source, reply, exchange.language) })
        else if (reply.ok && reply.status === 207 && isObject(reply.body)) {
          errors.push(...((Array.isArray(reply.body.errors) ? reply.body.errors : []) as JsonObject[]))
          success.push(...((Array.isArray(reply.body.success) ? reply.body.success : []) as Json[]))
        }
      })
      if (errors.length === 0) return local
      return { ...answer(207, { success, errors }, local.headers), context: null, type: 'application/json' }
    }
    return { ...route, handle: run }
  }
