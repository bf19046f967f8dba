/** What each write on one entity is about, as far as sharing it out needs to know. Checked before anything is sent. */
import { bodyObject, type Exchange } from '../http/exchange.ts'
import { readEntity, readFragment, readId } from '../http/fragments.ts'
import { BASE_PATH } from '../http/plugin.ts'
import { readFormat } from '../http/shape.ts'
import type { Attributes } from '../model/entity.ts'
import { isObject, type Json, type JsonObject } from '../model/json.ts'
import { expandName } from '../model/names.ts'
import { readAttribute, readInstance } from '../model/read.ts'
import { parseTypes, type TypeExpression } from '../query/types.ts'
import { firstPresent, type TemporalFragment } from '../temporal/provision.ts'
import { readTemporalEntity, readTemporalFragment } from '../temporal/read-body.ts'
import { attributeAt, attributesAt, entityAt, pastAt, pastAttributeAt } from './paths.ts'
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
  /** address of what was made, where some part may have been changed rather than made */
  made?: (id: string) => string
  /** only sources that hold their part alone are written to */
  proxiedOnly?: boolean
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

/** What the past says of the present: rights and places are looked at by the newest instance. */
const pastTarget = (id: string, { types, attributes }: Pick<TemporalFragment, 'types' | 'attributes'>): Target => {
  const newest = firstPresent({ types, attributes, scope: [] }, new Date(0).toISOString()).attributes
  return { id, ...(types.length > 0 ? { types } : {}), attributes: { ...attributes, ...newest } }
}

const attributeTarget = (exchange: Exchange): Target => ({
  id: readId(exchange.params.id),
  ...expressionOf(exchange),
  attributes: { [nameOf(exchange).iri]: [] },
})

const pastOf = (id: string): string => pastAt(id)
const pastAttribute = (id: string, exchange: Exchange, { rename }: Speech): string => {
  const { name } = nameOf(exchange)
  return pastAttributeAt(id, rename ? rename(name) : name)
}
const pastInstance = (id: string, exchange: Exchange, speech: Speech): string =>
  `${pastAttribute(id, exchange, speech)}/${encodeURIComponent(exchange.params.instance as string)}`

/** Provision of the past (clauses 5.6.11 to 5.6.16). */
const PAST_KINDS: Record<string, WriteKind> = {
  'POST /temporal/entities': {
    operations: ['upsertTemporal'],
    result: 'batch',
    target: (exchange) => {
      const { id, fragment } = readTemporalEntity(bodyObject(exchange), exchange.context.terms)
      return pastTarget(id, fragment)
    },
    path: () => '/temporal/entities',
    made: (id) => `${BASE_PATH}/temporal/entities/${id}`,
    body: entityBody,
  },
  'DELETE /temporal/entities/:id': {
    operations: ['deleteTemporal'],
    result: 'batch',
    target: (exchange) => ({ id: readId(exchange.params.id), ...expressionOf(exchange), attributes: null }),
    path: pastOf,
  },
  'POST /temporal/entities/:id/attrs': {
    operations: ['appendAttrsTemporal'],
    result: 'update',
    target: (exchange) => {
      const id = readId(exchange.params.id)
      return {
        ...pastTarget(id, readTemporalFragment(bodyObject(exchange), exchange.context.terms, id)),
        ...expressionOf(exchange),
      }
    },
    path: (id) => `${pastAt(id)}/attrs/`,
    body: entityBody,
  },
  'DELETE /temporal/entities/:id/attrs/:attribute': {
    operations: ['deleteAttrsTemporal'],
    result: 'update',
    target: attributeTarget,
    path: pastAttribute,
  },
  // a number that one hub gave an instance names another one, or none, in the next
  'PATCH /temporal/entities/:id/attrs/:attribute/:instance': {
    operations: ['updateAttrInstanceTemporal', 'updateAttrsTemporal'],
    result: 'update',
    proxiedOnly: true,
    target: attributeTarget,
    path: pastInstance,
    body: attributeBody,
  },
  'DELETE /temporal/entities/:id/attrs/:attribute/:instance': {
    operations: ['deleteAttrInstanceTemporal'],
    result: 'update',
    proxiedOnly: true,
    target: attributeTarget,
    path: pastInstance,
  },
}

/** By method and path of the route. */
export const WRITE_KINDS: Record<string, WriteKind> = {
  ...PAST_KINDS,
  'POST /entities': {
    operations: ['createEntity'],
    result: 'batch',
    target: (exchange) => {
      const { id, types, attributes } = readEntity(bodyObject(exchange), exchange.context.terms, styleOf(exchange))
      return { id, types, attributes }
    },
    path: () => '/entities',
    made: (id) => `${BASE_PATH}/entities/${id}`,
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
    target: attributeTarget,
    path: one,
  },
}
