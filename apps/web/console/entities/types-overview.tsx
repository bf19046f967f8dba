import { useQueries } from '@tanstack/react-query'
import { Empty } from '../../ui/faces.tsx'
import { formatFigure } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { ngsi } from '../lib/ngsi.ts'
import { useGo } from '../parts/app-link.tsx'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { ListFaces } from '../parts/list-faces.tsx'
import { Named } from '../parts/small.tsx'
import { useDictionary } from './dictionary.ts'
import { type EntityType, useEntityTypes } from './types.ts'

interface Row extends EntityType {
  count: number | null
}

/** What kinds of objects there are: where to begin when nothing is asked for yet. */
export const TypesOverview = () => {
  const t = useWords()
  const go = useGo()
  const types = useEntityTypes()
  const words = useDictionary()
  const counts = useQueries({
    queries: (types.data ?? []).map(({ name }) => ({
      queryKey: ['ngsi', '/types', name],
      queryFn: async ({ signal }: { signal: AbortSignal }) =>
        (await ngsi<{ entityCount: number }>('GET', `/types/${encodeURIComponent(name)}`, { signal })).data.entityCount,
      staleTime: 60_000,
    })),
  })
  const rows: Row[] | undefined = types.data?.map((type, index) => ({ ...type, count: counts[index]?.data ?? null }))
  const href = ({ name }: Row) => `/console/entities?type=${encodeURIComponent(name)}`
  const columns: Column<Row>[] = [
    {
      id: 'name',
      title: t('entities.type'),
      value: ({ name }) => name,
      cell: ({ name }) => <Named title={words.typeTitle(name)} name={name} />,
    },
    {
      id: 'count',
      title: t('entities.count'),
      value: ({ count }) => count,
      cell: ({ count }) => (count === null ? '…' : formatFigure(count)),
      width: 7,
      align: 'end',
    },
    {
      id: 'attributes',
      title: t('entities.attributes'),
      value: ({ name, attributes }) => attributes.map((one) => words.attributeTitle(name, one) ?? one).join('  '),
      width: 30,
      from: 54,
    },
  ]
  return (
    <ListFaces
      items={rows}
      pending={types.isPending}
      error={types.error}
      refetch={types.refetch}
      empty={
        <Empty icon="city" title={t('entities.none')}>
          {t('entities.noneHelp')}
        </Empty>
      }
    >
      {(items) => (
        <DataTable
          label={t('entities.types')}
          columns={columns}
          rows={items}
          keyOf={({ name }) => name}
          hrefOf={href}
          onOpen={(row) => go(href(row))}
        />
      )}
    </ListFaces>
  )
}
