/** /jsonldContexts: hosted, implicitly created and cached contexts (clauses 5.13.2 to 5.13.5). */

import { CORE_CONTEXT, CORE_URL } from '../ld/contexts.ts'
import type { ContextKind, StoredContext } from '../ld/contexts-store.ts'
import { isCoreUrl } from '../ld/core-terms.ts'
import { isObject, type JsonObject } from '../model/json.ts'
import { bad, invalid, missing } from '../problem.ts'
import { type Answer, answer, bodyObject, created, type Exchange, NO_CONTENT } from './exchange.ts'
import { flag } from './parameters.ts'
import type { NgsiRoute } from './plugin.ts'
import type { NgsiServices } from './services.ts'

const KINDS: readonly string[] = ['Hosted', 'Cached', 'ImplicitlyCreated']

export const contextRoutes = ({ contexts, now }: NgsiServices, baseUrl: string): NgsiRoute[] => {
  const addressOf = (context: StoredContext): string => context.url ?? `${baseUrl}${contexts.pathOf(context.id)}`

  const details = (context: StoredContext): JsonObject => ({
    URL: addressOf(context),
    localId: context.id,
    kind: context.kind,
    createdAt: context.createdAt.toISOString(),
    ...(context.lastUsed ? { lastUsage: context.lastUsed.toISOString() } : {}),
    numberOfHits: context.hits,
  })
  const coreDetails = (): JsonObject => ({ URL: CORE_URL, localId: CORE_URL, kind: 'Cached', createdAt: now().toISOString() })

  const find = async (exchange: Exchange): Promise<StoredContext> => {
    const id = exchange.params.id as string
    const found = await contexts.find(exchange.tenant, id)
    if (!found) throw missing('context.unknown', { id })
    return found
  }

  const host = async (exchange: Exchange): Promise<Answer> => {
    const body = bodyObject(exchange)
    if (!isObject(body) || !('@context' in body)) throw invalid('context.absent')
    return created(contexts.pathOf(await contexts.host(exchange.tenant, body)))
  }

  const listAll = async (exchange: Exchange): Promise<Answer> => {
    const { kind } = exchange.query
    if (kind !== undefined && !KINDS.includes(kind)) throw bad('param.invalid', { name: 'kind', value: kind })
    await contexts.flush()
    const found = await contexts.list(exchange.tenant, (kind as ContextKind) ?? null)
    const withDetails = flag(exchange.query, 'details')
    const core = kind === undefined || kind === 'Cached'
    const body = withDetails
      ? [...(core ? [coreDetails()] : []), ...found.map(details)]
      : [...(core ? [CORE_URL] : []), ...found.map(addressOf)]
    return { ...answer(200, body), context: null, type: 'application/json' }
  }

  const serve = async (exchange: Exchange): Promise<Answer> => {
    const withDetails = flag(exchange.query, 'details')
    if (isCoreUrl(exchange.params.id as string)) {
      const body = withDetails ? coreDetails() : ({ '@context': CORE_CONTEXT } as unknown as JsonObject)
      return { ...answer(200, body), context: null, ...(withDetails ? { type: 'application/json' } : {}) }
    }
    if (withDetails) await contexts.flush()
    const context = await find(exchange)
    if (context.kind !== 'Hosted') contexts.count(exchange.tenant, context.id)
    if (withDetails) return { ...answer(200, details(context)), context: null, type: 'application/json' }
    return { ...answer(200, context.body as unknown as JsonObject), context: null }
  }

  const remove = async (exchange: Exchange): Promise<Answer> => {
    const id = exchange.params.id as string
    const reload = flag(exchange.query, 'reload')
    if (isCoreUrl(id)) {
      if (reload) return NO_CONTENT
      throw bad('context.core')
    }
    const context = await find(exchange).catch((error: unknown) => {
      // nothing to reload is a wrong request rather than a missing resource (clause 5.13.5.4)
      throw reload ? bad('context.unknown', { id }) : error
    })
    if (reload) {
      if (context.kind !== 'Cached') throw bad('context.reload')
      await contexts.reload(exchange.tenant, context)
      return NO_CONTENT
    }
    await contexts.remove(exchange.tenant, context.id)
    return NO_CONTENT
  }

  return [
    {
      method: 'POST',
      path: '/jsonldContexts',
      permission: 'entity.write',
      body: 'context',
      unknownTenant: 'create',
      handle: host,
    },
    {
      method: 'GET',
      path: '/jsonldContexts',
      permission: 'entity.read',
      query: ['details', 'kind'],
      // the core context is everybody's
      unknownTenant: 'accept',
      handle: listAll,
    },
    { method: 'GET', path: '/jsonldContexts/:id', permission: 'entity.read', query: ['details'], handle: serve },
    { method: 'DELETE', path: '/jsonldContexts/:id', permission: 'entity.write', query: ['reload'], handle: remove },
  ]
}
