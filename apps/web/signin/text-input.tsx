import type { InputHTMLAttributes } from 'react'
import { Icon } from '../ui/icon.tsx'
import '../ui/form/form.css'

export interface TextInputProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'className'> {
  id: string
  label: string
  help?: string
  error?: string | undefined
  onChange: (value: string) => void
}

/** A plain named input, uncontrolled by any schema: the sign-in is not a form of the city. */
export const TextInput = ({ id, label, help, error, onChange, ...rest }: TextInputProps) => (
  <div className="hh-field" data-wrong={error ? true : undefined}>
    <label htmlFor={id}>{label}</label>
    {help && (
      <span id={`${id}-help`} className="hh-field-help">
        {help}
      </span>
    )}
    <input
      id={id}
      className="hh-input"
      aria-invalid={error ? true : undefined}
      aria-describedby={[help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(' ') || undefined}
      onChange={(event) => onChange(event.target.value)}
      {...rest}
    />
    {error && (
      <span id={`${id}-error`} className="hh-field-error">
        <Icon name="info" size="1em" />
        {error}
      </span>
    )}
  </div>
)
