/** Which fields a grant covers, whole or masked, and what the grantee will see of each. */
import type { Resource } from '@haihe/contract'
import { useState } from 'react'
import { useWords } from '../../ui/i18n.ts'
import { useSamples } from './field-decisions.tsx'
import type { GrantDraft } from './grants.ts'
import { exampleOf, type Seen } from './sees.ts'

/** from how many fields on a search is worth its place */
const MANY = 10

export const GrantFields = ({
  resource,
  draft,
  seen,
  onChange,
  error,
}: {
  resource: Resource
  draft: Pick<GrantDraft, 'fields' | 'clear'>
  seen: Seen
  onChange: (change: Pick<GrantDraft, 'fields' | 'clear'>) => void
  error: string | undefined
}) => {
  const t = useWords()
  const samples = useSamples()
  const [text, setText] = useState('')
  const word = text.trim().toLowerCase()
  const shown = resource.fields.filter(({ name, title }) => `${title} ${name}`.toLowerCase().includes(word))
  const inOrder = (names: ReadonlySet<string>): string[] =>
    resource.fields.filter(({ name }) => names.has(name)).map(({ name }) => name)
  const set = (fields: ReadonlySet<string>, clear: ReadonlySet<string>) =>
    onChange({ fields: inOrder(fields), clear: inOrder(clear).filter((name) => fields.has(name)) })
  const tick = (names: readonly string[], on: boolean) => {
    const fields = new Set(draft.fields)
    for (const name of names) on ? fields.add(name) : fields.delete(name)
    set(fields, new Set(draft.clear))
  }
  const show = (name: string, whole: boolean) => {
    const clear = new Set(draft.clear)
    whole ? clear.add(name) : clear.delete(name)
    set(new Set(draft.fields), clear)
  }
  const every = shown.length > 0 && shown.every(({ name }) => draft.fields.includes(name))
  const says = (name: string): string => {
    const of = seen.decision.fields[name]
    if (!of) return ''
    const example = of.effect === 'mask' ? exampleOf(of.mask, samples) : null
    const words = [t(`grants.will.${of.effect}`), of.effect === 'mask' && t(`resource.mask.${of.mask}`), example]
    return [...words.filter(Boolean), t(`policy.reason.${of.reason}`), seen.second.has(name) && t('policy.second')]
      .filter(Boolean)
      .join(' · ')
  }
  return (
    <fieldset className="hc-grant-fields">
      <legend>{t('grants.fields')}</legend>
      <span className="hh-field-help">{t('grants.fieldsHelp')}</span>
      {resource.fields.length > MANY && (
        <input
          className="hh-input"
          type="search"
          aria-label={t('grants.findField')}
          placeholder={t('grants.findField')}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      )}
      <ul className="hc-grant-list">
        <li>
          <label>
            <input
              type="checkbox"
              checked={every}
              onChange={(event) =>
                tick(
                  shown.map(({ name }) => name),
                  event.target.checked,
                )
              }
            />
            {t('grants.chosen', { count: draft.fields.length, total: resource.fields.length })}
          </label>
        </li>
        {shown.map(({ name, title, classification }) => {
          const on = draft.fields.includes(name)
          const choosable = draft.clear.includes(name) || seen.decision.fields[name]?.effect === 'mask'
          return (
            <li key={name}>
              <label>
                <input type="checkbox" checked={on} onChange={(event) => tick([name], event.target.checked)} />
                <span>
                  {title}
                  <small>
                    {name} · {t(`resource.gradeShort.${classification.grade}`)} ·{' '}
                    {t(`resource.category.${classification.category}`)}
                  </small>
                </span>
              </label>
              {on && choosable && (
                <select
                  className="hh-input"
                  aria-label={t('grants.howOf', { name: title })}
                  value={draft.clear.includes(name) ? 'clear' : 'mask'}
                  onChange={(event) => show(name, event.target.value === 'clear')}
                >
                  <option value="mask">{t('grants.how.mask')}</option>
                  <option value="clear">{t('grants.how.clear')}</option>
                </select>
              )}
              {on && <p>{says(name)}</p>}
            </li>
          )
        })}
      </ul>
      {error && <span className="hh-field-error">{error}</span>}
    </fieldset>
  )
}
