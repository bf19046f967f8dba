/** /csourceRegistrations: who holds what (clauses 5.9, 5.10). */
import type pg from 'pg'
import { type Answer, answer, bodyObject, created, type Exchange, NO_CONTENT } from '../http/exchange.ts'
import { readId } from '../http/fragments.ts'
import { list, pageLinks, readPage } from '../http/parameters.ts'
import { BASE_PATH, type NgsiRoute } from '../http/plugin.ts'
import { PAGE_PARAMETERS } from '../http/query-routes.ts'
import { readQ, readQueryParameters } from '../http/read-query.ts'
import { readFormat } from '../http/shape.ts'
import type { Json, JsonObject } from '../model/json.ts'
import { isId } from '../model/names.ts'
import { bad, missing, NgsiError } from '../problem.ts'
import type { Finder } from '../query/find.ts'
import { readTemporal } from '../temporal/temporal-query.ts'
import { assertFree, assertNotHeld } from './conflicts.ts'
import type { Forwarder } from './forward.ts'
import { applyFragment, readPairs, readRegistration, sourceOf } from './read.ts'
import type { Registration, StoredRegistration } from './registration.ts'
import type { RegistrationStore } from './registration-store.ts'
import type { Registrations } from './registrations.ts'
import { type CsourceQuery, selectInformation } from './select.ts'
import { writeRegistration } from './write-registration.ts'

/** A registration was made, changed or removed; `client` is in the transaction that does it. */
export interface RegistrationChange {
  before: Registration | undefined
  after: Registration | undefined
}

export interface RegistrationServices {
  pool: pg.Pool
  store: RegistrationStore
  registrations: Registrations
  forwarder: Pick<Forwarder, 'flush'>
  finder: Pick<Finder, 'page' | 'one'>
  now: () => Date
  /** part of the transaction: subscriptions to registrations; what it answers is done after the commit */
  changed: (client: pg.PoolClient, change: RegistrationChange) => Promise<() => void>
}

/** Runs work and what follows it in one transaction, then tells the memory. */
export const inTransaction = async (
  { pool, registrations, changed }: Pick<RegistrationServices, 'pool' | 'registrations' | 'changed'>,
  work: (client: pg.PoolClient) => Promise<readonly RegistrationChange[]>,
): Promise<void> => {
  const client = await pool.connect()
  const after: (() => void)[] = []
  try {
    await client.query('BEGIN')
    for (const change of await work(client)) after.push(await changed(client, change))
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  } finally {
    client.release()
  }
  registrations.forget()
  for (const run of after) run()
}

const QUERY = [
  ...['id', 'type', 'idPattern', 'attrs', 'q', 'csf', 'georel', 'geometry', 'coordinates', 'geoproperty', 'scopeQ'],
  ...['timerel', 'timeAt', 'endTimeAt', 'timeproperty', 'options', 'sysAttrs', 'local'],
]

