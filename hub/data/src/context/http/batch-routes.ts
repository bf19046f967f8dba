/** Batch operations (clauses 5.6.7 to 5.6.10, 5.6.20): every entity stands or falls by itself. */
import { CORE, type Terms } from '../ld/terms.ts'
import { isObject, type Json, type JsonObject } from '../model/json.ts'
import { isId } from '../model/names.ts'
import { bad, invalid } from '../problem.ts'
import type { UpdateResult } from '../write/changes.ts'
import type { Write, Written } from '../write/engine.ts'
import * as operations from '../write/operations.ts'
import { writeBase } from './entity-routes.ts'
import { type Answer, answer, type Exchange, NO_CONTENT } from './exchange.ts'
import { readEntity, readFragment, readId } from './fragments.ts'
import { list } from './parameters.ts'
import { partProblem } from './part-problem.ts'
import type { BatchBody, NgsiRoute } from './plugin.ts'
import type { NgsiServices } from './services.ts'
import { warnings } from './warnings.ts'

const MOST_ITEMS = 1000
const BODY_LIMIT = 16 * 1024 * 1024

interface Item {
  /** undefined when the item has none that could be told */
  id: string | undefined
  body: JsonObject
  /** why it cannot be read */
  error?: unknown
  terms: Terms
}

type Settled<R> = { id: string | undefined; written: Written<R> } | { id: string | undefined; error: unknown }

const itemsOf = (exchange: Exchange): Item[] => {
  const { items } = exchange.body as unknown as BatchBody
  if (items.length === 0) throw bad('json.not-array')
  if (items.length > MOST_ITEMS) throw bad('param.invalid', { name: 'length', value: `${items.length} > ${MOST_ITEMS}` })
  return items.map((one): Item => {
    const { item } = one
    if (!isObject(item)) throw bad('json.not-object')
    const id = item.id ?? item['@id']
    const known = { id: isId(id) ? id : undefined, body: item }
    return 'error' in one ? { ...known, terms: CORE, error: one.error } : { ...known, terms: one.context.terms }
  })
}

const optionOf = (exchange: Exchange, known: readonly string[]): string | undefined => {
  const options = list(exchange.query, 'options') ?? []
  for (const option of options) if (!known.includes(option)) throw invalid('option.unknown', { name: option })
  if (options.length > 1) throw invalid('option.unknown', { name: options.join(',') })
  return options[0]
}

const failed = <R>(one: Settled<R>): one is { id: string | undefined; error: unknown } => 'error' in one

/** 207: what was done and what was not, by entity. */
export const partial = (
  exchange: Exchange,
  success: readonly string[],
  errors: readonly { id: string | undefined; error: unknown }[],
): Answer => {
  const body: Json = {
    success: [...new Set(success)],
    errors: errors.map(({ id, error }) => ({
      ...(id ? { entityId: id } : {}),
      error: { ...partProblem(exchange, error, id) } as unknown as Json,
    })),
  }
  return { ...answer(207, body), context: null, type: 'application/json' }
}

