/** 投递: every notification that a subscriber is owed or got. */
import type { DeliveryState, DeliveryView } from '@haihe/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { post } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/faces.tsx'
import { formatFigure } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { useSession } from '../../ui/session.ts'
import { toast } from '../../ui/toast.tsx'
import { useNow } from '../../ui/use-now.ts'
import { shortId } from '../entities/entity.ts'
import { timeRange } from '../lib/address.ts'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { neighboursOf, Page } from '../parts/desk.tsx'
import { ExportMenu } from '../parts/export-menu.tsx'
import { Chip, Choose, Segments, TimeFilter } from '../parts/filters.tsx'
import { useKeys } from '../parts/keys.ts'
import { ListFaces } from '../parts/list-faces.tsx'
import { Foot, Moment, Mono, StateMark } from '../parts/small.tsx'
import { readAll, usePages } from '../parts/use-pages.ts'
import { useSearchState } from '../parts/use-search.ts'
import { DELIVERIES, DELIVERY_TONE, type DeliveryPage, useSubscriptions } from './deliveries.ts'
import { DeliveryPanel } from './delivery-panel.tsx'
import type { DeliveriesSearch } from './section.ts'

const STATES = ['dead', 'tried', 'queued', 'delivered', 'superseded', 'withheld'] as const
const keyOf = ({ id }: DeliveryView) => String(id)

const useColumns = (name: (subscription: string) => string): Column<DeliveryView>[] => {
  const t = useWords()
  return [
    { id: 'subscription', title: t('deliveries.subscriber'), value: ({ subscription }) => name(subscription) },
    {
      id: 'state',
      title: t('deliveries.state'),
      value: ({ state }) => t(`deliveries.is.${state}`),
      cell: ({ state, status }) => (
        <StateMark tone={DELIVERY_TONE[state]}>
          {t(`deliveries.is.${state}`)}
          {status !== null && state !== 'delivered' && ` · ${status}`}
        </StateMark>
      ),
      width: 8.5,
    },
    {
      id: 'entity',
      title: t('deliveries.entity'),
      value: ({ entity }) => entity,
      cell: ({ entity }) => (entity ? <Mono>{shortId(entity)}</Mono> : t('deliveries.periodic')),
      from: 40,
    },
    { id: 'attempts', title: t('deliveries.attempts'), value: ({ attempts }) => attempts, width: 4.5, align: 'end', from: 34 },
    { id: 'change', title: t('deliveries.change'), value: ({ change }) => change, width: 6, align: 'end', from: 84 },
    { id: 'error', title: t('deliveries.error'), value: ({ error }) => error, from: 60 },
    {
      id: 'queuedAt',
      title: t('deliveries.queuedAt'),
      value: ({ queuedAt }) => queuedAt,
      cell: ({ queuedAt }) => <Moment at={queuedAt} />,
      width: 8,
    },
    {
      id: 'doneAt',
      title: t('deliveries.doneAt'),
      value: ({ doneAt }) => doneAt,
      cell: ({ doneAt }) => <Moment at={doneAt} />,
      width: 8,
      from: 72,
    },
  ]
}

/** Tries again what was chosen; says how many were taken. */
const RetryChosen = ({ ids, onDone }: { ids: readonly string[]; onDone: () => void }) => {
  const t = useWords()
  const [busy, setBusy] = useState(false)
  const run = async () => {
    setBusy(true)
    const answers = await Promise.allSettled(ids.map((id) => post(`${DELIVERIES}/${id}/retry`)))
    const failed = answers.filter(({ status }) => status === 'rejected').length
    toast(t('deliveries.retried', { done: ids.length - failed, failed }), failed > 0 ? 'info' : 'check')
    setBusy(false)
    onDone()
  }
  return (
    <Button size="small" tone="primary" icon="refresh" pending={busy} onPress={() => void run()}>
      {t('deliveries.retryChosen', { count: ids.length })}
    </Button>
  )
}

