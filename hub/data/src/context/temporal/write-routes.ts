/** Provision of the past: /temporal/entities (clauses 5.6.11 to 5.6.16). */
import { mayIn } from '@haihe/contract'
import { writeBase } from '../http/entity-routes.ts'
import { type Answer, bodyObject, created, type Exchange, NO_CONTENT } from '../http/exchange.ts'
import { readId } from '../http/fragments.ts'
import { flag } from '../http/parameters.ts'
import { BASE_PATH, type NgsiRoute } from '../http/plugin.ts'
import { warnings } from '../http/warnings.ts'
import type { Instance, Kept } from '../model/entity.ts'
import { isObject } from '../model/json.ts'
import { expandName } from '../model/names.ts'
import { readInstance } from '../model/read.ts'
import { checkValue } from '../model/values.ts'
import { bad, missing, NgsiError } from '../problem.ts'
import { hubName } from '../vocabulary.ts'
import { isNullInstance, mergeInstance, sameInstance } from '../write/changes.ts'
import type { Effect, Write } from '../write/engine.ts'
import { deleted, freshEntity, type WriteBase } from '../write/operations.ts'
import { assertMayWrite } from '../write/place.ts'
import { SCOPE } from '../write/rows.ts'
import { isSensedId } from './evolution.ts'
import {
  deleteInstance,
  deletePast,
  dropReplaced,
  findInstance,
  listNewest,
  type PastInstance,
  seqOf,
  updateInstance,
} from './instance-store.ts'
import { entriesOf, firstPresent, isForgotten, presentFrom, type TemporalFragment, withPast } from './provision.ts'
import { readTemporalEntity, readTemporalFragment } from './read-body.ts'
import type { TemporalServices } from './services.ts'

const TEMPORAL_PATH = `${BASE_PATH}/temporal/entities`

const base = ({ tenant, id, actor, source }: WriteBase) => ({ tenant, id, actor: actor.id, source: actor.source ?? source })

/** The entity whose past is written; one that is gone has a past still. */
const target = (current: Kept | undefined, { id, actor }: WriteBase): Kept => {
  if (!current || isForgotten(current)) throw missing('entity.unknown', { id })
  if (!mayIn(actor, 'entity.read', current.region) && !mayIn(actor, 'entity.write', current.region))
    throw missing('entity.unknown', { id })
  assertMayWrite(actor, current.region)
  return current
}

const onPast = <R>(write: WriteBase, work: (kept: Kept, now: string) => Effect<R>): Write<R> => ({
  ...base(write),
  apply: (current, now) => work(target(current, write), now),
})

const historyOf = ({ tenant, id }: WriteBase, fragment: TemporalFragment): Pick<Effect<unknown>, 'history' | 'also'> => ({
  history: entriesOf(fragment),
  also: (client) => dropReplaced(client, { tenant, entity: id, attributes: Object.keys(fragment.attributes) }),
})

const add = (write: WriteBase, fragment: TemporalFragment): Write<'updated'> =>
  onPast(write, (kept, now) => ({ next: withPast(kept, fragment, now), result: 'updated', ...historyOf(write, fragment) }))

const addOrCreate = (write: WriteBase, fragment: TemporalFragment, fallback: string): Write<'created' | 'updated'> => ({
  ...base(write),
  apply: (current, now) => {
    if (current && !isForgotten(current)) return add(write, fragment).apply(current, now)
    const region = write.region ?? fallback
    assertMayWrite(write.actor, region)
    const head = { id: write.id, types: fragment.types, scope: [], attributes: {}, expiresAt: fragment.expiresAt }
    const fresh = freshEntity(write, head, current, region, now)
    const hidden = current?.hidden['~*'] ? { ...fresh.hidden, '~*': current.hidden['~*'] } : fresh.hidden
    const next: Kept = { ...fresh, ...firstPresent(fragment, now), hidden, origin: 'temporal' }
    return { next, result: 'created', ...historyOf(write, fragment) }
  },
})

const remove = (write: WriteBase): Write<void> =>
  onPast(write, (kept, now) => {
    // made here and never written otherwise, or deleted already: nothing of it is left
    const whole = kept.origin === 'temporal' || !kept.live
    const next: Kept = whole
      ? { ...deleted(kept, now), origin: 'temporal', hidden: { '*': now, '~*': now } }
      : { ...kept, hidden: { ...kept.hidden, '~*': now } }
    return {
      next,
      result: undefined,
      history: [],
      also: async (client) => {
        await deletePast(client, { tenant: kept.tenant, entity: kept.id })
      },
    }
  })

