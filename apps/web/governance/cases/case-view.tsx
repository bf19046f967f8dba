/** A case as a whole: what is to be done, until when, where; then everything that explains it. */
import type { CaseSummary, CaseTypeView } from '@haihe/contract'
import { ProvenanceBadge } from '../../ui/badges.tsx'
import { Bone, Empty, Failing, Loading } from '../../ui/faces.tsx'
import { formatAgo } from '../../ui/format.ts'
import { useText, useWords } from '../../ui/i18n.ts'
import { Icon } from '../../ui/icon.tsx'
import { useOutbox } from '../../ui/offline/browser-outbox.ts'
import { useApi } from '../../ui/queries.ts'
import { useSession } from '../../ui/session.ts'
import { useNow } from '../../ui/use-now.ts'
import { AlertCard } from '../alerts/alert-card.tsx'
import { ActionBar } from './action-bar.tsx'
import { waitingFor } from './actions.ts'
import { CaseClocks } from './case-clocks.tsx'
import { CasePeople } from './case-people.tsx'
import { CasePhotos } from './case-photos.tsx'
import { CasePlace } from './case-place.tsx'
import { CaseTimeline } from './case-timeline.tsx'
import './case-view.css'
import { CaseWords } from './case-words.tsx'
import { useCase } from './queries.ts'
import { StateMark, SupervisedMark, UrgencyMark } from './state-mark.tsx'

export interface CaseViewProps {
  id: string
  desk: boolean
  open: string | null
  onOpen: (open: string | null) => void
}

/** where it came from, in the words of its case type */
const sourceOf = ({ type, source }: CaseSummary, types: CaseTypeView[] | undefined, say: ReturnType<typeof useText>): string =>
  say(types?.find(({ id }) => id === type)?.sources.find(({ id }) => id === source)?.title) || source

const Skeleton = () => (
  <Loading>
    <div className="gov-case-wait">
      <Bone width="40%" height="1.5rem" />
      <Bone width="80%" height="2rem" />
      <Bone height="6rem" />
      <Bone height="5rem" />
      <Bone height="9rem" />
    </div>
  </Loading>
)

export const CaseView = ({ id, desk, open, onOpen }: CaseViewProps) => {
  const t = useWords()
  const say = useText()
  const now = useNow()
  const { me, may } = useSession()
  const query = useCase(id)
  const types = useApi<CaseTypeView[]>('/api/case-types', undefined, { staleTime: 3_600_000 })
  const waiting = waitingFor(useOutbox(me?.account.id), id)
  const detail = query.data
  if (!detail) {
    if (query.error?.status === 404)
      return (
        <Empty icon="search" title={t('case.gone')}>
          {t('case.goneHelp')}
        </Empty>
      )
    return query.error ? <Failing error={query.error} retry={() => void query.refetch()} /> : <Skeleton />
  }
  const { summary } = detail
  return (
    <article className="gov-case" data-desk={desk || undefined} aria-labelledby="case-title">
      <div className="gov-case-body">
        <header className="gov-case-head">
          <span className="gov-case-marks">
            <StateMark item={summary} large />
            <UrgencyMark urgency={summary.urgency} />
            {summary.supervised && <SupervisedMark />}
            <ProvenanceBadge provenance={summary.provenance} />
          </span>
          <h1 id="case-title" tabIndex={-1}>
            {summary.title}
          </h1>
          <p className="gov-case-sub">
            <span>{summary.caseNo}</span>
            <span>{say(summary.typeTitle)}</span>
            <span>{sourceOf(summary, types.data, say)}</span>
            <span>{t('case.reported', { ago: formatAgo(summary.reportedAt, now) })}</span>
          </p>
          {detail.description && <CaseWords text={detail.description} />}
        </header>
        {waiting.length > 0 && (
          <p className="gov-note" role="status">
            <Icon name="offline" />
            {t('case.waiting', { count: waiting.length })}
          </p>
        )}
        {query.isError && (
          <p className="gov-note" role="status">
            <Icon name="history" />
            {t('case.old', { ago: formatAgo(query.dataUpdatedAt, now) })}
          </p>
        )}
        <div className="gov-case-cards">
          <div className="gov-case-column">
            <CaseClocks summary={summary} clocks={detail.clocks} now={now} />
            {detail.alertId && may('alert.read') && <AlertCard id={detail.alertId} />}
            <CasePeople detail={detail} />
          </div>
          <div className="gov-case-column">
            <CasePlace summary={summary} desk={desk} />
            <CasePhotos photos={detail.attachments} />
          </div>
          <CaseTimeline actions={detail.actions} />
        </div>
      </div>
      <ActionBar detail={detail} open={open} onOpen={onOpen} />
    </article>
  )
}
