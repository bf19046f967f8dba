/** Purge entities (clause 5.6.21): deletes what a query matches, or some of the attributes of it. */
import { scopesOf, withinRegion } from '@haihe/contract'
import { expandName } from '../model/names.ts'
import { bad } from '../problem.ts'
import * as operations from '../write/operations.ts'
import { partial } from './batch-routes.ts'
import { writeBase } from './entity-routes.ts'
import { type Answer, type Exchange, NO_CONTENT } from './exchange.ts'
import { list } from './parameters.ts'
import type { NgsiRoute } from './plugin.ts'
import { checkDepth, QUERY_PARAMETERS, readQueryParameters } from './read-query.ts'
import type { NgsiServices } from './services.ts'

/** Entities of one purge; whoever means more narrows the query and repeats it. */
const MOST_PURGED = 20_000
const TOGETHER = 500

export const purgeRoutes = (services: NgsiServices): NgsiRoute[] => {
  const { engine, finder, city } = services

  const writableRegions = (exchange: Exchange): string[] | undefined => {
    const scopes = scopesOf(exchange.actor, 'entity.write')
    return scopes.some((scope) => withinRegion(city.code, scope)) ? undefined : scopes
  }

  const purge = async (exchange: Exchange): Promise<Answer> => {
    const { query, context } = exchange
    if (query.keep !== undefined && query.drop !== undefined) throw bad('param.exclusive', { name: 'keep', other: 'drop' })
    const names = list(query, 'keep') ?? list(query, 'drop')
    const iris = names && new Set(names.map((name) => expandName(context.terms, name)))
    const asked = readQueryParameters(query, context.terms)
    checkDepth(asked.q, 0)
    const regions = writableRegions(exchange)
    const found = await finder.all({ ...asked, tenant: exchange.tenant, ...(regions ? { regions } : {}) }, MOST_PURGED)
    const gone = (iri: string): boolean => (query.keep !== undefined) !== (iris?.has(iri) ?? false)
    const success: string[] = []
    const errors: { id: string; error: unknown }[] = []
    for (let i = 0; i < found.length; i += TOGETHER)
      await Promise.all(
        found.slice(i, i + TOGETHER).map(async ({ id }) => {
          const base = writeBase(exchange, id, services)
          const write = iris ? operations.dropAttributes(base, gone) : operations.remove(base)
          await engine.write(write).then(
            () => success.push(id),
            (error: unknown) => errors.push({ id, error }),
          )
        }),
      )
    return errors.length === 0 ? NO_CONTENT : partial(exchange, success, errors)
  }

  return [
    {
      method: 'DELETE',
      path: '/entities',
      permission: 'entity.write',
      query: [...QUERY_PARAMETERS, 'keep', 'drop'],
      handle: purge,
    },
  ]
}
