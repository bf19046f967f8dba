/** What the person says about a file, and the mapping that POST /api/feeds/csv/:source takes. */
import type { Charset, Delimiter, Guess, Shape } from '../lib/csv.ts'

export interface Draft {
  shape: Shape
  delimiter: Delimiter
  charset: Charset
  type: string
  time: string
  prefix: string
  /** column of the object; empty: one object for the whole file, its id in `id` */
  entity: string
  id: string
  /** long: column of the attribute; empty: one attribute, its name in `name` */
  attribute: string
  /** attribute of the file (long with one attribute, wide) */
  name: string
  value: string
  /** record: column → attribute, only those that are taken */
  columns: Record<string, string>
}

/** Attribute names are best plain: PM2.5 (µg/m3) → PM2.5 */
const attributeName = (column: string): string => column.replace(/[(（[].*$/, '').trim() || column

export const draftOf = (guess: Guess, delimiter: Delimiter, charset: Charset, type: string): Draft => ({
  shape: guess.shape,
  delimiter,
  charset,
  type,
  time: guess.time,
  prefix: type ? `urn:ngsi-ld:${type}:` : '',
  entity: guess.entity ?? '',
  id: '',
  attribute: guess.attribute ?? '',
  name: '',
  value: guess.value ?? '',
  columns: Object.fromEntries(guess.numbers.map((column) => [column, attributeName(column)])),
})

export const mappingOf = (draft: Draft): Record<string, unknown> => {
  const { shape, type, time, delimiter, charset, prefix } = draft
  const shared = { shape, type, time, delimiter, charset, prefix }
  const entity = draft.entity ? { column: draft.entity } : { id: draft.id }
  switch (shape) {
    case 'long':
      return {
        ...shared,
        entity,
        attribute: draft.attribute ? { column: draft.attribute } : { name: draft.name },
        value: draft.value,
      }
    case 'wide':
      return { ...shared, attribute: draft.name }
    case 'record':
      return { ...shared, entity, columns: draft.columns }
  }
}

/** Fields that still lack an answer. */
export const missingIn = (draft: Draft): string[] => {
  const wrong: string[] = []
  const need = (field: string, there: boolean) => there || wrong.push(field)
  need('type', draft.type.trim() !== '')
  need('time', draft.time !== '')
  if (draft.shape !== 'wide' && draft.entity === '') need('id', /^[a-zA-Z][a-zA-Z0-9+.-]*:\S+$/.test(draft.id))
  if (draft.shape !== 'wide' && draft.entity !== '' && draft.prefix === '') need('prefix', false)
  if (draft.shape === 'wide') need('prefix', draft.prefix !== '')
  if (draft.shape === 'wide' || (draft.shape === 'long' && draft.attribute === '')) need('name', draft.name.trim() !== '')
  if (draft.shape === 'long') need('value', draft.value !== '')
  if (draft.shape === 'record') need('columns', Object.keys(draft.columns).length > 0)
  return wrong
}

export interface Sample {
  entity: string
  attribute: string
  value: string
  at: string
}

/** What the first lines become, so that a person sees the effect before anything is sent. */
export const samplesOf = (
  draft: Draft,
  header: readonly string[],
  records: readonly (readonly string[])[],
  most = 4,
): Sample[] => {
  const samples: Sample[] = []
  for (const record of records) {
    const get = (column: string) => record[header.indexOf(column)] ?? ''
    const at = get(draft.time)
    const entity = draft.entity ? draft.prefix + get(draft.entity).trim() : draft.id
    const add = (object: string, attribute: string, value: string) => {
      if (value.trim() !== '') samples.push({ entity: object, attribute, value, at })
    }
    if (draft.shape === 'long') add(entity, draft.attribute ? get(draft.attribute) : draft.name, get(draft.value))
    else if (draft.shape === 'record')
      for (const [column, attribute] of Object.entries(draft.columns)) add(entity, attribute, get(column))
    else
      for (const column of header) if (column !== draft.time && column !== '') add(draft.prefix + column, draft.name, get(column))
    if (samples.length >= most) break
  }
  return samples.slice(0, most)
}
