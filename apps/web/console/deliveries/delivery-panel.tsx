import type { DeliveryView } from '@haihe/contract'
import { post } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { formatSpan } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { useSession } from '../../ui/session.ts'
import { toast } from '../../ui/toast.tsx'
import { AppLink } from '../parts/app-link.tsx'
import { type Neighbours, Panel } from '../parts/desk.tsx'
import { useSending } from '../parts/form.tsx'
import { Facts, Moment, Mono, Outcome, Snippet, StateMark } from '../parts/small.tsx'
import { DELIVERIES, DELIVERY_TONE } from './deliveries.ts'

export const DeliveryPanel = ({
  delivery,
  subscriber,
  onClose,
  onDone,
  ...neighbours
}: Neighbours & { delivery: DeliveryView; subscriber: string | null; onClose: () => void; onDone: () => void }) => {
  const t = useWords()
  const { may } = useSession()
  const sending = useSending()
  const retriable = ['dead', 'tried', 'queued'].includes(delivery.state) && may('delivery.manage')
  const retry = async () => {
    if (await sending.send(() => post(`${DELIVERIES}/${delivery.id}/retry`))) {
      toast(t('deliveries.willRetry'))
      onDone()
    }
  }
  return (
    <Panel
      title={t('deliveries.one', { id: delivery.id })}
      above={<StateMark tone={DELIVERY_TONE[delivery.state]}>{t(`deliveries.is.${delivery.state}`)}</StateMark>}
      onClose={onClose}
      {...neighbours}
      tools={
        retriable && (
          <Button size="small" icon="refresh" pending={sending.busy} onPress={() => void retry()}>
            {t('deliveries.retry')}
          </Button>
        )
      }
    >
      <section className="hc-section">
        {sending.error && <Outcome tone="bad">{sending.error}</Outcome>}
        <p>{t(`deliveries.help.${delivery.state}`)}</p>
        <Facts
          of={[
            [
              t('deliveries.subscriber'),
              <AppLink key="subscriber" href={`/console/subscriptions?open=${encodeURIComponent(delivery.subscription)}`}>
                {subscriber ?? delivery.subscription}
              </AppLink>,
            ],
            [
              t('deliveries.entity'),
              delivery.entity ? (
                <AppLink key="entity" href={`/console/entities?open=${encodeURIComponent(delivery.entity)}`}>
                  {delivery.entity}
                </AppLink>
              ) : (
                t('deliveries.periodic')
              ),
            ],
            [
              t('deliveries.change'),
              <AppLink key="change" href={`/console/deliveries?change=${delivery.change}`}>
                {t('deliveries.changeAll', { change: delivery.change })}
              </AppLink>,
            ],
            [t('deliveries.queuedAt'), <Moment key="queued" at={delivery.queuedAt} />],
            [t('deliveries.triedAt'), <Moment key="tried" at={delivery.triedAt} />],
            [t('deliveries.doneAt'), <Moment key="done" at={delivery.doneAt} />],
            delivery.doneAt !== null && [
              t('deliveries.took'),
              formatSpan(Date.parse(delivery.doneAt) - Date.parse(delivery.queuedAt)),
            ],
            [t('deliveries.attempts'), delivery.attempts],
            delivery.status !== null && [t('deliveries.status'), <Mono key="status">{delivery.status}</Mono>],
            delivery.notification !== null && [
              t('deliveries.notification'),
              <Mono key="notification">{delivery.notification}</Mono>,
            ],
            delivery.replayOf !== null && [
              t('deliveries.replayOf'),
              <AppLink key="replay" href={`/console/deliveries?open=${delivery.replayOf}`}>
                {String(delivery.replayOf)}
              </AppLink>,
            ],
          ]}
        />
      </section>
      {delivery.error && (
        <section className="hc-section">
          <h3>{t('deliveries.error')}</h3>
          <Snippet text={delivery.error} label={t('deliveries.error')} />
        </section>
      )}
    </Panel>
  )
}
