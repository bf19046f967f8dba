/** The score, what the six dimensions say, and its course by day. */
import { QUALITY_DIMENSION_NAMES, type QualityDimensionScore, type QualityScore, type QualityTrend } from '@haihe/contract'
import { useBasis } from '../../ui/basis.ts'
import { Chart } from '../../ui/chart.tsx'
import { Bone, Faces } from '../../ui/faces.tsx'
import { formatFigure } from '../../ui/format.ts'
import { useText, useWords } from '../../ui/i18n.ts'
import { useApi } from '../../ui/queries.ts'
import { useSession } from '../../ui/session.ts'
import { AppLink } from '../parts/app-link.tsx'
import { RegionName } from '../parts/region-name.tsx'
import { Ago, Facts, Moment, StateMark } from '../parts/small.tsx'
import { ShareBar } from './bars.tsx'
import { scoreText, standingOf } from './quality.ts'
import { STANDING_TONE } from './standing.ts'

/** The case about putting it right: the open one, or when the last was closed. */
const CaseLink = ({ of: { rectification } }: { of: QualityScore }) => {
  const t = useWords()
  const { may } = useSession()
  if (!rectification) return null
  const { id, no, state, at } = rectification
  const name = t(`quality.case.${state}`, { no })
  return (
    <p className={state === 'open' ? 'hc-outcome' : 'hc-note'} data-tone={state === 'open' ? 'bad' : undefined}>
      <span>
        {may('case.read') ? <AppLink href={`/console/cases?type=data-rectification&open=${id}`}>{name}</AppLink> : name} ·{' '}
        {t('quality.case.at')} <Moment at={at} />
      </span>
    </p>
  )
}

/** From which scores on something must be done, and which rule says so. */
const Limits = ({ of: { limits } }: { of: QualityScore }) => {
  const t = useWords()
  const { may } = useSession()
  const basisOf = useBasis()
  if (!limits) return <p className="hc-note">{t('quality.noLimits')}</p>
  return (
    <p className="hc-note">
      {t('quality.limits', { rectify: limits.rectify, stop: limits.stop })}{' '}
      {t('quality.limitsFrom', { basis: basisOf(limits.basis, limits.official), from: limits.from })}{' '}
      {may('rule.read') && (
        <AppLink href={`/console/rules?open=${encodeURIComponent(limits.rule)}`}>{t('quality.limitsRule')}</AppLink>
      )}
    </p>
  )
}

const Dimension = ({ of, sum }: { of: QualityDimensionScore; sum: number }) => {
  const t = useWords()
  const say = useText()
  const share = sum === 0 ? 0 : of.weight / sum
  return (
    <li>
      <span>{say(QUALITY_DIMENSION_NAMES[of.dimension])}</span>
      <ShareBar share={of.score === null ? null : of.score / 100} />
      <span className="hc-score">{scoreText(of.score)}</span>
      <small>
        {t(`quality.means.${of.dimension}`)}
        {' · '}
        {of.score === null
          ? t('quality.nothingToCheck')
          : t('quality.dimensionNote', {
              weight: formatFigure(share, '%'),
              checked: formatFigure(of.checked),
              failed: formatFigure(of.failed),
            })}
      </small>
    </li>
  )
}

export const OverviewTab = ({ of }: { of: QualityScore }) => {
  const t = useWords()
  const trend = useApi<QualityTrend>(`/api/quality/resources/${of.resource}/trend`, { days: 90 })
  const standing = standingOf(of)
  const sum = of.dimensions.reduce((total, { score, weight }) => total + (score === null ? 0 : weight), 0)
  return (
    <>
      <section className="hc-section">
        <div className="hc-score-head">
          <strong>{scoreText(of.score)}</strong>
          <StateMark tone={STANDING_TONE[standing]}>{t(`quality.is.${standing}`)}</StateMark>
          <span className="hc-note">{t(`quality.isHelp.${standing}`)}</span>
        </div>
        <CaseLink of={of} />
        <Limits of={of} />
        <Facts
          of={[
            [t('quality.owner'), of.ownerName],
            [t('quality.region'), <RegionName key="region" code={of.region} />],
            [t('quality.rows'), formatFigure(of.rows)],
            [t('quality.at'), <Ago key="at" at={of.at} />],
          ]}
        />
      </section>
      <section className="hc-section">
        <h3>{t('quality.dimensions')}</h3>
        {of.dimensions.length === 0 ? (
          <p className="hc-note">{t('quality.notScored')}</p>
        ) : (
          <ul className="hc-dimensions">
            {of.dimensions.map((one) => (
              <Dimension key={one.dimension} of={one} sum={sum} />
            ))}
          </ul>
        )}
        <p className="hc-note">{t('quality.formula')}</p>
      </section>
      <section className="hc-section">
        <Faces of={trend} loading={<Bone height="15rem" />} small>
          {({ points }) =>
            points.length === 0 ? (
              <p className="hc-note">{t('quality.noTrend')}</p>
            ) : (
              <Chart
                title={t('quality.trendTitle')}
                unit={t('quality.points')}
                precision={1}
                kind={points.length < 3 ? 'bar' : 'line'}
                lines={[
                  {
                    name: t('quality.score'),
                    points: points.map(({ day, score }) => ({ at: `${day}T00:00:00+08:00`, value: score })),
                  },
                ]}
              />
            )
          }
        </Faces>
      </section>
    </>
  )
}
