/** 订阅: who is told of what, and how it goes. */
import type { SubscriptionView } from '@haihe/contract'
import { useQueryClient } from '@tanstack/react-query'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/faces.tsx'
import { formatFigure } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { useSession } from '../../ui/session.ts'
import { shortId } from '../entities/entity.ts'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { neighboursOf, Page } from '../parts/desk.tsx'
import { ExportMenu } from '../parts/export-menu.tsx'
import { useKeys } from '../parts/keys.ts'
import { ListFaces } from '../parts/list-faces.tsx'
import { Ago, Foot, Mono, StateMark } from '../parts/small.tsx'
import { readAll, usePages } from '../parts/use-pages.ts'
import { useSearchState } from '../parts/use-search.ts'
import { SUBSCRIPTIONS, subscriberState, subscriberTone } from './deliveries.ts'
import { NewSubscription } from './new-subscription.tsx'
import type { SubscriptionsSearch } from './section.ts'
import { SubscriptionPanel } from './subscription-panel.tsx'

const keyOf = ({ id }: SubscriptionView) => id

const useColumns = (): Column<SubscriptionView>[] => {
  const t = useWords()
  return [
    { id: 'name', title: t('subscriptions.name'), value: ({ name, id }) => name ?? shortId(id) },
    {
      id: 'state',
      title: t('subscriptions.state'),
      value: (one) => t(`subscriptions.is.${subscriberState(one)}`),
      cell: (one) => <StateMark tone={subscriberTone(one)}>{t(`subscriptions.is.${subscriberState(one)}`)}</StateMark>,
      width: 8,
    },
    {
      id: 'endpoint',
      title: t('subscriptions.endpoint'),
      value: ({ endpoint }) => endpoint,
      cell: ({ endpoint }) => <Mono>{endpoint}</Mono>,
      from: 46,
    },
    {
      id: 'waiting',
      title: t('subscriptions.waiting'),
      value: ({ waiting }) => waiting,
      cell: ({ waiting }) => formatFigure(waiting),
      width: 5.5,
      align: 'end',
      from: 26,
    },
    {
      id: 'dead',
      title: t('subscriptions.dead'),
      value: ({ dead }) => dead,
      cell: ({ dead }) => <span className={dead > 0 ? 'hc-bad' : undefined}>{formatFigure(dead)}</span>,
      width: 5.5,
      align: 'end',
      from: 32,
    },
    {
      id: 'timesSent',
      title: t('subscriptions.sent'),
      value: ({ timesSent }) => timesSent,
      cell: ({ timesSent }) => formatFigure(timesSent),
      width: 6,
      align: 'end',
      from: 60,
    },
    {
      id: 'timesFailed',
      title: t('subscriptions.failed'),
      value: ({ timesFailed }) => timesFailed,
      cell: ({ timesFailed }) => formatFigure(timesFailed),
      width: 6,
      align: 'end',
      from: 66,
    },
    {
      id: 'lastSuccess',
      title: t('subscriptions.lastSuccess'),
      value: ({ lastSuccess }) => lastSuccess,
      cell: ({ lastSuccess }) => <Ago at={lastSuccess} />,
      width: 8,
      from: 54,
    },
    { id: 'id', title: 'ID', value: keyOf, from: 1000 },
  ]
}

export const SubscriptionsPage = () => {
  const t = useWords()
  const client = useQueryClient()
  const { may } = useSession()
  const { search, go } = useSearchState<SubscriptionsSearch>()
  const subscriptions = usePages<SubscriptionView>(SUBSCRIPTIONS, { limit: 100 }, { param: 'after', every: 10_000 })
  const columns = useColumns()
  const open = (id: string | undefined) => go({ open: id, new: undefined })
  const one = subscriptions.items.find(({ id }) => id === search.open)
  const again = () => client.invalidateQueries({ queryKey: [SUBSCRIPTIONS] })
  useKeys({
    refresh: subscriptions.refetch,
    ...(search.open || search.new ? {} : { next: () => open(subscriptions.items[0]?.id) }),
  })
  return (
    <Page
      title={t('page.subscriptions')}
      note={t('subscriptions.note')}
      tools={
        <>
          <ExportMenu
            name="subscriptions"
            columns={columns}
            rows={subscriptions.items}
            all={() => readAll<SubscriptionView>(SUBSCRIPTIONS, {}, 'after')}
          />
          {may('subscription.manage') && (
            <Button size="small" tone="primary" icon="plus" onPress={() => go({ new: 'subscription', open: undefined })}>
              {t('subscriptions.new')}
            </Button>
          )}
        </>
      }
      filters={
        <Foot wait={subscriptions.first === undefined}>
          {t('foot.some', { shown: subscriptions.items.length, more: subscriptions.more ? '+' : '' })}
        </Foot>
      }
      panel={
        search.new ? (
          <NewSubscription
            onClose={() => go({ new: undefined })}
            onDone={(id) => {
              void again()
              open(id ?? undefined)
            }}
          />
        ) : one ? (
          <SubscriptionPanel
            key={one.id}
            subscription={one}
            onClose={() => open(undefined)}
            onDone={again}
            {...neighboursOf(subscriptions.items, keyOf, one.id, open)}
          />
        ) : undefined
      }
    >
      <ListFaces
        items={subscriptions.items}
        pending={subscriptions.pending}
        error={subscriptions.error}
        refetch={subscriptions.refetch}
        empty={
          <Empty icon="send" title={t('subscriptions.none')}>
            {t('subscriptions.noneHelp')}
          </Empty>
        }
      >
        {(items) => (
          <DataTable
            label={t('page.subscriptions')}
            columns={columns}
            rows={items}
            keyOf={keyOf}
            hrefOf={({ id }) => `/console/subscriptions?open=${encodeURIComponent(id)}`}
            onOpen={({ id }) => open(id)}
            current={search.open ?? null}
            onEnd={subscriptions.loadMore}
          />
        )}
      </ListFaces>
    </Page>
  )
}
