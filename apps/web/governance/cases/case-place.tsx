/** Where it is: words first, the map when it is asked for, the phone's own navigation one press away. */
import type { CaseSummary } from '@haihe/contract'
import { lazy, Suspense, useEffect, useState } from 'react'
import { Button, LinkButton } from '../../ui/button.tsx'
import { Bone } from '../../ui/faces.tsx'
import { useWords } from '../../ui/i18n.ts'
import type { Outlines } from '../../ui/map/geo.ts'
import { useApi } from '../../ui/queries.ts'

const CityMap = lazy(async () => ({ default: (await import('../../ui/map/city-map.tsx')).CityMap }))

const STAY_MS = 600

const PlaceMap = ({ summary }: { summary: CaseSummary & { place: NonNullable<CaseSummary['place']> } }) => {
  const t = useWords()
  const district = summary.region.slice(0, 6)
  const { data: outlines } = useApi<Outlines>(`/api/regions/${district}/outlines`, undefined, { staleTime: Infinity })
  const { lon, lat } = summary.place
  return (
    <div className="gov-place-map">
      <Suspense fallback={<Bone height="100%" />}>
        <CityMap
          label={t('case.mapOf', { place: summary.address || summary.regionName })}
          outlines={outlines}
          selected={summary.region.slice(0, 9)}
          points={[{ id: summary.id, lon, lat, label: summary.title }]}
          currentPoint={summary.id}
        />
      </Suspense>
    </div>
  )
}

export const CasePlace = ({ summary, desk }: { summary: CaseSummary; desk: boolean }) => {
  const t = useWords()
  const [map, setMap] = useState(false)
  // who moves through the list by keys must not wait for a map at every case: it comes when they stay
  useEffect(() => {
    if (!desk) return
    const timer = setTimeout(() => setMap(true), STAY_MS)
    return () => clearTimeout(timer)
  }, [desk])
  const room = map || desk
  const { place } = summary
  return (
    <section className="gov-card" aria-label={t('case.place')}>
      <div className="gov-place">
        <span>
          <b>{summary.address || t('case.noAddress')}</b>
          <small>{summary.regionName}</small>
        </span>
        {place && !desk && (
          <span className="gov-place-tools">
            <Button size="small" icon="map" onPress={() => setMap(!map)}>
              {t(map ? 'case.hideMap' : 'case.showMap')}
            </Button>
            <LinkButton
              icon="locate"
              href={`geo:${place.lat},${place.lon}?q=${place.lat},${place.lon}(${encodeURIComponent(summary.title)})`}
            >
              {t('case.navigate')}
            </LinkButton>
          </span>
        )}
      </div>
      {place && room && (map ? <PlaceMap summary={{ ...summary, place }} /> : <div className="gov-place-map" />)}
    </section>
  )
}
