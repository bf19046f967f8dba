/** 异议核错: what is wrong in a resource, what it should be, and on what basis; the owner answers within its limit. */
import type { CaseDetail } from '@haihe/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { request } from '../../ui/api.ts'
import { useWords } from '../../ui/i18n.ts'
import { toast } from '../../ui/toast.tsx'
import { ChoiceField, TextField, useSending } from '../parts/form.tsx'
import { FormPanel } from '../parts/form-panel.tsx'
import { ResourcePick, useEntry } from '../parts/resource-field.tsx'

export const CorrectionForm = ({
  resource: given,
  onClose,
  onDone,
}: {
  resource?: string
  onClose: () => void
  /** with the id of the case that was opened */
  onDone: (id: string) => void
}) => {
  const t = useWords()
  const sending = useSending()
  const [resource, setResource] = useState<string | null>(given ?? null)
  const [field, setField] = useState('')
  const [row, setRow] = useState('')
  const [wrong, setWrong] = useState('')
  const [right, setRight] = useState('')
  const [basis, setBasis] = useState('')
  const client = useQueryClient()
  const key = useRef(crypto.randomUUID())
  const entry = useEntry(resource)

  const send = async () => {
    const fine = sending.check({
      resource: resource === null && t('ledger.wrong.resource'),
      wrong: wrong.trim().length < 2 && t('ledger.wrong.wrong'),
      basis: basis.trim().length < 2 && t('ledger.wrong.basis'),
    })
    if (!fine) return
    let made: CaseDetail | undefined
    const sent = await sending.send(async () => {
      made = await request<CaseDetail>('POST', '/api/ledger/corrections', {
        body: {
          resource,
          field: field || null,
          row,
          wrong: wrong.trim(),
          right: right.trim(),
          basis: basis.trim(),
          clientKey: key.current,
        },
      })
    })
    if (!sent || !made) return
    await client.invalidateQueries({ queryKey: ['/api/cases'] })
    toast(t('ledger.corrected', { no: made.summary.caseNo }))
    onDone(made.summary.id)
  }

  return (
    <FormPanel title={t('ledger.correct')} onClose={onClose} action={t('ledger.send')} sending={sending} onSend={send}>
      <p className="hc-note">{t('ledger.correctHelp')}</p>
      <ResourcePick
        label={t('ledger.resource')}
        value={resource}
        onChange={(next) => {
          setResource(next)
          setField('')
        }}
        error={sending.wrong('resource')}
      />
      <div className="hc-form-two">
        <ChoiceField
          label={t('ledger.field')}
          value={field}
          options={[
            { value: '', label: t('ledger.wholeRow') },
            ...(entry.data?.resource.fields ?? []).map(({ name, title }) => ({ value: name, label: title })),
          ]}
          onChange={setField}
          error={sending.wrong('field')}
          optional
        />
        <TextField
          label={t('ledger.row')}
          help={t('ledger.rowHelp')}
          value={row}
          onChange={setRow}
          error={sending.wrong('row')}
          optional
        />
      </div>
      <TextField label={t('ledger.wrongWhat')} value={wrong} onChange={setWrong} lines={3} error={sending.wrong('wrong')} />
      <TextField label={t('ledger.right')} value={right} onChange={setRight} lines={2} error={sending.wrong('right')} optional />
      <TextField
        label={t('ledger.basis')}
        help={t('ledger.correctBasis')}
        value={basis}
        onChange={setBasis}
        error={sending.wrong('basis')}
      />
    </FormPanel>
  )
}
