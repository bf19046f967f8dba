/** Nodes to begin with: resources and types of city objects of the catalogue, and indicators. */
import type { CataloguePage, IndicatorList } from '@haihe/contract'
import { useDeferredValue } from 'react'
import { Empty, Failing } from '../../ui/faces.tsx'
import { useText, useWords } from '../../ui/i18n.ts'
import { Icon } from '../../ui/icon.tsx'
import { useApi } from '../../ui/queries.ts'
import { AppLink } from '../parts/app-link.tsx'
import { LoadingTable } from '../parts/list-faces.tsx'
import { KIND_ICON, type NodeRef, nodeHref } from './nodes.ts'

interface Found extends NodeRef {
  title: string
  note: string
}

const useFound = (q: string | undefined) => {
  const t = useWords()
  const say = useText()
  const asked = useDeferredValue(q)
  const resources = useApi<CataloguePage>('/api/catalogue', { q: asked, limit: 12 }, { keep: true })
  const indicators = useApi<IndicatorList>('/api/indicators', undefined, { staleTime: 300_000 })
  const text = asked?.toLowerCase()
  const items: Found[] = [
    ...(indicators.data?.items ?? [])
      .filter((one) => text === undefined || `${one.id} ${one.title.zh} ${one.title.en}`.toLowerCase().includes(text))
      .slice(0, q === undefined ? 8 : 12)
      .map((one): Found => ({ kind: 'indicator', id: one.id, title: say(one.title), note: t('lineage.kind.indicator') })),
    ...(resources.data?.items ?? []).map(
      (one): Found => ({
        kind: 'resource',
        id: one.id,
        title: one.title,
        note: `${t(one.kind === 'entities' ? 'lineage.type' : 'lineage.kind.resource')} · ${one.ownerName} · ${one.code}`,
      }),
    ),
  ]
  return { items, pending: resources.isPending || indicators.isPending, error: resources.error ?? indicators.error, resources }
}

export const FindNodes = ({ q }: { q: string | undefined }) => {
  const t = useWords()
  const { items, pending, error, resources } = useFound(q)
  if (error && items.length === 0) return <Failing error={error} retry={() => void resources.refetch()} />
  if (pending && items.length === 0) return <LoadingTable rows={6} />
  return (
    <section className="hc-find" aria-label={t(q === undefined ? 'lineage.recent' : 'lineage.found')}>
      {q === undefined && (
        <div>
          <h2>{t('lineage.start')}</h2>
          <p className="hc-note">{t('lineage.startHelp')}</p>
        </div>
      )}
      {items.length === 0 ? (
        <Empty icon="search" title={q === undefined ? t('lineage.nothing') : t('lineage.foundNone', { q })}>
          {t(q === undefined ? 'lineage.nothingHelp' : 'filter.nothingHelp')}
        </Empty>
      ) : (
        <ul>
          {items.map((one) => (
            <li key={`${one.kind} ${one.id}`}>
              <AppLink href={nodeHref(one)}>
                <Icon name={KIND_ICON[one.kind]} />
                <span>
                  {one.title}
                  <small>{one.note}</small>
                </span>
              </AppLink>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
