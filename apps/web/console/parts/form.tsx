/** A form in a panel: label above, help in plain words, what is wrong beside its field, also when the server found it. */
import { lazy, type ReactNode, Suspense, useId, useState } from 'react'
import { ApiError } from '../../ui/api.ts'
import { Bone } from '../../ui/faces.tsx'
import '../../ui/form/form.css'
import './form.css'
import { useWords } from '../../ui/i18n.ts'
import { Icon } from '../../ui/icon.tsx'
import { RegionSteps, type RegionStepsProps } from './region-steps.tsx'

export interface Spoken {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': boolean | undefined
}

export const Field = ({
  label,
  help,
  error,
  optional,
  children,
}: {
  label: string
  help?: ReactNode
  error?: string | undefined
  optional?: boolean
  children: (spoken: Spoken) => ReactNode
}) => {
  const t = useWords()
  const id = useId()
  const describedBy = [help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(' ') || undefined
  return (
    <div className="hh-field hc-field" data-wrong={error ? true : undefined}>
      <label htmlFor={id}>
        {label}
        {optional && <small className="hh-optional">{t('form.optional')}</small>}
      </label>
      {help && (
        <span id={`${id}-help`} className="hh-field-help">
          {help}
        </span>
      )}
      {children({ id, 'aria-describedby': describedBy, 'aria-invalid': error ? true : undefined })}
      {error && (
        <span id={`${id}-error`} className="hh-field-error">
          <Icon name="info" size="1em" />
          {error}
        </span>
      )}
    </div>
  )
}

export const TextField = ({
  value,
  onChange,
  mono,
  lines,
  placeholder,
  type,
  list,
  ...rest
}: Omit<Parameters<typeof Field>[0], 'children'> & {
  value: string
  onChange: (value: string) => void
  mono?: boolean
  /** more than one line */
  lines?: number
  placeholder?: string
  type?: 'text' | 'date' | 'url' | 'datetime-local'
  /** suggestions */
  list?: readonly string[]
}) => {
  const id = useId()
  return (
    <Field {...rest}>
      {(spoken) => {
        const shared = {
          ...spoken,
          className: mono ? 'hh-input hc-mono' : 'hh-input',
          value,
          placeholder,
          spellCheck: false,
          onChange: (event: { target: { value: string } }) => onChange(event.target.value),
        }
        return lines ? (
          <textarea {...shared} rows={lines} />
        ) : (
          <>
            <input {...shared} type={type ?? 'text'} {...(list ? { list: id } : {})} autoComplete="off" />
            {list && (
              <datalist id={id}>
                {list.map((item) => (
                  <option key={item} value={item} />
                ))}
              </datalist>
            )}
          </>
        )
      }}
    </Field>
  )
}

export const ChoiceField = ({
  value,
  options,
  onChange,
  ...rest
}: Omit<Parameters<typeof Field>[0], 'children'> & {
  value: string
  options: readonly { value: string; label: string }[]
  onChange: (value: string) => void
}) => (
  <Field {...rest}>
    {(spoken) => (
      <select {...spoken} className="hh-input" value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    )}
  </Field>
)

const inputs = () => import('./antd/inputs.tsx')
const Unit = lazy(() => inputs().then(({ UnitInput }) => ({ default: UnitInput })))
const Many = lazy(() => inputs().then(({ ManyInput }) => ({ default: ManyInput })))
const Waiting = ({ children }: { children: ReactNode }) => <Suspense fallback={<Bone height="2.5rem" />}>{children}</Suspense>

type SearchedField<P> = Omit<Parameters<typeof Field>[0], 'children'> & Omit<P, 'id' | 'label' | 'invalid' | 'describedBy'>

const forAntd = (spoken: Spoken) => ({
  id: spoken.id,
  describedBy: spoken['aria-describedby'],
  invalid: spoken['aria-invalid'] ?? false,
})

export const UnitField = ({ label, help, error, optional, ...input }: SearchedField<React.ComponentProps<typeof Unit>>) => (
  <Field label={label} help={help} error={error} optional={optional ?? false}>
    {(spoken) => (
      <Waiting>
        <Unit {...forAntd(spoken)} {...input} />
      </Waiting>
    )}
  </Field>
)
export const RegionField = ({
  label,
  help,
  error,
  optional,
  ...steps
}: Omit<Parameters<typeof Field>[0], 'children'> & RegionStepsProps) => (
  <Field label={label} help={help} error={error} optional={optional ?? false}>
    {(spoken) => <RegionSteps spoken={spoken} {...steps} />}
  </Field>
)
export const ManyField = ({ label, help, error, optional, ...input }: SearchedField<React.ComponentProps<typeof Many>>) => (
  <Field label={label} help={help} error={error} optional={optional ?? false}>
    {(spoken) => (
      <Waiting>
        <Many {...forAntd(spoken)} {...input} />
      </Waiting>
    )}
  </Field>
)

export interface Sending {
  busy: boolean
  /** what has no field of its own */
  error: string | null
  /** message of the field with this path, or of any path below it */
  wrong: (path: string) => string | undefined
  /** sets messages found here; true when there are none */
  check: (found: Record<string, string | false | undefined>) => boolean
  send: (run: () => Promise<unknown>) => Promise<boolean>
}

/** Sends a form and puts what the server objects to beside its fields. */
export const useSending = (): Sending => {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const [fields, setFields] = useState<Record<string, string>>({})
  return {
    busy,
    error,
    wrong: (path) => fields[path] ?? Object.entries(fields).find(([name]) => name.startsWith(`${path}.`))?.[1],
    check: (found) => {
      const wrong = Object.fromEntries(Object.entries(found).filter((entry): entry is [string, string] => Boolean(entry[1])))
      setFields(wrong)
      setError(null)
      return Object.keys(wrong).length === 0
    },
    send: async (run) => {
      setBusy(true)
      setError(null)
      setFields({})
      try {
        await run()
        return true
      } catch (failed) {
        if (failed instanceof ApiError) setFields(Object.fromEntries(failed.fields.map(({ path, message }) => [path, message])))
        const trace = failed instanceof ApiError && failed.traceId ? ` (${failed.traceId})` : ''
        setError(failed instanceof Error ? failed.message + trace : String(failed))
        return false
      } finally {
        setBusy(false)
      }
    },
  }
}
