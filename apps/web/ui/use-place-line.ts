/** «和平区 · 小白楼街道» for a place, as the server sees it; empty while it is not known, and without a network. */
import type { Place, RegionDetail } from '@haihe/contract'
import { useApi } from './queries.ts'

export const usePlaceLine = (place: Pick<Place, 'lon' | 'lat'> | null): string => {
  const { data } = useApi<RegionDetail>(
    '/api/regions/locate',
    place ? { lon: place.lon.toFixed(5), lat: place.lat.toFixed(5) } : undefined,
    { enabled: place !== null, staleTime: Infinity, keep: true },
  )
  if (!place || !data) return ''
  return data.path
    .filter(({ code }) => code.length > 2)
    .map(({ name }) => name)
    .join(' · ')
}
