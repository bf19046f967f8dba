/** Having a file made of what is asked for; says before what it will hold. */
import { EXPORT_FORMATS, type ExportFormat, type ExportView, type Resource } from '@haihe/contract'
import { useState } from 'react'
import { post } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { useWords } from '../../ui/i18n.ts'
import { toast } from '../../ui/toast.tsx'
import { effectsOf } from '../grants/sees.ts'
import { useGo } from '../parts/app-link.tsx'
import { useSending } from '../parts/form.tsx'
import { Outcome } from '../parts/small.tsx'
import type { Asked } from './reader.tsx'
import { useExplain } from './use-explain.ts'

export const ExportDialog = ({
  open,
  onClose,
  resource,
  question,
}: {
  open: boolean
  onClose: () => void
  resource: Resource
  question: Asked
}) => {
  const t = useWords()
  const go = useGo()
  const sending = useSending()
  const [format, setFormat] = useState<ExportFormat>('csv')
  const explain = useExplain(open ? resource.id : undefined, question.reason, 'export', question.grant)
  const decided = explain.data?.decision.fields ?? {}
  // a file is another channel than the screen: what it does not carry is left out before the hub refuses
  const fields = question.fields.filter((name) => decided[name] && decided[name].effect !== 'deny')
  const count = effectsOf(Object.fromEntries(fields.flatMap((name) => (decided[name] ? [[name, decided[name]]] : []))))
  const make = async () => {
    await sending.send(async () => {
      const made = await post<ExportView>(`/api/resources/${resource.id}/exports`, {
        ...(question.reason ?? {}),
        ...(question.grant ? { grant: question.grant } : {}),
        format,
        fields,
        where: question.where,
      })
      toast(t('exports.asked'))
      onClose()
      go(`/console/exports?open=${made.id}`)
    })
  }
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('exports.make')}
      footer={
        <>
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          <Button tone="primary" icon="down" pending={sending.busy} isDisabled={fields.length === 0} onPress={() => void make()}>
            {t('exports.make')}
          </Button>
        </>
      }
    >
      <div className="hc-section">
        <fieldset className="hc-ticks">
          <legend>{t('exports.format')}</legend>
          {EXPORT_FORMATS.map((one) => (
            <label key={one}>
              <input type="radio" name="format" checked={format === one} onChange={() => setFormat(one)} />
              {t(`exports.formats.${one}`)}
            </label>
          ))}
        </fieldset>
        {explain.data && (
          <p>
            {fields.length === 0
              ? t('exports.nothing')
              : t('exports.holds', { count: fields.length, masked: count.mask, left: question.fields.length - fields.length })}
            {question.where.length > 0 && ` ${t('exports.narrowed', { count: question.where.length })}`}
          </p>
        )}
        <p className="hc-note">{t('exports.makeHelp')}</p>
        {(sending.error ?? explain.error?.message) && <Outcome tone="bad">{sending.error ?? explain.error?.message}</Outcome>}
      </div>
    </Dialog>
  )
}
