/** 实名认证: one question a page would be too many here: number and name belong together. */
import type { MyDataStanding, SubjectKind } from '@haihe/contract'
import { isIdentityNumber } from '@haihe/contract/codes/identity-number'
import { isUscc } from '@haihe/contract/codes/uscc'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError, post } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { OneOf } from '../../ui/form/choice-field.tsx'
import '../../ui/form/form.css'
import { useWords } from '../../ui/i18n.ts'
import { Icon } from '../../ui/icon.tsx'
import { toast } from '../../ui/toast.tsx'

type Faults = Partial<Record<'number' | 'name', string>>

const plain = (number: string): string => number.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase()

const Line = ({
  id,
  label,
  value,
  onChange,
  fault,
  help,
  mode,
}: {
  id: string
  label: string
  value: string
  onChange: (value: string) => void
  fault: string | undefined
  help: string
  mode?: 'text'
}) => (
  <div className="hh-field" data-wrong={fault ? true : undefined}>
    <label htmlFor={id}>{label}</label>
    <span id={`${id}-help`} className="hh-field-help">
      {help}
    </span>
    <input
      id={id}
      className="hh-input"
      value={value}
      autoComplete="off"
      inputMode={mode}
      aria-invalid={fault ? true : undefined}
      aria-describedby={`${id}-help${fault ? ` ${id}-error` : ''}`}
      onChange={(event) => onChange(event.target.value)}
    />
    {fault && (
      <span id={`${id}-error`} className="hh-field-error">
        <Icon name="info" size="1em" />
        {fault}
      </span>
    )}
  </div>
)

export const VerifyForm = ({ standing }: { standing: MyDataStanding }) => {
  const t = useWords()
  const client = useQueryClient()
  const [kind, setKind] = useState<SubjectKind>('person')
  const [number, setNumber] = useState('')
  const [name, setName] = useState('')
  const [faults, setFaults] = useState<Faults>({})
  const [fault, setFault] = useState<string | null>(null)
  const [sending, setSending] = useState(false)

  const check = (): Faults => {
    const valid = kind === 'person' ? isIdentityNumber(plain(number)) : isUscc(plain(number))
    return {
      ...(name.trim().length >= 2 ? {} : { name: t(`myData.verify.${kind}.noName`) }),
      ...(valid ? {} : { number: t(`myData.verify.${kind}.wrong`) }),
    }
  }
  const send = async () => {
    const found = check()
    setFaults(found)
    const first = Object.keys(found)[0]
    if (first) {
      document.getElementById(`verify-${first}`)?.focus()
      return
    }
    setSending(true)
    setFault(null)
    try {
      await post('/api/my-data/verify', { kind, number: plain(number), name: name.trim() })
      toast(t('myData.verify.done'))
      await client.invalidateQueries()
    } catch (error) {
      const fields = error instanceof ApiError ? error.fields : []
      setFaults(Object.fromEntries(fields.map(({ path, message }) => [path, message])))
      if (fields.length === 0) setFault(error instanceof ApiError ? error.message : t('error.crashHelp'))
      setSending(false)
    }
  }
  return (
    <form
      className="cit-card cit-verify"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <h2>{t('myData.verify.title')}</h2>
      <p className="cit-lead">{t('myData.verify.why')}</p>
      {standing.simulated && (
        <p className="cit-note">
          <Icon name="info" />
          {t('myData.verify.simulated')}
        </p>
      )}
      <div className="hh-field">
        <span id="verify-kind" className="hh-field-label">
          {t('myData.verify.kind')}
        </span>
        <OneOf
          id="verify-kind-choice"
          labelledBy="verify-kind"
          options={(['person', 'enterprise'] as const).map((value) => ({ value, label: t(`myData.verify.${value}.label`) }))}
          value={kind}
          onChange={(next) => {
            if (next === 'person' || next === 'enterprise') setKind(next)
            setFaults({})
          }}
        />
      </div>
      <Line
        id="verify-name"
        label={t(`myData.verify.${kind}.name`)}
        help={t(`myData.verify.${kind}.nameHelp`)}
        value={name}
        onChange={setName}
        fault={faults.name}
      />
      <Line
        id="verify-number"
        label={t(`myData.verify.${kind}.number`)}
        help={t('myData.verify.numberHelp')}
        value={number}
        onChange={setNumber}
        fault={faults.number}
      />
      {fault && (
        <p className="hh-field-error" role="alert">
          <Icon name="info" size="1em" />
          {fault}
        </p>
      )}
      <Button type="submit" tone="primary" wide pending={sending}>
        {t('myData.verify.send')}
      </Button>
    </form>
  )
}
