/** Why a number is what it is: formula, dated rules, parts, sources, records, and its course. */
import type { Explanation, IndicatorDef, Series } from '@haihe/contract'
import { LevelBadge, ProvenanceBadge } from '../ui/badges.tsx'
import { Chart } from '../ui/chart.tsx'
import { Bone, Faces, LoadingRows, StaleNote } from '../ui/faces.tsx'
import { figure, formatAgo, formatChange, formatMoment } from '../ui/format.ts'
import { useText, useWords } from '../ui/i18n.ts'
import { useApi } from '../ui/queries.ts'
import { useSession } from '../ui/session.ts'
import { UnitName } from '../ui/unit-name.tsx'
import { useNow } from '../ui/use-now.ts'
import { useIndicators } from './data.ts'
import { Inputs, Parts, Records, Rules, Sources } from './explain-parts.tsx'
import type { PanelContentProps } from './panel.tsx'

const HOUR = 3_600_000
const SPANS = { minute: 6 * HOUR, hour: 48 * HOUR, day: 31 * 24 * HOUR, month: 366 * 24 * HOUR } as const

/** The window the course is drawn in: by hour where the indicator keeps hours, else what its tile shows. */
export const courseWindow = (def: Pick<IndicatorDef, 'windows' | 'shown'>): keyof typeof SPANS =>
  def.windows.includes('hour') ? 'hour' : def.shown

const Course = ({ def, region, at, name }: { def: IndicatorDef; region: string; at: string | undefined; name: string }) => {
  const say = useText()
  const now = useNow(60_000)
  const window = courseWindow(def)
  // live the end is open (the server refuses the future) and the start moves in steps, so that the question stays the same
  const end = at ? Date.parse(at) : Math.floor(now / 300_000) * 300_000
  const series = useApi<Series>(
    `/api/indicators/${def.id}/series`,
    { region, window, from: new Date(end - SPANS[window]).toISOString(), to: at },
    at ? { keep: true } : { keep: true, every: 60_000 },
  )
  return (
    <Faces of={series} loading={<Bone height="15rem" />} small>
      {({ points }) => (
        <Chart
          title={`${say(def.title)} · ${name}`}
          unit={def.unit}
          precision={def.precision}
          lines={[{ name: say(def.title), points }]}
          thresholds={def.bands
            .filter((band) => band.level !== null)
            .map((band) => ({ value: band.from, level: band.level, label: say(band.label) }))}
        />
      )}
    </Faces>
  )
}

const Hero = ({ tile }: { tile: Explanation['tile'] }) => {
  const t = useWords()
  const say = useText()
  const now = useNow()
  const { text, magnitude, unit } = figure(tile.value, tile.unit, tile.precision)
  return (
    <div className="cp-hero" data-stale={tile.stale || undefined}>
      <p className="cp-hero-number">
        {text}
        <small>
          {magnitude}
          {unit}
        </small>
      </p>
      <p className="cp-hero-notes">
        {tile.level ? <LevelBadge level={tile.level} note={say(tile.band)} /> : tile.band && <span>{say(tile.band)}</span>}
        {tile.change !== null && (
          <span>{t('tile.change', { change: formatChange(tile.change, tile.unit, tile.precision) })}</span>
        )}
        {tile.stale ? (
          <StaleNote since={tile.freshAt} />
        ) : (
          tile.freshAt && <span>{t('tile.fresh', { span: formatAgo(tile.freshAt, now) })}</span>
        )}
        {tile.at && (
          <span>{t('explain.window', { window: t(`time.window.${tile.window}`), at: formatMoment(tile.at, now) })}</span>
        )}
        {tile.provenance && <ProvenanceBadge provenance={tile.provenance} />}
      </p>
    </div>
  )
}

export const ExplainPanel = ({ id, region, at }: PanelContentProps) => {
  const t = useWords()
  const say = useText()
  const { may } = useSession()
  const indicators = useIndicators()
  const def = indicators.data?.items.find((each) => each.id === id)
  const explanation = useApi<Explanation>(`/api/indicators/${id}/explain`, { region, at }, at ? {} : { every: 30_000 })
  return (
    <Faces of={explanation} loading={<LoadingRows rows={8} />}>
      {(data) => (
        <div className="cp-explain">
          <section aria-label={say(data.definition.title)}>
            <h3 className="cp-explain-title">{say(data.definition.title)}</h3>
            <p>{say(data.definition.description)}</p>
            <Hero tile={data.tile} />
          </section>
          {def && <Course def={def} region={region} at={at} name={t('explain.course')} />}
          <section>
            <h3>{t('explain.formula')}</h3>
            <p className="cp-formula">{say(data.definition.formula)}</p>
            <p className="cp-dim">
              {t('explain.owner')} <UnitName id={data.definition.owner} />
            </p>
            <Inputs partial={data.partial} />
          </section>
          <Rules rules={data.rules} />
          <Sources sources={data.sources} />
          <Parts parts={data.parts} tile={data.tile} />
          <Records records={data.records} />
          {may('lineage.read', region) && (
            <p>
              <a
                className="hh-button"
                data-tone="quiet"
                href={`/console/lineage?tab=number&number=${encodeURIComponent(`${id}@${region}`)}${at ? `&at=${encodeURIComponent(at)}` : ''}`}
              >
                {t('explain.trace')}
              </a>{' '}
              <a href={`/console/lineage?node=${encodeURIComponent(`indicator:${id}@${region}`)}`}>{t('explain.lineage')}</a>
            </p>
          )}
        </div>
      )}
    </Faces>
  )
}
