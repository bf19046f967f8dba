/** Distributed batches (clauses 5.6.7 to 5.6.10, 5.6.20): one request per source, one result per entity. */
import { AppError, mayIn } from '@haihe/contract'
import { type Answer, answer, type Exchange, NO_CONTENT } from '../http/exchange.ts'
import { readEntity, readFragment, readId } from '../http/fragments.ts'
import { flag } from '../http/parameters.ts'
import type { BatchBody, NgsiRoute } from '../http/plugin.ts'
import type { LdContext } from '../ld/contexts.ts'
import type { Attributes } from '../model/entity.ts'
import { isObject, type Json, type JsonObject } from '../model/json.ts'
import { isId } from '../model/names.ts'
import { NgsiError } from '../problem.ts'
import type { ForwardRequest } from './forward.ts'
import { problemOf } from './outcome.ts'
import { attributesAt, entityAt } from './paths.ts'
import { planWrite } from './plan.ts'
import { isProxied, type Source } from './registration.ts'
import { renameEntity, renaming } from './rename.ts'
import type { Speech } from './speech.ts'
import { slice } from './targets.ts'
import { divide, loop, passedQuery, problem, refusal, type WriteServices } from './write.ts'

interface Kind {
  operation: string
  /** the same for one entity, where a source offers no batches */
  single: string
  request: (id: string, item: JsonObject) => Pick<ForwardRequest, 'method' | 'path' | 'body'>
  read: (item: JsonObject, context: LdContext) => { types?: string[]; attributes: Attributes | null }
}

const readWhole: Kind['read'] = (item, { terms }) => readEntity(item, terms)
const readPart =
  (options: { nulls?: boolean; deepNulls?: boolean }): Kind['read'] =>
  (item, { terms }) =>
    readFragment(item, readId(item.id ?? item['@id']), terms, options)

const CREATE: Kind = {
  operation: 'createBatch',
  single: 'createEntity',
  request: (_, body) => ({ method: 'POST', path: '/entities', body }),
  read: readWhole,
}

/** An upsert that leaves what is there and not named. */
const appending = (kind: Kind): Kind => ({
  ...kind,
  single: 'appendAttrs',
  request: (id, body) => ({ method: 'POST', path: attributesAt(id), body }),
})

const KINDS: Record<string, Kind> = {
  create: CREATE,
  upsert: {
    operation: 'upsertBatch',
    single: 'replaceEntity',
    request: (id, body) => ({ method: 'PUT', path: entityAt(id), body }),
    read: readWhole,
  },
  update: {
    operation: 'updateBatch',
    single: 'appendAttrs',
    request: (id, body) => ({ method: 'POST', path: attributesAt(id), body }),
    read: readPart({}),
  },
  merge: {
    operation: 'mergeBatch',
    single: 'mergeEntity',
    request: (id, body) => ({ method: 'PATCH', path: entityAt(id), body }),
    read: readPart({ nulls: true, deepNulls: true }),
  },
  delete: {
    operation: 'deleteBatch',
    single: 'deleteEntity',
    request: (id) => ({ method: 'DELETE', path: entityAt(id) }),
    read: () => ({ attributes: null }),
  },
}

interface Sent {
  id: string
  item: Json
  context: LdContext
}

interface Trouble {
  entityId?: string
  registrationId?: string
  error: JsonObject
}

/** One context of all entities goes with the request; where they differ, each entity goes out with the one it came with. */
const inWords = (exchange: Exchange, name: string, items: readonly Sent[]): { exchange: Exchange; ld: boolean } => {
  if (name === 'delete' || !/application\/ld\+json/i.test(exchange.headers['content-type'] ?? '')) return { exchange, ld: false }
  const [first, ...others] = items.map(({ context }) => context)
  if (!first || others.some(({ body }) => JSON.stringify(body) !== JSON.stringify(first.body))) return { exchange, ld: true }
  return { exchange: { ...exchange, context: first, contextValue: first.body as Json }, ld: false }
}

