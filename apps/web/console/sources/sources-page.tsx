/** 数据源: what flows in, what is wrong with it, how to connect. */
import type { SourceView } from '@haihe/contract'
import { useMemo } from 'react'
import { ProvenanceBadge } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { Empty, StaleNote } from '../../ui/faces.tsx'
import { formatFigure } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { useSession } from '../../ui/session.ts'
import { Sparkline } from '../../ui/sparkline.tsx'
import { sorted, sortOf } from '../lib/address.ts'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { neighboursOf, Page } from '../parts/desk.tsx'
import { ExportMenu } from '../parts/export-menu.tsx'
import { Choose, SearchBox } from '../parts/filters.tsx'
import { useKeys } from '../parts/keys.ts'
import { ListFaces } from '../parts/list-faces.tsx'
import { Ago, Foot, Mono, StateMark } from '../parts/small.tsx'
import { useSearchState } from '../parts/use-search.ts'
import type { SourcesSearch } from './section.ts'
import { SourceForm } from './source-form.tsx'
import { SourcePanel } from './source-panel.tsx'
import './sources.css'
import { byUrgency, FLOW_TONE, type SourceNow, useRates, useSources, withRate } from './sources.ts'

const useColumns = (): Column<SourceNow>[] => {
  const t = useWords()
  return [
    {
      id: 'title',
      title: t('sources.name'),
      value: (source) => source.title,
      cell: (source) => source.title,
      sortable: true,
    },
    { id: 'id', title: 'ID', value: (source) => source.id, cell: (source) => <Mono>{source.id}</Mono>, width: 10, from: 62 },
    {
      id: 'flow',
      title: t('sources.flow'),
      value: (source) => t(`flow.${source.flow}`),
      cell: (source) => <StateMark tone={FLOW_TONE[source.flow]}>{t(`flow.${source.flow}`)}</StateMark>,
      width: 5.5,
      sortable: true,
    },
    {
      id: 'provenance',
      title: t('sources.provenance'),
      value: (source) => t(`provenance.${source.provenance}`),
      cell: (source) => <ProvenanceBadge provenance={source.provenance} />,
      width: 6.5,
      from: 44,
    },
    { id: 'protocol', title: t('sources.protocol'), value: (source) => t(`protocol.${source.protocol}`), width: 8, from: 70 },
    {
      id: 'perMinute',
      title: t('sources.perMinute'),
      value: (source) => source.perMinute,
      cell: (source) => formatFigure(source.perMinute),
      width: 6.5,
      align: 'end',
      sortable: true,
      from: 26,
    },
    {
      id: 'perSecond',
      title: t('sources.perSecond'),
      value: (source) => source.perSecond,
      cell: (source) => formatFigure(source.perSecond, '', 1),
      width: 5.5,
      align: 'end',
      sortable: true,
      from: 60,
    },
    {
      id: 'spark',
      title: t('sources.lastHour'),
      value: (source) => source.minutes.reduce((sum, { received }) => sum + received, 0),
      cell: (source) => (
        <span className="hc-spark-cell">
          <Sparkline values={source.minutes.map(({ received }) => received)} height={22} />
        </span>
      ),
      width: 8,
      from: 56,
    },
    {
      id: 'lastSeen',
      title: t('sources.lastSeen'),
      value: (source) => source.lastSeen,
      cell: (source) => <Ago at={source.lastSeen} every={3000} />,
      width: 8,
      sortable: true,
      from: 36,
    },
    {
      id: 'stored',
      title: t('sources.stored'),
      value: (source) => source.day.stored,
      cell: (source) => formatFigure(source.day.stored),
      width: 6,
      align: 'end',
      sortable: true,
      from: 50,
    },
    {
      id: 'duplicate',
      title: t('sources.duplicate'),
      value: (source) => source.day.duplicate,
      cell: (source) => formatFigure(source.day.duplicate),
      width: 5,
      align: 'end',
      from: 66,
    },
    {
      id: 'rejected',
      title: t('sources.rejected'),
      value: (source) => source.day.rejected,
      cell: (source) => formatFigure(source.day.rejected),
      width: 5,
      align: 'end',
      sortable: true,
      from: 50,
    },
    {
      id: 'letters',
      title: t('sources.openLetters'),
      value: (source) => source.openDeadLetters,
      cell: (source) => (
        <span className={source.openDeadLetters > 0 ? 'hc-bad' : undefined}>{formatFigure(source.openDeadLetters)}</span>
      ),
      width: 6,
      align: 'end',
      sortable: true,
      from: 40,
    },
    {
      id: 'faults',
      title: t('sources.faults'),
      value: (source) => source.openFaults,
      cell: (source) => <span className={source.openFaults > 0 ? 'hc-bad' : undefined}>{formatFigure(source.openFaults)}</span>,
      width: 5,
      align: 'end',
      sortable: true,
      from: 40,
    },
  ]
}

