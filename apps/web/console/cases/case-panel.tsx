/** One case about data: what was found, in which resource, until when, and what the caller may do now. */
import type { CaseDetail } from '@haihe/contract'
import { ClockBadge, ProvenanceBadge } from '../../ui/badges.tsx'
import { Faces, LoadingRows } from '../../ui/faces.tsx'
import { useText, useWords } from '../../ui/i18n.ts'
import { useApi } from '../../ui/queries.ts'
import { useSession } from '../../ui/session.ts'
import { Tabs } from '../../ui/tabs.tsx'
import { AppLink } from '../parts/app-link.tsx'
import { type Neighbours, Panel } from '../parts/desk.tsx'
import { useEntry } from '../parts/resource-field.tsx'
import { Facts, Moment, Mono, StateMark } from '../parts/small.tsx'
import { CaseActions } from './case-actions.tsx'
import { CaseClocks } from './case-clocks.tsx'
import { CaseLog } from './case-log.tsx'
import { type Finding, findingOf } from './cases.ts'

/** The next places of whoever works on it: the entry, the scores and rejected rows of the resource, its way. */
const Ways = ({ resource }: { resource: string }) => {
  const t = useWords()
  const { may } = useSession()
  const ways = [
    { id: 'entry', href: `/console/catalogue?open=${resource}`, needs: 'catalogue.read' },
    { id: 'quality', href: `/console/quality?open=${resource}&tab=rules`, needs: 'quality.read' },
    { id: 'connectors', href: `/console/connectors?resource=${resource}`, needs: 'exchange.read' },
    { id: 'lineage', href: `/console/lineage?node=resource:${resource}`, needs: 'lineage.read' },
  ] as const
  return (
    <nav className="hc-links" aria-label={t('catalogue.links')}>
      {ways
        .filter(({ needs }) => may(needs))
        .map(({ id, href }) => (
          <AppLink key={id} className="hh-button" data-tone="quiet" data-size="small" href={href}>
            {t(`dataCases.way.${id}`)}
          </AppLink>
        ))}
    </nav>
  )
}

const About = ({ of, finding }: { of: CaseDetail; finding: Finding }) => {
  const t = useWords()
  const { facts, resource, code } = finding
  const entry = useEntry(resource)
  const titleOf = (name: string) => entry.data?.resource.fields.find((field) => field.name === name)?.title ?? name
  const { summary } = of
  return (
    <section className="hc-section">
      {of.description && <p>{of.description}</p>}
      <CaseClocks clocks={of.clocks} />
      <Facts
        of={[
          [t('dataCases.resource'), entry.data ? `${entry.data.resource.title} · ${code}` : code],
          [t('dataCases.unit'), summary.unitName],
          facts.field !== undefined && [t('dataCases.field'), titleOf(facts.field)],
          facts.row !== undefined && [t('dataCases.row'), facts.row],
          facts.right !== undefined && [t('dataCases.right'), facts.right],
          facts.basis !== undefined && [t('dataCases.basis'), facts.basis],
          facts.score !== undefined && [t('dataCases.score'), facts.score],
          facts.limit !== undefined && [t('dataCases.limit'), facts.limit],
          facts.since !== undefined && [t('dataCases.since'), <Moment key="since" at={facts.since} />],
          [t('dataCases.reportedAt'), <Moment key="reported" at={summary.reportedAt} />],
          summary.closedAt !== null && [t('dataCases.closedAt'), <Moment key="closed" at={summary.closedAt} />],
        ]}
      />
      {resource !== null && <Ways resource={resource} />}
    </section>
  )
}

export const CasePanel = ({
  id,
  tab,
  onTab,
  onClose,
  ...neighbours
}: Neighbours & { id: string; tab: 'about' | 'log'; onTab: (tab: 'about' | 'log') => void; onClose: () => void }) => {
  const t = useWords()
  const say = useText()
  const detail = useApi<CaseDetail>(`/api/cases/${encodeURIComponent(id)}`, undefined, { every: 20_000, keep: true })
  const summary = detail.data?.summary
  const finding = detail.data && findingOf(detail.data)
  return (
    <Panel
      title={summary?.title ?? t('page.data-cases')}
      above={
        summary && (
          <>
            <Mono>{summary.caseNo}</Mono>
            <StateMark tone={summary.overdue ? 'bad' : summary.open ? 'wait' : 'good'}>{say(summary.stateTitle)}</StateMark>
            {summary.clock && summary.open && <ClockBadge clock={summary.clock} />}
            <ProvenanceBadge provenance={summary.provenance} />
          </>
        )
      }
      onClose={onClose}
      {...neighbours}
      footer={detail.data && <CaseActions of={detail.data} resource={finding?.resource ?? null} />}
    >
      <Faces of={detail} loading={<LoadingRows rows={8} />}>
        {(one) => (
          <Tabs
            label={t('ledger.tabs')}
            tabs={[
              { id: 'about', label: t('dataCases.about'), content: <About of={one} finding={findingOf(one)} /> },
              { id: 'log', label: t('ledger.tab.log'), count: one.actions.length, content: <CaseLog actions={one.actions} /> },
            ]}
            selected={tab}
            onSelect={(next) => onTab(next as 'about' | 'log')}
          />
        )}
      </Faces>
    </Panel>
  )
}
