/** The list of a queue with a heading above each group of clocks; ten thousand rows stay quick. */
import type { CaseSummary } from '@haihe/contract'
import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { Empty, Failing, LoadingRows } from '../../ui/faces.tsx'
import { useWords } from '../../ui/i18n.ts'
import { VirtualList } from '../../ui/virtual-list.tsx'
import { CaseRow } from './case-row.tsx'
import { type useCases, useQueues } from './queries.ts'
import { type CaseFilter, groupRows, type QueueRow } from './queue.ts'
import './queue-list.css'

export interface QueueListProps {
  cases: ReturnType<typeof useCases>
  /** the loaded cases in the order shown */
  sorted: readonly CaseSummary[]
  filter: CaseFilter
  now: number
  current?: string | undefined
  /** case that was open before: the list comes back to where it stood */
  reveal?: string | undefined
  desk: boolean
}

const keyOf = (row: QueueRow<CaseSummary>) => (row.kind === 'group' ? row.group : row.item.id)

export const QueueList = ({ cases, sorted, filter, now, current, reveal, desk }: QueueListProps) => {
  const t = useWords()
  const unitWaits = useQueues().data?.unit ?? 0
  // everything, closed cases too, comes in the order of the reports; the queues of open work by their clocks
  const rows = useMemo(
    () =>
      filter.queue === 'all' ? sorted.map((item): QueueRow<CaseSummary> => ({ kind: 'case', item })) : groupRows(sorted, now),
    [sorted, now, filter.queue],
  )
  const wanted = desk ? current : reveal
  const activeIndex = wanted === undefined ? -1 : rows.findIndex((row) => row.kind === 'case' && row.item.id === wanted)
  const { query, more } = cases
  if (query.isPending)
    return <div className="gov-list-wait">{<LoadingRows rows={desk ? 10 : 6} height={desk ? '3.5rem' : '6rem'} />}</div>
  if (query.error && sorted.length === 0) return <Failing error={query.error} retry={() => void query.refetch()} />
  const filtered =
    filter.q !== undefined || filter.region !== undefined || filter.state !== undefined || filter.category !== undefined
  if (sorted.length === 0)
    return (
      <Empty
        icon={filtered ? 'search' : 'check'}
        title={t(filtered ? 'queue.noMatch' : 'queue.empty')}
        action={
          filter.queue === 'mine' && !filtered && unitWaits > 0 ? (
            <Link className="hh-button" data-tone="primary" to="/" search={{ queue: 'unit' }}>
              {t('queue.unitWaits', { count: unitWaits })}
            </Link>
          ) : undefined
        }
      >
        {t(filtered ? 'queue.noMatchHelp' : `queue.emptyHelp.${filter.queue}`)}
      </Empty>
    )
  return (
    <VirtualList
      items={rows}
      keyOf={keyOf}
      rowHeight={desk ? 60 : 101}
      label={t('queue.list')}
      onEnd={more}
      {...(activeIndex >= 0 ? { activeIndex } : {})}
    >
      {(row) =>
        row.kind === 'group' ? (
          <h2 className="gov-group" data-group={row.group}>
            {t(`queue.group.${row.group}`)} <small>{row.count}</small>
          </h2>
        ) : (
          <CaseRow
            item={row.item}
            filter={filter}
            now={now}
            current={desk && row.item.id === current}
            replace={desk && current !== undefined}
          />
        )
      }
    </VirtualList>
  )
}
