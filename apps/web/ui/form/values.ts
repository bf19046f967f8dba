/** Values of a form made of contract fields: what people typed, what is wrong with it, what is sent. */
import type { Field, Place } from '@haihe/contract'
import { uiWord } from '../i18n.ts'
import { getPreferences } from '../preferences.ts'

export interface Photo {
  key: string
  /** address for showing it here: an object URL or the server's thumb */
  preview: string
  state: 'uploading' | 'ready' | 'failed'
  /** set when ready */
  id: string | null
  file: Blob | null
}

export type FieldValue = string | number | boolean | string[] | Photo[] | Place | null
export type FormValues = Record<string, FieldValue>
export type FormErrors = Record<string, string>

export const isPhotos = (value: FieldValue | undefined): value is Photo[] => Array.isArray(value) && typeof value[0] === 'object'
const isBlank = (value: FieldValue | undefined): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)

const photoError = (field: Field, photos: readonly Photo[]): string | null => {
  if (photos.some((photo) => photo.state === 'uploading')) return uiWord('form.photo.wait')
  const ready = photos.filter((photo) => photo.state === 'ready').length
  const least = field.min ?? (field.required ? 1 : 0)
  if (ready < least) return uiWord('form.photo.needed', { min: least })
  return field.max !== undefined && photos.length > field.max ? uiWord('form.photo.tooMany', { max: field.max }) : null
}

const numberError = (field: Field, value: FieldValue): string | null => {
  const number = Number(value)
  if (!Number.isFinite(number)) return uiWord('form.notNumber')
  if (field.min !== undefined && number < field.min) return uiWord('form.tooSmall', { min: field.min })
  return field.max !== undefined && number > field.max ? uiWord('form.tooLarge', { max: field.max }) : null
}

/** The same limits as checkForm of the contract. */
export const mostCharacters = (field: Field): number => field.max ?? (field.kind === 'text' ? 200 : 2000)

/** What is wrong with one value, in words that say how to fix it; null when it is fine. */
export const fieldError = (field: Field, value: FieldValue | undefined): string | null => {
  if (field.kind === 'photos') return photoError(field, isPhotos(value) ? value : [])
  if (isBlank(value)) return field.required ? uiWord('form.required', { label: field.label[getPreferences().language] }) : null
  if (field.kind === 'number') return numberError(field, value as FieldValue)
  if (field.kind === 'boolean')
    return field.required && value !== true ? uiWord('form.required', { label: field.label[getPreferences().language] }) : null
  if (field.kind === 'text' || field.kind === 'longText') {
    const max = mostCharacters(field)
    const over = String(value).length - max
    if (over > 0) return uiWord('form.tooLong', { max, over })
  }
  return null
}

export const formErrors = (fields: readonly Field[], values: FormValues): FormErrors =>
  Object.fromEntries(
    fields
      .map((field) => [field.name, fieldError(field, values[field.name])])
      .filter((entry): entry is [string, string] => entry[1] !== null),
  )

/** What goes to the server: numbers as numbers, photos as ids (apart), blanks left out. */
export const formData = (
  fields: readonly Field[],
  values: FormValues,
): { data: Record<string, unknown>; attachments: string[] } => {
  const data: Record<string, unknown> = {}
  const attachments: string[] = []
  for (const field of fields) {
    const value = values[field.name]
    if (field.kind === 'photos') {
      if (isPhotos(value)) attachments.push(...value.flatMap((photo) => (photo.state === 'ready' && photo.id ? [photo.id] : [])))
    } else if (!isBlank(value)) data[field.name] = field.kind === 'number' ? Number(value) : value
  }
  return { data, attachments }
}
