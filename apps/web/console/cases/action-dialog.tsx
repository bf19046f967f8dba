/** The form of one action, from the case type's own fields; resources, fields and regions are picked, not typed. */
import type { AvailableAction, CaseDetail, Field, Unit } from '@haihe/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useMemo, useRef, useState } from 'react'
import { ApiError, request } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FormFields } from '../../ui/form/form-fields.tsx'
import { useForm } from '../../ui/form/use-form.ts'
import { type FormValues, formData } from '../../ui/form/values.ts'
import { useText, useWords } from '../../ui/i18n.ts'
import { useApi } from '../../ui/queries.ts'
import { toast } from '../../ui/toast.tsx'
import { namesOf } from '../ledger/ledger.ts'
import { RegionField } from '../parts/form.tsx'
import { FieldsPick, ResourcePick } from '../parts/resource-field.tsx'
import { Outcome } from '../parts/small.tsx'

/** Fields that are drawn by a picker of their own, when the case has what the picker picks from. */
export const PICKED = ['resource', 'fields', 'clear', 'region'] as const

export const splitForm = (form: readonly Field[], resource: string | null): { plain: Field[]; picked: ReadonlySet<string> } => {
  const picked = new Set(
    PICKED.filter(
      (name) => (resource !== null || (name !== 'fields' && name !== 'clear')) && form.some((each) => each.name === name),
    ),
  )
  return { plain: form.filter(({ name }) => !(picked as ReadonlySet<string>).has(name)), picked }
}

export const ActionDialog = ({
  of,
  action,
  resource,
  start,
  onClose,
}: {
  of: CaseDetail
  action: AvailableAction
  resource: string | null
  start: FormValues
  onClose: () => void
}) => {
  const t = useWords()
  const say = useText()
  const client = useQueryClient()
  const form = useForm(action.form, { initial: start })
  const { plain, picked } = splitForm(action.form, resource)
  const labelOf = (name: string) => say(action.form.find((field) => field.name === name)?.label ?? null)
  const wantsUnits = plain.some(({ kind }) => kind === 'unit' || kind === 'units')
  const units = useApi<{ items: Unit[] }>('/api/units', { limit: 1000 }, { enabled: wantsUnits, staleTime: 3_600_000 })
  const choices = useMemo(
    () => (units.data ? { unit: units.data.items.map(({ id, name }) => ({ value: id, label: name })) } : {}),
    [units.data],
  )
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  /** one key per opened form: a second press cannot send a second action */
  const key = useRef(crypto.randomUUID())
  const text = (name: string) => (typeof form.values[name] === 'string' ? (form.values[name] as string) : '')

  const send = async () => {
    if (busy || !form.check()) return
    setBusy(true)
    setFault(null)
    try {
      const { data, attachments } = formData(action.form, form.values)
      await request<CaseDetail>('POST', `/api/cases/${encodeURIComponent(of.summary.id)}/actions`, {
        body: { action: action.id, expectedSeq: of.seq, data, attachments, clientKey: key.current },
      })
      toast(t('ledger.done', { action: say(action.title) }))
      onClose()
    } catch (error) {
      key.current = crypto.randomUUID()
      form.take(error)
      const trace = error instanceof ApiError && error.traceId ? ` (${error.traceId})` : ''
      setFault(error instanceof Error ? error.message + trace : String(error))
    } finally {
      setBusy(false)
      const id = encodeURIComponent(of.summary.id)
      for (const path of ['/api/ledger', `/api/ledger/${id}`, '/api/cases', `/api/cases/${id}`])
        await client.invalidateQueries({ queryKey: [path] })
    }
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={say(action.title)}
      wide={picked.size > 0}
      footer={
        <>
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          <Button tone={action.tone === 'danger' ? 'danger' : 'primary'} pending={busy} onPress={() => void send()}>
            {say(action.title)}
          </Button>
        </>
      }
    >
      <div className="hc-form">
        <p className="hc-note">
          {of.summary.title} · {of.summary.caseNo}
        </p>
        {picked.has('resource') && (
          <ResourcePick
            label={labelOf('resource')}
            value={text('resource') || null}
            onChange={(next) => form.set('resource', next ?? '')}
            error={form.errors.resource}
            clearable
          />
        )}
        {picked.has('fields') && resource && (
          <FieldsPick
            label={t('ledger.grantFields')}
            help={t('ledger.grantFieldsHelp')}
            resource={resource}
            value={namesOf(form.values.fields)}
            onChange={(next) => form.set('fields', next.join(','))}
            error={form.errors.fields ?? form.errors.clear}
            {...(picked.has('clear')
              ? { clear: namesOf(form.values.clear), onClear: (next: string[]) => form.set('clear', next.join(',')) }
              : {})}
          />
        )}
        {picked.has('region') && (
          <RegionField
            label={t('ledger.region')}
            help={t('ledger.regionHelp')}
            top={of.summary.region.slice(0, 2)}
            value={text('region') || null}
            onChange={(next) => form.set('region', next ?? '')}
            error={form.errors.region}
            clearable
            optional
          />
        )}
        <FormFields fields={plain} form={form} choices={choices} />
        {fault && <Outcome tone="bad">{fault}</Outcome>}
      </div>
    </Dialog>
  )
}
