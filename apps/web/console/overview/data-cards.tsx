/** What waits on the data platform, each line with the list behind it: entries, needs, wrong data, scores, rejected rows. */
import type { ConnectorView } from '@haihe/contract'
import type { Query } from '../../ui/api.ts'
import { Failing, LoadingRows } from '../../ui/faces.tsx'
import { formatFigure } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { useApi } from '../../ui/queries.ts'
import { useSession } from '../../ui/session.ts'
import { StateMark } from '../parts/small.tsx'
import { Card, Line } from './card.tsx'

const EVERY = { every: 60_000, keep: true }

interface Waits extends Asked {
  id: string
  href: string
  /** undefined while nobody knows, null when the server does not count so far */
  count: number | null | undefined
  /** more than these, which are not counted here */
  more?: boolean
  bad?: boolean
}

interface Asked {
  error: unknown
  refetch: () => unknown
}

/** How many a list holds. */
const useTotal = (path: string, query: Query, enabled = true): Asked & { count: number | null | undefined } => {
  const { data, error, refetch } = useApi<{ total: number | null }>(path, { ...query, limit: 1 }, { ...EVERY, enabled })
  return { count: data?.total, error, refetch }
}

/** Lines that hold something; one quiet line when none does. A question that failed is no answer: it is said and asked again. */
const WaitingCard = ({ title, href, waits }: { title: string; href: string; waits: readonly Waits[] }) => {
  const t = useWords()
  const known = waits.filter(({ count }) => count !== undefined)
  const shown = known.filter(({ count }) => count !== 0)
  const failed = waits.filter(({ count, error }) => count === undefined && error)
  return (
    <Card title={title} href={href}>
      {failed.length > 0 && (
        <Failing small error={failed[0]?.error} retry={() => void Promise.all(failed.map(({ refetch }) => refetch()))} />
      )}
      {known.length === 0 && failed.length === 0 ? (
        <LoadingRows rows={1} />
      ) : shown.length === 0 ? (
        failed.length === 0 && <StateMark tone="good">{t('overview.nothingWaits')}</StateMark>
      ) : (
        <ul>
          {shown.map(({ id, href: to, count, more, bad }) => (
            <Line
              key={id}
              href={to}
              name={t(`overview.waits.${id}`)}
              count={
                <span className={bad ? 'hc-bad' : undefined}>
                  {count === null ? t('overview.many') : `${formatFigure(count ?? 0)}${more ? '+' : ''}`}
                </span>
              }
            />
          ))}
        </ul>
      )}
    </Card>
  )
}

/** 目录与分级 */
const CatalogueCard = () => {
  const t = useWords()
  const { may } = useSession()
  const review = useTotal('/api/catalogue', { view: 'review' }, may('catalogue.review'))
  const overdue = useTotal('/api/catalogue', { view: 'overdue' })
  const fields = useApi<{ fields: number }>(
    '/api/classification/unconfirmed',
    { limit: 1, mine: true },
    { ...EVERY, enabled: may('classification.confirm') },
  )
  return (
    <WaitingCard
      title={t('nav.catalogue')}
      href="/console/catalogue"
      waits={[
        { id: 'review', href: '/console/catalogue?view=review', ...review },
        { id: 'overdue', href: '/console/catalogue?view=overdue', ...overdue, bad: true },
        { id: 'unconfirmed', href: '/console/classification?whose=mine', ...fields, count: fields.data?.fields },
      ]}
    />
  )
}

/** 供需 */
const NeedsCard = () => {
  const t = useWords()
  const { me } = useSession()
  const unit = me?.units[0]?.id
  const late = useTotal('/api/ledger', { late: true })
  const owned = useTotal('/api/ledger', { owner: unit, open: true }, unit !== undefined)
  const open = useTotal('/api/ledger', { open: true })
  return (
    <WaitingCard
      title={t('nav.ledger')}
      href="/console/ledger"
      waits={[
        { id: 'lateNeeds', href: '/console/ledger?late=yes', ...late, bad: true },
        { id: 'ownNeeds', href: '/console/ledger?mine=owned&going=yes', ...owned },
        { id: 'openNeeds', href: '/console/ledger?going=yes', ...open },
      ]}
    />
  )
}

/** 质量与核错 */
const WrongDataCard = () => {
  const t = useWords()
  const { may } = useSession()
  const reads = may('case.read')
  const scores = may('quality.read')
  const stopped = useTotal('/api/quality/resources', { below: 'stop' }, scores)
  const rectify = useTotal('/api/quality/resources', { below: 'rectify' }, scores)
  const corrections = useTotal('/api/cases', { type: 'data-correction', open: true }, reads)
  const objections = useTotal('/api/cases', { type: 'data-objection', open: true }, reads)
  return (
    <WaitingCard
      title={t('overview.wrong')}
      href={scores ? '/console/quality' : '/console/cases'}
      waits={[
        { id: 'stopped', href: '/console/quality?below=stop', ...stopped, bad: true },
        { id: 'rectify', href: '/console/quality?below=rectify', ...rectify },
        { id: 'corrections', href: '/console/cases?type=data-correction', ...corrections },
        { id: 'objections', href: '/console/cases?type=data-objection', ...objections },
      ]}
    />
  )
}

/** the API's largest page */
const MOST = 200

/** 接入 */
const ConnectorsCard = () => {
  const t = useWords()
  const { data, error, refetch } = useApi<{ items: ConnectorView[]; total: number }>('/api/connectors', { limit: MOST }, EVERY)
  const asked = { error, refetch }
  const more = (data?.total ?? 0) > MOST
  const count = (state: string) => data?.items.filter(({ lastRun }) => lastRun?.state === state).length
  return (
    <WaitingCard
      title={t('nav.exchange')}
      href="/console/connectors"
      waits={[
        { id: 'failed', href: '/console/runs?state=failed', ...asked, count: count('failed'), more, bad: true },
        { id: 'running', href: '/console/runs?state=running', ...asked, count: count('running'), more },
        {
          id: 'rejects',
          href: '/console/connectors',
          ...asked,
          count: data?.items.reduce((sum, { openRejects }) => sum + openRejects, 0),
          more,
        },
      ]}
    />
  )
}

/** Those of the four that a person may look into; null for who sees none of them. */
export const DataCards = () => {
  const t = useWords()
  const { may } = useSession()
  const cards = [
    may('catalogue.edit') && <CatalogueCard key="catalogue" />,
    may('ledger.read') && <NeedsCard key="needs" />,
    (may('quality.read') || may('case.read')) && <WrongDataCard key="wrong" />,
    may('exchange.read') && <ConnectorsCard key="connectors" />,
  ].filter(Boolean)
  if (cards.length === 0) return null
  return (
    <section className="hc-over-waits" aria-label={t('overview.waiting')}>
      {cards}
    </section>
  )
}