export const registrationRoutes = (services: RegistrationServices): NgsiRoute[] => {
  const { store, registrations, finder, now, forwarder } = services

  const find = async (exchange: Exchange): Promise<StoredRegistration> => {
    const id = readId(exchange.params.id)
    const found = await store.find(exchange.tenant, id)
    if (!found || (found.doc.expiresAt !== undefined && Date.parse(found.doc.expiresAt as string) <= now().getTime()))
      throw missing('registration.unknown', { id })
    return found
  }

  const check = async (next: Registration, tenant: string): Promise<void> => {
    const source = sourceOf(next)
    assertFree(source, await registrations.of(tenant))
    await assertNotHeld(source, finder)
  }

  const create = async (exchange: Exchange): Promise<Answer> => {
    const body = bodyObject(exchange)
    const given = body.id ?? body['@id']
    if (given !== undefined && !isId(given)) throw bad('id.invalid', { id: String(given) })
    const at = now().toISOString()
    const made: Registration = {
      tenant: exchange.tenant,
      id: given ?? `urn:ngsi-ld:ContextSourceRegistration:${crypto.randomUUID()}`,
      doc: readRegistration(body, exchange.context.terms, now().getTime()),
      info: readPairs(body.contextSourceInfo),
      context: exchange.contextValue ?? null,
      actor: exchange.actor.id,
      createdAt: at,
      modifiedAt: at,
    }
    if (await store.find(exchange.tenant, made.id)) throw new NgsiError('AlreadyExists', 'registration.exists', { id: made.id })
    await check(made, exchange.tenant)
    await inTransaction(services, async (client) => {
      if (!(await store.insert(client, made))) throw new NgsiError('AlreadyExists', 'registration.exists', { id: made.id })
      return [{ before: undefined, after: made }]
    })
    return created(`${BASE_PATH}/csourceRegistrations/${made.id}`)
  }

  const update = async (exchange: Exchange): Promise<Answer> => {
    const id = readId(exchange.params.id)
    const body = bodyObject(exchange)
    const type = body.type === undefined ? body['@type'] : body.type
    if (type !== undefined && type !== 'ContextSourceRegistration') throw bad('type.invalid', { type: JSON.stringify(type) })
    if (body.id !== undefined && body.id !== id) throw bad('id.changed')
    const before = await find(exchange)
    const after: Registration = {
      ...before,
      doc: applyFragment(before.doc, body, exchange.context.terms),
      info:
        body.contextSourceInfo === undefined
          ? before.info
          : body.contextSourceInfo === null
            ? []
            : readPairs(body.contextSourceInfo),
      context: exchange.contextValue ?? before.context,
      modifiedAt: now().toISOString(),
    }
    const { expiresAt } = after.doc
    if (body.expiresAt !== undefined && expiresAt !== undefined && Date.parse(expiresAt as string) <= now().getTime())
      throw bad('registration.invalid', { reason: 'expiresAt' })
    await check(after, exchange.tenant)
    await inTransaction(services, async (client) => {
      await store.update(client, after)
      return [{ before, after }]
    })
    return NO_CONTENT
  }

  const remove = async (exchange: Exchange): Promise<Answer> => {
    const before = await find(exchange)
    await inTransaction(services, async (client) => {
      if (!(await store.remove(client, exchange.tenant, before.id))) throw missing('registration.unknown', { id: before.id })
      return [{ before, after: undefined }]
    })
    return NO_CONTENT
  }

  const sysAttrs = (exchange: Exchange) => ({ sysAttrs: readFormat(exchange.query).sysAttrs })

  const retrieve = async (exchange: Exchange): Promise<Answer> => {
    await forwarder.flush()
    const found = await find(exchange)
    return answer(200, writeRegistration(found, exchange.context.terms, found.doc.information as Json[], sysAttrs(exchange)))
  }

  const readQuery = ({ query, context: { terms } }: Exchange): CsourceQuery => {
    const { attrs, q, csf, type, ...rest } = query
    // an id, a place or a property alone does not say what is meant (clause 5.10.2.4)
    if (type === undefined && attrs === undefined && q === undefined && csf === undefined && query.georel === undefined)
      throw bad('query.too-wide')
    const anything = type === '*'
    const asked = readQueryParameters(
      {
        ...rest,
        ...(type !== undefined && !anything ? { type } : {}),
        ...(attrs === undefined || attrs === '' ? {} : { attrs }),
        local: 'true',
      },
      terms,
    )
    const timed = query.timerel !== undefined || query.timeAt !== undefined
    return {
      selectors: asked.selectors,
      ...(asked.attributes ? { attributes: asked.attributes } : {}),
      ...(asked.geo ? { geo: asked.geo } : {}),
      ...(asked.scopeQ ? { scopeQ: asked.scopeQ } : {}),
      ...(q === undefined ? {} : { q: readQ(q, terms) }),
      ...(csf === undefined ? {} : { csf: readQ(csf, terms) }),
      ...(timed ? { span: readTemporal(query, true) } : {}),
    }
  }

  const query = async (exchange: Exchange): Promise<Answer> => {
    const page = readPage(exchange.query)
    const asked = readQuery(exchange)
    const options = sysAttrs(exchange)
    list(exchange.query, 'options')
    await forwarder.flush()
    const at = now().getTime()
    const matching = (await store.list())
      .filter(
        ({ tenant, doc }) =>
          tenant === exchange.tenant && (doc.expiresAt === undefined || Date.parse(doc.expiresAt as string) > at),
      )
      .map((found) => ({ found, information: selectInformation(sourceOf(found), asked) }))
      .filter(({ information }) => information.length > 0)
    const shown = matching.slice(page.offset, page.offset + page.limit)
    const links = pageLinks(exchange.url, page, matching.length > page.offset + page.limit, exchange.accept)
    const body: JsonObject[] = shown.map(({ found, information }) =>
      writeRegistration(found, exchange.context.terms, information, options),
    )
    return answer(200, body, {
      ...(page.count ? { 'NGSILD-Results-Count': String(matching.length) } : {}),
      ...(links ? { link: links } : {}),
    })
  }

  const base = '/csourceRegistrations'
  const permission = 'federation.manage' as const
  const limits = { bodyLimit: 256 * 1024 }
  return [
    { method: 'POST', path: base, permission, body: 'object', unknownTenant: 'create', ...limits, handle: create },
    { method: 'GET', path: base, permission: 'entity.read', query: [...QUERY, ...PAGE_PARAMETERS], handle: query },
    { method: 'GET', path: `${base}/:id`, permission: 'entity.read', query: ['options', 'sysAttrs'], handle: retrieve },
    { method: 'PATCH', path: `${base}/:id`, permission, body: 'object', ...limits, handle: update },
    { method: 'DELETE', path: `${base}/:id`, permission, handle: remove },
  ]
}
