import { useState } from 'react'
import { request } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { useWords } from '../../ui/i18n.ts'
import { useSession } from '../../ui/session.ts'
import { toast } from '../../ui/toast.tsx'
import { ChoiceField, RegionField, TextField, useSending } from '../parts/form.tsx'
import { JsonEditor } from '../parts/json.tsx'
import { Outcome } from '../parts/small.tsx'
import { isDuration, kindOf, type StoredRule, valueFrom } from './rules.ts'

const UNITS = ['minute', 'workingHour', 'workingDay', 'naturalDay'] as const

/** A new version of a configurable rule: value, from when, where, and why. Past days are closed. */
export const RuleForm = ({
  rule,
  day,
  onCancel,
  onDone,
}: {
  rule: StoredRule
  day: string
  onCancel: () => void
  onDone: () => void
}) => {
  const t = useWords()
  const { scopes } = useSession()
  const top = scopes('rule.manage')[0] ?? rule.region
  const sending = useSending()
  const kind = kindOf(rule.value)
  const [text, setText] = useState(() =>
    isDuration(rule.value)
      ? String(rule.value.amount)
      : kind === 'json'
        ? JSON.stringify(rule.value, null, 2)
        : String(rule.value),
  )
  const [unit, setUnit] = useState(isDuration(rule.value) ? rule.value.unit : '')
  const [from, setFrom] = useState(day)
  const [to, setTo] = useState('')
  const [region, setRegion] = useState<string | null>(rule.region)
  const [basis, setBasis] = useState('')
  const save = async () => {
    const value = valueFrom(kind, text, unit)
    const fine = sending.check({
      value: value === undefined && t('rules.valueWrong'),
      from: from < day && t('rules.fromWrong'),
      to: to !== '' && to <= from && t('rules.toWrong'),
      region: region === null && t('sources.regionWrong'),
      basis: basis.trim().length < 2 && t('rules.basisWrong'),
    })
    if (!fine) return
    const body = { id: rule.id, value, from, to: to || null, region, basis: basis.trim() }
    if (!(await sending.send(() => request('PUT', '/api/rules', { body })))) return
    toast(t('rules.saved', { from }))
    onDone()
  }
  return (
    <section className="hc-section hc-rule-form hh-card">
      <h3>{t('rules.set')}</h3>
      <div className="hc-form">
        {kind === 'json' ? (
          <div className="hh-field">
            <span className="hh-field-label">{t('rules.value')}</span>
            <JsonEditor label={t('rules.value')} text={text} onChange={setText} rows={8} />
            {sending.wrong('value') && <Outcome tone="bad">{sending.wrong('value')}</Outcome>}
          </div>
        ) : (
          <div className="hc-form-two">
            {kind === 'boolean' ? (
              <ChoiceField
                label={t('rules.value')}
                value={text}
                options={[
                  { value: 'true', label: t('form.yes') },
                  { value: 'false', label: t('form.no') },
                ]}
                onChange={setText}
              />
            ) : (
              <TextField
                label={rule.unit && kind === 'number' ? `${t('rules.value')} (${rule.unit})` : t('rules.value')}
                help={rule.unit === '%' || rule.unit === 'ratio' ? t('rules.shareHelp') : undefined}
                value={text}
                onChange={setText}
                error={sending.wrong('value')}
              />
            )}
            {kind === 'duration' && (
              <ChoiceField
                label={t('rules.unit')}
                value={unit}
                options={UNITS.map((value) => ({ value, label: t(`time.unit.${value}`) }))}
                onChange={setUnit}
              />
            )}
          </div>
        )}
        <div className="hc-form-two">
          <TextField label={t('rules.from')} type="date" value={from} onChange={setFrom} error={sending.wrong('from')} />
          <TextField
            label={t('rules.to')}
            type="date"
            value={to}
            onChange={setTo}
            error={sending.wrong('to')}
            help={t('rules.toHelp')}
            optional
          />
        </div>
        <RegionField
          label={t('rules.region')}
          help={t('rules.regionHelp')}
          top={top}
          finest={9}
          value={region}
          onChange={setRegion}
          error={sending.wrong('region')}
        />
        <TextField
          label={t('rules.basis')}
          help={t('rules.basisHelp')}
          value={basis}
          onChange={setBasis}
          error={sending.wrong('basis')}
          lines={2}
        />
        {sending.error && <Outcome tone="bad">{sending.error}</Outcome>}
        <div className="hc-filters">
          <Button onPress={onCancel}>{t('action.cancel')}</Button>
          <Button tone="primary" pending={sending.busy} onPress={() => void save()}>
            {t('rules.save')}
          </Button>
        </div>
      </div>
    </section>
  )
}