export const DeliveriesPage = () => {
  const t = useWords()
  const client = useQueryClient()
  const { may } = useSession()
  const { search, go } = useSearchState<DeliveriesSearch>()
  const now = useNow(60_000)
  const { subscription, entity, state, change } = search
  const query = { subscription, entity, state, change, ...timeRange(search, now) }
  const deliveries = usePages<DeliveryView, DeliveryPage>(
    DELIVERIES,
    { ...query, limit: 100 },
    { param: 'before', every: 10_000 },
  )
  const subscribers = useSubscriptions(may('subscription.manage'))
  const names = new Map(subscribers.data?.items.map((one) => [one.id, one.name ?? one.endpoint]))
  const columns = useColumns((id) => names.get(id) ?? shortId(id))
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const counts = deliveries.first?.counts
  const total =
    counts && deliveries.first?.exact
      ? state
        ? counts[state]
        : Object.values(counts).reduce((sum, count) => sum + count, 0)
      : null
  const filtered = Object.values(query).some((value) => value !== undefined)
  const open = (id: string | undefined) => go({ open: id })
  const one = deliveries.items.find((delivery) => keyOf(delivery) === search.open)
  const manages = may('delivery.manage')
  const retriable = [...chosen].filter((key) =>
    deliveries.items.some((delivery) => keyOf(delivery) === key && ['dead', 'tried', 'queued'].includes(delivery.state)),
  )
  const again = () => {
    setChosen(new Set())
    void client.invalidateQueries({ queryKey: [DELIVERIES] })
  }
  useKeys({
    refresh: deliveries.refetch,
    ...(one ? {} : { next: () => open(deliveries.items[0] && keyOf(deliveries.items[0])) }),
  })
  return (
    <Page
      title={t('page.deliveries')}
      note={t('deliveries.note')}
      tools={
        <>
          {manages && retriable.length > 0 && <RetryChosen ids={retriable} onDone={again} />}
          <ExportMenu
            name="deliveries"
            columns={columns}
            rows={deliveries.items}
            all={() => readAll<DeliveryView>(DELIVERIES, query, 'before')}
          />
        </>
      }
      filters={
        <>
          <Segments<DeliveryState | 'all'>
            label={t('deliveries.state')}
            value={state ?? 'all'}
            options={[
              { value: 'all', label: t('filter.all') },
              ...STATES.map((value) => ({
                value,
                label: t(`deliveries.is.${value}`),
                count: counts && counts[value] > 0 ? counts[value] : null,
              })),
            ]}
            onChange={(value) => go({ state: value === 'all' ? undefined : value, open: undefined })}
          />
          {subscribers.data && (
            <Choose
              label={t('deliveries.subscriber')}
              value={subscription}
              all={t('filter.all')}
              options={subscribers.data.items.map(({ id, name, endpoint }) => ({ value: id, label: name ?? endpoint }))}
              onChange={(value) => go({ subscription: value, open: undefined })}
            />
          )}
          <TimeFilter search={search} onChange={(span) => go({ ...span, open: undefined })} />
          {change && <Chip onClear={() => go({ change: undefined })}>{t('deliveries.changeOne', { change })}</Chip>}
          {entity && <Chip onClear={() => go({ entity: undefined })}>{shortId(entity)}</Chip>}
          <Foot wait={deliveries.first === undefined}>
            {total === null
              ? t('foot.some', { shown: formatFigure(deliveries.items.length), more: deliveries.more ? '+' : '' })
              : t('foot.loaded', { shown: formatFigure(deliveries.items.length), total: formatFigure(total) })}
          </Foot>
        </>
      }
      panel={
        one && (
          <DeliveryPanel
            key={one.id}
            delivery={one}
            subscriber={names.get(one.subscription) ?? null}
            onClose={() => open(undefined)}
            onDone={again}
            {...neighboursOf(deliveries.items, keyOf, search.open, open)}
          />
        )
      }
    >
      <ListFaces
        items={deliveries.items}
        pending={deliveries.pending}
        error={deliveries.error}
        refetch={deliveries.refetch}
        filtered={filtered}
        empty={
          <Empty icon="send" title={t('deliveries.none')}>
            {t('deliveries.noneHelp')}
          </Empty>
        }
      >
        {(items) => (
          <DataTable
            label={t('page.deliveries')}
            columns={columns}
            rows={items}
            keyOf={keyOf}
            hrefOf={(delivery) => `/console/deliveries?open=${delivery.id}`}
            onOpen={(delivery) => open(keyOf(delivery))}
            current={search.open ?? null}
            onEnd={deliveries.loadMore}
            total={total}
            {...(manages ? { chosen, onChoose: setChosen } : {})}
          />
        )}
      </ListFaces>
    </Page>
  )
}
