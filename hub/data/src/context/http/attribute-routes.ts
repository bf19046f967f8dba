/** /entities/{id}/attrs: append, update, partial update, replace, delete (clauses 5.6.2 to 5.6.5, 5.6.19). */
import { MESSAGES } from '../messages.ts'
import { isObject } from '../model/json.ts'
import { expandName } from '../model/names.ts'
import { readAttribute, readInstance } from '../model/read.ts'
import { checkValue } from '../model/values.ts'
import { bad, NgsiError } from '../problem.ts'
import type { UpdateResult } from '../write/changes.ts'
import type { Write, Written } from '../write/engine.ts'
import * as operations from '../write/operations.ts'
import { SCOPE } from '../write/rows.ts'
import { only, readable, writeBase } from './entity-routes.ts'
import { type Answer, answer, bodyObject, type Exchange, NO_CONTENT } from './exchange.ts'
import { readFragment, readId } from './fragments.ts'
import { flag, list } from './parameters.ts'
import type { NgsiRoute } from './plugin.ts'
import type { NgsiServices } from './services.ts'
import { warnings } from './warnings.ts'

const REASONS = {
  exists: 'attribute.exists',
  unknown: 'attribute.unknown',
  dataset: 'attribute.dataset-unknown',
  type: 'attribute.type-changed',
} as const

const nameOf = (exchange: Exchange): { name: string; iri: string } => {
  const name = exchange.params.attribute as string
  return { name, iri: expandName(exchange.context.terms, name) }
}

/** scope is a member of the entity: it can be deleted like an attribute, not patched like one (clause 5.6.4.4). */
const attributeOf = (exchange: Exchange): { name: string; iri: string } => {
  const found = nameOf(exchange)
  if (found.iri === SCOPE) throw bad('name.invalid', { name: found.name })
  return found
}

/** 204 when everything was done, else 207 with what was and what was not. The answer has no context: names are whole. */
const updateAnswer = ({ updated, notUpdated }: UpdateResult, language: string | undefined): Answer => {
  if (notUpdated.length === 0) return NO_CONTENT
  const word = /^en\b/i.test(language ?? '') ? 'en' : 'zh'
  return {
    ...answer(207, {
      updated,
      notUpdated: notUpdated.map(({ attribute, reason }) => ({
        attributeName: attribute,
        reason: MESSAGES[REASONS[reason]][word].replace('{name}', attribute).replace('{dataset}', ''),
      })),
    }),
    context: null,
    type: 'application/json',
  }
}

const isUnknown = (error: unknown): boolean => error instanceof NgsiError && error.code === 'attribute.unknown'

