/** What the NGSI-LD handlers stand on. */
import type { City } from '@haihe/kernel'
import type { EntityGuard } from '../../policy/entity-guard.ts'
import type { EntityMaps } from '../entity-map/entity-maps.ts'
import type { Federation } from '../federation/federation.ts'
import type { Contexts } from '../ld/contexts.ts'
import type { Finder } from '../query/find.ts'
import type { Tenants } from '../tenants.ts'
import type { WriteEngine } from '../write/engine.ts'
import type { Place } from '../write/place.ts'
import type { Search } from './search.ts'

export interface NgsiServices {
  now: () => Date
  city: City
  contexts: Contexts
  tenants: Tenants
  engine: WriteEngine
  finder: Finder
  federation: Pick<Federation, 'retrieve' | 'query' | 'past' | 'linked' | 'discover'>
  maps: EntityMaps
  search: Search
  place: Place
  /** what the data policy shows of classified attributes */
  guard: EntityGuard
  /** source in whose name a caller without one of its own brings readings */
  defaultSource: string
}
