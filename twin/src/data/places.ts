/** Where things are: districts and streets as the hub's public region API gives them. */
import type { Http } from '../clients/http.ts'
import type { Random } from '../random.ts'

export interface District {
  code: string
  name: string
  centre: [number, number]
}

type Ring = [number, number][]
interface Outline {
  properties: { code: string; name: string }
  geometry: { type: 'Polygon'; coordinates: Ring[] } | { type: 'MultiPolygon'; coordinates: Ring[][] }
}

export interface Street extends District {
  district: string
  rings: Ring[]
}

const outer = (outline: Outline): Ring[] =>
  outline.geometry.type === 'Polygon'
    ? outline.geometry.coordinates.slice(0, 1)
    : outline.geometry.coordinates.flatMap((part) => part.slice(0, 1))

const inside = ([x, y]: [number, number], ring: Ring): boolean => {
  let odd = false
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [xi, yi] = ring[i] as [number, number]
    const [xj, yj] = ring[j] as [number, number]
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) odd = !odd
  }
  return odd
}

export const loadDistricts = async (http: Http, city: string): Promise<District[]> => {
  const list = await http.get<
    | { code: string; name: string; centre: [number, number] | null }[]
    | { items: { code: string; name: string; centre: [number, number] | null }[] }
  >(`/api/regions?parent=${city}`)
  return (Array.isArray(list) ? list : list.items).map((region) => ({
    code: region.code,
    name: region.name,
    centre: region.centre ?? [117.2, 39.1],
  }))
}

export const loadStreets = async (http: Http, districts: readonly District[]): Promise<Street[]> => {
  const all = await Promise.all(
    districts.map(async (district) => {
      const { features } = await http.get<{ features: Outline[] }>(`/api/regions/${district.code}/outlines`)
      return features.map((outline) => ({
        code: outline.properties.code,
        name: outline.properties.name,
        district: district.code,
        centre: district.centre,
        rings: outer(outline),
      }))
    }),
  )
  return all.flat().filter((street) => street.rings.length > 0)
}

/** Any street; one in five reports falls into the streets kept for people, so that somebody who tries the city has work. */
export const pickStreet = (streets: readonly Street[], keep: readonly string[], random: Random): Street => {
  const kept = streets.filter((street) => keep.some((region) => street.code.startsWith(region)))
  return kept.length > 0 && random.chance(0.2) ? random.pick(kept) : random.pick(streets)
}

/** A point inside the street's outline. */
export const pointIn = (street: Street, random: Random): { lon: number; lat: number } => {
  const ring = street.rings[0] as Ring
  const xs = ring.map(([x]) => x)
  const ys = ring.map(([, y]) => y)
  for (let tries = 0; tries < 200; tries += 1) {
    const point: [number, number] = [
      random.between(Math.min(...xs), Math.max(...xs)),
      random.between(Math.min(...ys), Math.max(...ys)),
    ]
    if (inside(point, ring)) return { lon: Number(point[0].toFixed(6)), lat: Number(point[1].toFixed(6)) }
  }
  const [lon, lat] = ring[0] as [number, number]
  return { lon, lat }
}
