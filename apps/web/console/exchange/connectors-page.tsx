/** 数据接入: how rows come into resources, what the last run brought, and what was not taken. */
import type { ConnectorKind, ConnectorView } from '@haihe/contract'
import { lazy, Suspense, useMemo } from 'react'
import { Button } from '../../ui/button.tsx'
import { Bone, Empty, StaleNote } from '../../ui/faces.tsx'
import { useWords } from '../../ui/i18n.ts'
import { useSession } from '../../ui/session.ts'
import { UnitName } from '../../ui/unit-name.tsx'
import { sorted, sortOf } from '../lib/address.ts'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { neighboursOf, Page } from '../parts/desk.tsx'
import { ExportMenu } from '../parts/export-menu.tsx'
import { Choose, SearchBox } from '../parts/filters.tsx'
import { useKeys } from '../parts/keys.ts'
import { ListFaces } from '../parts/list-faces.tsx'
import { Ago, Foot, Moment, StateMark } from '../parts/small.tsx'
import { useSearchState } from '../parts/use-search.ts'
import { ConnectorPanel } from './connector-panel.tsx'
import type { ConnectorsSearch } from './section.ts'
import './exchange.css'
import { byUrgency, formatRows, KINDS, standingOf, standingTone } from './exchange.ts'
import { useConnectors, useRunNews, withNews } from './lists.ts'
import { ScheduleWords } from './schedule-words.tsx'

const Flow = lazy(() => import('./flow.tsx').then(({ Flow: flow }) => ({ default: flow })))

const useColumns = (): Column<ConnectorView>[] => {
  const t = useWords()
  return [
    { id: 'title', title: t('exchange.title'), value: (one) => one.title, sortable: true },
    {
      id: 'kind',
      title: t('exchange.kindIs'),
      value: (one) => t(`exchange.kind.${one.kind}`),
      width: 8,
      sortable: true,
      from: 44,
    },
    { id: 'resource', title: t('exchange.resource'), value: (one) => one.resourceTitle, width: 13, sortable: true, from: 60 },
    {
      id: 'unit',
      title: t('exchange.owner'),
      value: (one) => one.unit,
      cell: (one) => <UnitName id={one.unit} />,
      width: 10,
      from: 84,
    },
    {
      id: 'state',
      title: t('exchange.state'),
      value: (one) => t(`exchange.standing.${standingOf(one)}`),
      cell: (one) => {
        const standing = standingOf(one)
        return <StateMark tone={standingTone(standing)}>{t(`exchange.standing.${standing}`)}</StateMark>
      },
      width: 6,
      sortable: true,
    },
    {
      id: 'rows',
      title: t('exchange.lastRows'),
      value: (one) => one.lastRun?.read ?? null,
      cell: (one) => (one.lastRun ? formatRows(one.lastRun.read) : '—'),
      width: 6.5,
      align: 'end',
      sortable: true,
      from: 38,
    },
    {
      id: 'rejects',
      title: t('exchange.openRejects'),
      value: (one) => one.openRejects,
      cell: (one) => <span className={one.openRejects > 0 ? 'hc-bad' : undefined}>{formatRows(one.openRejects)}</span>,
      width: 7,
      align: 'end',
      sortable: true,
      from: 30,
    },
    {
      id: 'last',
      title: t('exchange.lastRun'),
      value: (one) => one.lastRun?.changedAt ?? null,
      cell: (one) => <Ago at={one.lastRun?.changedAt ?? null} />,
      width: 7,
      sortable: true,
      from: 50,
    },
    {
      id: 'schedule',
      title: t('exchange.schedule'),
      value: (one) => one.schedule,
      cell: (one) => <ScheduleWords connector={one} />,
      width: 9,
      from: 72,
    },
    {
      id: 'next',
      title: t('exchange.nextRun'),
      value: (one) => one.nextAt,
      cell: (one) => <Moment at={one.nextAt} />,
      width: 8.5,
      sortable: true,
      from: 66,
    },
  ]
}

const keyOf = (one: ConnectorView) => one.id

