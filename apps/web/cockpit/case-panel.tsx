/** One case as the duty officer needs it: who is on it, until when, what was done. Handling it is the work of 津治通. */
import type { CaseDetail } from '@haihe/contract'
import { ClockBadge, ProvenanceBadge } from '../ui/badges.tsx'
import { LinkButton } from '../ui/button.tsx'
import { Faces, LoadingRows } from '../ui/faces.tsx'
import { formatMoment } from '../ui/format.ts'
import { useText, useWords } from '../ui/i18n.ts'
import { useApi } from '../ui/queries.ts'
import { useNow } from '../ui/use-now.ts'
import type { PanelContentProps } from './panel.tsx'

export const CasePanel = ({ id }: PanelContentProps) => {
  const t = useWords()
  const say = useText()
  const now = useNow()
  const detail = useApi<CaseDetail>(`/api/cases/${encodeURIComponent(id)}`, undefined, { every: 30_000 })
  return (
    <Faces of={detail} loading={<LoadingRows rows={6} />}>
      {({ summary, description, clocks, actions, attachments, routing, coUnits }) => (
        <div className="cp-explain">
          <section aria-label={summary.title}>
            <p className="cp-hero-notes">
              <span>{summary.caseNo}</span>
              <span>{say(summary.stateTitle)}</span>
              {summary.clock && <ClockBadge clock={summary.clock} now={now} />}
              <ProvenanceBadge provenance={summary.provenance} />
            </p>
            <h3 className="cp-explain-title">{summary.title}</h3>
            <p>{description}</p>
            <dl className="cp-facts">
              <div>
                <dt>{t('case.unit')}</dt>
                <dd>{summary.unitName ?? t('alerts.nobody')}</dd>
              </div>
              <div>
                <dt>{t('case.category')}</dt>
                <dd>{say(summary.categoryTitle)}</dd>
              </div>
              <div>
                <dt>{t('case.place')}</dt>
                <dd>{[summary.regionName, summary.address].filter(Boolean).join(' ')}</dd>
              </div>
              <div>
                <dt>{t('case.reported')}</dt>
                <dd>{formatMoment(summary.reportedAt, now)}</dd>
              </div>
            </dl>
          </section>
          <LinkButton href={`/governance/cases/${encodeURIComponent(summary.id)}`} icon="external">
            {t('case.open')}
          </LinkButton>
          {routing && (
            <section>
              <h3>{t('case.routing')}</h3>
              <p className="cp-formula">{say(routing.reason)}</p>
              {coUnits.length > 0 && (
                <p className="cp-dim">
                  {coUnits.map((unit) => `${unit.name}（${t(unit.arrived ? 'case.arrived' : 'case.awaited')}）`).join('、')}
                </p>
              )}
            </section>
          )}
          <section>
            <h3>{t('case.clocks')}</h3>
            <ul className="cp-sources">
              {clocks.map((clock) => (
                <li key={clock.id}>
                  <span>{say(clock.title)}</span>
                  <ClockBadge clock={clock} now={now} />
                  <small>{clock.official ? clock.basis : `${clock.basis}（${t('clock.default')}）`}</small>
                </li>
              ))}
            </ul>
          </section>
          {attachments.length > 0 && (
            <ul className="cp-photos">
              {attachments.map((photo) => (
                <li key={photo.id}>
                  <a href={photo.url} target="_blank" rel="noreferrer">
                    <img
                      src={photo.thumb}
                      alt={`${t(`case.stage.${photo.stage}`)} ${formatMoment(photo.at, now)}`}
                      loading="lazy"
                    />
                  </a>
                </li>
              ))}
            </ul>
          )}
          <section>
            <h3>{t('case.log')}</h3>
            <ol className="cp-log">
              {[...actions].reverse().map((action) => (
                <li key={action.seq}>
                  <span className="cp-log-when">{formatMoment(action.at, now)}</span>
                  <span>
                    <strong>{say(action.title)}</strong> {action.actor}{' '}
                    {action.actorUnit && <span className="cp-dim">{action.actorUnit}</span>}
                    {action.note && <span className="cp-dim"> {action.note}</span>}
                  </span>
                </li>
              ))}
            </ol>
          </section>
        </div>
      )}
    </Faces>
  )
}
