/** 我的反映: where each report stands, in plain words; what asks for an answer comes first. */
import type { CitizenReport } from '@haihe/contract'
import { type InfiniteData, useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ApiError, get } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Faces, LoadingRows } from '../../ui/faces.tsx'
import { formatAgo } from '../../ui/format.ts'
import { useText, useWords } from '../../ui/i18n.ts'
import { Icon } from '../../ui/icon.tsx'
import type { Page } from '../../ui/queries.ts'
import { useNow } from '../../ui/use-now.ts'
import { SignInFirst } from '../sign-in-first.tsx'
import { useVisitor } from '../visitor.ts'
import { sortReports, stepsOf } from './progress.ts'
import './reports.css'

const PATH = '/api/citizen/reports'

const ReportCard = ({ report }: { report: CitizenReport }) => {
  const t = useWords()
  const say = useText()
  const now = useNow()
  const { done, all } = stepsOf(report)
  return (
    <Link className="cit-report" to="/reports/$id" params={{ id: report.id }} data-ask={report.canAppraise || undefined}>
      {report.cover && <img src={report.cover} alt="" loading="lazy" />}
      <span>
        <b>{report.title}</b>
        <span className="cit-report-status">{say(report.status)}</span>
        {all > 0 && (
          <span className="cit-dots" role="img" aria-label={t('reports.step', { at: done, all })}>
            {report.stages.map((stage) => (
              <i key={stage.step} data-state={stage.state} />
            ))}
          </span>
        )}
        <small>
          {t('reports.when', { ago: formatAgo(report.reportedAt, now) })}
          {report.relation === 'joined' && ` · ${t('reports.joined')}`}
        </small>
        {report.canAppraise && (
          <em>
            <Icon name="star" size="1.1em" />
            {t('reports.appraise')}
          </em>
        )}
      </span>
      <Icon name="chevronRight" />
    </Link>
  )
}

const List = () => {
  const t = useWords()
  const query = useInfiniteQuery<
    Page<CitizenReport>,
    ApiError,
    InfiniteData<Page<CitizenReport>>,
    readonly unknown[],
    string | null
  >({
    queryKey: [PATH, 'pages'],
    queryFn: ({ pageParam, signal }) => get<Page<CitizenReport>>(PATH, { cursor: pageParam }, signal),
    initialPageParam: null,
    getNextPageParam: (page) => page.next,
    refetchInterval: 60_000,
  })
  return (
    <Faces of={query} loading={<LoadingRows rows={4} height="8rem" />}>
      {(data) => {
        const reports = sortReports(data.pages.flatMap(({ items }) => items))
        if (reports.length === 0)
          return (
            <Empty
              icon="list"
              title={t('reports.empty')}
              action={
                <Link className="hh-button" data-tone="primary" to="/report">
                  {t('nav.report')}
                </Link>
              }
            >
              {t('reports.emptyHelp')}
            </Empty>
          )
        return (
          <>
            <ul className="cit-reports">
              {reports.map((report) => (
                <li key={report.id}>
                  <ReportCard report={report} />
                </li>
              ))}
            </ul>
            {query.hasNextPage && (
              <Button wide pending={query.isFetchingNextPage} onPress={() => void query.fetchNextPage()}>
                {t('reports.more')}
              </Button>
            )}
          </>
        )
      }}
    </Faces>
  )
}

export const ReportsPage = () => {
  const t = useWords()
  const { me } = useVisitor()
  return (
    <div className="cit-page">
      <h1>{t('nav.reports')}</h1>
      {me ? <List /> : me === null ? <SignInFirst why={t('signIn.forReports')} /> : <LoadingRows rows={4} height="8rem" />}
    </div>
  )
}
