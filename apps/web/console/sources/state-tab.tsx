import type { SourceView } from '@haihe/contract'
import { Chart } from '../../ui/chart.tsx'
import { formatFigure, formatSpan } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { AppLink } from '../parts/app-link.tsx'
import { useRegionName, useUnitName } from '../parts/names.ts'
import { Ago, Facts, Moment } from '../parts/small.tsx'
import { PullSection } from './pull-section.tsx'

const Count = ({ name, value, bad, href }: { name: string; value: number; bad?: boolean; href?: string }) => (
  <span className="hc-count" data-bad={bad || undefined}>
    {name}
    <b title={String(value)}>{href ? <AppLink href={href}>{formatFigure(value)}</AppLink> : formatFigure(value)}</b>
  </span>
)

export const StateTab = ({ source }: { source: SourceView }) => {
  const t = useWords()
  const unit = useUnitName(source.unit)
  const region = useRegionName(source.region)
  const { day } = source
  return (
    <>
      <section className="hc-section">
        <div className="hc-counts">
          <Count name={t('sources.perMinute')} value={source.perMinute} />
          <Count name={t('sources.stored')} value={day.stored} />
          <Count name={t('sources.duplicate')} value={day.duplicate} />
          <Count name={t('sources.rejected')} value={day.rejected} />
          <Count
            name={t('sources.openLetters')}
            value={source.openDeadLetters}
            bad={source.openDeadLetters > 0}
            href={`/console/dead-letters?source=${source.id}`}
          />
        </div>
        <p className="hc-note">{t('sources.dayNote')}</p>
      </section>
      <section className="hc-section">
        <Chart
          title={t('sources.chart')}
          unit={t('unit.itemsPerMinute')}
          kind="bar"
          height="12rem"
          lines={[
            { name: t('sources.received'), points: source.minutes.map(({ at, received }) => ({ at, value: received })) },
            { name: t('sources.rejected'), points: source.minutes.map(({ at, rejected }) => ({ at, value: rejected })) },
          ]}
        />
      </section>
      <section className="hc-section">
        <Facts
          of={[
            [t('sources.lastSeen'), <Ago key="seen" at={source.lastSeen} every={3000} />],
            [
              t('sources.expected'),
              source.expectedEvery === null
                ? t('sources.notExpected')
                : t('sources.expectedEvery', { span: formatSpan(source.expectedEvery * 1000) }),
            ],
            [t('sources.protocol'), t(`protocol.${source.protocol}`)],
            [t('sources.types'), source.types?.join('、') ?? t('sources.anyType')],
            [t('sources.unit'), unit],
            [t('sources.region'), region],
            [t('sources.created'), <Moment key="created" at={source.createdAt} />],
          ]}
        />
      </section>
      <PullSection source={source} />
    </>
  )
}
