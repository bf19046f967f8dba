/** The car parks on a map of the streets around them. */
import { useQueries } from '@tanstack/react-query'
import { lazy, Suspense, useMemo } from 'react'
import { get } from '../../ui/api.ts'
import { Bone } from '../../ui/faces.tsx'
import { useWords } from '../../ui/i18n.ts'
import { boundsOf, type Outlines } from '../../ui/map/geo.ts'
import { apiKey } from '../../ui/queries.ts'
import { around, type CarPark } from './parking.ts'

const CityMap = lazy(async () => ({ default: (await import('../../ui/map/city-map.tsx')).CityMap }))

/** the nearest ones decide what the map shows; the rest lie where they lie */
const NEAREST = 8
const MOST_DISTRICTS = 3

export interface ParkMapProps {
  parks: readonly CarPark[]
  here: { lon: number; lat: number }
  at: string | undefined
  onPark: (id: string) => void
}

export const ParkMap = ({ parks, here, at, onPark }: ParkMapProps) => {
  const t = useWords()
  const near = parks.slice(0, NEAREST)
  const districts = [...new Set(near.map(({ region }) => region.slice(0, 6)))].slice(0, MOST_DISTRICTS)
  const outlines = useQueries({
    queries: districts.map((code) => ({
      queryKey: apiKey(`/api/regions/${code}/outlines`),
      queryFn: () => get<Outlines>(`/api/regions/${code}/outlines`),
      staleTime: Infinity,
    })),
    combine: (answers) => answers.flatMap(({ data }) => data?.features ?? []),
  })
  const box = around([here, ...near])
  const key = box.join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the box is compared by its numbers
  const shown = useMemo<Outlines | undefined>(() => {
    if (outlines.length === 0) return undefined
    const touching = outlines.filter((area) => {
      const bounds = boundsOf([area])
      return bounds && bounds[0] <= box[2] && bounds[2] >= box[0] && bounds[1] <= box[3] && bounds[3] >= box[1]
    })
    return { type: 'FeatureCollection', features: touching.length > 0 ? touching : outlines }
  }, [outlines, key])
  return (
    <div className="cit-park-map">
      <Suspense fallback={<Bone height="100%" />}>
        <CityMap
          label={t('parking.map')}
          outlines={shown}
          fitKey={key}
          points={parks.map((park) => ({ id: park.id, lon: park.lon, lat: park.lat, label: `${park.name} ${park.free}` }))}
          currentPoint={at ?? null}
          onPoint={onPark}
        />
      </Suspense>
    </div>
  )
}
