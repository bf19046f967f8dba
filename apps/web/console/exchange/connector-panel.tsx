/** One connector: how it runs, what it is told, how columns become fields, and the rows that were not taken. */
import type { ConnectorView, LiveMessages } from '@haihe/contract'
import { Button } from '../../ui/button.tsx'
import { Faces, LoadingRows, StaleNote } from '../../ui/faces.tsx'
import { useWords } from '../../ui/i18n.ts'
import { useSession } from '../../ui/session.ts'
import { Tabs } from '../../ui/tabs.tsx'
import { type Neighbours, Panel } from '../parts/desk.tsx'
import { StateMark } from '../parts/small.tsx'
import { useSearchState } from '../parts/use-search.ts'
import { standingOf, standingTone } from './exchange.ts'
import { useConnector, withNews } from './lists.ts'
import { MappingTab } from './mapping-tab.tsx'
import { RejectsTab } from './rejects-tab.tsx'
import type { ConnectorsSearch } from './section.ts'
import { SettingsTab } from './settings-tab.tsx'
import { StateTab } from './state-tab.tsx'

export const ConnectorPanel = ({
  id,
  news,
  onClose,
  ...neighbours
}: Neighbours & { id: string; news: ReadonlyMap<number, LiveMessages['run']>; onClose: () => void }) => {
  const t = useWords()
  const { may } = useSession()
  const { search, go } = useSearchState<ConnectorsSearch>()
  const connector = useConnector(id, 5000)
  const one = connector.data && {
    ...connector.data,
    lastRun: connector.data.lastRun && withNews(connector.data.lastRun, news),
  }
  const manage = one !== undefined && may('exchange.manage', one.region)
  const tabsOf = (known: ConnectorView) => [
    { id: 'state', label: t('exchange.tab.state'), content: <StateTab connector={known} manage={manage} /> },
    { id: 'settings', label: t('exchange.tab.settings'), content: <SettingsTab connector={known} manage={manage} /> },
    {
      id: 'mapping',
      label: t('exchange.tab.mapping'),
      count: Object.keys(known.mapping.fields).length,
      content: <MappingTab connector={known} manage={manage} />,
    },
    ...(manage
      ? [
          {
            id: 'rejects',
            label: t('exchange.tab.rejects'),
            count: known.openRejects || null,
            content: <RejectsTab connector={known} />,
          },
        ]
      : []),
  ]
  const standing = one && standingOf(one)
  return (
    <Panel
      title={one?.title ?? t('page.connectors')}
      above={
        one &&
        standing && (
          <>
            <span>{t(`exchange.kind.${one.kind}`)}</span>
            <StateMark tone={standingTone(standing)}>{t(`exchange.standing.${standing}`)}</StateMark>
            {connector.error && <StaleNote since={null} />}
          </>
        )
      }
      onClose={onClose}
      {...neighbours}
      tools={
        manage && (
          <Button
            size="small"
            tone="plain"
            icon="settings"
            onPress={() => go({ edit: id, step: 'connect', open: undefined, tab: undefined })}
          >
            {t('exchange.change')}
          </Button>
        )
      }
    >
      <Faces of={{ ...connector, data: one }} loading={<LoadingRows rows={6} />}>
        {(known: ConnectorView) => {
          const tabs = tabsOf(known)
          return (
            <Tabs
              label={t('exchange.tabs')}
              tabs={tabs}
              selected={tabs.some((each) => each.id === search.tab) ? (search.tab as string) : 'state'}
              onSelect={(tab) =>
                go({ tab: tab === 'state' ? undefined : (tab as ConnectorsSearch['tab']), reject: undefined }, { replace: true })
              }
            />
          )
        }}
      </Faces>
    </Panel>
  )
}
