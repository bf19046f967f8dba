import { useQuery } from '@tanstack/react-query'
import type { ApiError } from '../../ui/api.ts'
import { ProvenanceBadge } from '../../ui/badges.tsx'
import { Faces, LoadingRows } from '../../ui/faces.tsx'
import { useWords } from '../../ui/i18n.ts'
import { usePreferences } from '../../ui/preferences.ts'
import { useSession } from '../../ui/session.ts'
import { Tabs } from '../../ui/tabs.tsx'
import { ngsi } from '../lib/ngsi.ts'
import { AppLink } from '../parts/app-link.tsx'
import { type Neighbours, Panel } from '../parts/desk.tsx'
import { JsonView } from '../parts/json.tsx'
import { CopyButton, Mono, Snippet } from '../parts/small.tsx'
import { useSearchState } from '../parts/use-search.ts'
import { AttributesTab } from './attributes-tab.tsx'
import { curlOf, type NgsiEntity, nameOf, provenanceOf, shortId, typeOf } from './entity.ts'
import { HistoryTab } from './history-tab.tsx'
import type { EntitiesSearch } from './section.ts'

const REFRESH_MS = 5000

const RawTab = ({ entity }: { entity: NgsiEntity }) => {
  const t = useWords()
  const { may } = useSession()
  return (
    <>
      <section className="hc-section">
        <header>
          <h3>curl</h3>
          <CopyButton text={curlOf(location.origin, entity.id)} label={t('entities.copyCurl')} />
        </header>
        <Snippet text={curlOf(location.origin, entity.id)} label="curl" />
        <p className="hc-note">{t('entities.curlNote')}</p>
      </section>
      <section className="hc-section">
        <h3>NGSI-LD</h3>
        <JsonView value={entity} label="NGSI-LD" />
      </section>
      <section className="hc-section">
        <p>
          {may('delivery.read') && (
            <AppLink href={`/console/deliveries?entity=${encodeURIComponent(entity.id)}`}>{t('entities.itsDeliveries')}</AppLink>
          )}
          {may('audit.read') && (
            <>
              {' · '}
              <AppLink href={`/console/audit?subject=${encodeURIComponent(entity.id)}`}>{t('entities.itsAudit')}</AppLink>
            </>
          )}
        </p>
      </section>
    </>
  )
}

/** One object: what it is now, what it was, and the document itself. */
export const EntityPanel = ({ id, onClose, ...neighbours }: Neighbours & { id: string; onClose: () => void }) => {
  const t = useWords()
  const { language } = usePreferences()
  const { search, go } = useSearchState<EntitiesSearch>()
  const path = `/entities/${encodeURIComponent(id)}`
  const entity = useQuery<NgsiEntity, ApiError>({
    queryKey: ['ngsi', path],
    queryFn: async ({ signal }) => (await ngsi<NgsiEntity>('GET', path, { query: { options: 'sysAttrs' }, signal })).data,
    refetchInterval: REFRESH_MS,
    staleTime: 2000,
  })
  const tab = search.tab ?? 'now'
  const provenance = entity.data && provenanceOf(entity.data)
  return (
    <Panel
      title={(entity.data && nameOf(entity.data, language)) ?? shortId(id)}
      above={
        <>
          <Mono>{id}</Mono>
          {entity.data && <span className="hc-code">{typeOf(entity.data)}</span>}
          {provenance && <ProvenanceBadge provenance={provenance} />}
        </>
      }
      onClose={onClose}
      {...neighbours}
    >
      <Faces of={entity} loading={<LoadingRows rows={6} />}>
        {(one) => (
          <Tabs
            label={t('entities.tabs')}
            selected={tab}
            onSelect={(next) => go({ tab: next as EntitiesSearch['tab'] }, { replace: true })}
            tabs={[
              {
                id: 'now',
                label: t('entities.tab.now'),
                content: (
                  <AttributesTab entity={one} onHistory={(attribute) => go({ tab: 'history', attribute }, { replace: true })} />
                ),
              },
              { id: 'history', label: t('entities.tab.history'), content: <HistoryTab entity={one} /> },
              { id: 'raw', label: t('entities.tab.raw'), content: <RawTab entity={one} /> },
            ]}
          />
        )}
      </Faces>
    </Panel>
  )
}
