/** The three rates (三率) of the regions below, this month: where the work goes well and where it does not. */
import type { RateRow } from '@haihe/contract'
import { Button } from 'react-aria-components/Button'
import { Empty, Faces, LoadingRows } from '../ui/faces.tsx'
import { formatFigure } from '../ui/format.ts'
import { useWords } from '../ui/i18n.ts'
import { useApi } from '../ui/queries.ts'
import { ScrollRegion } from '../ui/scroll-region.tsx'
import { useView } from './view.ts'

const COLUMNS = ['responseRate', 'resolutionRate', 'satisfactionRate'] as const

/** Most overdue first, then the most work; rows without any work come last. */
export const sortRates = (rows: readonly RateRow[]): RateRow[] =>
  [...rows].sort((a, b) => b.overdue - a.overdue || b.total - a.total || a.key.localeCompare(b.key))

export const RatesTable = ({ region }: { region: string }) => {
  const t = useWords()
  const { go } = useView()
  const rates = useApi<RateRow[]>('/api/rates', { region, group: 'region' }, { every: 60_000, keep: true })
  return (
    <Faces of={rates} loading={<LoadingRows rows={6} height="2.25rem" />} small>
      {(rows) =>
        rows.every((row) => row.total === 0) ? (
          <Empty icon="chart" title={t('rates.empty')} small>
            {t('rates.emptyHelp')}
          </Empty>
        ) : (
          <ScrollRegion className="cp-rates" label={t('rates.title')}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{t('rates.region')}</th>
                  {COLUMNS.map((column) => (
                    <th key={column} scope="col">
                      {t(`rates.${column}`)}
                    </th>
                  ))}
                  <th scope="col">{t('rates.overdue')}</th>
                </tr>
              </thead>
              <tbody>
                {sortRates(rows).map((row) => (
                  <tr key={row.key}>
                    <th scope="row">
                      <Button className="cp-link" onPress={() => go({ region: row.key })}>
                        {row.name}
                      </Button>
                    </th>
                    {COLUMNS.map((column) => (
                      <td key={column}>{formatFigure(row[column], 'ratio', 1)}</td>
                    ))}
                    <td data-fault={row.overdue > 0 || undefined}>{row.overdue}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </ScrollRegion>
        )
      }
    </Faces>
  )
}