export const ConnectorsPage = () => {
  const t = useWords()
  const { may } = useSession()
  const { search, go } = useSearchState<ConnectorsSearch>()
  const flow = search.new !== undefined || search.edit !== undefined
  const list = useConnectors({ q: search.q, kind: search.kind, resource: flow ? undefined : search.resource })
  const news = useRunNews()
  const columns = useColumns()
  const rows = useMemo(() => {
    const all = (list.items ?? []).map((one) => (one.lastRun ? { ...one, lastRun: withNews(one.lastRun, news) } : one))
    const order = sortOf(search.sort)
    const column = columns.find(({ id }) => id === order?.by)
    return order && column ? sorted(all, column.value, order.descending) : [...all].sort(byUrgency)
  }, [list.items, news, search.sort, columns])
  const open = (id: string | undefined) => go({ open: id, tab: undefined, reject: undefined })
  useKeys({ refresh: () => void list.refetch(), ...(search.open || flow ? {} : { next: () => open(rows[0]?.id) }) })
  if (flow)
    return (
      <Suspense fallback={<Bone height="24rem" />}>
        <Flow key={search.edit ?? 'new'} />
      </Suspense>
    )
  const filtered = search.q !== undefined || search.kind !== undefined || search.resource !== undefined
  const manage = may('exchange.manage')
  const begin = (kind?: 'upload') => go({ new: '1', kind, open: undefined, tab: undefined, q: undefined })

  return (
    <Page
      title={t('page.connectors')}
      note={list.error && list.items ? <StaleNote since={null} /> : t('exchange.note')}
      tools={
        <>
          <ExportMenu name="connectors" columns={columns} rows={rows} />
          {manage && (
            <>
              <Button size="small" icon="up" onPress={() => begin('upload')}>
                {t('exchange.uploadFile')}
              </Button>
              <Button size="small" tone="primary" icon="plus" onPress={() => begin()}>
                {t('exchange.new')}
              </Button>
            </>
          )}
        </>
      }
      filters={
        <>
          <SearchBox label={t('exchange.search')} value={search.q} onSearch={(q) => go({ q }, { replace: true })} />
          <Choose
            label={t('exchange.kindIs')}
            value={search.kind}
            all={t('filter.all')}
            options={KINDS.map((value) => ({ value, label: t(`exchange.kind.${value}`) }))}
            onChange={(kind) => go({ kind: kind as ConnectorKind | undefined })}
          />
          {search.resource && (
            <Button size="small" icon="close" onPress={() => go({ resource: undefined })}>
              {rows[0]?.resourceTitle ?? t('exchange.resource')}
            </Button>
          )}
          <Foot wait={list.first === undefined}>{t('foot.of', { shown: rows.length, total: list.first?.total ?? 0 })}</Foot>
        </>
      }
      panel={
        search.open ? (
          <ConnectorPanel
            key={search.open}
            id={search.open}
            news={news}
            onClose={() => open(undefined)}
            {...neighboursOf(rows, keyOf, search.open, open)}
          />
        ) : undefined
      }
    >
      <ListFaces
        items={list.items && rows}
        pending={list.pending}
        error={list.error}
        refetch={list.refetch}
        empty={
          filtered ? (
            <Empty icon="search" title={t('filter.nothing')}>
              {t('filter.nothingHelp')}
            </Empty>
          ) : (
            <Empty
              icon="layers"
              title={t('exchange.none')}
              action={
                manage && (
                  <Button tone="primary" icon="plus" onPress={() => begin()}>
                    {t('exchange.new')}
                  </Button>
                )
              }
            >
              {t('exchange.noneHelp')}
            </Empty>
          )
        }
      >
        {(items) => (
          <DataTable
            label={t('page.connectors')}
            columns={columns}
            rows={items}
            keyOf={keyOf}
            hrefOf={(one) => `/console/connectors?open=${one.id}`}
            onOpen={(one) => open(one.id)}
            current={search.open ?? null}
            sort={search.sort}
            onSort={(sort) => go({ sort }, { replace: true })}
            onEnd={list.loadMore}
            total={list.first?.total ?? null}
          />
        )}
      </ListFaces>
    </Page>
  )
}
