import type { Field } from '@haihe/contract'
import { useEffect, useState } from 'react'
import { ApiError } from '../api.ts'
import { type FieldValue, type FormErrors, type FormValues, fieldError, formErrors } from './values.ts'

export interface FormState {
  values: FormValues
  errors: FormErrors
  set: (name: string, value: FieldValue | ((before: FieldValue | undefined) => FieldValue)) => void
  /** checks everything, shows what is wrong, true when it may be sent */
  check: () => boolean
  /** puts the server's errors beside their fields; true when at least one found its field */
  take: (error: unknown) => boolean
  /** after sending: forgets the draft and the values */
  clear: () => void
}

const plain = (values: FormValues): FormValues =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => !(Array.isArray(value) && typeof value[0] === 'object')))

const readDraft = (key: string | undefined): FormValues => {
  try {
    return key ? JSON.parse(localStorage.getItem(key) ?? '{}') : {}
  } catch {
    return {}
  }
}

/** Values saved as you go under `draftKey` (photos are not: their files live in this page), errors once a field was left wrong. */
export const useForm = (fields: readonly Field[], options: { draftKey?: string; initial?: FormValues } = {}): FormState => {
  const key = options.draftKey && `haihe.draft.${options.draftKey}`
  const [values, setValues] = useState<FormValues>(() => ({ ...options.initial, ...readDraft(key) }))
  const [errors, setErrors] = useState<FormErrors>({})
  useEffect(() => {
    if (!key) return
    try {
      localStorage.setItem(key, JSON.stringify(plain(values)))
    } catch {
      // storage full or blocked: the form works without a draft
    }
  }, [key, values])
  return {
    values,
    errors,
    set: (name, value) => {
      setValues((before) => {
        const next = typeof value === 'function' ? value(before[name]) : value
        const field = fields.find((each) => each.name === name)
        // an error that is shown goes away as soon as it is mended; a new one waits for check()
        if (field)
          setErrors((shown) => {
            if (!(name in shown)) return shown
            const { [name]: _, ...rest } = shown
            const still = fieldError(field, next)
            return still ? { ...rest, [name]: still } : rest
          })
        return { ...before, [name]: next }
      })
    },
    check: () => {
      const found = formErrors(fields, values)
      setErrors(found)
      const first = fields.find((field) => field.name in found)
      if (first)
        requestAnimationFrame(() => document.getElementById(`field-${first.name}`)?.scrollIntoView?.({ block: 'center' }))
      return first === undefined
    },
    take: (error) => {
      if (!(error instanceof ApiError)) return false
      const known = error.fields.flatMap(({ path, message }) => {
        const field = fields.find(
          ({ name, kind }) =>
            path === name ||
            path === `data.${name}` ||
            path.startsWith(`data.${name}.`) ||
            path.startsWith(`${name}.`) ||
            (kind === 'photos' && path.startsWith('attachments')),
        )
        return field ? [[field.name, message] as const] : []
      })
      setErrors(Object.fromEntries(known))
      return known.length > 0
    },
    clear: () => {
      setValues(options.initial ?? {})
      setErrors({})
      if (key) localStorage.removeItem(key)
    },
  }
}
