/** Taking an alert, and signing it off with a reason; each only for whose roles allow it. */
import type { Alert } from '@haihe/contract'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import '../../ui/form/form.css'
import { useWords } from '../../ui/i18n.ts'
import { Icon } from '../../ui/icon.tsx'
import { useSession } from '../../ui/session.ts'
import { toast } from '../../ui/toast.tsx'
import { useAlertAct } from './queries.ts'

/** as on the server */
const SHORTEST_REASON = 5

const SignOff = ({ alert, onClose }: { alert: Alert; onClose: () => void }) => {
  const t = useWords()
  const act = useAlertAct(alert.id, 'sign-off')
  const [reason, setReason] = useState('')
  const [asked, setAsked] = useState(false)
  const short = asked && reason.trim().length < SHORTEST_REASON
  const fault = short ? t('alerts.reasonShort') : act.error?.message
  const send = () => {
    setAsked(true)
    if (reason.trim().length < SHORTEST_REASON) return
    act.mutate(
      { reason: reason.trim() },
      {
        onSuccess: () => {
          toast(t('alerts.signedOff'))
          onClose()
        },
      },
    )
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('alerts.signOff')}
      footer={
        <>
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          <Button tone="danger" pending={act.isPending} onPress={send}>
            {t('alerts.signOff')}
          </Button>
        </>
      }
    >
      <div className="hh-field" data-wrong={fault ? true : undefined}>
        <label htmlFor="reason">{t('alerts.reason')}</label>
        <span id="reason-help" className="hh-field-help">
          {t('alerts.reasonHelp')}
        </span>
        <textarea
          id="reason"
          className="hh-input"
          rows={4}
          maxLength={500}
          value={reason}
          aria-invalid={fault ? true : undefined}
          aria-describedby={fault ? 'reason-help reason-error' : 'reason-help'}
          onChange={(event) => setReason(event.target.value)}
        />
        {fault && (
          <span id="reason-error" className="hh-field-error" role="alert">
            <Icon name="info" size="1em" />
            {fault}
          </span>
        )}
      </div>
    </Dialog>
  )
}

export const AlertActs = ({ alert }: { alert: Alert }) => {
  const t = useWords()
  const { may } = useSession()
  const take = useAlertAct(alert.id, 'acknowledge')
  const [signing, setSigning] = useState(false)
  if (alert.state === 'closed') return null
  return (
    <span className="gov-alert-acts">
      {alert.state === 'open' && may('alert.handle', alert.region) && (
        <Button
          size="small"
          icon="check"
          pending={take.isPending}
          onPress={() =>
            take.mutate({}, { onError: (error) => toast(error.message, 'info'), onSuccess: () => toast(t('alerts.taken')) })
          }
        >
          {t('alerts.take')}
        </Button>
      )}
      {may('alert.sign-off', alert.region) && (
        <Button size="small" onPress={() => setSigning(true)}>
          {t('alerts.signOff')}
        </Button>
      )}
      {signing && <SignOff alert={alert} onClose={() => setSigning(false)} />}
    </span>
  )
}
