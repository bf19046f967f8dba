/** What the form of an entry holds, and the draft it makes. */
import { type CatalogueClass, type DATA_CATEGORIES, draftProblems, type ResourceDraft, type ResourceField } from '@haihe/contract'

export type Category = (typeof DATA_CATEGORIES)[number]

/** A field while it is written: what refers to it follows when it gets another name. */
export interface FieldRow extends Omit<ResourceField, 'length' | 'standard'> {
  id: number
  length: string
  standard: string
  key: boolean
  /** its classification was given by somebody before: changed on the page of classification alone */
  known: boolean
}

export interface DraftForm {
  title: string
  summary: string
  base: string
  list: string
  owner: string | null
  region: string | null
  kind: ResourceDraft['kind']
  target: string
  rows: FieldRow[]
  subjectKind: 'none' | 'person' | 'enterprise'
  subjectRow: number | null
  regionRow: number | null
  sharing: ResourceDraft['sharing']
  opening: ResourceDraft['opening']
  channels: ResourceDraft['channels']
  cycle: ResourceDraft['cycle']
  keywords: string[]
}

export const newRow = (rows: readonly FieldRow[]): FieldRow => ({
  id: Math.max(0, ...rows.map(({ id }) => id)) + 1,
  name: '',
  title: '',
  type: 'text',
  length: '',
  required: false,
  standard: '',
  description: '',
  classification: { grade: 2, category: 'business', mask: 'none', confirmed: false, reason: '' },
  key: false,
  known: false,
})

/** '2.11.1' → base '2.11' and the number in it '1'; the third class names no items, so all of the rest is its number. */
export const splitPath = (path: string): { base: string; list: string } => {
  const parts = path.split('.')
  const most = parts[0] === '3' ? 1 : 2
  return { base: parts.slice(0, most).join('.'), list: parts.slice(most).join('.') }
}
export const joinPath = (base: string, list: string): string => (list.trim() === '' ? base : `${base}.${list.trim()}`)

/** Classes to choose from: items where the guide names them, else the class itself. */
export const basesOf = (classes: readonly CatalogueClass[]): { value: string; label: string }[] =>
  classes.flatMap(({ value, title, items }) =>
    items.length === 0
      ? [{ value, label: title }]
      : items.map((item) => ({ value: item.value, label: `${title} · ${item.title}` })),
  )

export const emptyForm = (owner: string | null, region: string): DraftForm => ({
  title: '',
  summary: '',
  base: '3',
  list: '',
  owner,
  region,
  kind: 'table',
  target: '',
  rows: [{ ...newRow([]), key: true, required: true }],
  subjectKind: 'none',
  subjectRow: null,
  regionRow: null,
  sharing: { type: 'conditional', condition: '', basis: '' },
  opening: { type: 'refused', condition: '' },
  channels: ['api'],
  cycle: 'daily',
  keywords: [],
})

export const formOf = (draft: ResourceDraft): DraftForm => {
  const rows = draft.fields.map((field, index) => ({
    ...field,
    id: index + 1,
    length: field.length === null ? '' : String(field.length),
    standard: field.standard ?? '',
    key: draft.keys.includes(field.name),
    known: true,
  }))
  const rowOf = (name: string | undefined | null) => rows.find((row) => row.name === name)?.id ?? null
  const { title, summary, owner, region, kind, sharing, opening, channels, cycle, keywords } = draft
  return {
    ...{ title, summary, owner, region, kind, sharing, opening, channels, cycle, keywords, rows },
    ...splitPath(draft.path),
    target: draft.target ?? '',
    subjectKind: draft.subject?.kind ?? 'none',
    subjectRow: rowOf(draft.subject?.field),
    regionRow: rowOf(draft.regionField),
  }
}

const fieldOf = ({ id: _id, key: _key, known: _known, length, standard, ...field }: FieldRow): ResourceField => ({
  ...field,
  name: field.name.trim(),
  title: field.title.trim(),
  length: length.trim() === '' ? null : Number(length),
  standard: standard.trim() || null,
})

export const draftOf = (form: DraftForm): ResourceDraft => {
  const nameOf = (id: number | null) => form.rows.find((row) => row.id === id)?.name.trim() ?? ''
  return {
    title: form.title.trim(),
    summary: form.summary.trim(),
    path: joinPath(form.base, form.list),
    owner: form.owner ?? '',
    region: form.region ?? '',
    kind: form.kind,
    target: form.kind === 'table' ? null : form.target.trim() || null,
    fields: form.rows.map(fieldOf),
    keys: form.rows.filter(({ key }) => key).map(({ name }) => name.trim()),
    subject: form.subjectKind === 'none' ? null : { kind: form.subjectKind, field: nameOf(form.subjectRow) },
    regionField: form.regionRow === null ? null : nameOf(form.regionRow) || null,
    sharing: form.sharing,
    opening: form.opening,
    channels: form.channels,
    cycle: form.cycle,
    keywords: form.keywords.map((word) => word.trim()).filter((word) => word !== ''),
  }
}

/** What is wrong with a draft: a word of the form by path, and what the server would object to. */
export const wrongWith = (draft: ResourceDraft, t: (key: string) => string): Record<string, string> => {
  const found: Record<string, string> = {}
  const refuse = (path: string, wrong: boolean, word: string) => {
    if (wrong) found[path] ??= t(`catalogue.form.wrong.${word}`)
  }
  refuse('title', draft.title.length < 2, 'title')
  refuse('summary', draft.summary === '', 'summary')
  refuse('path', !/^[123](\.\d{1,3}){1,4}$/.test(draft.path), 'path')
  refuse('owner', draft.owner === '', 'owner')
  refuse('region', draft.region === '', 'region')
  refuse('fields', draft.fields.length === 0, 'fields')
  draft.fields.forEach(({ name, title, length }, index) => {
    refuse(`fields.${index}.name`, !/^[a-z][a-z0-9_]{0,59}$/.test(name), 'fieldName')
    refuse(`fields.${index}.title`, title === '', 'fieldTitle')
    refuse(`fields.${index}.length`, length !== null && !(Number.isInteger(length) && length >= 1 && length <= 100_000), 'length')
  })
  refuse('keys', draft.keys.length === 0, 'keys')
  refuse('channels', draft.channels.length === 0, 'channels')
  refuse('keywords', draft.keywords.length > 20 || draft.keywords.some((word) => word.length > 40), 'keywords')
  for (const { path, message } of draftProblems(draft)) found[path] ??= message
  return found
}
