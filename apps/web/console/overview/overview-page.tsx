/** 总览: what flows in now, and what waits for somebody. Every number leads to its page. */
import { lazy, Suspense, useMemo } from 'react'
import { Bone, Empty, Failing, Loading, StaleNote } from '../../ui/faces.tsx'
import { formatFigure } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { useSession } from '../../ui/session.ts'
import { useOpenLetters } from '../dead-letters/open-letters.ts'
import { Page } from '../parts/desk.tsx'
import { byUrgency, minutesOf, sumOf, useRates, useSources, withRate } from '../sources/sources.ts'
import { AuditCard } from './audit-card.tsx'
import { ConsumersCard, JobsCard } from './background-cards.tsx'
import { Figure } from './card.tsx'
import { DataCards } from './data-cards.tsx'
import { DeliveriesCard } from './deliveries-card.tsx'
import { LettersCard } from './letters-card.tsx'
import './overview.css'
import { SourcesNow } from './sources-now.tsx'

const Chart = lazy(() => import('../../ui/chart.tsx').then(({ Chart: drawn }) => ({ default: drawn })))

const Inflow = () => {
  const t = useWords()
  const sources = useSources()
  const rates = useRates()
  const letters = useOpenLetters(true)
  const now = useMemo(
    () => sources.data?.sources.map((source) => withRate(source, rates.get(source.id))).sort(byUrgency),
    [sources.data, rates],
  )
  const minutes = useMemo(() => minutesOf(sources.data?.sources ?? []), [sources.data])
  if (!now)
    return sources.error ? (
      <Failing error={sources.error} retry={() => void sources.refetch()} />
    ) : (
      <Loading>
        <div className="hc-over-numbers">
          {['a', 'b', 'c', 'd'].map((key) => (
            <Bone key={key} height="7rem" />
          ))}
        </div>
        <Bone height="18rem" />
      </Loading>
    )
  const sum = sumOf(now)
  return (
    <>
      {sources.error && <StaleNote since={new Date(sources.dataUpdatedAt).toISOString()} />}
      <div className="hc-over-numbers">
        <Figure
          title={t('overview.inflow')}
          value={sum.perMinute}
          unit={t('unit.itemsPerMinute')}
          href="/console/sources?sort=-perMinute"
          note={t('overview.inflowNote', {
            now: formatFigure(sum.perSecond, '', 1),
            stored: formatFigure(sum.stored),
            duplicate: formatFigure(sum.duplicate),
          })}
          spark={minutes.map(({ received }) => received)}
        />
        <Figure
          title={t('overview.sources')}
          value={sum.live}
          of={now.length}
          unit={t('overview.sourcesUnit')}
          href="/console/sources"
          bad={sum.silent > 0}
          note={
            sum.silent + sum.late === 0 ? t('overview.allLive') : t('overview.lateSilent', { late: sum.late, silent: sum.silent })
          }
        />
        <Figure
          title={t('overview.rejected')}
          value={letters}
          unit={t('unit.items')}
          href="/console/dead-letters"
          bad={(letters ?? 0) > 0}
          note={t('overview.rejectedNote', { count: formatFigure(sum.rejected) })}
        />
        <Figure
          title={t('overview.faults')}
          value={now.reduce((total, source) => total + source.openFaults, 0)}
          unit={t('overview.faultsUnit')}
          href="/console/sources?sort=-faults"
          bad={now.some((source) => source.openFaults > 0)}
          note={t('overview.faultsNote')}
        />
      </div>
      <div className="hc-over-chart hh-card">
        <Suspense fallback={<Bone height="13rem" />}>
          <Chart
            title={t('overview.chart')}
            unit={t('unit.itemsPerMinute')}
            kind="bar"
            height="11rem"
            lines={[
              { name: t('overview.received'), points: minutes.map(({ at, received }) => ({ at, value: received })) },
              { name: t('overview.rejectedItems'), points: minutes.map(({ at, rejected }) => ({ at, value: rejected })) },
            ]}
          />
        </Suspense>
      </div>
      <SourcesNow sources={now} />
    </>
  )
}

export const OverviewPage = () => {
  const t = useWords()
  const { may } = useSession()
  const cards = [
    may('dead-letter.read') && <LettersCard key="letters" />,
    may('delivery.read') && <DeliveriesCard key="deliveries" />,
    may('job.read') && <JobsCard key="jobs" />,
    may('job.read') && <ConsumersCard key="consumers" />,
    may('audit.read') && <AuditCard key="audit" />,
  ].filter(Boolean)
  return (
    <Page title={t('nav.overview')} note={t('overview.note')}>
      <DataCards />
      <div className="hc-over">
        {may('source.read') && (
          <div className="hc-over-main">
            <Inflow />
          </div>
        )}
        {cards.length > 0 && <div className="hc-over-side">{cards}</div>}
        {!may('source.read') && !may('ledger.read') && cards.length === 0 && (
          <div className="hc-over-none">
            <Empty icon="lock" title={t('overview.nothing')}>
              {t('overview.nothingHelp')}
            </Empty>
          </div>
        )}
      </div>
    </Page>
  )
}
