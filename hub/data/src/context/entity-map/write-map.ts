/** An entity map as it goes out (clause 5.2.39). */
import type { Exchange } from '../http/exchange.ts'
import type { JsonObject } from '../model/json.ts'
import type { EntityMap } from './entity-map.ts'
import type { EntityMaps } from './entity-maps.ts'

export const writeMap = async (maps: EntityMaps, map: EntityMap, exchange: Exchange): Promise<JsonObject> => ({
  id: map.id,
  type: 'EntityMap',
  expiresAt: map.expiresAt.toISOString(),
  entityMap: Object.fromEntries((await maps.entries(map, exchange)).map(({ entity, sources }) => [entity, sources])),
})
