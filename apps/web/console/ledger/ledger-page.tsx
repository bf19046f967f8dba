/** 供需对接清单: a row per need, all its dates, and who is late. */
import type { LedgerPage as Answer, LedgerRow, LedgerSummary } from '@haihe/contract'
import { useMemo } from 'react'
import { withQuery } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/faces.tsx'
import { formatTimeLeft } from '../../ui/format.ts'
import { useText, useWords } from '../../ui/i18n.ts'
import { Icon } from '../../ui/icon.tsx'
import { useApi } from '../../ui/queries.ts'
import { useSession } from '../../ui/session.ts'
import { useNow } from '../../ui/use-now.ts'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { neighboursOf, Page } from '../parts/desk.tsx'
import { Chip, Choose, MoreFilters, SearchBox, Segments } from '../parts/filters.tsx'
import { useKeys } from '../parts/keys.ts'
import { ListFaces } from '../parts/list-faces.tsx'
import { Foot } from '../parts/small.tsx'
import { usePages } from '../parts/use-pages.ts'
import { useSearchState } from '../parts/use-search.ts'
import { DatesHead, DatesLine } from './dates.tsx'
import type { LedgerSearch } from './section.ts'
import './ledger.css'
import { queryOf } from './ledger.ts'
import { NeedForm } from './need-form.tsx'
import { NeedPanel } from './need-panel.tsx'
import { StepBar } from './step-bar.tsx'

/** Who is late, or until when somebody has time. */
export const Due = ({ row }: { row: Pick<LedgerRow, 'late' | 'dueAt'> }) => {
  const t = useWords()
  const say = useText()
  const now = useNow(60_000)
  if (row.late)
    return (
      <span className="hc-late" title={say(row.late.clock)}>
        {t('ledger.lateBy', { unit: row.late.unit?.name ?? '—' })}
        {row.late.dueAt && <small>{formatTimeLeft(row.late.dueAt, now).text}</small>}
      </span>
    )
  return row.dueAt ? formatTimeLeft(row.dueAt, now).text : '—'
}

const useColumns = (): Column<LedgerRow>[] => {
  const t = useWords()
  const say = useText()
  return [
    {
      id: 'title',
      title: t('ledger.need'),
      value: (row) => row.title,
      cell: (row) => (
        <span className="hc-two-lines">
          <b>{row.title}</b>
          <small>
            {row.asker?.name ?? '—'} → {row.owner?.name ?? t('ledger.noOwner')}
          </small>
        </span>
      ),
    },
    {
      id: 'state',
      title: t('ledger.step'),
      value: (row) => say(row.stateTitle),
      cell: (row) => (
        <span className="hc-two-lines">
          {say(row.stateTitle)}
          <small>{say(row.kindTitle)}</small>
        </span>
      ),
      width: 8.5,
    },
    { id: 'due', title: t('ledger.due'), value: (row) => row.dueAt, cell: (row) => <Due row={row} />, width: 10, from: 42 },
    {
      id: 'dates',
      title: t('ledger.dates'),
      head: <DatesHead />,
      value: () => null,
      cell: (row) => <DatesLine row={row} />,
      width: 31,
      from: 64,
    },
    { id: 'promise', title: t('ledger.promise'), value: (row) => row.promise ?? row.wantedBy, width: 7, from: 84 },
    {
      id: 'satisfaction',
      title: t('ledger.satisfaction'),
      value: (row) => (row.satisfaction === null ? null : t('ledger.points', { points: row.satisfaction })),
      width: 5,
      from: 92,
    },
  ]
}

const keyOf = (row: LedgerRow) => row.id

