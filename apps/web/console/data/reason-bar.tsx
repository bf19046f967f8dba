/** 用途与依据: named before anything protected is read, and remembered for the visit. */
import { type ExplainView, type GrantView, PURPOSES, type Purpose, type ReadReason } from '@haihe/contract'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { useWords } from '../../ui/i18n.ts'
import { asksReason } from './question.ts'

export const ReasonBar = ({
  reason,
  onChange,
  explain,
  grant,
}: {
  reason: ReadReason | null
  onChange: (reason: ReadReason | null) => void
  explain: ExplainView | undefined
  /** the grant one reads under: what it was given for is offered, not taken for named */
  grant?: Pick<GrantView, 'purpose' | 'basis'> | undefined
}) => {
  const t = useWords()
  const [purpose, setPurpose] = useState<string>(reason?.purpose ?? grant?.purpose ?? '')
  const [basis, setBasis] = useState(reason?.basis ?? grant?.basis ?? '')
  const [wrong, setWrong] = useState(false)
  const granted = explain?.purposes ?? []
  const word = (one: Purpose) => t(`policy.purpose.${one}`) + (granted.includes(one) ? t('query.granted') : '')
  const isNamed = reason !== null && reason.purpose === purpose && reason.basis === basis.trim()
  const name = () => {
    if (purpose === '' || basis.trim().length < 2) return setWrong(true)
    setWrong(false)
    onChange({ purpose: purpose as Purpose, basis: basis.trim().slice(0, 500) })
  }
  const needs = explain !== undefined && asksReason(explain.decision)
  return (
    <form
      className="hc-reason"
      aria-label={t('query.reason')}
      onSubmit={(event) => {
        event.preventDefault()
        name()
      }}
    >
      <label className="hc-choose">
        <span>{t('policy.purposeName')}</span>
        <select value={purpose} onChange={(event) => setPurpose(event.target.value)}>
          <option value="">{t('query.noPurpose')}</option>
          {[...PURPOSES]
            .sort((a, b) => Number(granted.includes(b)) - Number(granted.includes(a)))
            .map((one) => (
              <option key={one} value={one}>
                {word(one)}
              </option>
            ))}
        </select>
      </label>
      <input
        className="hh-input"
        aria-label={t('policy.basis')}
        placeholder={t('policy.basisHint')}
        value={basis}
        maxLength={500}
        onChange={(event) => setBasis(event.target.value)}
      />
      {isNamed ? (
        <Button
          size="small"
          tone="plain"
          icon="close"
          onPress={() => {
            setPurpose('')
            setBasis('')
            onChange(null)
          }}
        >
          {t('query.dropReason')}
        </Button>
      ) : (
        <Button size="small" tone={needs ? 'primary' : 'quiet'} type="submit">
          {t('query.nameReason')}
        </Button>
      )}
      <p className={wrong ? 'hh-field-error' : 'hc-note'} role={wrong ? 'alert' : undefined}>
        {t(wrong ? 'query.reasonWrong' : isNamed ? 'query.reasonKept' : needs ? 'query.reasonNeeded' : 'query.reasonOptional')}
      </p>
    </form>
  )
}
