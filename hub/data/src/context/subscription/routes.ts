/** /subscriptions and /csourceSubscriptions (clauses 5.8, 5.11). */
import { mayIn } from '@haihe/contract'
import type pg from 'pg'
import { saveSubscriber } from '../../policy/subscriber-store.ts'
import { readableRegions } from '../http/asking.ts'
import { type Answer, answer, bodyObject, created, type Exchange, NO_CONTENT } from '../http/exchange.ts'
import { askerOf, assertQuery } from '../http/guarding.ts'
import { pageLinks, readPage } from '../http/parameters.ts'
import { BASE_PATH, type NgsiRoute } from '../http/plugin.ts'
import { PAGE_PARAMETERS } from '../http/query-routes.ts'
import type { NgsiServices } from '../http/services.ts'
import type { Terms } from '../ld/terms.ts'
import { preferredVersion } from '../model/amend.ts'
import { isObject, type Json, type JsonObject } from '../model/json.ts'
import { isId } from '../model/names.ts'
import { bad, missing, NgsiError } from '../problem.ts'
import { applyFragment, readSubscription } from './read.ts'
import { DEFAULT_TRIGGERS, type Subscription, statusOf } from './spec.ts'
import * as store from './subscription-store.ts'

export interface SubscriptionServices extends NgsiServices {
  pool: pg.Pool
  /** one was made or changed: subscribers to registrations are told what matches now, context sources of their part */
  registered?: (subscription: Subscription) => Promise<void>
  removed?: () => void
  /** outcomes of notifications are written in heaps: who reads counters waits for the heap that is under way */
  settled: () => Promise<void>
}

const compactTypes = (value: Json, terms: Terms): Json =>
  typeof value === 'string' ? value.replaceAll(/[^,|;()\s]+/g, (iri) => terms.compact(iri)) : value

const compactAll = (value: Json | undefined, terms: Terms): Json | undefined =>
  Array.isArray(value) ? value.map((iri) => (typeof iri === 'string' ? terms.compact(iri) : iri)) : value

/** The document as the caller's context names things, with status and counters. */
export const writeSubscription = (
  found: store.Stored,
  terms: Terms,
  contextLinkOf: string,
  now: number,
  sysAttrs: boolean,
): JsonObject => {
  const { doc, state } = found
  const { entities, watchedAttributes, notification, ...rest } = doc
  const inner = notification as JsonObject
  const tried = state.timesSent > 0
  const endpoint = { ...(inner.endpoint as JsonObject) }
  return {
    id: found.id,
    type: 'Subscription',
    ...rest,
    ...(Array.isArray(entities)
      ? {
          entities: entities.map((item) =>
            isObject(item) && item.type !== undefined ? { ...item, type: compactTypes(item.type, terms) } : item,
          ),
        }
      : {}),
    ...(watchedAttributes === undefined ? {} : { watchedAttributes: compactAll(watchedAttributes, terms) as Json }),
    // registrations do not change attribute by attribute
    ...(found.kind === 'entity' ? { notificationTrigger: (rest.notificationTrigger as Json) ?? [...DEFAULT_TRIGGERS] } : {}),
    notification: {
      ...inner,
      ...(inner.attributes === undefined ? {} : { attributes: compactAll(inner.attributes, terms) as Json }),
      endpoint,
      ...(tried
        ? {
            status: state.failures > 0 ? 'failed' : 'ok',
            timesSent: state.timesSent,
            ...(state.timesFailed > 0 ? { timesFailed: state.timesFailed } : {}),
            lastNotification: state.lastNotification,
          }
        : {}),
      ...(state.lastSuccess ? { lastSuccess: state.lastSuccess } : {}),
      ...(state.lastFailure ? { lastFailure: state.lastFailure } : {}),
    },
    status: statusOf(found, now),
    ...(found.kind === 'entity' ? { jsonldContext: (doc.jsonldContext as Json) ?? contextLinkOf } : {}),
    ...(sysAttrs ? { createdAt: found.createdAt, modifiedAt: found.modifiedAt } : {}),
  }
}