export const createDistributedBatch = ({ registrations, forwarder, alias, finder, place, city }: WriteServices) => {
  const wordsFor = ({ item, context }: Sent, speech: Speech, ld: boolean): Json => {
    if (!isObject(item)) return item
    if (speech.rename) return renameEntity(item, renaming(context.terms, speech.terms))
    return ld ? { '@context': context.body, ...item } : item
  }

  const sendBatch = async (kind: Kind, name: string, source: Source, asked: Exchange, items: readonly Sent[]) => {
    const { exchange, ld } = inWords(asked, name, items)
    const troubles: Trouble[] = []
    const createdIds: string[] = []
    const fail = (error: JsonObject, ids: readonly Sent[]): void => {
      // an inclusive source that has seen the request before has done its part
      if (error.status === 508 && source.mode === 'inclusive') return
      for (const { id } of ids) troubles.push({ entityId: id, registrationId: source.id, error })
    }
    const single = (sent: Sent, speech: Speech, as: Kind): ForwardRequest => {
      const body = wordsFor(sent, speech, ld)
      // other options steer batches alone
      const keeps = as.single === 'appendAttrs' && /\bnoOverwrite\b/.test(exchange.query.options ?? '')
      return {
        ...(keeps ? { query: { options: 'noOverwrite' } } : {}),
        ...(ld && !speech.rename ? { ld: true } : {}),
        ...as.request(sent.id, (isObject(body) ? body : {}) as JsonObject),
      }
    }
    if (source.operations.has(kind.operation)) {
      const reply = await forwarder.send(source, exchange, (speech) => ({
        method: 'POST',
        path: `/entityOperations/${name}`,
        query: passedQuery(exchange, speech),
        ...(ld && !speech.rename ? { ld: true } : {}),
        body: items.map((item) => wordsFor(item, speech, ld)),
      }))
      if (!reply.ok) fail(problemOf(source, reply, exchange.language), items)
      else if (reply.status === 207 && isObject(reply.body) && Array.isArray(reply.body.errors))
        for (const one of reply.body.errors)
          if (isObject(one)) troubles.push({ ...(one as unknown as Trouble), registrationId: source.id })
      if (reply.ok && reply.status === 201 && Array.isArray(reply.body)) createdIds.push(...reply.body.filter(isId))
      return { troubles, createdIds }
    }
    await Promise.all(
      items.map(async (sent) => {
        const reply = await forwarder.send(source, exchange, (speech) => single(sent, speech, kind))
        const absent = !reply.ok && reply.status === 404 && name === 'upsert' && source.operations.has('createEntity')
        const last = absent ? await forwarder.send(source, exchange, (speech) => single(sent, speech, CREATE)) : reply
        if (!last.ok) fail(problemOf(source, last, exchange.language), [sent])
        else if (absent) createdIds.push(sent.id)
      }),
    )
    return { troubles, createdIds }
  }

  const run = async (name: string, kind: Kind, exchange: Exchange, handle: NgsiRoute['handle']): Promise<Answer> => {
    if (flag(exchange.query, 'local')) return handle(exchange)
    const sources = await registrations.of(exchange.tenant)
    if (sources.length === 0) return handle(exchange)
    const { items } = exchange.body as unknown as BatchBody
    const { open, looping } = divide(sources, exchange, alias(exchange.tenant))
    const idOf = (item: Json): string | undefined => {
      const id = isObject(item) ? (item.id ?? item['@id']) : item
      return isId(id) ? id : undefined
    }
    const known = new Map(
      (
        await finder.many(
          exchange.tenant,
          items.flatMap(({ item }) => idOf(item) ?? []),
        )
      ).map((kept) => [kept.id, kept]),
    )
    const mine: BatchBody['items'] = []
    const groups = new Map<Source, Sent[]>()
    const troubles: Trouble[] = []
    const ids: string[] = []
    for (const one of items) {
      const id = idOf(one.item)
      const context = 'context' in one ? one.context : exchange.context
      let read: ReturnType<Kind['read']> | undefined
      try {
        if (id !== undefined && !('error' in one)) read = kind.read(one.item as JsonObject, context)
      } catch {
        // the hub's own part says what is wrong with it
      }
      if (id === undefined || !read) {
        mine.push(one)
        continue
      }
      const kept = known.get(id)
      const types = read.types ?? kept?.types
      const operations = [kind.operation, kind.single]
      const attributes = read.attributes === null ? null : Object.keys(read.attributes)
      const write = { operations, about: { ids: [id], ...(types ? { typesOf: types } : {}) }, attributes }
      const plan = planWrite(open, write)
      const back = planWrite(looping, write)
      const looped = [...back.forwards, ...back.refused]
      if (plan.forwards.length + plan.refused.length + looped.length === 0) {
        mine.push(one)
        continue
      }
      ids.push(id)
      const region = kept?.region ?? (await place.regionOf(exchange.tenant, types, read.attributes ?? {})) ?? city
      const allowed = mayIn(exchange.actor, 'entity.write', region)
      for (const { source } of plan.refused)
        troubles.push({ entityId: id, registrationId: source.id, error: refusal(source, exchange) })
      for (const { source } of looped) troubles.push({ entityId: id, registrationId: source.id, error: loop(source, exchange) })
      for (const { source, attributes: part } of plan.forwards) {
        if (!allowed) {
          troubles.push({ entityId: id, registrationId: source.id, error: problem(new AppError('OUT_OF_SCOPE'), exchange) })
          continue
        }
        const item = isObject(one.item) ? slice(one.item, context.terms.expand, part) : one.item
        groups.set(source, [...(groups.get(source) ?? []), { id, item, context }])
      }
      const proxied = plan.forwards.some(({ source }) => isProxied(source))
      const left = looped.length > 0 && attributes !== null ? back.local : plan.local
      if (left === undefined || looped.length > 0) continue
      // what a source has taken over and the hub never held is not missing here
      if (attributes === null && proxied && !kept) continue
      mine.push(
        'error' in one || left === null || !isObject(one.item)
          ? one
          : { ...one, item: slice(one.item, context.terms.expand, left) },
      )
    }
    if (ids.length === 0) return handle(exchange)
    const [local, ...sent] = await Promise.all([
      mine.length === 0
        ? undefined
        : handle({ ...exchange, body: { items: mine } as unknown as Json }).catch((error: unknown) => {
            if (error instanceof NgsiError || error instanceof AppError) return error
            throw error
          }),
      ...[...groups].map(([source, list]) => sendBatch(kind, name, source, exchange, list)),
    ])
    const localIds = mine.flatMap(({ item }) => idOf(item) ?? [])
    if (local instanceof Error) for (const entityId of localIds) troubles.push({ entityId, error: problem(local, exchange) })
    const localAnswer = local instanceof Error ? undefined : local
    if (localAnswer?.status === 207 && isObject(localAnswer.body))
      troubles.push(...((localAnswer.body.errors ?? []) as unknown as Trouble[]))
    for (const one of sent) troubles.push(...one.troubles)
    const everything = [...new Set([...ids, ...localIds])]
    const headers = localAnswer?.headers
    const plain = { context: null, type: 'application/json' }
    if (troubles.length > 0) {
      const failed = new Set(troubles.map(({ entityId }) => entityId))
      const success = everything.filter((id) => !failed.has(id))
      return { ...answer(207, { success, errors: troubles as unknown as Json }, headers), ...plain }
    }
    if (name === 'create') return { ...answer(201, everything, headers), ...plain }
    const made = [...(Array.isArray(localAnswer?.body) ? localAnswer.body : []), ...sent.flatMap(({ createdIds }) => createdIds)]
    if (name === 'upsert' && made.length > 0) return { ...answer(201, [...new Set(made as string[])], headers), ...plain }
    return headers ? { ...NO_CONTENT, headers } : NO_CONTENT
  }

  return (route: NgsiRoute): NgsiRoute => {
    const name = /^\/entityOperations\/(\w+)$/.exec(route.path)?.[1] ?? ''
    const kind = KINDS[name]
    if (!kind) return route
    const kindFor = ({ query }: Exchange): Kind =>
      name === 'upsert' && /\b(update|noOverwrite)\b/.test(query.options ?? '') ? appending(kind) : kind
    return { ...route, handle: (exchange) => run(name, kindFor(exchange), exchange, route.handle) }
  }
}
