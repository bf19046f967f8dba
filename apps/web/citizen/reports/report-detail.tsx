/** One report: where it stands, what happened at every step, and the appraisal at the end. */
import type { CitizenReport } from '@haihe/contract'
import { useParams } from '@tanstack/react-router'
import { Empty, Faces, LoadingRows } from '../../ui/faces.tsx'
import { formatMoment } from '../../ui/format.ts'
import { useText, useWords } from '../../ui/i18n.ts'
import { Icon } from '../../ui/icon.tsx'
import { useApi } from '../../ui/queries.ts'
import { SignInFirst } from '../sign-in-first.tsx'
import { useVisitor } from '../visitor.ts'
import { AppraisalForm } from './appraisal-form.tsx'
import { AppraisalResult } from './appraisal-result.tsx'
import './reports.css'

const Stages = ({ report }: { report: CitizenReport }) => {
  const t = useWords()
  const say = useText()
  return (
    <ol className="cit-stages" aria-label={t('reports.stages')}>
      {report.stages.map((stage) => (
        <li key={stage.step} data-state={stage.state} aria-current={stage.state === 'current' ? 'step' : undefined}>
          <span className="cit-stage-mark">{stage.state === 'done' && <Icon name="check" size="1em" />}</span>
          <span>
            <b>{say(stage.title)}</b>
            <span className="hh-spoken">{t(`reports.state.${stage.state}`)}</span>
            {stage.at && <time dateTime={stage.at}>{formatMoment(stage.at)}</time>}
          </span>
        </li>
      ))}
    </ol>
  )
}

const Progress = ({ report }: { report: CitizenReport }) => {
  const t = useWords()
  const say = useText()
  if (report.progress.length === 0) return null
  return (
    <section className="cit-card">
      <h2>{t('reports.happened')}</h2>
      <ol className="cit-happened">
        {[...report.progress].reverse().map((entry, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two entries may share their minute; the log only grows at its end
          <li key={`${entry.at}-${report.progress.length - index}`}>
            <b>{say(entry.text)}</b>
            {entry.note && <p>{entry.note}</p>}
            <small>
              <time dateTime={entry.at}>{formatMoment(entry.at)}</time>
              {entry.by && ` · ${entry.by}`}
            </small>
            {entry.attachments.length > 0 && (
              <span className="cit-pictures">
                {entry.attachments.map((photo, at) => (
                  <a key={photo.id} href={photo.url} target="_blank" rel="noreferrer">
                    <img src={photo.thumb} alt={t('form.photo.alt', { n: at + 1 })} loading="lazy" />
                  </a>
                ))}
              </span>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}

const Detail = ({ report }: { report: CitizenReport }) => {
  const t = useWords()
  const say = useText()
  return (
    <>
      <header className="cit-report-head">
        <h1>{report.title}</h1>
        <p className="cit-now">{say(report.status)}</p>
        {report.dueAt && report.open && <p>{t('reports.due', { at: formatMoment(report.dueAt) })}</p>}
        {report.unitName && <p>{t('reports.unit', { unit: report.unitName })}</p>}
        {report.relation === 'joined' && <p className="cit-lead">{t('reports.joinedHelp')}</p>}
      </header>
      {report.canAppraise && <AppraisalForm report={report} />}
      {report.appraisal && <AppraisalResult appraisal={report.appraisal} />}
      <section className="cit-card">
        <h2>{t('reports.where')}</h2>
        <Stages report={report} />
      </section>
      <Progress report={report} />
      <section className="cit-card">
        <h2>{t('reports.what')}</h2>
        <dl className="cit-facts">
          <div>
            <dt>{t('reports.no')}</dt>
            <dd>{report.caseNo}</dd>
          </div>
          <div>
            <dt>{t('report.where.short')}</dt>
            <dd>{[report.address, report.regionName].filter(Boolean).join('，')}</dd>
          </div>
          {report.description && (
            <div>
              <dt>{t('report.words.short')}</dt>
              <dd>{report.description}</dd>
            </div>
          )}
          {report.joined > 0 && (
            <div>
              <dt>{t('reports.others')}</dt>
              <dd>{t('similar.joinedBy', { count: report.joined })}</dd>
            </div>
          )}
        </dl>
      </section>
    </>
  )
}

const Loaded = ({ id }: { id: string }) => {
  const t = useWords()
  const query = useApi<CitizenReport>(`/api/citizen/reports/${encodeURIComponent(id)}`, undefined, { every: 30_000 })
  if (query.error?.status === 404)
    return (
      <Empty icon="search" title={t('reports.gone')}>
        {t('reports.goneHelp')}
      </Empty>
    )
  return (
    <Faces of={query} loading={<LoadingRows rows={5} height="6rem" />}>
      {(report) => <Detail report={report} />}
    </Faces>
  )
}

export const ReportDetailPage = () => {
  const t = useWords()
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { me } = useVisitor()
  return (
    <div className="cit-page">
      {me ? (
        <Loaded id={id} />
      ) : me === null ? (
        <SignInFirst why={t('signIn.forReports')} />
      ) : (
        <LoadingRows rows={5} height="6rem" />
      )}
    </div>
  )
}
