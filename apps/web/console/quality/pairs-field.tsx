/** Own fields and their partners in another resource, line by line. */
import { Button, IconButton } from '../../ui/button.tsx'
import { useWords } from '../../ui/i18n.ts'
import { Icon } from '../../ui/icon.tsx'
import type { Pair } from './check-draft.ts'

type Options = readonly { value: string; label: string }[]

const Choice = ({
  label,
  value,
  options,
  onChange,
}: {
  label: string
  value: string
  options: Options
  onChange: (value: string) => void
}) => {
  const t = useWords()
  return (
    <select className="hh-input" aria-label={label} value={value} onChange={(event) => onChange(event.target.value)}>
      <option value="">{t('quality.chooseField')}</option>
      {value !== '' && !options.some((one) => one.value === value) && <option value={value}>{value}</option>}
      {options.map((one) => (
        <option key={one.value} value={one.value}>
          {one.label}
        </option>
      ))}
    </select>
  )
}

export const PairsField = ({
  label,
  help,
  error,
  value,
  own,
  other,
  onChange,
}: {
  label: string
  help: string
  error: string | undefined
  value: readonly Pair[]
  own: Options
  other: Options
  onChange: (value: Pair[]) => void
}) => {
  const t = useWords()
  const put = (at: number, change: Partial<Pair>) => onChange(value.map((pair, n) => (n === at ? { ...pair, ...change } : pair)))
  return (
    <fieldset className="hh-field hc-field hc-pairs-field" data-wrong={error ? true : undefined}>
      <legend className="hh-field-label">{label}</legend>
      <span className="hh-field-help">{help}</span>
      <div className="hc-pairs">
        {value.map((pair, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a pair is its place in the list
          <div key={n}>
            <Choice
              label={t('quality.ownField', { n: n + 1 })}
              value={pair.own}
              options={own}
              onChange={(one) => put(n, { own: one })}
            />
            <Icon name="chevronRight" />
            <Choice
              label={t('quality.otherField', { n: n + 1 })}
              value={pair.other}
              options={other}
              onChange={(one) => put(n, { other: one })}
            />
            <IconButton
              icon="trash"
              label={t('quality.removePair', { n: n + 1 })}
              isDisabled={value.length === 1}
              onPress={() => onChange(value.filter((_, at) => at !== n))}
            />
          </div>
        ))}
      </div>
      <div>
        <Button size="small" tone="plain" icon="plus" onPress={() => onChange([...value, { own: '', other: '' }])}>
          {t('quality.addPair')}
        </Button>
      </div>
      {error && (
        <span className="hh-field-error">
          <Icon name="info" size="1em" />
          {error}
        </span>
      )}
    </fieldset>
  )
}
