/** Source units, worst first: the mean of their resources. A press shows the resources of one. */
import type { QualityUnitScore } from '@haihe/contract'
import { useMemo } from 'react'
import { Empty } from '../../ui/faces.tsx'
import { useWords } from '../../ui/i18n.ts'
import type { useApi } from '../../ui/queries.ts'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { ListFaces } from '../parts/list-faces.tsx'
import { useSearchState } from '../parts/use-search.ts'
import { ShareBar } from './bars.tsx'
import { scoreText } from './quality.ts'
import type { QualitySearch } from './section.ts'
import { TrendCell } from './trend-cell.tsx'

const useColumns = (): Column<QualityUnitScore>[] => {
  const t = useWords()
  return useMemo(
    () => [
      { id: 'name', title: t('quality.unit'), value: ({ name }) => name },
      {
        id: 'score',
        title: t('quality.meanScore'),
        value: ({ score }) => score,
        cell: ({ score }) => <span className="hc-score">{scoreText(score)}</span>,
        width: 6,
        align: 'end',
      },
      {
        id: 'bar',
        title: '',
        value: () => null,
        cell: ({ score }) => <ShareBar share={score === null ? null : score / 100} />,
        width: 10,
        from: 40,
      },
      {
        id: 'trend',
        title: t('quality.trend30'),
        value: () => null,
        cell: ({ trend }) => <TrendCell of={trend} />,
        width: 10,
        from: 52,
      },
      { id: 'resources', title: t('quality.resources'), value: ({ resources }) => resources, width: 6, align: 'end', from: 24 },
      { id: 'rectify', title: t('quality.is.rectify'), value: ({ rectify }) => rectify, width: 7, align: 'end', from: 32 },
      { id: 'stopped', title: t('quality.is.stop'), value: ({ stopped }) => stopped, width: 7, align: 'end', from: 36 },
    ],
    [t],
  )
}

export const UnitsTable = ({ units }: { units: ReturnType<typeof useApi<{ items: QualityUnitScore[] }>> }) => {
  const t = useWords()
  const { go } = useSearchState<QualitySearch>()
  const columns = useColumns()
  return (
    <ListFaces
      items={units.data?.items}
      pending={units.isPending}
      error={units.error}
      refetch={units.refetch}
      empty={
        <Empty icon="check" title={t('quality.none')}>
          {t('quality.noneHelp')}
        </Empty>
      }
    >
      {(items) => (
        <DataTable
          label={t('quality.units')}
          columns={columns}
          rows={items}
          keyOf={({ unit }) => unit}
          hrefOf={({ unit }) => `/console/quality?owner=${encodeURIComponent(unit)}`}
          onOpen={({ unit }) => go({ view: undefined, owner: unit })}
        />
      )}
    </ListFaces>
  )
}