const fits = (source: SourceView, { q, flow }: SourcesSearch): boolean =>
  (flow === undefined || source.flow === flow) &&
  (q === undefined ||
    `${source.title} ${source.id} ${source.unit} ${source.types?.join(' ')}`.toLowerCase().includes(q.toLowerCase()))

const keyOf = (source: SourceNow) => source.id

export const SourcesPage = () => {
  const t = useWords()
  const { may } = useSession()
  const { search, go } = useSearchState<SourcesSearch>()
  const sources = useSources()
  const rates = useRates()
  const columns = useColumns()
  const rows = useMemo(() => {
    const all = (sources.data?.sources ?? [])
      .map((source) => withRate(source, rates.get(source.id)))
      .filter((one) => fits(one, search))
    const order = sortOf(search.sort)
    const column = columns.find(({ id }) => id === order?.by)
    return order && column ? sorted(all, column.value, order.descending) : all.sort(byUrgency)
  }, [sources.data, rates, search, columns])
  const open = (id: string | undefined) => go({ open: id, new: undefined })
  useKeys({
    refresh: () => void sources.refetch(),
    ...(search.open ? {} : { next: () => open(rows[0]?.id) }),
  })
  const total = sources.data?.sources.length ?? 0

  return (
    <Page
      title={t('nav.sources')}
      note={
        sources.error && sources.data ? <StaleNote since={new Date(sources.dataUpdatedAt).toISOString()} /> : t('sources.note')
      }
      tools={
        <>
          <ExportMenu name="sources" columns={columns} rows={rows} />
          {may('source.manage') && (
            <Button size="small" tone="primary" icon="plus" onPress={() => go({ new: 'source', open: undefined })}>
              {t('sources.new')}
            </Button>
          )}
        </>
      }
      filters={
        <>
          <SearchBox label={t('sources.search')} value={search.q} onSearch={(q) => go({ q }, { replace: true })} />
          <Choose
            label={t('sources.flow')}
            value={search.flow}
            all={t('filter.all')}
            options={(['live', 'late', 'silent'] as const).map((value) => ({ value, label: t(`flow.${value}`) }))}
            onChange={(flow) => go({ flow: flow as SourcesSearch['flow'] })}
          />
          <Foot wait={sources.data === undefined}>{t('foot.of', { shown: rows.length, total })}</Foot>
        </>
      }
      panel={
        search.new ? (
          <SourceForm onClose={() => go({ new: undefined })} onDone={(id) => go({ new: undefined, open: id, tab: 'connect' })} />
        ) : search.open ? (
          <SourcePanel
            key={search.open}
            id={search.open}
            tab={search.tab ?? 'state'}
            onTab={(tab) => go({ tab }, { replace: true })}
            onClose={() => open(undefined)}
            {...neighboursOf(rows, keyOf, search.open, open)}
          />
        ) : undefined
      }
    >
      <ListFaces
        items={sources.data && rows}
        pending={sources.isPending}
        error={sources.error}
        refetch={sources.refetch}
        empty={
          total === 0 ? (
            <Empty icon="waves" title={t('sources.none')}>
              {t('sources.noneHelp')}
            </Empty>
          ) : (
            <Empty icon="search" title={t('filter.nothing')}>
              {t('filter.nothingHelp')}
            </Empty>
          )
        }
      >
        {(items) => (
          <DataTable
            label={t('nav.sources')}
            columns={columns}
            rows={items}
            keyOf={keyOf}
            hrefOf={(source) => `/console/sources?open=${source.id}`}
            onOpen={(source) => open(source.id)}
            current={search.open ?? null}
            sort={search.sort}
            onSort={(sort) => go({ sort }, { replace: true })}
          />
        )}
      </ListFaces>
    </Page>
  )
}
