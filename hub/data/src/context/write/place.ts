/** Where an entity belongs: its region, whether it lies in the city, and whether the caller may write there. */
import { type Actor, AppError, mayIn, RegionCode, scopesOf, withinRegion } from '@haihe/contract'
import { type City, inBounds } from '@haihe/kernel'
import { centreOf, type Geometry, positionsOf } from '../geo/geometry.ts'
import { CORE } from '../ld/terms.ts'
import { type Attributes, instanceFor } from '../model/entity.ts'
import { bad } from '../problem.ts'
import { DEFAULT_TENANT, namedTenant } from '../tenants.ts'
import { hubName, iriOf } from '../vocabulary.ts'

const REGION = iriOf('region')
const LOCATION = CORE.expand('location')

export interface PlaceServices {
  city: City
  /** the smallest known region at a place; undefined when none is known */
  locate: (lon: number, lat: number) => Promise<string | undefined> | string | undefined
  /** region of a registered source */
  sourceRegion: (source: string) => string | undefined
  /** types that describe objects of this city: they lie in it. Every other type may describe anything anywhere */
  isCityType: (type: string) => boolean
}

export interface Place {
  /** Region that the attributes name or lie in; undefined when they say nothing. Throws BadRequestData. */
  regionOf: (tenant: string, types: readonly string[] | undefined, attributes: Attributes) => Promise<string | undefined>
  /** region of a new entity whose attributes say nothing */
  fallback: (actor: Actor) => string
}

/** Throws OUT_OF_SCOPE when the caller may not write there. */
export const assertMayWrite = (actor: Actor, region: string): void => {
  if (!mayIn(actor, 'entity.write', region)) throw new AppError('OUT_OF_SCOPE')
}

export const createPlace = ({ city, locate, sourceRegion, isCityType }: PlaceServices): Place => ({
  async regionOf(tenant, types, attributes) {
    // another tenant is not the city
    if (namedTenant(tenant) !== DEFAULT_TENANT) return undefined
    const location = instanceFor(attributes[LOCATION], undefined) ?? attributes[LOCATION]?.[0]
    const geometry =
      location?.type === 'GeoProperty' && typeof location.value === 'object' ? (location.value as unknown as Geometry) : undefined
    if (geometry && types?.some((type) => isCityType(hubName(type)))) {
      const outside = positionsOf(geometry).find(([lon, lat]) => !inBounds(city, lon, lat))
      if (outside) throw bad('entity.outside-city', { place: `${outside[0]}, ${outside[1]}` })
    }
    const named = instanceFor(attributes[REGION], undefined)?.value
    if (named !== undefined) {
      const region = String(named)
      if (!RegionCode.safeParse(region).success || !withinRegion(region, city.code)) throw bad('entity.region', { region })
      return region
    }
    if (!geometry) return undefined
    const [lon, lat] = centreOf(geometry)
    return inBounds(city, lon, lat) ? ((await locate(lon, lat)) ?? undefined) : undefined
  },
  fallback(actor) {
    const ofSource = actor.source ? sourceRegion(actor.source) : undefined
    if (ofSource) return ofSource
    const scopes = scopesOf(actor, 'entity.write').sort((a, b) => a.length - b.length)
    return scopes[0] ?? city.code
  },
})
