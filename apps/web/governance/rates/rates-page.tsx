/** 三率 by unit or region: response, resolution, satisfaction, with what they are made of. */
import type { RateRow } from '@haihe/contract'
import { Link, useNavigate } from '@tanstack/react-router'
import { Empty, Faces, LoadingRows } from '../../ui/faces.tsx'
import { formatFigure } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { useApi } from '../../ui/queries.ts'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { useSession } from '../../ui/session.ts'
import { useRatesSearch } from '../addresses.ts'
import './rates-page.css'
import { COLUMNS, type Column, GROUPS, sortRates } from './ratings.ts'

const SHARES: readonly Column[] = ['responseRate', 'resolutionRate', 'satisfactionRate', 'onTime']

const Cell = ({ row, column }: { row: RateRow; column: Column }) => {
  const value = row[column]
  if (SHARES.includes(column))
    return (
      <td>
        <span className="gov-rate">
          {formatFigure(value, '%', 1)}
          <i aria-hidden>
            <b style={{ width: `${Math.round((value ?? 0) * 100)}%` }} />
          </i>
        </span>
      </td>
    )
  return <td data-column={column}>{formatFigure(value, '', column === 'composite' ? 1 : 0)}</td>
}

const Table = ({ rows, sort, onSort }: { rows: readonly RateRow[]; sort: Column; onSort: (column: Column) => void }) => {
  const t = useWords()
  return (
    <ScrollRegion label={t('rates.table')} className="gov-rates-scroll">
      <table className="gov-rates">
        <thead>
          <tr>
            <th scope="col">#</th>
            <th scope="col">{t('rates.name')}</th>
            {COLUMNS.map((column) => (
              <th key={column} scope="col" aria-sort={column === sort ? 'descending' : undefined}>
                <button type="button" onClick={() => onSort(column)}>
                  {t(`rates.${column}`)}
                  {column === sort && ' ↓'}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sortRates(rows, sort).map((row, index) => (
            <tr key={row.key}>
              <td>{row[sort] === null ? '—' : index + 1}</td>
              <th scope="row">{row.name}</th>
              {COLUMNS.map((column) => (
                <Cell key={column} row={row} column={column} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}

export const RatesPage = () => {
  const t = useWords()
  const search = useRatesSearch()
  const navigate = useNavigate()
  const [own] = useSession().scopes('rate.read')
  const rates = useApi<RateRow[]>(
    '/api/rates',
    { group: search.group, region: search.region ?? own },
    { keep: true, enabled: own !== undefined },
  )
  return (
    <div className="gov-rates-page">
      <header>
        <h1>{t('rates.title')}</h1>
        <p>{t('rates.help')}</p>
        <nav className="gov-queues" aria-label={t('rates.by')}>
          {GROUPS.map((group) => (
            <Link
              key={group}
              to="/rates"
              search={{ ...search, group }}
              aria-current={group === search.group ? 'page' : undefined}
            >
              {t(`rates.group.${group}`)}
            </Link>
          ))}
        </nav>
      </header>
      <Faces of={rates} loading={<LoadingRows rows={8} height="2.75rem" />}>
        {(rows) => {
          return rows.length === 0 ? (
            <Empty icon="chart" title={t('rates.empty')}>
              {t('rates.emptyHelp')}
            </Empty>
          ) : (
            <Table
              rows={rows}
              sort={search.sort}
              onSort={(sort) => void navigate({ to: '/rates', search: { ...search, sort }, replace: true })}
            />
          )
        }}
      </Faces>
    </div>
  )
}
