import type { SubscriptionView } from '@haihe/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type ApiError, post } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { Faces, LoadingRows } from '../../ui/faces.tsx'
import { formatFigure } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { useSession } from '../../ui/session.ts'
import { toast } from '../../ui/toast.tsx'
import { ngsi } from '../lib/ngsi.ts'
import { AppLink } from '../parts/app-link.tsx'
import { Confirm } from '../parts/confirm.tsx'
import { type Neighbours, Panel } from '../parts/desk.tsx'
import { useSending } from '../parts/form.tsx'
import { JsonView } from '../parts/json.tsx'
import { Ago, Facts, Moment, Mono, Outcome, StateMark } from '../parts/small.tsx'
import { DELIVERIES, SUBSCRIPTIONS, subscriberState, subscriberTone } from './deliveries.ts'
import { Replay } from './replay.tsx'

export const SubscriptionPanel = ({
  subscription: one,
  onClose,
  onDone,
  ...neighbours
}: Neighbours & { subscription: SubscriptionView; onClose: () => void; onDone: () => unknown }) => {
  const t = useWords()
  const client = useQueryClient()
  const { may } = useSession()
  const sending = useSending()
  const [removing, setRemoving] = useState(false)
  const path = `/subscriptions/${encodeURIComponent(one.id)}`
  const document = useQuery<unknown, ApiError>({
    queryKey: ['ngsi', path],
    queryFn: async ({ signal }) => (await ngsi<unknown>('GET', path, { signal })).data,
    enabled: one.tenant === '',
  })
  const again = async () => {
    await client.invalidateQueries({ queryKey: ['ngsi', path] })
    await client.invalidateQueries({ queryKey: [DELIVERIES] })
    await onDone()
  }
  const paused = one.status === 'paused'
  const toggle = async () => {
    if (!(await sending.send(() => ngsi('PATCH', path, { body: { isActive: paused } })))) return
    toast(t(paused ? 'subscriptions.resumed' : 'subscriptions.pausedNow'))
    await again()
  }
  const deliveries = (state?: string) =>
    `/console/deliveries?subscription=${encodeURIComponent(one.id)}${state ? `&state=${state}` : ''}`
  const manages = may('subscription.manage') && one.tenant === ''
  const owed = one.dead > 0 || (one.waiting > 0 && one.failures > 0)
  const retry = async () => {
    const path = `${SUBSCRIPTIONS}/${encodeURIComponent(one.id)}/retry`
    await sending.send(async () => {
      const { queued } = await post<{ queued: number }>(path, { tenant: one.tenant })
      toast(t('subscriptions.retried', { count: queued }))
      await again()
    })
  }
  return (
    <Panel
      title={one.name ?? t('subscriptions.unnamed')}
      above={<StateMark tone={subscriberTone(one)}>{t(`subscriptions.is.${subscriberState(one)}`)}</StateMark>}
      onClose={onClose}
      {...neighbours}
      tools={
        manages && (
          <>
            {one.status !== 'expired' && (
              <Button size="small" tone="plain" pending={sending.busy} onPress={() => void toggle()}>
                {t(paused ? 'subscriptions.resume' : 'subscriptions.pause')}
              </Button>
            )}
            <Button size="small" tone="plain" icon="trash" onPress={() => setRemoving(true)}>
              {t('subscriptions.remove')}
            </Button>
          </>
        )
      }
    >
      <section className="hc-section">
        {sending.error && <Outcome tone="bad">{sending.error}</Outcome>}
        <div className="hc-counts">
          <span className="hc-count">
            {t('subscriptions.waiting')}
            <b>
              <AppLink href={deliveries('queued')}>{formatFigure(one.waiting)}</AppLink>
            </b>
          </span>
          <span className="hc-count" data-bad={one.dead > 0 || undefined}>
            {t('subscriptions.dead')}
            <b>
              <AppLink href={deliveries('dead')}>{formatFigure(one.dead)}</AppLink>
            </b>
          </span>
          <span className="hc-count">
            {t('subscriptions.sent')}
            <b>
              <AppLink href={deliveries('delivered')}>{formatFigure(one.timesSent)}</AppLink>
            </b>
          </span>
          <span className="hc-count">
            {t('subscriptions.failed')}
            <b>{formatFigure(one.timesFailed)}</b>
          </span>
        </div>
        <Facts
          of={[
            [t('subscriptions.endpoint'), <Mono key="endpoint">{one.endpoint}</Mono>],
            [t('subscriptions.lastSuccess'), <Ago key="success" at={one.lastSuccess} />],
            [t('subscriptions.lastFailure'), <Ago key="failure" at={one.lastFailure} />],
            one.failures > 0 && [t('subscriptions.failures'), one.failures],
            one.nextTryAt !== null && one.waiting > 0 && [t('subscriptions.nextTry'), <Moment key="next" at={one.nextTryAt} />],
            one.oldestWaitingAt !== null && [t('subscriptions.oldest'), <Ago key="oldest" at={one.oldestWaitingAt} />],
            [t('subscriptions.created'), <Moment key="created" at={one.createdAt} />],
            [t('subscriptions.expires'), one.expiresAt ? <Moment key="expires" at={one.expiresAt} /> : t('tokens.never')],
            [t('subscriptions.owner'), <Mono key="owner">{one.owner}</Mono>],
            [t('subscriptions.id'), <Mono key="id">{one.id}</Mono>],
          ]}
        />
        <p>
          <AppLink href={deliveries()}>{t('subscriptions.seeDeliveries')}</AppLink>
        </p>
      </section>
      {may('delivery.manage') && owed && (
        <section className="hc-section">
          <h3>{t('subscriptions.retry')}</h3>
          <p className="hc-note">{t('subscriptions.retryHelp')}</p>
          <div className="hc-filters">
            <Button size="small" icon="refresh" pending={sending.busy} onPress={() => void retry()}>
              {t('subscriptions.retry')}
            </Button>
          </div>
        </section>
      )}
      {may('delivery.manage') && <Replay one={one} onDone={again} />}
      {one.tenant === '' && (
        <section className="hc-section">
          <h3>{t('subscriptions.document')}</h3>
          <Faces of={document} loading={<LoadingRows rows={3} />} small>
            {(data) => <JsonView value={data} label={t('subscriptions.document')} />}
          </Faces>
        </section>
      )}
      <Confirm
        open={removing}
        onClose={() => setRemoving(false)}
        title={t('subscriptions.removeTitle')}
        action={t('subscriptions.remove')}
        danger
        run={async () => {
          await ngsi('DELETE', path)
          toast(t('subscriptions.removed'))
          onClose()
          await onDone()
        }}
      >
        {t('subscriptions.removeHelp')}
      </Confirm>
    </Panel>
  )
}