export const temporalWriteRoutes = (services: TemporalServices): NgsiRoute[] => {
  const { engine, place, pool, past, finder } = services

  const regionOf = async (exchange: Exchange, { types, attributes }: TemporalFragment): Promise<string | undefined> => {
    const present = firstPresent({ types, attributes, scope: [] }, services.now().toISOString()).attributes
    return place.regionOf(exchange.tenant, types, present)
  }

  const create = async (exchange: Exchange): Promise<Answer> => {
    const { id, fragment } = readTemporalEntity(bodyObject(exchange), exchange.context.terms)
    const write = { ...writeBase(exchange, id, services), region: await regionOf(exchange, fragment) }
    const { result, rejected } = await engine.write(addOrCreate(write, fragment, place.fallback(exchange.actor)))
    return warnings(result === 'created' ? created(`${TEMPORAL_PATH}/${id}`) : NO_CONTENT, rejected)
  }

  const append = async (exchange: Exchange): Promise<Answer> => {
    const id = readId(exchange.params.id)
    const fragment = readTemporalFragment(bodyObject(exchange), exchange.context.terms, id)
    await regionOf(exchange, fragment)
    const { rejected } = await engine.write(add(writeBase(exchange, id, services), fragment))
    return warnings(NO_CONTENT, rejected)
  }

  const attributeOf = (exchange: Exchange): { name: string; iri: string } => {
    const name = exchange.params.attribute as string
    return { name, iri: expandName(exchange.context.terms, name) }
  }

  const removeAttribute = async (exchange: Exchange): Promise<Answer> => {
    const id = readId(exchange.params.id)
    const { name, iri } = attributeOf(exchange)
    const { datasetId } = exchange.query
    const all = flag(exchange.query, 'deleteAll')
    if (all && datasetId) throw bad('param.exclusive', { name: 'deleteAll', other: 'datasetId' })
    const dataset = datasetId && datasetId !== '@none' ? datasetId : null
    const kept = await entityFor(exchange, id)
    const { evolution } = await past.one(kept, { timeproperty: 'observedAt' }, { attributes: [iri] }, 1000)
    const sensed = evolution.get(iri)?.some(({ instance }) => isSensedId(instance.instanceId ?? '')) ?? false
    await engine.write(
      onPast(writeBase(exchange, id, services), (current, now) => {
        const keep = (instance: Instance): boolean => !all && (instance.datasetId ?? null) !== dataset
        // what was written here went to the pipeline too: its readings go with it
        const hidden = all || dataset === null ? { ...current.hidden, [`~${hubName(iri)}`]: now } : current.hidden
        const left = (current.attributes[iri] ?? []).filter(keep)
        const { [iri]: _, ...others } = current.attributes
        const present = left.length > 0 ? { ...current.attributes, [iri]: left } : others
        const next = { ...current, hidden, modifiedAt: now, ...(current.origin === 'temporal' ? { attributes: present } : {}) }
        return {
          next,
          result: undefined,
          history: [],
          also: async (client) => {
            const which = { tenant: current.tenant, entity: id, attribute: iri, ...(all ? {} : { dataset }) }
            const removed = await deletePast(client, which)
            if (removed === 0 && !sensed) throw missing('attribute.unknown', { name })
          },
        }
      }),
    )
    return NO_CONTENT
  }

  /** The entity of the request, as far as the caller may know of it. */
  const entityFor = async (exchange: Exchange, id: string): Promise<Kept> => {
    for await (const [kept] of finder.past({ tenant: exchange.tenant, selectors: [{ ids: [id] }] }))
      if (kept) return target(kept, writeBase(exchange, id, services))
    throw missing('entity.unknown', { id })
  }

  const instanceFor = async (
    exchange: Exchange,
    id: string,
  ): Promise<{ iri: string; name: string; seq: number; found: PastInstance }> => {
    const { name, iri } = attributeOf(exchange)
    const instance = exchange.params.instance as string
    const { tenant } = await entityFor(exchange, id)
    if (isSensedId(instance)) throw new NgsiError('OperationNotSupported', 'instance.sensed', {})
    const seq = seqOf(readId(instance))
    const found = seq === undefined ? undefined : await findInstance(pool, { tenant, entity: id, attribute: iri, seq })
    if (!found || seq === undefined) throw missing('instance.unknown', { name, instance })
    return { iri, name, seq, found }
  }

  /** Changes or removes one instance; the present follows when it was this instance. */
  const changeInstance = async (
    exchange: Exchange,
    change: (found: PastInstance, iri: string, name: string, now: string) => Instance | undefined,
  ): Promise<Answer> => {
    const id = readId(exchange.params.id)
    for (;;) {
      const { iri, name, seq, found } = await instanceFor(exchange, id)
      const after = change(found, iri, name, services.now().toISOString())
      const others = await listNewest(pool, { tenant: exchange.tenant, entity: id, attribute: iri, without: seq })
      const isPresent = (one: Instance): boolean => sameInstance(bareOf(one), bareOf(found.instance))
      const done = await engine
        .write(
          onPast(writeBase(exchange, id, services), (current, now): Effect<{ raced: boolean }> => {
            const result = { raced: false }
            const follows =
              iri !== SCOPE && current.live && (current.origin === 'temporal' || (current.attributes[iri] ?? []).some(isPresent))
            const rows = after ? [...others, after] : others
            const next = follows
              ? { ...current, attributes: presentFrom(current.attributes, iri, rows, now), modifiedAt: now }
              : undefined
            return {
              ...(next ? { next } : {}),
              result,
              history: [],
              also: async (client) => {
                const key = { tenant: current.tenant, entity: id, seq }
                const before = found.instance.modifiedAt as string
                const ok = after
                  ? await updateInstance(client, { ...key, before, doc: after, now })
                  : await deleteInstance(client, current.tenant, id, seq)
                if (!ok) throw new Raced()
              },
            }
          }),
        )
        .then(
          () => true,
          (error) => {
            if (error instanceof Raced) return false
            throw error
          },
        )
      if (done) return NO_CONTENT
    }
  }

  const modify = (exchange: Exchange): Promise<Answer> => {
    // without a name it is the address of nothing that can be patched (test purpose 016_02_06)
    if (exchange.params.attribute === '') throw new NgsiError('InvalidRequest', 'method.not-allowed', { method: 'PATCH' }, 405)
    return changeInstance(exchange, (found, iri, name, now) => {
      const { terms } = exchange.context
      const options = { terms, nulls: true, temporal: true }
      const body = bodyObject(exchange)
      const wrapped = body[name]
      const inner = Array.isArray(wrapped) ? wrapped[0] : wrapped
      if (Array.isArray(wrapped) && wrapped.length !== 1) throw bad('attribute.invalid', { name, reason: 'instances' })
      const patch = readInstance(name, iri, isObject(inner) ? inner : body, options, true)
      const { createdAt: _, modifiedAt: __, deletedAt: ___, instanceId: ____, ...before } = found.instance
      const { instanceId: _____, ...rest } = patch
      const next = isNullInstance(patch)
        ? { ...before, ...rest }
        : mergeInstance(before as Instance, { ...rest, type: patch.type ?? before.type }, now, false)
      checkValue(name, next, options)
      const { modifiedAt: ______, ...doc } = next
      return doc as Instance
    })
  }

  const ONE = '/temporal/entities/:id'
  const ATTRIBUTE = `${ONE}/attrs/:attribute`
  const permission = 'entity.write'
  return [
    {
      method: 'POST',
      path: '/temporal/entities',
      permission,
      body: 'object',
      query: ['local'],
      unknownTenant: 'create',
      bodyLimit: 16 * 1024 * 1024,
      handle: create,
    },
    {
      method: 'DELETE',
      path: ONE,
      permission,
      query: ['local', 'type'],
      handle: async (exchange) => {
        await engine.write(remove(writeBase(exchange, readId(exchange.params.id), services)))
        return NO_CONTENT
      },
    },
    {
      method: 'POST',
      path: `${ONE}/attrs`,
      permission,
      body: 'object',
      query: ['local', 'type'],
      bodyLimit: 16 * 1024 * 1024,
      handle: append,
    },
    {
      method: 'DELETE',
      path: ATTRIBUTE,
      permission,
      query: ['datasetId', 'deleteAll', 'local', 'type'],
      handle: removeAttribute,
    },
    { method: 'PATCH', path: `${ATTRIBUTE}/:instance`, permission, body: 'object', query: ['local', 'type'], handle: modify },
    {
      method: 'DELETE',
      path: `${ATTRIBUTE}/:instance`,
      permission,
      query: ['local', 'type'],
      handle: (exchange) => changeInstance(exchange, () => undefined),
    },
  ]
}

const bareOf = ({ instanceId: _, ...instance }: Instance): Instance => instance

/** Somebody else changed the instance between reading and writing it. */
class Raced extends Error {}
