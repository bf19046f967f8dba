/** 附近停车: the nearest car parks with free places, what it would cost, and how far to trust the number. */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { ProvenanceBadge } from '../../ui/badges.tsx'
import { useBasis } from '../../ui/basis.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Failing, LoadingRows, StaleNote } from '../../ui/faces.tsx'
import { formatAgo } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { Icon } from '../../ui/icon.tsx'
import { useApi } from '../../ui/queries.ts'
import { toast } from '../../ui/toast.tsx'
import { useNow } from '../../ui/use-now.ts'
import { usePlaceLine } from '../../ui/use-place-line.ts'
import { ParkMap } from './park-map.tsx'
import { type CarPark, DURATIONS, distanceOf, fullness, type ParkingSearch } from './parking.ts'
import './parking-page.css'

/** where one looks first when the phone does not say where it is */
const CENTRE = { lon: 117.2, lat: 39.12 }

const ParkCard = ({ park, chosen, minutes }: { park: CarPark; chosen: boolean; minutes: number }) => {
  const t = useWords()
  const now = useNow()
  const basis = useBasis()
  const far = distanceOf(park.distance)
  const full = fullness(park)
  return (
    <article className="cit-card cit-park" data-full={full} data-chosen={chosen || undefined} id={`park-${park.id}`}>
      <div className="cit-park-free">
        <strong>{park.free}</strong>
        <small>{full === 'full' ? t('parking.full') : t('parking.free')}</small>
      </div>
      <div className="cit-park-what">
        <h2>{park.name}</h2>
        <p>
          {t(far.key, { value: far.value })} · {park.regionName}
          {park.total !== null && ` · ${t('parking.total', { count: park.total })}`}
        </p>
        <p>
          {park.fee.free
            ? t('parking.noFee', { span: t(`parking.span.${minutes}`) })
            : t('parking.fee', { yuan: park.fee.amount, span: t(`parking.span.${minutes}`) })}
        </p>
        <details className="cit-basis">
          <summary>{t('parking.basis')}</summary>
          {basis([...new Set(park.fee.basis)].join('；'), park.fee.official)}
        </details>
        <p className="cit-park-foot">
          {park.stale ? <StaleNote since={park.at} now={now} /> : t('tile.fresh', { span: formatAgo(park.at, now) })}
          <ProvenanceBadge provenance={park.provenance} />
        </p>
      </div>
      <a
        className="hh-button"
        data-tone="quiet"
        href={`geo:${park.lat},${park.lon}?q=${park.lat},${park.lon}(${encodeURIComponent(park.name)})`}
      >
        <Icon name="locate" />
        {t('parking.go')}
      </a>
    </article>
  )
}

export const ParkingPage = () => {
  const t = useWords()
  const navigate = useNavigate()
  const search = useSearch({ strict: false }) as ParkingSearch
  const [locating, setLocating] = useState(false)
  const known = search.lon !== undefined && search.lat !== undefined
  const here = { lon: search.lon ?? CENTRE.lon, lat: search.lat ?? CENTRE.lat }
  const line = usePlaceLine(known ? here : null)
  const parks = useApi<{ items: CarPark[] }>(
    '/api/parking/nearest',
    { ...here, stay: search.minutes, limit: 20 },
    { every: 60_000 },
  )
  const put = (part: Partial<ParkingSearch>, replace = true) =>
    void navigate({ to: '/parking', search: { ...search, ...part }, replace })
  const locate = () => {
    if (!('geolocation' in navigator)) return toast(t('parking.noPosition'), 'info')
    setLocating(true)
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setLocating(false)
        put({ lon: Number(coords.longitude.toFixed(5)), lat: Number(coords.latitude.toFixed(5)) })
      },
      () => {
        setLocating(false)
        toast(t('parking.noPosition'), 'info')
      },
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 },
    )
  }
  const choose = (id: string) => {
    put({ at: id })
    requestAnimationFrame(() => document.getElementById(`park-${id}`)?.scrollIntoView({ block: 'center' }))
  }
  const items = parks.data?.items
  return (
    <div className="cit-page">
      <h1>{t('nav.parking')}</h1>
      <div className="cit-park-ask">
        <p>
          <Icon name="pin" />
          {known ? line || t('parking.yourPlace') : t('parking.centre')}
        </p>
        <Button tone={known ? 'quiet' : 'primary'} icon="locate" pending={locating} onPress={locate}>
          {t(known ? 'parking.again' : 'form.place.locate')}
        </Button>
        <label>
          {t('parking.howLong')}
          <select className="hh-input" value={search.minutes} onChange={(event) => put({ minutes: Number(event.target.value) })}>
            {DURATIONS.map((minutes) => (
              <option key={minutes} value={minutes}>
                {t(`parking.span.${minutes}`)}
              </option>
            ))}
          </select>
        </label>
        <Button
          icon={search.view === 'map' ? 'list' : 'map'}
          onPress={() => put({ view: search.view === 'map' ? undefined : 'map' }, false)}
        >
          {t(search.view === 'map' ? 'parking.list' : 'parking.onMap')}
        </Button>
      </div>
      {items && search.view === 'map' && <ParkMap parks={items} at={search.at} here={here} onPark={choose} />}
      {items ? (
        items.length === 0 ? (
          <Empty icon="car" title={t('parking.empty')}>
            {t('parking.emptyHelp')}
          </Empty>
        ) : (
          <ul className="cit-parks">
            {items.map((park) => (
              <li key={park.id}>
                <ParkCard park={park} chosen={park.id === search.at} minutes={search.minutes} />
              </li>
            ))}
          </ul>
        )
      ) : parks.error ? (
        <Failing error={parks.error} retry={() => void parks.refetch()} />
      ) : (
        <LoadingRows rows={5} height="8rem" />
      )}
    </div>
  )
}