export const attributeRoutes = (services: NgsiServices): NgsiRoute[] => {
  const { engine, finder, place } = services

  /** Runs a write; when it misses an attribute that only the pipeline has brought, runs it again with that attribute. */
  const run = async <R>(
    exchange: Exchange,
    id: string,
    region: string | undefined,
    iris: readonly string[],
    make: (write: operations.WriteBase) => Write<R>,
    missed: (result: R) => boolean = () => false,
  ): Promise<Written<R>> => {
    const write = { ...writeBase(exchange, id, services), region }
    let first: Written<R> | undefined
    let failure: unknown
    try {
      first = await engine.write(make(write))
      if (!missed(first.result)) return first
    } catch (error) {
      if (!isUnknown(error)) throw error
      failure = error
    }
    const seen = await finder.one(exchange.tenant, id)
    if (exchange.tenant === '' && readable(exchange, seen)) {
      const again = await engine.write(make({ ...write, sensed: only(seen.attributes, iris) })).catch((error) => {
        if (isUnknown(error)) return undefined
        throw error
      })
      if (again) return again
    }
    if (first) return first
    throw failure
  }

  const append = async (exchange: Exchange): Promise<Answer> => {
    const id = readId(exchange.params.id)
    const fragment = readFragment(bodyObject(exchange), id, exchange.context.terms)
    const options = list(exchange.query, 'options') ?? []
    for (const option of options)
      if (option !== 'noOverwrite') throw new NgsiError('InvalidRequest', 'option.unknown', { name: option })
    const region = await place.regionOf(exchange.tenant, fragment.types, fragment.attributes)
    const overwrite = !options.includes('noOverwrite')
    const { result, rejected } = await run(exchange, id, region, [], (write) => operations.append(write, fragment, overwrite))
    return warnings(updateAnswer(result, exchange.language), rejected)
  }

  const update = async (exchange: Exchange): Promise<Answer> => {
    const id = readId(exchange.params.id)
    const fragment = readFragment(bodyObject(exchange), id, exchange.context.terms, { nulls: true })
    const region = await place.regionOf(exchange.tenant, fragment.types, fragment.attributes)
    const missed = (result: UpdateResult) => result.notUpdated.some(({ reason }) => reason === 'unknown')
    const { result, rejected } = await run(
      exchange,
      id,
      region,
      Object.keys(fragment.attributes),
      (write) => operations.update(write, fragment),
      missed,
    )
    return warnings(updateAnswer(result, exchange.language), rejected)
  }

  const partialUpdate = async (exchange: Exchange): Promise<Answer> => {
    const id = readId(exchange.params.id)
    const { name, iri } = attributeOf(exchange)
    const { terms } = exchange.context
    const options = { terms, nulls: true }
    const body = bodyObject(exchange)
    // the fragment may come wrapped in the attribute's name, or with the type of the attribute it changes
    const inner = Object.keys(body).length === 1 && isObject(body[name]) && !('value' in body) ? body[name] : body
    const patch = readInstance(name, iri, inner, options, true)
    const region = await place.regionOf(exchange.tenant, undefined, patch.type ? { [iri]: [patch] } : {})
    const { rejected } = await run(exchange, id, region, [iri], (write) =>
      operations.partialUpdate(write, iri, name, patch, (instance) => checkValue(name, instance, options)),
    )
    return warnings(NO_CONTENT, rejected)
  }

  const replace = async (exchange: Exchange): Promise<Answer> => {
    const id = readId(exchange.params.id)
    const { name, iri } = attributeOf(exchange)
    const instances = readAttribute(name, iri, bodyObject(exchange), { terms: exchange.context.terms })
    const region = await place.regionOf(exchange.tenant, undefined, { [iri]: instances })
    const { rejected } = await run(exchange, id, region, [iri], (write) =>
      operations.replaceAttribute(write, iri, name, instances),
    )
    return warnings(NO_CONTENT, rejected)
  }

  const remove = async (exchange: Exchange): Promise<Answer> => {
    const id = readId(exchange.params.id)
    const { name, iri } = nameOf(exchange)
    const { datasetId } = exchange.query
    const selection = {
      deleteAll: flag(exchange.query, 'deleteAll'),
      ...(datasetId && datasetId !== '@none' ? { datasetId } : {}),
    }
    if (selection.deleteAll && datasetId) throw bad('param.exclusive', { name: 'deleteAll', other: 'datasetId' })
    if (iri === SCOPE) {
      await engine.write(operations.deleteScope(writeBase(exchange, id, services)))
      return NO_CONTENT
    }
    await run(exchange, id, undefined, [iri], (write) => operations.deleteAttribute(write, iri, name, selection))
    return NO_CONTENT
  }

  const ATTRS = '/entities/:id/attrs'
  const ONE = '/entities/:id/attrs/:attribute'
  return [
    {
      method: 'POST',
      path: ATTRS,
      permission: 'entity.write',
      body: 'object',
      query: ['options', 'local', 'type'],
      handle: append,
    },
    { method: 'PATCH', path: ATTRS, permission: 'entity.write', body: 'object', query: ['local', 'type'], handle: update },
    { method: 'PATCH', path: ONE, permission: 'entity.write', body: 'object', query: ['local', 'type'], handle: partialUpdate },
    { method: 'PUT', path: ONE, permission: 'entity.write', body: 'object', query: ['local', 'type'], handle: replace },
    {
      method: 'DELETE',
      path: ONE,
      permission: 'entity.write',
      query: ['datasetId', 'deleteAll', 'local', 'type'],
      handle: remove,
    },
  ]
}
