/** Draws contract fields: label above, help in plain words, error beside the field. Values live in useForm. */
import type { Field, Place } from '@haihe/contract'
import { Checkbox } from 'react-aria-components/Checkbox'
import { useText, useWords } from '../i18n.ts'
import { Icon } from '../icon.tsx'
import { instantOf, localMinute } from '../minute.ts'
import { type Choice, OneOf, SomeOf } from './choice-field.tsx'
import './form.css'
import { PhotosInput } from './photos-field.tsx'
import { PlaceInput } from './place-field.tsx'
import type { FormState } from './use-form.ts'
import { isPhotos, mostCharacters, type Photo } from './values.ts'

export interface FormFieldsProps {
  fields: readonly Field[]
  form: FormState
  /** lists for the kinds unit, units and category */
  choices?: Partial<Record<'unit' | 'category', readonly Choice[]>>
  /** region inside which a place must lie; needed when a field of kind place is drawn */
  region?: string
  /** replaces the upload of photos to /api/attachments */
  upload?: (file: Blob) => Promise<{ id: string }>
}

interface ControlProps extends Omit<FormFieldsProps, 'fields'> {
  field: Field
  id: string
  labelledBy: string
  describedBy: string | undefined
}

const Control = ({ field, form, id, labelledBy, describedBy, choices, region, upload }: ControlProps) => {
  const t = useWords()
  const say = useText()
  const value = form.values[field.name]
  const set = (next: Parameters<FormState['set']>[1]) => form.set(field.name, next)
  const invalid = field.name in form.errors
  const spoken = {
    id,
    'aria-invalid': invalid || undefined,
    'aria-describedby': describedBy,
    'aria-required': field.required || undefined,
    className: 'hh-input',
  }
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  const list = { id, labelledBy, invalid, ...(describedBy ? { describedBy } : {}) }
  const own = (field.options ?? []).map((option): Choice => ({ value: option.value, label: say(option.label) }))
  switch (field.kind) {
    case 'text':
      return <input {...spoken} value={text} onChange={(event) => set(event.target.value)} />
    case 'longText':
      return (
        <>
          <textarea {...spoken} rows={4} value={text} onChange={(event) => set(event.target.value)} />
          <span className="hh-count-line">{t('form.count', { used: text.length, max: mostCharacters(field) })}</span>
        </>
      )
    case 'number':
      return <input {...spoken} inputMode="decimal" value={text} onChange={(event) => set(event.target.value)} />
    case 'date':
      return <input {...spoken} type="date" value={text} onChange={(event) => set(event.target.value)} />
    case 'datetime':
      return (
        <input
          {...spoken}
          type="datetime-local"
          value={text ? localMinute(text) : ''}
          onChange={(event) => set(instantOf(event.target.value) ?? null)}
        />
      )
    case 'boolean':
      return (
        <Checkbox
          id={id}
          className="hh-option"
          isSelected={value === true}
          onChange={set}
          isInvalid={invalid}
          aria-labelledby={labelledBy}
        >
          {t(value === true ? 'form.yes' : 'form.no')}
        </Checkbox>
      )
    case 'choice':
      return <OneOf {...list} options={own} value={text || null} onChange={set} />
    case 'unit':
    case 'category':
      return <OneOf {...list} options={choices?.[field.kind] ?? own} value={text || null} onChange={set} />
    case 'units':
      return (
        <SomeOf {...list} options={choices?.unit ?? own} value={Array.isArray(value) ? (value as string[]) : []} onChange={set} />
      )
    case 'photos':
      return (
        <PhotosInput
          id={id}
          label={say(field.label)}
          value={isPhotos(value) ? value : []}
          onChange={(change) => set((before) => change(isPhotos(before) ? (before as Photo[]) : []))}
          {...(field.max ? { max: field.max } : {})}
          {...(upload ? { upload } : {})}
        />
      )
    case 'place':
      if (!region) throw new Error('a form with a place needs `region`')
      return <PlaceInput id={id} region={region} value={(value as Place | undefined) ?? null} onChange={set} />
  }
}

const GROUPS: readonly Field['kind'][] = ['choice', 'unit', 'units', 'category', 'photos', 'place', 'boolean']

export const FormFields = ({ fields, form, ...rest }: FormFieldsProps) => {
  const t = useWords()
  const say = useText()
  const wrong = Object.keys(form.errors).length
  return (
    <div className="hh-form">
      <p className={wrong > 0 ? 'hh-field-error' : 'hh-spoken'} role="status">
        {wrong > 0 && t('form.errors', { count: wrong })}
      </p>
      {fields.map((field) => {
        const id = `field-${field.name}`
        const error = form.errors[field.name]
        const describedBy = [field.help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(' ') || undefined
        const label = (
          <>
            {say(field.label)}
            {!field.required && <small className="hh-optional">{t('form.optional')}</small>}
          </>
        )
        return (
          <div key={field.name} className="hh-field" data-wrong={error ? true : undefined}>
            {GROUPS.includes(field.kind) ? (
              <span id={`${id}-label`} className="hh-field-label">
                {label}
              </span>
            ) : (
              <label id={`${id}-label`} htmlFor={id}>
                {label}
              </label>
            )}
            {field.help && (
              <span id={`${id}-help`} className="hh-field-help">
                {say(field.help)}
              </span>
            )}
            <Control field={field} form={form} id={id} labelledBy={`${id}-label`} describedBy={describedBy} {...rest} />
            {error && (
              <span id={`${id}-error`} className="hh-field-error">
                <Icon name="info" size="1em" />
                {error}
              </span>
            )}
          </div>
        )
      })}
    </div>
  )
}
