/** A registration as an entity, so that the query languages apply to its context source properties (clause 5.10.2.4). */
import { CORE } from '../ld/terms.ts'
import type { Attributes, Entity } from '../model/entity.ts'
import { isObject, type Json } from '../model/json.ts'
import type { Registration } from './registration.ts'

const GEOMETRIES = new Set(['location', 'observationSpace', 'operationSpace'])

const plainValue = (value: Json): Json => (isObject(value) && 'type' in value && 'value' in value ? (value.value as Json) : value)

export const csourceProperties = ({ id, doc, createdAt, modifiedAt }: Registration): Entity => {
  const attributes: Attributes = {}
  for (const [name, value] of Object.entries(doc)) {
    if (name === 'information') continue
    const iri = name.includes(':') ? name : CORE.expand(name)
    attributes[iri] = [{ type: GEOMETRIES.has(name) ? 'GeoProperty' : 'Property', value: plainValue(value) }]
  }
  return {
    id,
    types: [],
    scope: doc.scope === undefined ? [] : ([doc.scope].flat() as string[]),
    attributes,
    createdAt,
    modifiedAt,
  }
}
