/** 待办 on a phone: what is mine, where, until when. */
import { useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { IconButton } from '../../ui/button.tsx'
import { useWords } from '../../ui/i18n.ts'
import { useNow } from '../../ui/use-now.ts'
import { useCaseAddress } from '../addresses.ts'
import { lastSeen } from './case-page.tsx'
import { useCases, useQueues } from './queries.ts'
import { type CaseFilter, inOrder } from './queue.ts'
import { FilterSelects, SearchBox } from './queue-filters.tsx'
import { QueueList } from './queue-list.tsx'
import './queue-page.css'
import { QueueTabs } from './queue-tabs.tsx'

export const QueuePage = () => {
  const t = useWords()
  const { filter } = useCaseAddress()
  const navigate = useNavigate()
  const now = useNow()
  const queues = useQueues()
  const cases = useCases(filter)
  const sorted = useMemo(() => inOrder(filter.queue, cases.items, now), [filter.queue, cases.items, now])
  const filtered = filter.q !== undefined || filter.region !== undefined || filter.state !== undefined
  const [reveal] = useState(lastSeen)
  const [asking, setAsking] = useState(filtered)
  const onFilter = (change: Partial<CaseFilter>) => void navigate({ to: '/', search: { ...filter, ...change }, replace: true })
  return (
    <div className="gov-fill">
      <h1 className="hh-spoken">{t('queue.title')}</h1>
      <div className="gov-queue-top">
        <QueueTabs counts={queues.data ?? {}} current={filter.queue} />
        <IconButton icon="search" label={t('queue.find')} aria-expanded={asking} onPress={() => setAsking(!asking)} />
      </div>
      {asking && (
        <div className="gov-queue-find">
          <SearchBox filter={filter} onFilter={onFilter} />
          <FilterSelects filter={filter} onFilter={onFilter} />
        </div>
      )}
      <div className="gov-queue-list">
        <QueueList cases={cases} sorted={sorted} filter={filter} now={now} reveal={reveal} desk={false} />
      </div>
    </div>
  )
}
