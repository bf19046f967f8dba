/** What each write on one entity is about, as far as sharing it out needs to know. Checked before anything is sent. */
import { bodyObject, type Exchange } from '../http/exchange.ts'
import { readEntity, readFragment, readId } from '../http/fragments.ts'
import { readFormat } from '../http/shape.ts'
import type { Attributes } from '../model/entity.ts'
import { isObject, type Json, type JsonObject } from '../model/json.ts'
import { expandName } from '../model/names.ts'
import { readAttribute, readInstance } from '../model/read.ts'
import { parseTypes, type TypeExpression } from '../query/types.ts'
import { attributeAt, attributesAt, entityAt } from './paths.ts'
import { renameAttribute, renameEntity } from './rename.ts'
import type { Speech } from './speech.ts'

export interface Target {
  id: string
  types?: string[]
  expression?: TypeExpression
  /** attributes of the request, null: the entity as a whole */
  attributes: Attributes | null
}

export interface WriteKind {
  /** any of these names will do (clause 4.20) */
  operations: readonly string[]
  /** BatchOperationResult or UpdateResult when not everything went well */
  result: 'batch' | 'update'
  target: (exchange: Exchange) => Target
  path: (id: string, exchange: Exchange, speech: Speech) => string
  /** the body with the attributes named; undefined: the request has none */
  body?: (exchange: Exchange, attributes: ReadonlySet<string> | null, speech?: Speech) => Json
}

const styleOf = (exchange: Exchange) => ({
  style: readFormat(exchange.query, ['noOverwrite']).format === 'simplified' ? ('simplified' as const) : ('normalized' as const),
})

const expressionOf = ({ query, context }: Exchange): Pick<Target, 'expression'> =>
  query.type === undefined ? {} : { expression: parseTypes(query.type, context.terms) }

const HEAD = new Set(['id', '@id', 'type', '@type', 'scope', '@context', 'createdAt', 'modifiedAt', 'deletedAt', 'expiresAt'])

/** The members of an entity or fragment that stay: its head, and the attributes named. */
export const slice = (body: JsonObject, expand: (name: string) => string, attributes: ReadonlySet<string> | null): JsonObject =>
  attributes === null
    ? body
    : Object.fromEntries(Object.entries(body).filter(([name]) => HEAD.has(name) || attributes.has(expand(name))))

const entityBody = (exchange: Exchange, attributes: ReadonlySet<string> | null, speech?: Speech): Json => {
  const left = slice(bodyObject(exchange), exchange.context.terms.expand, attributes)
  return speech?.rename ? renameEntity(left, speech.rename) : left
}

const attributeBody = (exchange: Exchange, _: ReadonlySet<string> | null, speech?: Speech): Json => {
  const body = bodyObject(exchange)
  if (!speech?.rename) return body
  const [only, ...more] = Object.keys(body)
  return only === exchange.params.attribute && more.length === 0
    ? renameEntity(body, speech.rename)
    : renameAttribute(body, speech.rename)
}

const nameOf = (exchange: Exchange): { name: string; iri: string } => {
  const name = exchange.params.attribute as string
  return { name, iri: expandName(exchange.context.terms, name) }
}

const fragmentTarget =
  (options: { nulls?: boolean; deepNulls?: boolean }) =>
  (exchange: Exchange): Target => {
    const id = readId(exchange.params.id)
    const fragment = readFragment(bodyObject(exchange), id, exchange.context.terms, { ...options, ...styleOf(exchange) })
    return {
      id,
      ...(fragment.types ? { types: fragment.types } : {}),
      ...expressionOf(exchange),
      attributes: fragment.attributes,
    }
  }

const whole = (id: string): string => entityAt(id)
const several = (id: string): string => attributesAt(id)
const one = (id: string, exchange: Exchange, { rename }: Speech): string => {
  const { name } = nameOf(exchange)
  return attributeAt(id, rename ? rename(name) : name)
}

const partOf = (exchange: Exchange): JsonObject => {
  const body = bodyObject(exchange)
  const { name } = nameOf(exchange)
  return Object.keys(body).length === 1 && isObject(body[name]) && !('value' in body) ? (body[name] as JsonObject) : body
}

/** By method and path of the route. */
export const WRITE_KINDS: Record<string, WriteKind> = {
  'POST /entities': {
    operations: ['createEntity'],
    result: 'batch',
    target: (exchange) => {
      const { id, types, attributes } = readEntity(bodyObject(exchange), exchange.context.terms, styleOf(exchange))
      return { id, types, attributes }
    },
    path: () => '/entities',
    body: entityBody,
  },
  'PUT /entities/:id': {
    operations: ['replaceEntity'],
    result: 'batch',
    target: fragmentTarget({}),
    path: whole,
    body: entityBody,
  },
  'PATCH /entities/:id': {
    operations: ['mergeEntity'],
    result: 'update',
    target: fragmentTarget({ nulls: true, deepNulls: true }),
    path: whole,
    body: entityBody,
  },
  'DELETE /entities/:id': {
    operations: ['deleteEntity'],
    result: 'batch',
    target: (exchange) => ({ id: readId(exchange.params.id), ...expressionOf(exchange), attributes: null }),
    path: whole,
  },
  'POST /entities/:id/attrs': {
    operations: ['appendAttrs'],
    result: 'update',
    target: fragmentTarget({}),
    path: several,
    body: entityBody,
  },
  'PATCH /entities/:id/attrs': {
    operations: ['updateEntity', 'updateAttrs'],
    result: 'update',
    target: fragmentTarget({ nulls: true }),
    path: several,
    body: entityBody,
  },
  'PATCH /entities/:id/attrs/:attribute': {
    operations: ['updateAttrs', 'updateEntity'],
    result: 'update',
    target: (exchange) => {
      const { name, iri } = nameOf(exchange)
      const instance = readInstance(name, iri, partOf(exchange), { terms: exchange.context.terms, nulls: true }, true)
      return { id: readId(exchange.params.id), ...expressionOf(exchange), attributes: { [iri]: [instance] } }
    },
    path: one,
    body: attributeBody,
  },
  'PUT /entities/:id/attrs/:attribute': {
    operations: ['replaceAttrs'],
    result: 'update',
    target: (exchange) => {
      const { name, iri } = nameOf(exchange)
      const instances = readAttribute(name, iri, bodyObject(exchange), { terms: exchange.context.terms })
      return { id: readId(exchange.params.id), ...expressionOf(exchange), attributes: { [iri]: instances } }
    },
    path: one,
    body: attributeBody,
  },
  'DELETE /entities/:id/attrs/:attribute': {
    operations: ['deleteAttrs'],
    result: 'update',
    target: (exchange) => ({
      id: readId(exchange.params.id),
      ...expressionOf(exchange),
      attributes: { [nameOf(exchange).iri]: [] },
    }),
    path: one,
  },
}
