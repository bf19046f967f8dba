/** Conditions of the question, on fields that are shown whole alone. */
import type { Decision, Resource } from '@haihe/contract'
import { Button, IconButton } from '../../ui/button.tsx'
import { useWords } from '../../ui/i18n.ts'
import { type ConditionDraft, comparableFields, type Operator, operatorsOf } from './question.ts'

const MOST = 20
const INPUT: Partial<Record<string, string>> = { date: 'date', datetime: 'datetime-local' }

export const Conditions = ({
  resource,
  decision,
  value,
  onChange,
  wrong,
  onEnter,
}: {
  resource: Resource
  decision: Decision
  value: readonly ConditionDraft[]
  onChange: (conditions: ConditionDraft[]) => void
  wrong: ReadonlySet<number>
  onEnter: () => void
}) => {
  const t = useWords()
  const fields = comparableFields(resource, decision)
  const set = (id: number, change: Partial<ConditionDraft>) =>
    onChange(value.map((one) => (one.id === id ? { ...one, ...change } : one)))
  const add = () => {
    const [first] = fields
    if (first) onChange([...value, { id: Math.max(0, ...value.map(({ id }) => id)) + 1, field: first.name, op: '=', value: '' }])
  }
  return (
    <fieldset className="hc-conditions">
      <legend className="hh-spoken">{t('query.conditions')}</legend>
      {value.map(({ id, field, op, value: text }, index) => {
        const type = resource.fields.find(({ name }) => name === field)?.type ?? 'text'
        return (
          <div key={id} className="hc-condition" data-wrong={wrong.has(id) || undefined}>
            <select
              className="hh-input"
              aria-label={t('query.conditionField', { n: index + 1 })}
              value={field}
              onChange={(event) => set(id, { field: event.target.value, op: '=', value: '' })}
            >
              {fields.map(({ name, title }) => (
                <option key={name} value={name}>
                  {title}
                </option>
              ))}
            </select>
            <select
              className="hh-input"
              aria-label={t('query.conditionOperator', { n: index + 1 })}
              value={op}
              onChange={(event) => set(id, { op: event.target.value as Operator })}
            >
              {operatorsOf(type).map((one) => (
                <option key={one} value={one}>
                  {t(`query.operator.${one}`)}
                </option>
              ))}
            </select>
            {type === 'boolean' ? (
              <select
                className="hh-input"
                aria-label={t('query.conditionValue', { n: index + 1 })}
                value={text}
                onChange={(event) => set(id, { value: event.target.value })}
              >
                <option value="">{t('grants.choose')}</option>
                <option value="true">{t('query.yes')}</option>
                <option value="false">{t('query.no')}</option>
              </select>
            ) : (
              <input
                className="hh-input"
                type={INPUT[type] ?? 'text'}
                aria-label={t('query.conditionValue', { n: index + 1 })}
                aria-invalid={wrong.has(id) || undefined}
                placeholder={op === 'in' ? t('query.inHint') : undefined}
                value={text}
                maxLength={1000}
                onChange={(event) => set(id, { value: event.target.value })}
                onKeyDown={(event) => event.key === 'Enter' && onEnter()}
              />
            )}
            <IconButton
              icon="trash"
              label={t('query.removeCondition', { n: index + 1 })}
              onPress={() => onChange(value.filter((one) => one.id !== id))}
            />
            {wrong.has(id) && <span className="hh-field-error">{t('query.conditionWrong')}</span>}
          </div>
        )
      })}
      {fields.length > 0 ? (
        <div>
          <Button size="small" tone="plain" icon="plus" isDisabled={value.length >= MOST} onPress={add}>
            {t('query.addCondition')}
          </Button>
        </div>
      ) : (
        <p className="hc-note">{t('query.noConditions')}</p>
      )}
    </fieldset>
  )
}
