/** The queue on the map, and the same as a list beside it. */
import type { CaseSummary } from '@haihe/contract'
import { Link, useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useMemo } from 'react'
import { Bone } from '../../ui/faces.tsx'
import { useText, useWords } from '../../ui/i18n.ts'
import type { Outlines } from '../../ui/map/geo.ts'
import { useApi } from '../../ui/queries.ts'
import { useSession } from '../../ui/session.ts'
import { useNow } from '../../ui/use-now.ts'
import { useWide } from '../../ui/use-wide.ts'
import { useCaseAddress } from '../addresses.ts'
import { useCases, useQueues } from '../cases/queries.ts'
import { inOrder } from '../cases/queue.ts'
import { QueueList } from '../cases/queue-list.tsx'
import { QueueTabs } from '../cases/queue-tabs.tsx'
import './map-page.css'

const CityMap = lazy(async () => ({ default: (await import('../../ui/map/city-map.tsx')).CityMap }))

/** More points than this tell nobody anything; the list goes on. */
const MOST_POINTS = 500

const pointsOf = (items: readonly CaseSummary[], say: ReturnType<typeof useText>) =>
  items.flatMap(({ id, place, categoryTitle, stateTitle, address }) =>
    place ? [{ id, lon: place.lon, lat: place.lat, label: `${say(categoryTitle)} ${address} ${say(stateTitle)}` }] : [],
  )

export const MapPage = () => {
  const t = useWords()
  const say = useText()
  const wide = useWide()
  const now = useNow()
  const { at, filter } = useCaseAddress()
  const navigate = useNavigate()
  const [own = '12'] = useSession().scopes('case.read')
  const queues = useQueues()
  const cases = useCases(filter)
  const { items, more } = cases
  useEffect(() => {
    if (items.length < MOST_POINTS) more()
  }, [items.length, more])
  const area = filter.region ?? own
  const outlines = useApi<Outlines>(`/api/regions/${area.length <= 2 ? area : area.slice(0, 6)}/outlines`, undefined, {
    staleTime: Infinity,
  })
  const sorted = useMemo(() => inOrder(filter.queue, items, now), [filter.queue, items, now])
  const points = useMemo(() => pointsOf(sorted.slice(0, MOST_POINTS), say), [sorted, say])
  const without = sorted.length - sorted.filter(({ place }) => place).length
  const chosen = sorted.find(({ id }) => id === at)
  return (
    <div className="gov-fill gov-map-page" data-wide={wide || undefined}>
      <h1 className="hh-spoken">{t('nav.map')}</h1>
      {!wide && <QueueTabs counts={queues.data ?? {}} current={filter.queue} to="/map" />}
      <div className="gov-map">
        <Suspense fallback={<Bone height="100%" />}>
          <CityMap
            label={t('map.cases', { count: points.length })}
            outlines={outlines.data}
            selected={area.length > 6 ? area.slice(0, 9) : null}
            points={points}
            currentPoint={at ?? null}
            onPoint={(id) => void navigate({ to: '/map', search: { ...filter, at: id }, replace: true })}
          />
        </Suspense>
        {without > 0 && <p className="gov-map-note">{t('map.without', { count: without })}</p>}
      </div>
      <div className="gov-map-list gov-queue-list">
        {chosen && !wide && (
          <Link className="hh-button" data-tone="primary" data-wide to="/cases/$id" params={{ id: chosen.id }} search={filter}>
            {t('map.open', { what: say(chosen.categoryTitle), where: chosen.address })}
          </Link>
        )}
        <QueueList
          cases={cases}
          sorted={chosen ? [chosen, ...sorted.filter((item) => item !== chosen)] : sorted}
          filter={filter}
          now={now}
          current={at}
          desk={false}
        />
      </div>
    </div>
  )
}