export const LedgerPage = () => {
  const t = useWords()
  const { me, may } = useSession()
  const { search, go } = useSearchState<LedgerSearch>()
  const unit = me?.units[0]
  const query = queryOf(search, unit?.id)
  const pages = usePages<LedgerRow, Answer>('/api/ledger', { ...query, limit: 50 }, { every: 30_000 })
  const units = useApi<LedgerSummary[]>('/api/ledger/summary', undefined, { staleTime: 300_000 })
  const columns = useColumns()
  const rows = pages.items
  const open = (id: string | undefined) => go({ open: id, new: undefined })
  useKeys({ refresh: pages.refetch, ...(search.open ? {} : { next: () => open(rows[0]?.id) }) })
  const options = useMemo(() => (units.data ?? []).map((each) => ({ value: each.unit, label: each.name })), [units.data])
  const filtered = Object.entries(query).some(([, value]) => value !== undefined)
  const close = () => go({ new: undefined })

  return (
    <Page
      title={t('nav.ledger')}
      note={t('ledger.note')}
      tools={
        <>
          <a className="hh-button" data-tone="quiet" data-size="small" href={withQuery('/api/ledger/export', query)} download>
            <Icon name="down" />
            {t('export.title')}
          </a>
          {may('ledger.state') && (
            <Button size="small" tone="primary" icon="plus" onPress={() => go({ new: 'need', open: undefined })}>
              {t('ledger.state')}
            </Button>
          )}
        </>
      }
      filters={
        <>
          {pages.first && (
            <StepBar steps={pages.first.steps} chosen={search.state} onChoose={(state) => go({ state }, { replace: true })} />
          )}
          <SearchBox label={t('ledger.search')} value={search.q} onSearch={(q) => go({ q }, { replace: true })} />
          {unit && (
            <Segments
              label={t('ledger.whose')}
              value={search.mine ?? 'all'}
              options={(['all', 'asked', 'owned'] as const).map((value) => ({ value, label: t(`ledger.mine.${value}`) }))}
              onChange={(mine) => go({ mine: mine === 'all' ? undefined : mine })}
            />
          )}
          <MoreFilters on={[search.asker, search.owner, search.kind, search.late, search.going].filter(Boolean).length}>
            {search.mine !== 'asked' && (
              <Choose
                label={t('ledger.asker')}
                value={search.asker}
                all={t('filter.all')}
                options={options}
                onChange={(asker) => go({ asker })}
              />
            )}
            {search.mine !== 'owned' && (
              <Choose
                label={t('ledger.owner')}
                value={search.owner}
                all={t('filter.all')}
                options={options}
                onChange={(owner) => go({ owner })}
              />
            )}
            <Choose
              label={t('ledger.kind')}
              value={search.kind}
              all={t('filter.all')}
              options={(['N1', 'N2', 'N3'] as const).map((value) => ({ value, label: t(`ledger.kinds.${value}`) }))}
              onChange={(kind) => go({ kind: kind as LedgerSearch['kind'] })}
            />
            <Choose
              label={t('ledger.standing')}
              value={search.late ? 'late' : search.going ? 'open' : undefined}
              all={t('filter.all')}
              options={(['open', 'late'] as const).map((value) => ({ value, label: t(`ledger.standings.${value}`) }))}
              onChange={(value) =>
                go({ late: value === 'late' ? 'yes' : undefined, going: value === 'open' ? 'yes' : undefined })
              }
            />
          </MoreFilters>
          {search.resource && <Chip onClear={() => go({ resource: undefined })}>{t('ledger.ofResource')}</Chip>}
          <Foot wait={!pages.first}>{t('foot.loaded', { shown: rows.length, total: pages.first?.total ?? 0 })}</Foot>
        </>
      }
      panel={
        search.new === 'need' ? (
          <NeedForm {...(search.resource ? { resource: search.resource } : {})} onClose={close} onDone={(id) => open(id)} />
        ) : search.open ? (
          <NeedPanel
            key={search.open}
            id={search.open}
            tab={search.tab ?? 'about'}
            onTab={(tab) => go({ tab }, { replace: true })}
            onClose={() => open(undefined)}
            {...neighboursOf(rows, keyOf, search.open, open)}
          />
        ) : undefined
      }
    >
      <ListFaces
        items={pages.first && rows}
        pending={pages.pending}
        error={pages.error}
        refetch={pages.refetch}
        filtered={filtered}
        empty={
          <Empty icon="list" title={t('ledger.none')}>
            {t('ledger.noneHelp')}
          </Empty>
        }
      >
        {(items) => (
          <DataTable
            label={t('nav.ledger')}
            columns={columns}
            rows={items}
            keyOf={keyOf}
            hrefOf={(row) => `/console/ledger?open=${row.id}`}
            onOpen={(row) => open(row.id)}
            current={search.open ?? null}
            onEnd={pages.loadMore}
            total={pages.first?.total ?? null}
            rowHeight={3.75}
          />
        )}
      </ListFaces>
    </Page>
  )
}