export const batchRoutes = (services: NgsiServices): NgsiRoute[] => {
  const { engine, place } = services

  /** All writes start together: the engine commits them in few transactions. Order within an entity is kept. */
  const settle = <R>(items: readonly Item[], make: (item: Item) => Promise<Write<R>>): Promise<Settled<R>[]> =>
    Promise.all(
      items.map(async (item): Promise<Settled<R>> => {
        try {
          if (item.error !== undefined) throw item.error
          return { id: item.id, written: await engine.write(await make(item)) }
        } catch (error) {
          return { id: item.id, error }
        }
      }),
    )

  const entityOf = async (exchange: Exchange, { body, terms }: Item) => {
    const entity = readEntity(body, terms)
    const region = await place.regionOf(exchange.tenant, entity.types, entity.attributes)
    return { entity, write: { ...writeBase(exchange, entity.id, services), region } }
  }

  const finish = <R>(
    exchange: Exchange,
    settled: readonly Settled<R>[],
    whole: (done: { id: string; result: R }[]) => Answer,
  ): Answer => {
    const errors = settled.filter(failed)
    const done = settled.filter((one) => !failed(one)) as { id: string; written: Written<R> }[]
    const rejected = done.flatMap(({ written }) => written.rejected)
    const given =
      errors.length > 0
        ? partial(
            exchange,
            done.map(({ id }) => id),
            errors,
          )
        : whole(done.map(({ id, written }) => ({ id, result: written.result })))
    return warnings(given, rejected)
  }

  const create = async (exchange: Exchange): Promise<Answer> => {
    const fallback = place.fallback(exchange.actor)
    const settled = await settle(itemsOf(exchange), async (item) => {
      const { entity, write } = await entityOf(exchange, item)
      return operations.create(write, entity, fallback)
    })
    return finish(exchange, settled, (done) => ({
      ...answer(
        201,
        done.map(({ id }) => id),
      ),
      context: null,
      type: 'application/json',
    }))
  }

  const upsert = async (exchange: Exchange): Promise<Answer> => {
    const option = optionOf(exchange, ['replace', 'update', 'noOverwrite'])
    const mode = option === 'update' ? 'update' : option === 'noOverwrite' ? 'append' : 'replace'
    const fallback = place.fallback(exchange.actor)
    const settled = await settle(itemsOf(exchange), async (item) => {
      const { entity, write } = await entityOf(exchange, item)
      return operations.upsert(write, entity, mode, fallback)
    })
    return finish(exchange, settled, (done) => {
      const made = done.filter(({ result }) => result === 'created').map(({ id }) => id)
      return made.length > 0 ? { ...answer(201, [...new Set(made)]), context: null, type: 'application/json' } : NO_CONTENT
    })
  }

  const update = async (exchange: Exchange): Promise<Answer> => {
    const option = optionOf(exchange, ['noOverwrite', 'update', 'replace'])
    const settled = await settle(itemsOf(exchange), async ({ body, terms }) => {
      const id = readId(body.id ?? body['@id'])
      const fragment = readFragment(body, id, terms)
      const region = await place.regionOf(exchange.tenant, fragment.types, fragment.attributes)
      return operations.append({ ...writeBase(exchange, id, services), region }, fragment, option !== 'noOverwrite')
    })
    // an entity of which an attribute was left as it was is not updated as asked
    const judged = settled.map((one): Settled<UpdateResult> => {
      const [left] = failed(one) ? [] : one.written.result.notUpdated
      return left ? { id: one.id, error: bad('attribute.exists', { name: left.attribute }) } : one
    })
    return finish(exchange, judged, () => NO_CONTENT)
  }

  const merge = async (exchange: Exchange): Promise<Answer> => {
    const settled = await settle(itemsOf(exchange), async ({ body, terms }) => {
      const id = readId(body.id ?? body['@id'])
      const fragment = readFragment(body, id, terms, { nulls: true, deepNulls: true })
      const region = await place.regionOf(exchange.tenant, fragment.types, fragment.attributes)
      return operations.merge({ ...writeBase(exchange, id, services), region }, fragment)
    })
    return finish(exchange, settled, () => NO_CONTENT)
  }

  const remove = async (exchange: Exchange): Promise<Answer> => {
    const { items } = exchange.body as unknown as BatchBody
    if (items.length === 0) throw bad('json.not-array')
    if (items.length > MOST_ITEMS) throw bad('param.invalid', { name: 'length', value: `${items.length} > ${MOST_ITEMS}` })
    const ids = items.map(({ item }): Item => {
      const id = isObject(item) ? (item.id ?? item['@id']) : item
      return { id: typeof id === 'string' ? id : undefined, body: { id: id as Json }, terms: CORE }
    })
    const settled = await settle(ids, async ({ body }) => operations.remove(writeBase(exchange, readId(body.id), services)))
    return finish(exchange, settled, () => NO_CONTENT)
  }

  const route = (name: string, handle: NgsiRoute['handle'], creates = false): NgsiRoute => ({
    method: 'POST',
    path: `/entityOperations/${name}`,
    permission: 'entity.write',
    body: 'list',
    query: ['options', 'local', 'format'],
    bodyLimit: BODY_LIMIT,
    ...(creates ? { unknownTenant: 'create' as const } : {}),
    handle,
  })
  return [
    route('create', create, true),
    route('upsert', upsert, true),
    route('update', update),
    route('merge', merge),
    route('delete', remove),
  ]
}
