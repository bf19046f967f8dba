/** One entry: what it is, its fields, its versions, what was done to it, and what comes next. */
import type { CatalogueEntry } from '@haihe/contract'
import { Button } from '../../ui/button.tsx'
import { Faces, LoadingRows } from '../../ui/faces.tsx'
import { useWords } from '../../ui/i18n.ts'
import { useApi } from '../../ui/queries.ts'
import { useSession } from '../../ui/session.ts'
import { Tabs } from '../../ui/tabs.tsx'
import { useGo } from '../parts/app-link.tsx'
import { type Neighbours, Panel } from '../parts/desk.tsx'
import { useKeys } from '../parts/keys.ts'
import { Mono } from '../parts/small.tsx'
import type { SearchControl } from '../parts/use-search.ts'
import { AboutTab } from './about-tab.tsx'
import { EntryActions } from './entry-actions.tsx'
import { EntryForm } from './entry-form.tsx'
import { FieldsTab } from './fields-tab.tsx'
import { HistoryTab } from './history-tab.tsx'
import { EntryState } from './marks.tsx'
import type { CatalogueSearch } from './section.ts'
import { VersionsTab } from './versions-tab.tsx'

type Tab = NonNullable<CatalogueSearch['tab']>

export const EntryPanel = ({
  id,
  search,
  go,
  onClose,
  ...neighbours
}: Neighbours & {
  id: string
  search: CatalogueSearch
  go: SearchControl<CatalogueSearch>['go']
  onClose: () => void
}) => {
  const t = useWords()
  const { may } = useSession()
  const leave = useGo()
  const answer = useApi<CatalogueEntry>(`/api/catalogue/${encodeURIComponent(id)}`)
  const entry = answer.data
  const changes = entry?.actions.includes('change') ?? false
  const connects =
    entry?.resource.kind === 'table' && entry.resource.state !== 'withdrawn' && may('exchange.manage', entry.resource.region)
  const edit = () => go({ edit: 'yes' })
  useKeys(changes && !search.edit ? { edit } : {})
  if (search.edit && entry && changes) {
    const back = () => go({ edit: undefined })
    return <EntryForm known={entry} onClose={back} onDone={back} />
  }
  const compare = () => go({ tab: 'versions', from: String(entry?.resource.version ?? 1), to: 'work' }, { replace: true })
  const tabsOf = (one: CatalogueEntry) => [
    { id: 'about', label: t('catalogue.tab.about'), content: <AboutTab entry={one} onCompare={compare} /> },
    {
      id: 'fields',
      label: t('catalogue.tab.fields'),
      count: one.resource.fields.length,
      content: <FieldsTab resource={one.resource} />,
    },
    {
      id: 'versions',
      label: t('catalogue.tab.versions'),
      content: <VersionsTab entry={one} from={search.from} to={search.to} onChoose={(change) => go(change, { replace: true })} />,
    },
    { id: 'history', label: t('catalogue.tab.history'), content: <HistoryTab id={one.resource.id} /> },
  ]
  const shown = entry && { ...entry.resource, submitted: entry.submitted }
  const acts = entry?.actions.some((action) => action !== 'change')
  return (
    <Panel
      title={entry?.resource.title ?? t('page.catalogue')}
      above={
        shown && (
          <>
            <Mono>{shown.code}</Mono>
            <EntryState of={shown} />
            {entry.overdue && <span className="hc-bad">{t('catalogue.overdue')}</span>}
          </>
        )
      }
      onClose={onClose}
      {...neighbours}
      tools={
        <>
          {connects && (
            <Button size="small" tone="plain" icon="layers" onPress={() => leave(`/console/connectors?new=1&resource=${id}`)}>
              {t('exchange.new')}
            </Button>
          )}
          {changes && (
            <Button size="small" tone="plain" icon="settings" onPress={edit}>
              {t('catalogue.act.change')}
            </Button>
          )}
        </>
      }
      footer={entry && acts ? <EntryActions entry={entry} /> : undefined}
    >
      <Faces of={answer} loading={<LoadingRows rows={6} />}>
        {(one) => (
          <Tabs
            label={t('catalogue.tabs')}
            tabs={tabsOf(one)}
            selected={search.tab ?? 'about'}
            onSelect={(tab) => go({ tab: tab === 'about' ? undefined : (tab as Tab) }, { replace: true })}
          />
        )}
      </Faces>
    </Panel>
  )
}
