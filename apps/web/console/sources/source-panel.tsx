import type { SourceView } from '@haihe/contract'
import { lazy, Suspense, useState } from 'react'
import { ProvenanceBadge } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { Bone, Faces, LoadingRows } from '../../ui/faces.tsx'
import { useWords } from '../../ui/i18n.ts'
import { useApi } from '../../ui/queries.ts'
import { useSession } from '../../ui/session.ts'
import { Tabs } from '../../ui/tabs.tsx'
import { type Neighbours, Panel } from '../parts/desk.tsx'
import { Mono, StateMark } from '../parts/small.tsx'
import { ConnectTab } from './connect-tab.tsx'
import { FaultsTab } from './faults-tab.tsx'
import type { SourcesSearch } from './section.ts'
import { SourceForm } from './source-form.tsx'
import { FLOW_TONE } from './sources.ts'
import { StateTab } from './state-tab.tsx'

const ImportTab = lazy(() => import('./import-tab.tsx').then(({ ImportTab: tab }) => ({ default: tab })))
const CredentialsTab = lazy(() => import('./credentials-tab.tsx').then(({ CredentialsTab: tab }) => ({ default: tab })))

export type SourceTab = NonNullable<SourcesSearch['tab']>

/** One source: how it is, its faults, how to connect, files, credentials. */
export const SourcePanel = ({
  id,
  tab,
  onTab,
  onClose,
  ...neighbours
}: Neighbours & { id: string; tab: SourceTab; onTab: (tab: SourceTab) => void; onClose: () => void }) => {
  const t = useWords()
  const { may } = useSession()
  const source = useApi<SourceView>(`/api/sources/${encodeURIComponent(id)}`, undefined, { every: 10_000, keep: true })
  const waiting = (content: React.ReactNode) => <Suspense fallback={<Bone height="12rem" />}>{content}</Suspense>
  const tabsOf = (one: SourceView) => [
    { id: 'state', label: t('sources.tab.state'), content: <StateTab source={one} /> },
    { id: 'faults', label: t('sources.tab.faults'), count: one.openFaults || null, content: <FaultsTab source={one} /> },
    { id: 'connect', label: t('sources.tab.connect'), content: <ConnectTab source={one} /> },
    ...(may('observation.write', one.region)
      ? [{ id: 'import', label: t('sources.tab.import'), content: waiting(<ImportTab source={one} />) }]
      : []),
    ...(may('account.manage', one.region)
      ? [{ id: 'credentials', label: t('sources.tab.credentials'), content: waiting(<CredentialsTab source={one} />) }]
      : []),
  ]
  const [changing, setChanging] = useState(false)
  if (changing && source.data) {
    const back = () => setChanging(false)
    return <SourceForm known={source.data} onClose={back} onDone={back} />
  }
  return (
    <Panel
      title={source.data?.title ?? id}
      above={
        <>
          <Mono>{id}</Mono>
          {source.data && (
            <>
              <ProvenanceBadge provenance={source.data.provenance} />
              <StateMark tone={FLOW_TONE[source.data.flow]}>{t(`flow.${source.data.flow}`)}</StateMark>
            </>
          )}
        </>
      }
      onClose={onClose}
      {...neighbours}
      tools={
        source.data &&
        may('source.manage', source.data.region) && (
          <Button size="small" tone="plain" icon="settings" onPress={() => setChanging(true)}>
            {t('sources.change')}
          </Button>
        )
      }
    >
      <Faces of={source} loading={<LoadingRows rows={6} />}>
        {(one) => {
          const tabs = tabsOf(one)
          return (
            <Tabs
              label={t('sources.tabs')}
              tabs={tabs}
              selected={tabs.some((each) => each.id === tab) ? tab : 'state'}
              onSelect={(next) => onTab(next as SourceTab)}
            />
          )
        }}
      </Faces>
    </Panel>
  )
}
