import type { LedgerDetail } from '@haihe/contract'
import { ProvenanceBadge } from '../../ui/badges.tsx'
import { Faces, LoadingRows } from '../../ui/faces.tsx'
import { useText, useWords } from '../../ui/i18n.ts'
import { localMinute } from '../../ui/minute.ts'
import { useApi } from '../../ui/queries.ts'
import { useSession } from '../../ui/session.ts'
import { Tabs } from '../../ui/tabs.tsx'
import { CaseActions } from '../cases/case-actions.tsx'
import { CaseClocks } from '../cases/case-clocks.tsx'
import { CaseLog } from '../cases/case-log.tsx'
import { AppLink } from '../parts/app-link.tsx'
import { type Neighbours, Panel } from '../parts/desk.tsx'
import { useRegionName, useUnitName } from '../parts/names.ts'
import { Facts, Mono, Outcome, StateMark } from '../parts/small.tsx'
import { DatesList } from './dates.tsx'
import { Due } from './ledger-page.tsx'
import { startOf } from './start.ts'

export type NeedTab = 'about' | 'log'

const About = ({ detail }: { detail: LedgerDetail }) => {
  const t = useWords()
  const say = useText()
  const { row, need, grant } = detail
  const region = useRegionName(need.region)
  const guess = useUnitName(row.owner ? null : need.owner)
  const { me } = useSession()
  const isAsker = me?.units.some(({ id }) => id === row.asker?.id) ?? false
  return (
    <>
      <section className="hc-section">
        <DatesList row={row} />
        <CaseClocks clocks={detail.case.clocks} />
      </section>
      <section className="hc-section">
        <h3>{t('ledger.what')}</h3>
        <Facts
          of={[
            [
              t('ledger.resource'),
              row.resource ? (
                <AppLink key="resource" href={`/console/catalogue?open=${row.resource.id}`}>
                  {row.resource.title}
                </AppLink>
              ) : (
                t('ledger.notCatalogued')
              ),
            ],
            [t('ledger.asker'), row.asker?.name],
            [t('ledger.owner'), row.owner?.name ?? (need.owner ? t('ledger.guess', { unit: guess }) : t('ledger.noOwner'))],
            [t('ledger.matter'), need.matter],
            [t('ledger.purpose'), t(`policy.purpose.${need.purpose}`)],
            [t('ledger.basis'), need.basis],
            [t('ledger.frequency'), t(`resource.cycle.${need.frequency}`)],
            [t('ledger.wantedBy'), need.wantedBy],
            [t('ledger.promise'), row.promise],
            [t('ledger.region'), need.region ? region : t('ledger.allRegions')],
            [t('ledger.channels'), need.channels.map((each) => t(`policy.channel.${each}`)).join(' · ')],
          ]}
        />
      </section>
      <section className="hc-section">
        <h3>{t('ledger.fields', { count: need.fields.length })}</h3>
        <ul className="hc-wanted">
          {need.fields.map(({ name, field }) => (
            <li key={`${field} ${name}`} data-granted={(field !== null && grant?.fields.includes(field)) || undefined}>
              {name}
              {field && <Mono>{field}</Mono>}
            </li>
          ))}
        </ul>
      </section>
      {grant && (
        <section className="hc-section">
          <h3>{t('ledger.grant')}</h3>
          {grant.revokedAt && <Outcome tone="bad">{t('ledger.revoked', { reason: grant.revokedReason ?? '' })}</Outcome>}
          <Facts
            of={[
              [t('ledger.until'), localMinute(new Date(Date.parse(grant.until) - 1).toISOString()).slice(0, 10)],
              [t('ledger.quota'), grant.quota === null ? t('ledger.noQuota') : t('ledger.perDay', { count: grant.quota })],
              [t('ledger.grantFields'), t('ledger.grantCounts', { all: grant.fields.length, clear: grant.clear.length })],
              [t('ledger.purpose'), t(`policy.purpose.${grant.purpose}`)],
              [t('ledger.basis'), grant.basis],
            ]}
          />
          {isAsker && row.resource && !grant.revokedAt && Date.parse(grant.until) > Date.now() && (
            <p className="hc-jumps">
              <AppLink href={`/console/data?resource=${row.resource.id}&grant=${grant.id}`}>{t('ledger.toData')}</AppLink>
            </p>
          )}
        </section>
      )}
      {row.met && (
        <section className="hc-section">
          <h3>{t('ledger.rating')}</h3>
          <Facts
            of={[
              [t('ledger.met'), t(`ledger.metWords.${row.met}`)],
              [t('ledger.satisfaction'), row.satisfaction === null ? null : t('ledger.points', { points: row.satisfaction })],
            ]}
          />
        </section>
      )}
      {row.missed.length > 0 && (
        <p className="hc-note">{t('ledger.missed', { clocks: row.missed.map((each) => say(each)).join('、') })}</p>
      )}
    </>
  )
}

/** One need: what is wanted, where it stands, its grant, its log, and what the caller may do now. */
export const NeedPanel = ({
  id,
  tab,
  onTab,
  onClose,
  ...neighbours
}: Neighbours & { id: string; tab: NeedTab; onTab: (tab: NeedTab) => void; onClose: () => void }) => {
  const t = useWords()
  const say = useText()
  const detail = useApi<LedgerDetail>(`/api/ledger/${encodeURIComponent(id)}`, undefined, { every: 20_000, keep: true })
  const row = detail.data?.row
  return (
    <Panel
      title={row?.title ?? t('nav.ledger')}
      above={
        row && (
          <>
            <Mono>{row.caseNo}</Mono>
            <StateMark tone={row.late ? 'bad' : row.open ? 'wait' : 'good'}>{say(row.stateTitle)}</StateMark>
            {(row.late || row.dueAt) && <Due row={row} />}
            <ProvenanceBadge provenance={row.provenance} />
          </>
        )
      }
      onClose={onClose}
      {...neighbours}
      footer={
        detail.data && (
          <CaseActions
            of={detail.data.case}
            resource={detail.data.row.resource?.id ?? null}
            startOf={(form) => startOf(form, detail.data)}
          />
        )
      }
    >
      <Faces of={detail} loading={<LoadingRows rows={8} />}>
        {(one) => (
          <Tabs
            label={t('ledger.tabs')}
            tabs={[
              { id: 'about', label: t('ledger.tab.about'), content: <About detail={one} /> },
              {
                id: 'log',
                label: t('ledger.tab.log'),
                count: one.case.actions.length,
                content: <CaseLog actions={one.case.actions} />,
              },
            ]}
            selected={tab}
            onSelect={(next) => onTab(next as NeedTab)}
          />
        )}
      </Faces>
    </Panel>
  )
}
