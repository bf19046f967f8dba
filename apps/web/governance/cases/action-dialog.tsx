/** The form of one action, generated from the engine's fields. What finds no network is kept and sent later. */
import type { AvailableAction, CaseDetail } from '@haihe/contract'
import { useRef, useState } from 'react'
import { ApiError } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FormFields } from '../../ui/form/form-fields.tsx'
import { useForm } from '../../ui/form/use-form.ts'
import { useText, useWords } from '../../ui/i18n.ts'
import { Icon } from '../../ui/icon.tsx'
import { outbox } from '../../ui/offline/browser-outbox.ts'
import { useMe } from '../../ui/session.ts'
import { toast } from '../../ui/toast.tsx'
import { fieldsOf, submissionOf } from './actions.ts'
import { useChoices } from './choices.ts'
import { useFormPhotos } from './form-photos.ts'
import { useCaseChanged } from './queries.ts'

export interface ActionDialogProps {
  detail: CaseDetail
  action: AvailableAction
  onClose: () => void
}

export const ActionDialog = ({ detail, action, onClose }: ActionDialogProps) => {
  const t = useWords()
  const say = useText()
  const { data: me } = useMe()
  const changed = useCaseChanged()
  const draftKey = `action.${detail.summary.id}.${action.id}`
  const fields = fieldsOf(action)
  const form = useForm(fields, { draftKey })
  const photos = useFormPhotos(form, fields, draftKey)
  const choices = useChoices(action.form, detail.summary)
  const [sending, setSending] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  /** one key per opened form: a second press cannot send a second action */
  const key = useRef(crypto.randomUUID())

  const done = async () => {
    form.clear()
    await photos.clear()
    onClose()
  }
  const send = async () => {
    if (!me || sending || !form.check()) return
    setSending(true)
    setFault(null)
    const outcome = await outbox.submit(submissionOf(detail, action, form.values, photos.files(), me.account.id, key.current))
    setSending(false)
    if (outcome.state === 'sent') {
      changed(outcome.answer as CaseDetail)
      toast(t('action.sent', { action: say(action.title) }))
      await done()
    } else if (outcome.state === 'waiting') {
      toast(t('action.waiting', { action: say(action.title) }), 'offline')
      await done()
    } else {
      // refused: the form still has everything, so nothing needs to stay in the outbox
      await outbox.remove(key.current)
      key.current = crypto.randomUUID()
      const beside = form.take(outcome.error)
      if (!beside) setFault(outcome.error instanceof ApiError ? outcome.error.message : t('error.crashHelp'))
      if (outcome.error.status === 409 || outcome.error.status === 404) changed(null, detail.summary.id)
    }
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={say(action.title)}
      footer={
        <>
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          <Button tone={action.tone === 'danger' ? 'danger' : 'primary'} pending={sending} onPress={() => void send()}>
            {t('action.confirmThis', { action: say(action.title) })}
          </Button>
        </>
      }
    >
      <form
        className="gov-action-form"
        onSubmit={(event) => {
          event.preventDefault()
          void send()
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void send()
        }}
      >
        <p className="gov-action-about">
          {detail.summary.title}
          <small>{detail.summary.caseNo}</small>
        </p>
        {fault && (
          <p className="hh-field-error" role="alert">
            <Icon name="info" size="1em" />
            {fault}
          </p>
        )}
        <FormFields
          fields={fields}
          form={form}
          region={detail.summary.region.slice(0, 2)}
          upload={photos.upload}
          choices={choices}
        />
      </form>
    </Dialog>
  )
}
