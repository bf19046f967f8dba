/** Durable consumers of the outbox: how far each has read, what waits, what was given up. */
import { Empty } from '../../ui/faces.tsx'
import { formatFigure } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { sorted, sortOf } from '../lib/address.ts'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { Page } from '../parts/desk.tsx'
import { ExportMenu } from '../parts/export-menu.tsx'
import { useKeys } from '../parts/keys.ts'
import { ListFaces } from '../parts/list-faces.tsx'
import { Ago, Mono, StateMark } from '../parts/small.tsx'
import { useSearchState } from '../parts/use-search.ts'
import { type Consumer, consumerTone, useConsumerName, useConsumers } from './background.ts'
import type { JobsSearch } from './section.ts'

const useColumns = (): Column<Consumer>[] => {
  const t = useWords()
  const name = useConsumerName()
  return [
    {
      id: 'consumer',
      title: t('consumers.name'),
      value: ({ consumer }) => consumer,
      cell: ({ consumer }) => (
        <span title={consumer}>
          {name(consumer)} <Mono>{consumer}</Mono>
        </span>
      ),
      sortable: true,
    },
    {
      id: 'state',
      title: t('consumers.state'),
      value: (one) => t(`consumers.is.${consumerTone(one)}`),
      cell: (one) => <StateMark tone={consumerTone(one)}>{t(`consumers.is.${consumerTone(one)}`)}</StateMark>,
      width: 8,
    },
    {
      id: 'seq',
      title: t('consumers.seq'),
      value: ({ seq }) => seq,
      cell: ({ seq }) => String(seq),
      width: 9,
      align: 'end',
      sortable: true,
      from: 30,
    },
    {
      id: 'movedAt',
      title: t('consumers.movedAt'),
      value: ({ movedAt }) => movedAt,
      cell: ({ movedAt }) => <Ago at={movedAt} />,
      width: 9,
      sortable: true,
      from: 36,
    },
    {
      id: 'waiting',
      title: t('consumers.waiting'),
      value: ({ waiting }) => waiting,
      cell: ({ waiting }) => formatFigure(waiting),
      width: 6,
      align: 'end',
      sortable: true,
    },
    {
      id: 'dead',
      title: t('consumers.dead'),
      value: ({ dead }) => dead,
      cell: ({ dead }) => <span className={dead > 0 ? 'hc-bad' : undefined}>{formatFigure(dead)}</span>,
      width: 6,
      align: 'end',
      sortable: true,
    },
  ]
}

export const ConsumersPage = () => {
  const t = useWords()
  const { search, go } = useSearchState<JobsSearch>()
  const consumers = useConsumers()
  const columns = useColumns()
  const order = sortOf(search.sort)
  const column = columns.find(({ id }) => id === order?.by)
  const all = consumers.data?.items ?? []
  const rows =
    order && column
      ? sorted(all, column.value, order.descending)
      : [...all].sort((a, b) => b.dead - a.dead || b.waiting - a.waiting || a.consumer.localeCompare(b.consumer))
  useKeys({ refresh: () => void consumers.refetch() })
  return (
    <Page
      title={t('page.consumers')}
      note={t('consumers.note')}
      tools={<ExportMenu name="consumers" columns={columns} rows={rows} />}
    >
      <ListFaces
        items={consumers.data && rows}
        pending={consumers.isPending}
        error={consumers.error}
        refetch={consumers.refetch}
        empty={
          <Empty icon="clock" title={t('consumers.none')}>
            {t('consumers.noneHelp')}
          </Empty>
        }
      >
        {(items) => (
          <DataTable
            label={t('page.consumers')}
            columns={columns}
            rows={items}
            keyOf={({ consumer }) => consumer}
            current={search.open ?? null}
            sort={search.sort}
            onSort={(sort) => go({ sort }, { replace: true })}
          />
        )}
      </ListFaces>
    </Page>
  )
}
