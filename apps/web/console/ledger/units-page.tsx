/** What every unit asked for, and what was asked of it. */
import type { LedgerSummary } from '@haihe/contract'
import { useMemo } from 'react'
import { Empty } from '../../ui/faces.tsx'
import { formatFigure } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { useApi } from '../../ui/queries.ts'
import { sorted, sortOf } from '../lib/address.ts'
import { useGo } from '../parts/app-link.tsx'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { Page } from '../parts/desk.tsx'
import { ExportMenu } from '../parts/export-menu.tsx'
import { SearchBox } from '../parts/filters.tsx'
import { ListFaces } from '../parts/list-faces.tsx'
import { Foot } from '../parts/small.tsx'
import { useSearchState } from '../parts/use-search.ts'
import type { LedgerUnitsSearch } from './section.ts'
import './ledger.css'

const keyOf = (row: LedgerSummary) => row.unit

const useColumns = (): Column<LedgerSummary>[] => {
  const t = useWords()
  const number = (
    id: string,
    value: (row: LedgerSummary) => number | null,
    from: number,
    unit = '',
    bad = false,
  ): Column<LedgerSummary> => ({
    id,
    title: t(`ledgerUnits.${id}`),
    value,
    cell: (row) => {
      const found = value(row)
      if (found === null) return '—'
      return bad && found > 0 ? <span className="hc-bad">{formatFigure(found, unit)}</span> : formatFigure(found, unit)
    },
    sortable: true,
    align: 'end',
    width: 7,
    from,
  })
  return [
    { id: 'name', title: t('ledgerUnits.name'), value: (row) => row.name, sortable: true },
    number('received', (row) => row.owned.received, 0),
    number('late', (row) => row.owned.late, 0, '', true),
    number('open', (row) => row.owned.open, 42),
    number('onTime', (row) => row.owned.onTime, 34, 'ratio'),
    number('refused', (row) => row.owned.refused, 66),
    number('connectionRate', (row) => row.owned.connectionRate, 50, 'ratio'),
    number('stated', (row) => row.asked.stated, 58),
    number('askedOpen', (row) => row.asked.open, 74),
    number('met', (row) => row.asked.met, 82, 'ratio'),
    {
      ...number('satisfaction', (row) => row.asked.satisfaction, 90),
      cell: ({ asked }) => (asked.satisfaction === null ? '—' : asked.satisfaction.toFixed(1)),
    },
  ]
}

export const LedgerUnitsPage = () => {
  const t = useWords()
  const go = useGo()
  const { search, go: change } = useSearchState<LedgerUnitsSearch>()
  const units = useApi<LedgerSummary[]>('/api/ledger/summary', undefined, { every: 60_000, keep: true })
  const columns = useColumns()
  const rows = useMemo(() => {
    const all = (units.data ?? []).filter(({ name }) => name.includes(search.q ?? ''))
    const order = sortOf(search.sort)
    const column = columns.find(({ id }) => id === order?.by)
    return order && column
      ? sorted(all, column.value, order.descending)
      : all.sort((a, b) => b.owned.late - a.owned.late || b.owned.received + b.asked.stated - a.owned.received - a.asked.stated)
  }, [units.data, search, columns])
  const leadsTo = (row: LedgerSummary) =>
    `/console/ledger?${row.owned.received > 0 ? 'owner' : 'asker'}=${encodeURIComponent(row.unit)}`
  return (
    <Page
      title={t('page.ledger-units')}
      note={t('ledgerUnits.note')}
      tools={<ExportMenu name="ledger-units" columns={columns} rows={rows} />}
      filters={
        <>
          <SearchBox label={t('ledgerUnits.search')} value={search.q} onSearch={(q) => change({ q }, { replace: true })} />
          <Foot wait={!units.data}>{t('foot.of', { shown: rows.length, total: units.data?.length ?? 0 })}</Foot>
        </>
      }
    >
      <ListFaces
        items={units.data && rows}
        pending={units.isPending}
        error={units.error}
        refetch={units.refetch}
        filtered={Boolean(search.q)}
        empty={
          <Empty icon="list" title={t('ledgerUnits.none')}>
            {t('ledgerUnits.noneHelp')}
          </Empty>
        }
      >
        {(items) => (
          <DataTable
            label={t('page.ledger-units')}
            columns={columns}
            rows={items}
            keyOf={keyOf}
            hrefOf={leadsTo}
            onOpen={(row) => go(leadsTo(row))}
            sort={search.sort}
            onSort={(sort) => change({ sort }, { replace: true })}
          />
        )}
      </ListFaces>
    </Page>
  )
}
