/** Where: the phone's own position first, the pin on the map to correct it, and the region it lies in. */
import type { Place } from '@haihe/contract'
import { useEffect, useState } from 'react'
import { PlaceInput } from '../../ui/form/place-field.tsx'
import { PlaceWithoutMap, WhenMapFails } from '../../ui/form/place-without-map.tsx'
import { useWords } from '../../ui/i18n.ts'
import { Icon } from '../../ui/icon.tsx'
import { useSession } from '../../ui/session.ts'
import { usePlaceLine } from '../../ui/use-place-line.ts'

const MOST_WAIT_MS = 6000

/** One try for the phone's position when no place is chosen yet; the person may begin with the map meanwhile. */
const useFirstFix = (wanted: boolean, onFix: (lon: number, lat: number) => void): boolean => {
  const [waiting, setWaiting] = useState(wanted && 'geolocation' in navigator)
  // biome-ignore lint/correctness/useExhaustiveDependencies: one try when the step opens
  useEffect(() => {
    if (!waiting) return
    const stop = () => setWaiting(false)
    const timer = setTimeout(stop, MOST_WAIT_MS)
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        onFix(coords.longitude, coords.latitude)
        stop()
      },
      stop,
      { enableHighAccuracy: true, timeout: MOST_WAIT_MS, maximumAge: 30_000 },
    )
    return () => clearTimeout(timer)
  }, [])
  return waiting
}

export const PlaceStep = ({ place, onPlace }: { place: Place | null; onPlace: (place: Place) => void }) => {
  const t = useWords()
  const [own = '12'] = useSession().scopes('case.report')
  const line = usePlaceLine(place)
  const locating = useFirstFix(place === null, (lon, lat) =>
    onPlace({ lon: Number(lon.toFixed(6)), lat: Number(lat.toFixed(6)), crs: 'EPSG:4490', address: '' }),
  )
  if (locating)
    return (
      <p className="gov-locating" role="status">
        <Icon name="locate" size="2rem" />
        {t('form.place.locating')}
      </p>
    )
  return (
    <>
      <WhenMapFails otherwise={<PlaceWithoutMap id="place" value={place} onChange={onPlace} />}>
        <PlaceInput id="place" region={own.slice(0, 2)} value={place} onChange={onPlace} />
      </WhenMapFails>
      {line && (
        <p className="gov-place-line" role="status">
          <Icon name="pin" />
          {line}
        </p>
      )}
    </>
  )
}
