import { Button } from '../../ui/button.tsx'
import { formatDate, formatTime } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { AppLink } from '../parts/app-link.tsx'
import { type Neighbours, Panel } from '../parts/desk.tsx'
import { JsonView } from '../parts/json.tsx'
import { useRegionName } from '../parts/names.ts'
import { Facts, Mono } from '../parts/small.tsx'
import { type AuditEntry, subjectHref, useActionWords } from './audit.ts'
import type { AuditSearch } from './section.ts'

export const EntryPanel = ({
  entry,
  onFilter,
  onClose,
  ...neighbours
}: Neighbours & {
  entry: AuditEntry
  onFilter: (change: Pick<AuditSearch, 'actor' | 'subject' | 'action'>) => void
  onClose: () => void
}) => {
  const t = useWords()
  const action = useActionWords()
  const region = useRegionName(entry.region)
  const href = subjectHref(entry.subject)
  return (
    <Panel
      title={action(entry.action)}
      above={
        <>
          {t('audit.number', { seq: entry.seq })} <Mono>{entry.action}</Mono>
        </>
      }
      onClose={onClose}
      {...neighbours}
    >
      <section className="hc-section">
        <Facts
          of={[
            [t('audit.at'), `${formatDate(entry.at)} ${formatTime(entry.at, true)}`],
            [
              t('audit.actor'),
              `${entry.actor.name} · ${t(`audit.kind.${entry.actor.kind}`, { defaultValue: entry.actor.kind })}`,
            ],
            [t('audit.actorId'), <Mono key="actor">{entry.actor.id}</Mono>],
            [
              t('audit.subject'),
              href ? (
                <AppOrPage key="subject" href={href}>
                  {entry.subject}
                </AppOrPage>
              ) : (
                <Mono key="subject">{entry.subject}</Mono>
              ),
            ],
            [t('audit.region'), `${region} (${entry.region})`],
            entry.purpose !== null && [t('audit.purpose'), entry.purpose],
            entry.basis !== null && [t('audit.basis'), entry.basis],
            entry.traceId !== null && [t('audit.trace'), <Mono key="trace">{entry.traceId}</Mono>],
          ]}
        />
        <div className="hc-filters">
          <Button size="small" icon="filter" onPress={() => onFilter({ actor: entry.actor.id })}>
            {t('audit.sameActor')}
          </Button>
          <Button size="small" icon="filter" onPress={() => onFilter({ subject: entry.subject })}>
            {t('audit.sameSubject')}
          </Button>
          <Button size="small" icon="filter" onPress={() => onFilter({ action: entry.action })}>
            {t('audit.sameAction')}
          </Button>
        </div>
      </section>
      <section className="hc-section">
        <h3>{t('audit.details')}</h3>
        {Object.keys(entry.details).length === 0 ? (
          <p className="hc-note">{t('audit.noDetails')}</p>
        ) : (
          <JsonView value={entry.details} label={t('audit.details')} />
        )}
      </section>
    </Panel>
  )
}

/** Inside the console without loading anew; another front loads its own page. */
const AppOrPage = ({ href, children }: { href: string; children: string }) =>
  href.startsWith('/console') ? (
    <AppLink href={href}>
      <Mono>{children}</Mono>
    </AppLink>
  ) : (
    <a href={href}>
      <Mono>{children}</Mono>
    </a>
  )
