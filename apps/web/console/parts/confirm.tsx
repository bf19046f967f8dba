/** A question before something that cannot be taken back, with a reason where the server keeps one. */
import { type ReactNode, useId, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import '../../ui/form/form.css'
import { useWords } from '../../ui/i18n.ts'
import { Outcome } from './small.tsx'

export const Confirm = ({
  open,
  onClose,
  title,
  children,
  action,
  danger,
  reason,
  run,
}: {
  open: boolean
  onClose: () => void
  title: string
  children?: ReactNode
  /** word on the button */
  action: string
  danger?: boolean
  /** asks for a reason: its label and the fewest characters */
  reason?: { label: string; least: number }
  run: (reason: string) => Promise<unknown>
}) => {
  const t = useWords()
  const id = useId()
  const [why, setWhy] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const short = reason !== undefined && why.trim().length < reason.least
  const close = () => {
    setError(null)
    setWhy('')
    onClose()
  }
  const go = async () => {
    if (short) return setError(t('confirm.reasonNeeded', { least: reason.least }))
    setBusy(true)
    setError(null)
    try {
      await run(why.trim())
      close()
    } catch (failed) {
      setError(failed instanceof Error ? failed.message : String(failed))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog
      open={open}
      onClose={close}
      title={title}
      strict
      footer={
        <>
          <Button onPress={close}>{t('action.cancel')}</Button>
          <Button tone={danger ? 'danger' : 'primary'} pending={busy} onPress={() => void go()}>
            {action}
          </Button>
        </>
      }
    >
      <div className="hc-section">
        {children}
        {reason && (
          <div className="hh-field" data-wrong={(error && short) || undefined}>
            <label htmlFor={id}>{reason.label}</label>
            <textarea
              id={id}
              className="hh-input"
              rows={3}
              maxLength={500}
              value={why}
              onChange={(event) => setWhy(event.target.value)}
            />
          </div>
        )}
        {error && <Outcome tone="bad">{error}</Outcome>}
      </div>
    </Dialog>
  )
}
