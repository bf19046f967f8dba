/** 我有异议: in one's own words; who read it has to answer. */
import type { MyRead } from '@haihe/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError, post } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import '../../ui/form/form.css'
import { useWords } from '../../ui/i18n.ts'
import { Icon } from '../../ui/icon.tsx'
import { toast } from '../../ui/toast.tsx'

const LONGEST = 500
const SHORTEST = 5

export const ObjectDialog = ({ read, onClose }: { read: MyRead; onClose: () => void }) => {
  const t = useWords()
  const client = useQueryClient()
  const [text, setText] = useState('')
  const [fault, setFault] = useState<string | null>(null)
  const [sending, setSending] = useState(false)
  const send = async () => {
    if (text.trim().length < SHORTEST) {
      setFault(t('myData.object.short', { min: SHORTEST }))
      document.getElementById('object-text')?.focus()
      return
    }
    setSending(true)
    try {
      await post('/api/my-data/objections', { read: read.id, text: text.trim() })
      toast(t('myData.object.done'))
      await client.invalidateQueries({ queryKey: ['/api/my-data/reads'] })
      await client.invalidateQueries({ queryKey: ['/api/my-data/objections'] })
      onClose()
    } catch (error) {
      setFault(error instanceof ApiError ? (error.fields[0]?.message ?? error.message) : t('error.crashHelp'))
      setSending(false)
    }
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('myData.object.title')}
      footer={
        <Button tone="primary" wide pending={sending} onPress={() => void send()}>
          {t('myData.object.send')}
        </Button>
      }
    >
      <div className="cit-object">
        <p>{t('myData.object.about', { unit: read.unitName ?? read.name, resource: read.resourceTitle })}</p>
        <div className="hh-field" data-wrong={fault ? true : undefined}>
          <label htmlFor="object-text">{t('myData.object.label')}</label>
          <span id="object-help" className="hh-field-help">
            {t('myData.object.help')}
          </span>
          <textarea
            id="object-text"
            className="hh-input"
            rows={4}
            maxLength={LONGEST}
            value={text}
            aria-invalid={fault ? true : undefined}
            aria-describedby={`object-help${fault ? ' object-error' : ''}`}
            onChange={(event) => setText(event.target.value)}
          />
          {fault && (
            <span id="object-error" className="hh-field-error" role="alert">
              <Icon name="info" size="1em" />
              {fault}
            </span>
          )}
        </div>
      </div>
    </Dialog>
  )
}
