/** The desk of a dispatcher: list and case side by side, the next decision without the mouse. */

import type { CaseDetail } from '@haihe/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useMemo, useRef, useState } from 'react'
import { IconButton } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Empty } from '../../ui/faces.tsx'
import { useWords } from '../../ui/i18n.ts'
import { apiKey } from '../../ui/queries.ts'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { useNow } from '../../ui/use-now.ts'
import { useCaseAddress, useCaseId } from '../addresses.ts'
import { chooseActions } from './actions.ts'
import { CaseView } from './case-view.tsx'
import './desk-page.css'
import { DESK_KEYS, useDeskKeys } from './desk-keys.ts'
import { useCases } from './queries.ts'
import { type CaseFilter, inOrder, neighbour } from './queue.ts'
import { FilterSelects, SearchBox } from './queue-filters.tsx'
import { QueueList } from './queue-list.tsx'

const Help = ({ onClose }: { onClose: () => void }) => {
  const t = useWords()
  return (
    <Dialog open onClose={onClose} title={t('keys.title')}>
      <dl className="gov-keys">
        {Object.entries(DESK_KEYS).map(([key, command]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(`keys.${command}`)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}

export const DeskPage = () => {
  const t = useWords()
  const id = useCaseId()
  const { action, filter } = useCaseAddress()
  const navigate = useNavigate()
  const client = useQueryClient()
  const now = useNow()
  const cases = useCases(filter)
  const sorted = useMemo(() => inOrder(filter.queue, cases.items, now), [filter.queue, cases.items, now])
  const [help, setHelp] = useState(false)
  const search = useRef<HTMLInputElement>(null)
  const pane = useRef<HTMLElement>(null)
  const ids = useMemo(() => sorted.map((item) => item.id), [sorted])
  const stood = useRef(-1)
  const index = id === undefined ? -1 : ids.indexOf(id)
  if (index >= 0) stood.current = index

  const onFilter = (change: Partial<CaseFilter>) => void navigate({ to: '/', search: { ...filter, ...change }, replace: true })
  const openAction = (open: string | null) =>
    id !== undefined &&
    void navigate({ to: '/cases/$id', params: { id }, search: { ...filter, action: open ?? undefined }, replace: true })
  const move = (by: 1 | -1) => {
    const next = neighbour(ids, id, by, stood.current)
    if (next !== undefined && next !== id)
      void navigate({ to: '/cases/$id', params: { id: next }, search: filter, replace: id !== undefined })
  }
  const primary = () => {
    const detail = id === undefined ? undefined : client.getQueryData<CaseDetail>(apiKey(`/api/cases/${encodeURIComponent(id)}`))
    const choice = detail && chooseActions(detail.available).primary
    if (choice && choice.blocked === null) openAction(choice.id)
  }
  useDeskKeys({
    next: () => move(1),
    previous: () => move(-1),
    open: () => (id === undefined ? move(1) : pane.current?.focus()),
    primary,
    more: () => openAction('more'),
    search: () => search.current?.focus(),
    help: () => setHelp(true),
    close: () => id !== undefined && void navigate({ to: '/', search: filter }),
  })
  // a new case starts at its top
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the open case changes
  useEffect(() => {
    pane.current?.scrollTo(0, 0)
  }, [id])

  return (
    <div className="gov-desk">
      <div className="gov-desk-list">
        <div className="gov-desk-bar">
          <SearchBox filter={filter} onFilter={onFilter} ref={search} />
          <FilterSelects filter={filter} onFilter={onFilter} />
        </div>
        <p className="gov-desk-count" role="status">
          {t(`queue.name.${filter.queue}`)} ·{' '}
          {cases.total === null ? t(filter.q ? 'queue.found' : 'queue.many') : t('queue.count', { count: cases.total })}
          <IconButton icon="info" label={t('keys.title')} onPress={() => setHelp(true)} />
        </p>
        <div className="gov-queue-list">
          <QueueList cases={cases} sorted={sorted} filter={filter} now={now} current={id} desk />
        </div>
      </div>
      <ScrollRegion label={t('case.detail')} className="gov-desk-case" ref={pane}>
        {id === undefined ? (
          <Empty icon="list" title={t('queue.pick')}>
            {t('queue.pickHelp')}
          </Empty>
        ) : (
          <CaseView key={id} id={id} desk open={action ?? null} onOpen={openAction} />
        )}
      </ScrollRegion>
      {help && <Help onClose={() => setHelp(false)} />}
    </div>
  )
}
