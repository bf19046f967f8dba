/** 续期: the same terms until a later day, in one step. */
import type { GrantView } from '@haihe/contract'
import { useState } from 'react'
import { post } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { useWords } from '../../ui/i18n.ts'
import { toast } from '../../ui/toast.tsx'
import { TextField, useSending } from '../parts/form.tsx'
import { Outcome } from '../parts/small.tsx'
import { endOfDay, GRANTS } from './grants.ts'

export const RenewDialog = ({
  grant,
  open,
  onClose,
  onDone,
}: {
  grant: GrantView
  open: boolean
  onClose: () => void
  onDone: () => unknown
}) => {
  const t = useWords()
  const sending = useSending()
  const [day, setDay] = useState('')
  const until = endOfDay(day)
  const renew = async () => {
    const done = await sending.send(() => post(`${GRANTS}/${grant.id}/renew`, { until }))
    if (!done) return
    toast(t('grants.renewedDone'))
    await onDone()
    onClose()
  }
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('grants.renewTitle')}
      footer={
        <>
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          <Button tone="primary" pending={sending.busy} isDisabled={until === null} onPress={() => void renew()}>
            {t('grants.renew')}
          </Button>
        </>
      }
    >
      <div className="hc-section">
        <p className="hc-note">{t('grants.renewHelp')}</p>
        <TextField label={t('grants.untilDay')} type="date" value={day} error={sending.wrong('until')} onChange={setDay} />
        {sending.error && <Outcome tone="bad">{sending.error}</Outcome>}
      </div>
    </Dialog>
  )
}