/** Routes of one kind of subscription; both kinds share everything but what they watch. */
export const subscriptionRoutes = (services: SubscriptionServices, kind: Subscription['kind']): NgsiRoute[] => {
  const { pool, now, contexts, city } = services
  const base = kind === 'entity' ? '/subscriptions' : '/csourceSubscriptions'
  const path = (id: string): string => `${BASE_PATH}${base}/${id}`

  /** Own subscriptions; who sees every delivery of the city sees those of others too. */
  const ownerOf = (exchange: Exchange): string | null =>
    mayIn(exchange.actor, 'delivery.read', city.code) ? null : exchange.actor.id

  const findFor = async (exchange: Exchange): Promise<store.Stored> => {
    const { id = '' } = exchange.params
    if (!isId(id)) throw bad('id.invalid', { id })
    const found = await store.findSubscription(pool, exchange.tenant, id)
    const owner = ownerOf(exchange)
    if (!found || found.kind !== kind || (owner !== null && found.actor !== owner)) throw missing('subscription.unknown', { id })
    return found
  }

  /** Brokers that it came by: it does not go back to them (clause 4.3.6.4). */
  const cameBy = ({ headers: { via } }: Exchange, before?: Subscription): Pick<Subscription['compiled'], 'via'> => {
    const known = via ?? before?.compiled.via
    return known === undefined ? {} : { via: known }
  }

  const contextValue = (exchange: Exchange): unknown => (exchange.contextValue === undefined ? null : exchange.contextValue)

  const firstInterval = (seconds: number | undefined): Date | null =>
    seconds === undefined ? null : new Date(now().getTime() + seconds * 1000)

  const checkContext = async (exchange: Exchange, doc: JsonObject): Promise<void> => {
    if (doc.jsonldContext !== undefined) await contexts.resolve(exchange.tenant, doc.jsonldContext)
  }

  const create = async (exchange: Exchange): Promise<Answer> => {
    const body = bodyObject(exchange)
    const given = body.id ?? body['@id']
    if (given !== undefined && !isId(given)) throw bad('id.invalid', { id: String(given) })
    const id = given ?? `urn:ngsi-ld:Subscription:${crypto.randomUUID()}`
    const read = readSubscription(body, exchange.context.terms, kind, now().getTime())
    if (kind === 'entity') await assertQuery(services.guard, exchange, read.compiled.query)
    await checkContext(exchange, read.doc)
    const at = now().toISOString()
    const subscription: Subscription = {
      tenant: exchange.tenant,
      id,
      kind,
      ...read,
      compiled: { ...read.compiled, ...cameBy(exchange) },
      context: contextValue(exchange),
      actor: exchange.actor.id,
      regions: readableRegions(exchange, services) ?? null,
      createdAt: at,
      modifiedAt: at,
    }
    if (!(await store.insertSubscription(pool, subscription, firstInterval(read.compiled.timeInterval))))
      throw new NgsiError('AlreadyExists', 'subscription.exists', { id })
    await saveSubscriber(pool, exchange.tenant, id, askerOf(exchange), now())
    // notifications and reads of the subscription link to its context: an inline one gets an address now
    await exchange.context.link()
    await services.registered?.(subscription)
    return created(path(id))
  }

  const update = async (exchange: Exchange): Promise<Answer> => {
    const found = await findFor(exchange)
    const fragment = bodyObject(exchange)
    const type = fragment.type === undefined ? fragment['@type'] : fragment.type
    if (type !== undefined && type !== 'Subscription') throw bad('type.invalid', { type: JSON.stringify(type) })
    const changed = applyFragment(found.doc, fragment)
    // an expiry that has passed is no longer a reason to refuse other changes
    const keepsExpiry = fragment.expiresAt === undefined && found.expiresAt !== null
    const { expiresAt: _, ...unexpired } = changed
    const read = readSubscription(
      { type: 'Subscription', ...(keepsExpiry ? unexpired : changed) },
      exchange.context.terms,
      kind,
      now().getTime(),
    )
    if (kind === 'entity') await assertQuery(services.guard, exchange, read.compiled.query)
    if (keepsExpiry) read.doc.expiresAt = found.doc.expiresAt as Json
    await checkContext(exchange, read.doc)
    const interval = read.compiled.timeInterval
    const next: Subscription = {
      ...found,
      ...read,
      compiled: { ...read.compiled, ...cameBy(exchange, found) },
      expiresAt: keepsExpiry ? found.expiresAt : read.expiresAt,
      context: exchange.contextValue === undefined ? found.context : exchange.contextValue,
      modifiedAt: now().toISOString(),
    }
    await store.updateSubscription(pool, next, firstInterval(interval))
    await services.registered?.(next)
    return NO_CONTENT
  }

  const linkOf = async (found: store.Stored): Promise<string> => {
    const context = await contexts.resolve(found.tenant, (found.context ?? undefined) as Json | undefined).catch(() => undefined)
    return context ? context.link() : String(found.context)
  }

  const preferred = (exchange: Exchange, given: Answer): Answer => {
    const version = preferredVersion(exchange.headers.prefer)
    if (version === undefined) return given
    return { ...given, headers: { ...given.headers, 'Preference-Applied': `ngsi-ld=1.${version}` } }
  }

  const write = async (found: store.Stored, exchange: Exchange): Promise<JsonObject> =>
    writeSubscription(
      found,
      exchange.context.terms,
      await linkOf(found),
      now().getTime(),
      (exchange.query.options ?? '').split(',').includes('sysAttrs'),
    )

  const retrieve = async (exchange: Exchange): Promise<Answer> => {
    await services.settled()
    return preferred(exchange, answer(200, await write(await findFor(exchange), exchange)))
  }

  const list = async (exchange: Exchange): Promise<Answer> => {
    const page = readPage(exchange.query)
    await services.settled()
    const filter = { tenant: exchange.tenant, kind, actor: ownerOf(exchange) }
    const found = await store.listSubscriptions(pool, filter, { limit: page.limit + 1, offset: page.offset })
    const shown = found.slice(0, page.limit)
    const links = pageLinks(exchange.url, page, found.length > page.limit, exchange.accept)
    const headers = {
      ...(page.count ? { 'NGSILD-Results-Count': String(await store.countSubscriptions(pool, filter)) } : {}),
      ...(links ? { link: links } : {}),
    }
    return preferred(exchange, answer(200, await Promise.all(shown.map((one) => write(one, exchange))), headers))
  }

  const remove = async (exchange: Exchange): Promise<Answer> => {
    const found = await findFor(exchange)
    if (!(await store.deleteSubscription(pool, found.tenant, found.id, kind)))
      throw missing('subscription.unknown', { id: found.id })
    services.removed?.()
    return NO_CONTENT
  }

  const permission = 'subscription.manage' as const
  return [
    { method: 'POST', path: base, permission, body: 'object', unknownTenant: 'create', handle: create },
    { method: 'GET', path: base, permission, query: [...PAGE_PARAMETERS, 'options'], handle: list },
    { method: 'GET', path: `${base}/:id`, permission, query: ['options'], handle: retrieve },
    { method: 'PATCH', path: `${base}/:id`, permission, body: 'object', handle: update },
    { method: 'DELETE', path: `${base}/:id`, permission, handle: remove },
  ]
}
