/** One or several of a list: few as cards, many with a search. */
import { useState } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { Checkbox, CheckboxGroup } from 'react-aria-components/CheckboxGroup'
import { ComboBox } from 'react-aria-components/ComboBox'
import { Input } from 'react-aria-components/Input'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup'
import { useWords } from '../i18n.ts'
import { Icon } from '../icon.tsx'

export interface Choice {
  value: string
  label: string
}

export interface OneOfProps {
  id: string
  /** id of the element that names the field */
  labelledBy: string
  describedBy?: string
  options: readonly Choice[]
  value: string | null
  onChange: (value: string) => void
  invalid?: boolean
}

const FEW = 6

export const OneOf = ({ id, labelledBy, describedBy, options, value, onChange, invalid = false }: OneOfProps) => {
  const t = useWords()
  const shared = {
    'aria-labelledby': labelledBy,
    ...(describedBy ? { 'aria-describedby': describedBy } : {}),
    isInvalid: invalid,
  }
  if (options.length <= FEW)
    return (
      <RadioGroup id={id} {...shared} value={value ?? ''} onChange={onChange} className="hh-options">
        {options.map((option) => (
          <Radio key={option.value} value={option.value} className="hh-option" data-round>
            {option.label}
          </Radio>
        ))}
      </RadioGroup>
    )
  return (
    <ComboBox
      {...shared}
      defaultItems={options}
      value={value}
      onChange={(next) => next !== null && onChange(String(next))}
      menuTrigger="focus"
    >
      <div className="hh-input-row">
        <Input id={id} className="hh-input" placeholder={t('form.search')} />
        <AriaButton className="hh-button" data-size="icon" data-tone="plain">
          <Icon name="chevronDown" />
        </AriaButton>
      </div>
      <Popover>
        <ListBox<Choice> className="hh-list" renderEmptyState={() => <div className="hh-list-item">{t('form.none')}</div>}>
          {(option) => (
            <ListBoxItem id={option.value} className="hh-list-item" textValue={option.label}>
              {option.label}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  )
}

export interface SomeOfProps extends Omit<OneOfProps, 'value' | 'onChange'> {
  value: readonly string[]
  onChange: (value: string[]) => void
}

export const SomeOf = ({ id, labelledBy, describedBy, options, value, onChange, invalid = false }: SomeOfProps) => {
  const t = useWords()
  const [search, setSearch] = useState('')
  const many = options.length > FEW
  // what is chosen stays in sight whatever is searched for
  const shown = options.filter((option) => option.label.includes(search.trim()) || value.includes(option.value))
  return (
    <CheckboxGroup
      id={id}
      className="hh-options"
      aria-labelledby={labelledBy}
      {...(describedBy ? { 'aria-describedby': describedBy } : {})}
      value={[...value]}
      onChange={onChange}
      isInvalid={invalid}
    >
      {many && (
        <input
          className="hh-input"
          type="search"
          aria-label={t('form.search')}
          placeholder={t('form.search')}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      )}
      <div className="hh-options" data-scroll={many || undefined}>
        {shown.map((option) => (
          <Checkbox key={option.value} value={option.value} className="hh-option">
            {option.label}
          </Checkbox>
        ))}
        {shown.length === 0 && <span className="hh-field-help">{t('form.none')}</span>}
      </div>
    </CheckboxGroup>
  )
}
