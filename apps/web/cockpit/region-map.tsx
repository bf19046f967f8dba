/** The children of the region coloured by one indicator, and the same as a list. A press goes one level down. */
import type { Alert, IndicatorDef, MapValues, Region, Tile } from '@haihe/contract'
import { ALERT_LEVELS } from '@haihe/contract/alert'
import { lazy, Suspense, useMemo } from 'react'
import { Bone, Empty, Failing, LoadingRows } from '../ui/faces.tsx'
import { formatAgo, formatFigure, isShare } from '../ui/format.ts'
import { useText, useWords } from '../ui/i18n.ts'
import { type Scale, scaleOf } from '../ui/map/choropleth.ts'
import type { AreaFill } from '../ui/map/city-map.tsx'
import { Legend } from '../ui/map/legend.tsx'
import { RegionList, type RegionRow } from '../ui/map/region-list.tsx'
import { useApi } from '../ui/queries.ts'
import { ScrollRegion } from '../ui/scroll-region.tsx'
import { useAlerts, useIndicators, useMapValues, useOutlines } from './data.ts'
import { useView } from './view.ts'

const CityMap = lazy(async () => ({ default: (await import('../ui/map/city-map.tsx')).CityMap }))

export interface RegionMapProps {
  region: string
  indicator: string | undefined
  at: string | undefined
  tiles: readonly Tile[]
  /** the board has been read: without an indicator by now there is none */
  ready: boolean
}

/** The most serious open alert in each child of the region. */
export const worstAlerts = (alerts: readonly Alert[], children: readonly string[]): Map<string, Alert['level']> => {
  const worst = new Map<string, Alert['level']>()
  for (const alert of alerts) {
    const child = children.find((code) => alert.region.startsWith(code))
    if (!child) continue
    const before = worst.get(child)
    if (!before || ALERT_LEVELS.indexOf(alert.level) > ALERT_LEVELS.indexOf(before)) worst.set(child, alert.level)
  }
  return worst
}

const useAreas = (
  map: MapValues | undefined,
  scale: Scale | undefined,
  def: IndicatorDef | undefined,
  alerts: readonly Alert[],
) => {
  const t = useWords()
  return useMemo(() => {
    const fills = new Map<string, AreaFill>()
    const rows: RegionRow[] = []
    const worst = worstAlerts(
      alerts,
      (map?.values ?? []).map((each) => each.region),
    )
    for (const each of map?.values ?? []) {
      // the legend has the unit; on labels and rows it would only repeat
      const unit = def && isShare(def.unit) ? def.unit : ''
      const text = each.value === null ? '' : formatFigure(each.value, unit, def?.precision)
      const level = worst.get(each.region)
      const fresh = each.freshAt ? t('tile.fresh', { span: formatAgo(each.freshAt, Date.now()) }) : t('tile.noValue')
      const area: AreaFill = {
        fill: scale?.classOf(each.value)?.fill ?? '--ramp-none',
        text,
        note: each.stale ? `${t('face.stale')} · ${fresh}` : fresh,
        stale: each.stale,
        ...(level ? { alert: level } : {}),
      }
      fills.set(each.region, area)
      rows.push({ code: each.region, name: each.name, value: each.value, ...area })
    }
    const worse = def?.direction === 1 ? 1 : -1
    rows.sort((a, b) => (a.value === null ? 1 : b.value === null ? -1 : worse * (a.value - b.value)))
    return { fills, rows }
  }, [map, scale, def, alerts, t])
}

const NO_ALERTS: readonly Alert[] = []

export const RegionMap = ({ region, indicator, at, tiles, ready }: RegionMapProps) => {
  const t = useWords()
  const say = useText()
  const { go } = useView()
  const indicators = useIndicators()
  const def = indicators.data?.items.find((each) => each.id === indicator)
  const values = useMapValues(indicator, region, at)
  const outlines = useOutlines(region)
  const alerts = useAlerts(region, at)
  const own = values.data?.region === region && values.data.indicator === indicator ? values.data : undefined
  const scale = useMemo(
    () =>
      def &&
      own &&
      scaleOf(
        def,
        own.values.map((each) => each.value),
        say,
      ),
    [def, own, say],
  )
  const { fills, rows } = useAreas(own, scale, def, alerts.data?.items ?? NO_ALERTS)
  const open = (code: string) => code.length < 12 && go({ region: code })
  const features = outlines.data?.features ?? []
  const drawn = features.length > 0
  return (
    <section className="cp-map" aria-label={t('map.title')} data-flat={outlines.data && !drawn ? true : undefined}>
      <header className="cp-map-head" hidden={tiles.length === 0}>
        <h2 className="hh-spoken">{t('map.title')}</h2>
        <label htmlFor="measure">{t('map.measure')}</label>
        <select
          id="measure"
          className="cp-select"
          value={indicator ?? ''}
          onChange={(event) => go({ indicator: event.target.value })}
        >
          {tiles.map((tile) => (
            <option key={tile.indicator} value={tile.indicator}>
              {say(tile.title)}
            </option>
          ))}
        </select>
        {def && <small>{t(`time.window.${def.shown}`)}</small>}
      </header>
      <div className="cp-map-pane">
        {outlines.error ? (
          <Failing error={outlines.error} retry={() => void outlines.refetch()} />
        ) : outlines.data && !drawn ? (
          <Empty icon="map" title={t('map.noOutlines')} small>
            {t('map.noOutlinesHelp')}
          </Empty>
        ) : (
          <Suspense fallback={<Bone height="100%" />}>
            <CityMap
              label={`${t('map.title')}：${say(def?.title)}`}
              outlines={outlines.data}
              fills={fills}
              fitKey={region}
              onSelect={open}
              padding={28}
            />
          </Suspense>
        )}
      </div>
      {scale && drawn && (
        <div className="cp-legend">
          <Legend
            scale={scale}
            gaps={rows.some((row) => row.value === null)}
            schematic={features.some((feature) => feature.properties.schematic)}
          />
        </div>
      )}
      <ScrollRegion className="cp-list" label={t('map.list')}>
        {own && rows.length > 0 ? (
          <RegionList label={t('map.list')} rows={rows} onSelect={open} />
        ) : own || (ready && indicator === undefined) ? (
          <Children region={region} />
        ) : values.error ? (
          <Failing error={values.error} retry={() => void values.refetch()} small />
        ) : (
          <LoadingRows rows={12} height="2.25rem" />
        )}
      </ScrollRegion>
    </section>
  )
}

/** Below what the indicator keeps: the regions themselves, without numbers. */
const Children = ({ region }: { region: string }) => {
  const t = useWords()
  const { go } = useView()
  const children = useApi<{ items: Region[] }>('/api/regions', { parent: region }, { staleTime: Infinity })
  const rows = (children.data?.items ?? []).map((each): RegionRow => ({ code: each.code, name: each.name, value: null }))
  if (children.error) return <Failing error={children.error} retry={() => void children.refetch()} small />
  if (!children.data) return <LoadingRows rows={8} height="2.25rem" />
  return rows.length > 0 ? (
    <RegionList label={t('map.list')} rows={rows} onSelect={(code) => go({ region: code })} />
  ) : (
    <Empty icon="map" title={t('map.leaf')} small />
  )
}
