/** A resource found in the catalogue, and which of its fields: instead of codes and names that people would have to know. */
import type { CatalogueEntry, ResourceField as FieldOf } from '@haihe/contract'
import { lazy, Suspense, useId, useState } from 'react'
import { Bone, Failing } from '../../ui/faces.tsx'
import { useWords } from '../../ui/i18n.ts'
import { Icon } from '../../ui/icon.tsx'
import { useApi } from '../../ui/queries.ts'
import { Field } from './form.tsx'
import './resource-field.css'

const Input = lazy(() => import('./antd/resource-input.tsx').then(({ ResourceInput }) => ({ default: ResourceInput })))

export const ResourcePick = ({
  label,
  help,
  error,
  optional,
  ...input
}: Omit<Parameters<typeof Field>[0], 'children'> &
  Omit<React.ComponentProps<typeof Input>, 'id' | 'label' | 'invalid' | 'describedBy'>) => (
  <Field label={label} help={help} error={error} optional={optional ?? false}>
    {(spoken) => (
      <Suspense fallback={<Bone height="2.5rem" />}>
        <Input id={spoken.id} describedBy={spoken['aria-describedby']} invalid={spoken['aria-invalid'] ?? false} {...input} />
      </Suspense>
    )}
  </Field>
)

export const useEntry = (resource: string | null) =>
  useApi<CatalogueEntry>(`/api/catalogue/${encodeURIComponent(resource ?? '')}`, undefined, { enabled: resource !== null })

/** What is chosen stays in the order of the catalogue, whatever order it was pressed in. */
export const inOrder = (fields: readonly Pick<FieldOf, 'name'>[], chosen: ReadonlySet<string>): string[] =>
  fields.filter(({ name }) => chosen.has(name)).map(({ name }) => name)

const MANY = 8

/** Fields of a resource to tick; with `clear` also which of them are shown whole. */
export const FieldsPick = ({
  label,
  help,
  error,
  resource,
  only,
  clearOnly,
  value,
  onChange,
  clear,
  onClear,
}: {
  label: string
  help?: string
  error?: string | undefined
  resource: string
  /** only these are offered, and of them only those to be shown whole */
  only?: readonly string[]
  clearOnly?: readonly string[]
  value: readonly string[]
  onChange: (fields: string[]) => void
  clear?: readonly string[]
  onClear?: (fields: string[]) => void
}) => {
  const t = useWords()
  const id = useId()
  const entry = useEntry(resource)
  const [text, setText] = useState('')
  const fields = (entry.data?.resource.fields ?? []).filter(({ name }) => only?.includes(name) ?? true)
  const shown = fields.filter(({ name, title }) => `${title} ${name}`.toLowerCase().includes(text.trim().toLowerCase()))
  const flip = (now: readonly string[], name: string): string[] => {
    const next = new Set(now)
    if (!next.delete(name)) next.add(name)
    return inOrder(fields, next)
  }
  const press = (name: string) => {
    const next = flip(value, name)
    onChange(next)
    if (clear && onClear) onClear(clear.filter((each) => next.includes(each)))
  }
  const all = shown.length > 0 && shown.every(({ name }) => value.includes(name))
  return (
    <fieldset className="hh-field hc-pick" data-wrong={error ? true : undefined} aria-describedby={`${id}-help`}>
      <legend>{label}</legend>
      {help && (
        <span id={`${id}-help`} className="hh-field-help">
          {help}
        </span>
      )}
      {entry.isPending && <Bone height="8rem" />}
      {entry.error && <Failing error={entry.error} retry={() => void entry.refetch()} />}
      {fields.length > MANY && (
        <input
          className="hh-input"
          type="search"
          aria-label={t('pick.findField')}
          placeholder={t('pick.findField')}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      )}
      {fields.length > 0 && (
        <div className="hc-pick-list">
          <label className="hc-pick-row" data-head>
            <input
              type="checkbox"
              checked={all}
              onChange={() => {
                const names = new Set(shown.map(({ name }) => name))
                const rest = value.filter((name) => !names.has(name))
                const next = all ? rest : [...rest, ...names]
                onChange(inOrder(fields, new Set(next)))
                if (clear && onClear) onClear(clear.filter((name) => next.includes(name)))
              }}
            />
            <span>{t('pick.chosen', { count: value.length, total: fields.length })}</span>
            {clear && <span className="hc-pick-clear">{t('pick.clear')}</span>}
          </label>
          {shown.map(({ name, title, classification }) => {
            const masked = classification.mask !== 'none'
            return (
              <div key={name} className="hc-pick-row">
                <label>
                  <input type="checkbox" checked={value.includes(name)} onChange={() => press(name)} />
                  <span>
                    {title}
                    <small>
                      {name} · {t('pick.grade', { grade: classification.grade })}
                      {masked && ` · ${t('pick.masked')}`}
                    </small>
                  </span>
                </label>
                {clear && onClear && masked && (clearOnly?.includes(name) ?? true) && (
                  <input
                    type="checkbox"
                    className="hc-pick-clear"
                    aria-label={t('pick.clearOf', { name: title })}
                    disabled={!value.includes(name)}
                    checked={clear.includes(name)}
                    onChange={() => onClear(flip(clear, name))}
                  />
                )}
              </div>
            )
          })}
        </div>
      )}
      {error && (
        <span className="hh-field-error">
          <Icon name="info" size="1em" />
          {error}
        </span>
      )}
    </fieldset>
  )
}
