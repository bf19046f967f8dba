import { parentRegion } from '@haihe/contract/region'
import { type ReactNode, useEffect, useMemo } from 'react'
import { useWords } from '../../ui/i18n.ts'
import { CityMap, type MapPoint } from '../../ui/map/city-map.tsx'
import type { Outlines } from '../../ui/map/geo.ts'
import { usePreferences } from '../../ui/preferences.ts'
import { useApi } from '../../ui/queries.ts'
import { useSession } from '../../ui/session.ts'
import { type NgsiEntity, nameOf, placeOf, shortId } from './entity.ts'

/** more points than this say nothing on a map */
const MOST = 2000

/** The objects as points over the regions below the chosen one; the list beside says the same. */
export const EntityMap = ({
  entities,
  region,
  current,
  onOpen,
  onRegion,
  more,
  loadMore,
  children,
}: {
  entities: readonly NgsiEntity[]
  region: string | undefined
  current: string | null
  onOpen: (id: string) => void
  onRegion: (region: string) => void
  more: boolean
  loadMore: () => void
  /** the list */
  children: ReactNode
}) => {
  const t = useWords()
  const { language } = usePreferences()
  const { scopes } = useSession()
  const top = region ?? scopes('entity.read')[0] ?? '12'
  // below a street there is nothing to draw: the street is shown among its neighbours
  const drawn = top.length >= 9 ? (parentRegion(top) ?? top) : top
  const outlines = useApi<Outlines>(`/api/regions/${drawn}/outlines`, undefined, { staleTime: Number.POSITIVE_INFINITY })
  useEffect(() => {
    if (more && entities.length < MOST) loadMore()
  }, [more, entities.length, loadMore])
  const points = useMemo(
    () =>
      entities.flatMap((entity): MapPoint[] => {
        const at = placeOf(entity)
        return at ? [{ id: entity.id, lon: at[0], lat: at[1], label: nameOf(entity, language) ?? shortId(entity.id) }] : []
      }),
    [entities, language],
  )
  return (
    <div className="hc-map">
      <div className="hc-map-box hh-card">
        <CityMap
          label={t('entities.map')}
          outlines={outlines.data}
          selected={top.length >= 9 ? top : null}
          points={points}
          currentPoint={current}
          onPoint={onOpen}
          onSelect={onRegion}
          fitKey={drawn}
        />
        {points.length < entities.length && (
          <p className="hc-map-note">{t('entities.withoutPlace', { count: entities.length - points.length })}</p>
        )}
      </div>
      {children}
    </div>
  )
}
