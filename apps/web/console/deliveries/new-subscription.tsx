/** A subscription by form: what to watch, where to send it, in what shape. The document that is sent is shown below. */
import { useState } from 'react'
import { Button, IconButton } from '../../ui/button.tsx'
import { useWords } from '../../ui/i18n.ts'
import { toast } from '../../ui/toast.tsx'
import { useEntityTypes } from '../entities/types.ts'
import { idIn, ngsi } from '../lib/ngsi.ts'
import { ChoiceField, ManyField, TextField, useSending } from '../parts/form.tsx'
import { FormPanel } from '../parts/form-panel.tsx'
import { JsonView } from '../parts/json.tsx'
import { documentOf, EMPTY_DRAFT, type SubscriptionDraft, wrongIn } from './deliveries.ts'

const FORMATS = ['normalized', 'concise', 'simplified'] as const

export const NewSubscription = ({ onClose, onDone }: { onClose: () => void; onDone: (id: string | null) => void }) => {
  const t = useWords()
  const types = useEntityTypes()
  const sending = useSending()
  const [draft, setDraft] = useState<SubscriptionDraft>(EMPTY_DRAFT)
  const set = (change: Partial<SubscriptionDraft>) => setDraft((before) => ({ ...before, ...change }))
  const attributes = [
    ...new Set(
      (types.data ?? [])
        .filter(({ name }) => draft.types.length === 0 || draft.types.includes(name))
        .flatMap(({ attributes: own }) => own),
    ),
  ].sort()
  const save = async () => {
    if (!sending.check(Object.fromEntries(wrongIn(draft).map((field) => [field, t(`subscriptions.wrong.${field}`)])))) return
    await sending.send(async () => {
      const { location } = await ngsi('POST', '/subscriptions', { body: documentOf(draft) })
      toast(t('subscriptions.made'))
      onDone(idIn(location))
    })
  }
  const header = (index: number, change: Partial<SubscriptionDraft['headers'][number]>) =>
    set({ headers: draft.headers.map((one, place) => (place === index ? { ...one, ...change } : one)) })
  return (
    <FormPanel
      title={t('subscriptions.new')}
      onClose={onClose}
      action={t('subscriptions.create')}
      sending={sending}
      onSend={save}
    >
      <TextField label={t('subscriptions.name')} value={draft.name} onChange={(name) => set({ name })} optional />
      <ManyField
        label={t('subscriptions.types')}
        help={t('subscriptions.typesHelp')}
        free
        options={(types.data ?? []).map(({ name }) => ({ value: name, label: name }))}
        value={draft.types}
        onChange={(chosen) => set({ types: chosen })}
        error={sending.wrong('types')}
      />
      <ManyField
        label={t('subscriptions.attributes')}
        help={t('subscriptions.attributesHelp')}
        free
        optional
        options={attributes.map((name) => ({ value: name, label: name }))}
        value={draft.attributes}
        onChange={(chosen) => set({ attributes: chosen })}
      />
      <div className="hc-form-two">
        <TextField
          label={t('subscriptions.q')}
          help={t('subscriptions.qHelp')}
          value={draft.q}
          onChange={(q) => set({ q })}
          mono
          optional
        />
        <TextField
          label={t('subscriptions.idPattern')}
          help={t('subscriptions.idPatternHelp')}
          value={draft.idPattern}
          onChange={(idPattern) => set({ idPattern })}
          mono
          optional
        />
      </div>
      <TextField
        label={t('subscriptions.endpoint')}
        help={t('subscriptions.endpointHelp')}
        value={draft.endpoint}
        onChange={(endpoint) => set({ endpoint })}
        error={sending.wrong('endpoint')}
        mono
      />
      <fieldset className="hc-grants">
        <legend>{t('subscriptions.headers')}</legend>
        {draft.headers.map((one, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: headers have no id and keep their order while edited
          <div key={index} className="hc-header">
            <input
              className="hh-input hc-mono"
              aria-label={t('subscriptions.headerName', { n: index + 1 })}
              placeholder="X-Api-Key"
              value={one.key}
              onChange={(event) => header(index, { key: event.target.value })}
            />
            <input
              className="hh-input hc-mono"
              aria-label={t('subscriptions.headerValue', { n: index + 1 })}
              value={one.value}
              onChange={(event) => header(index, { value: event.target.value })}
            />
            <IconButton
              icon="trash"
              label={t('subscriptions.removeHeader', { n: index + 1 })}
              onPress={() => set({ headers: draft.headers.filter((_, place) => place !== index) })}
            />
          </div>
        ))}
        <div>
          <Button size="small" icon="plus" onPress={() => set({ headers: [...draft.headers, { key: '', value: '' }] })}>
            {t('subscriptions.addHeader')}
          </Button>
        </div>
      </fieldset>
      <div className="hc-form-two">
        <ChoiceField
          label={t('subscriptions.format')}
          help={t(`subscriptions.formats.${draft.format}Help`)}
          value={draft.format}
          options={FORMATS.map((value) => ({ value, label: t(`subscriptions.formats.${value}`) }))}
          onChange={(format) => set({ format: format as SubscriptionDraft['format'] })}
        />
        <TextField
          label={t('subscriptions.throttling')}
          help={t('subscriptions.throttlingHelp')}
          value={draft.throttling}
          onChange={(throttling) => set({ throttling })}
          error={sending.wrong('throttling')}
          optional
        />
        <TextField
          label={t('subscriptions.expires')}
          help={t('subscriptions.expiresHelp')}
          type="date"
          value={draft.until}
          onChange={(until) => set({ until })}
          optional
        />
      </div>
      <h3>{t('subscriptions.document')}</h3>
      <JsonView value={documentOf(draft)} label={t('subscriptions.document')} />
    </FormPanel>
  )
}
