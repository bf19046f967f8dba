/** Types and attributes that are in use (clauses 5.7.5 to 5.7.10). */

import type { Discovered } from '../federation/discover.ts'
import type { Json, JsonObject } from '../model/json.ts'
import { isName } from '../model/names.ts'
import { bad, missing } from '../problem.ts'
import type { Discovery } from '../query/discovery.ts'
import { readableRegions } from './asking.ts'
import { type Answer, answer, type Exchange } from './exchange.ts'
import { flag } from './parameters.ts'
import type { NgsiRoute } from './plugin.ts'
import type { NgsiServices } from './services.ts'

export const discoveryRoutes = (services: NgsiServices, discovery: Discovery): NgsiRoute[] => {
  const scope = (exchange: Exchange) => ({ tenant: exchange.tenant, regions: readableRegions(exchange, services) })
  const named = (exchange: Exchange): string => {
    const { name = '' } = exchange.params
    if (!isName(name)) throw bad('name.invalid', { name })
    return exchange.context.terms.expand(name)
  }

  const told = <T>({ found, warnings }: Discovered<T>): { found: T[]; headers: Record<string, string> } => ({
    found,
    headers: warnings.length > 0 ? { 'NGSILD-Warning': warnings.join(', ') } : {},
  })
  /** In use here and at context sources. */
  const allTypes = async (exchange: Exchange, only: string | undefined, details: boolean) => {
    const found = await discovery.types(scope(exchange), only)
    if (flag(exchange.query, 'local')) return told({ found, warnings: [] })
    return told(await services.federation.discover.types(exchange, found, only, details))
  }
  const allAttributes = async (exchange: Exchange, only: string | undefined, details: boolean) => {
    const found = await discovery.attributes(scope(exchange), only)
    if (flag(exchange.query, 'local')) return told({ found, warnings: [] })
    return told(await services.federation.discover.attributes(exchange, found, only, details))
  }

  const types = async (exchange: Exchange): Promise<Answer> => {
    const { compact } = exchange.context.terms
    const details = flag(exchange.query, 'details')
    const { found, headers } = await allTypes(exchange, undefined, details)
    if (!details)
      return answer(
        200,
        {
          id: `urn:ngsi-ld:EntityTypeList:${crypto.randomUUID()}`,
          type: 'EntityTypeList',
          typeList: found.map(({ iri }) => compact(iri)),
        },
        headers,
      )
    return answer(
      200,
      found.map(({ iri, attributes }) => ({
        id: iri,
        type: 'EntityType',
        typeName: compact(iri),
        attributeNames: attributes.map(({ iri: attribute }) => compact(attribute)),
      })),
      headers,
    )
  }

  const oneType = async (exchange: Exchange): Promise<Answer> => {
    const iri = named(exchange)
    const { compact } = exchange.context.terms
    const { found: known, headers } = await allTypes(exchange, iri, true)
    const found = known.find((type) => type.iri === iri)
    if (!found) throw missing('unknown.type', { name: exchange.params.name as string })
    const info: JsonObject = {
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
    }
    return answer(200, info, headers)
  }

  const attributes = async (exchange: Exchange): Promise<Answer> => {
    const { compact } = exchange.context.terms
    const details = flag(exchange.query, 'details')
    const { found, headers } = await allAttributes(exchange, undefined, details)
    if (!details)
      return answer(
        200,
        {
          id: `urn:ngsi-ld:AttributeList:${crypto.randomUUID()}`,
          type: 'AttributeList',
          attributeList: found.map(({ iri }) => compact(iri)),
        },
        headers,
      )
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
      headers,
    )
  }

  const oneAttribute = async (exchange: Exchange): Promise<Answer> => {
    const iri = named(exchange)
    const { compact } = exchange.context.terms
    const { found: known, headers } = await allAttributes(exchange, iri, true)
    const found = known.find((attribute) => attribute.iri === iri)
    if (!found) throw missing('unknown.attribute', { name: exchange.params.name as string })
    const info: JsonObject = {
      id: iri,
      type: 'Attribute',
      attributeName: compact(iri),
      attributeCount: found.count,
      attributeTypes: found.kinds as Json[],
      typeNames: found.types.map(compact),
    }
    return answer(200, info, headers)
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
