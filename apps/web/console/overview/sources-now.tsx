import { ProvenanceBadge } from '../../ui/badges.tsx'
import { Empty } from '../../ui/faces.tsx'
import { formatFigure } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { Sparkline } from '../../ui/sparkline.tsx'
import { AppLink } from '../parts/app-link.tsx'
import { Ago, StateMark } from '../parts/small.tsx'
import { FLOW_TONE, type SourceNow } from '../sources/sources.ts'

const MOST = 30

const Row = ({ source }: { source: SourceNow }) => {
  const t = useWords()
  const open = `/console/sources?open=${source.id}`
  return (
    <tr>
      <th scope="row">
        <AppLink href={open}>{source.title}</AppLink> <ProvenanceBadge provenance={source.provenance} />
      </th>
      <td>
        <StateMark tone={FLOW_TONE[source.flow]}>{t(`flow.${source.flow}`)}</StateMark>
      </td>
      <td className="hc-end" data-room="62">
        {formatFigure(source.perSecond, '', 1)}
      </td>
      <td className="hc-end">
        <b>{formatFigure(source.perMinute)}</b>
      </td>
      <td className="hc-spark" data-room="40">
        <Sparkline values={source.minutes.map(({ received }) => received)} height={22} />
      </td>
      <td data-room="40">
        <Ago at={source.lastSeen} every={3000} />
      </td>
      <td className="hc-end" data-room="40">
        {formatFigure(source.day.stored)}
      </td>
      <td className="hc-end" data-room="62">
        {formatFigure(source.day.duplicate)}
      </td>
      <td className="hc-end" data-room="40">
        {source.openDeadLetters > 0 ? (
          <AppLink className="hc-bad" href={`/console/dead-letters?source=${source.id}`}>
            {formatFigure(source.openDeadLetters)}
          </AppLink>
        ) : (
          0
        )}
      </td>
      <td className="hc-end" data-room="40">
        {source.openFaults > 0 ? (
          <AppLink className="hc-bad" href={`${open}&tab=faults`}>
            {formatFigure(source.openFaults)}
          </AppLink>
        ) : (
          0
        )}
      </td>
    </tr>
  )
}

/** The sources as they are now, those that need somebody first. */
export const SourcesNow = ({ sources }: { sources: readonly SourceNow[] }) => {
  const t = useWords()
  if (sources.length === 0)
    return (
      <Empty icon="waves" title={t('sources.none')}>
        {t('sources.noneHelp')}
      </Empty>
    )
  return (
    <ScrollRegion className="hc-now hh-card" label={t('overview.sourcesNow')}>
      <table>
        <caption className="hh-spoken">{t('overview.sourcesNow')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('sources.name')}</th>
            <th scope="col">{t('sources.flow')}</th>
            <th scope="col" className="hc-end" data-room="62">
              {t('sources.perSecond')}
            </th>
            <th scope="col" className="hc-end">
              {t('sources.perMinute')}
            </th>
            <th scope="col" data-room="40">
              {t('sources.lastHour')}
            </th>
            <th scope="col" data-room="40">
              {t('sources.lastSeen')}
            </th>
            <th scope="col" className="hc-end" data-room="40">
              {t('sources.stored')}
            </th>
            <th scope="col" className="hc-end" data-room="62">
              {t('sources.duplicate')}
            </th>
            <th scope="col" className="hc-end" data-room="40">
              {t('sources.openLetters')}
            </th>
            <th scope="col" className="hc-end" data-room="40">
              {t('sources.faults')}
            </th>
          </tr>
        </thead>
        <tbody>
          {sources.slice(0, MOST).map((source) => (
            <Row key={source.id} source={source} />
          ))}
        </tbody>
      </table>
      {sources.length > MOST && (
        <p className="hc-now-more">
          <AppLink href="/console/sources">{t('overview.moreSources', { count: sources.length - MOST })}</AppLink>
        </p>
      )}
    </ScrollRegion>
  )
}
