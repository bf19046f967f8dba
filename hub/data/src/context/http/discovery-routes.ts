/** Types and attributes that are in use (clauses 5.7.5 to 5.7.10). */

import type { Json, JsonObject } from '../model/json.ts'
import { isName } from '../model/names.ts'
import { bad, missing } from '../problem.ts'
import type { Discovery } from '../query/discovery.ts'
import { type Answer, answer, type Exchange } from './exchange.ts'
import { flag } from './parameters.ts'
import type { NgsiRoute } from './plugin.ts'
import { readableRegions } from './query-routes.ts'
import type { NgsiServices } from './services.ts'

export const discoveryRoutes = (services: NgsiServices, discovery: Discovery): NgsiRoute[] => {
  const scope = (exchange: Exchange) => ({ tenant: exchange.tenant, regions: readableRegions(exchange, services) })
  const named = (exchange: Exchange): string => {
    const { name = '' } = exchange.params
    if (!isName(name)) throw bad('name.invalid', { name })
    return exchange.context.terms.expand(name)
  }

  const types = async (exchange: Exchange): Promise<Answer> => {
    const { compact } = exchange.context.terms
    flag(exchange.query, 'local')
    const found = await discovery.types(scope(exchange))
    if (!flag(exchange.query, 'details'))
      return answer(200, {
        id: `urn:ngsi-ld:EntityTypeList:${crypto.randomUUID()}`,
        type: 'EntityTypeList',
        typeList: found.map(({ iri }) => compact(iri)),
      })
    return answer(
      200,
      found.map(({ iri, attributes }) => ({
        id: iri,
        type: 'EntityType',
        typeName: compact(iri),
        attributeNames: attributes.map(({ iri: attribute }) => compact(attribute)),
      })),
    )
  }

  const oneType = async (exchange: Exchange): Promise<Answer> => {
    const iri = named(exchange)
    const { compact } = exchange.context.terms
    const found = (await discovery.types(scope(exchange), iri)).find((type) => type.iri === iri)
    if (!found) throw missing('unknown.type', { name: exchange.params.name as string })
    return answer(200, {
      id: iri,
      type: 'EntityTypeInfo',
      typeName: compact(iri),
      entityCount: found.count,
      attributeDetails: found.attributes.map(({ iri: attribute, kinds }) => ({
        id: attribute,
        type: 'Attribute',
        attributeName: compact(attribute),
        attributeTypes: kinds,
      })),
    })
  }

  const attributes = async (exchange: Exchange): Promise<Answer> => {
    const { compact } = exchange.context.terms
    const found = await discovery.attributes(scope(exchange))
    if (!flag(exchange.query, 'details'))
      return answer(200, {
        id: `urn:ngsi-ld:AttributeList:${crypto.randomUUID()}`,
        type: 'AttributeList',
        attributeList: found.map(({ iri }) => compact(iri)),
      })
    return answer(
      200,
      found.map(
        ({ iri, types: list }): JsonObject => ({
          id: iri,
          type: 'Attribute',
          attributeName: compact(iri),
          typeNames: list.map(compact),
        }),
      ),
    )
  }

  const oneAttribute = async (exchange: Exchange): Promise<Answer> => {
    const iri = named(exchange)
    const { compact } = exchange.context.terms
    const found = (await discovery.attributes(scope(exchange), iri)).find((attribute) => attribute.iri === iri)
    if (!found) throw missing('unknown.attribute', { name: exchange.params.name as string })
    return answer(200, {
      id: iri,
      type: 'Attribute',
      attributeName: compact(iri),
      attributeCount: found.count,
      attributeTypes: found.kinds as Json[],
      typeNames: found.types.map(compact),
    })
  }

  const route = (path: string, handle: NgsiRoute['handle'], query: string[]): NgsiRoute => ({
    method: 'GET',
    path,
    permission: 'entity.read',
    query,
    handle,
  })
  return [
    route('/types', types, ['details', 'local']),
    route('/types/:name', oneType, ['local']),
    route('/attributes', attributes, ['details', 'local']),
    route('/attributes/:name', oneAttribute, ['local']),
  ]
}
