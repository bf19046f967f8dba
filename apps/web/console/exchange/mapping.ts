/** Changing a mapping step by step; every function answers a new one. */
import {
  type CheckWorld,
  compileCheck,
  compileMapping,
  type FieldMapping,
  inferColumn,
  isRejected,
  type Mapping,
  proposeMapping,
  type RejectReason,
  type Resource,
  type RowProblem,
  type Transform,
} from '@haihe/contract'

export type Cell = string | null
export type Target = Pick<Resource, 'fields' | 'keys' | 'subject' | 'regionField' | 'region'>

export interface KnownColumn {
  name: string
  type: ReturnType<typeof inferColumn>['type']
  standard: string | null
  format: string | null
  filled: number
  samples: string[]
}

/** What the first rows say about each column. */
export const columnsOf = (columns: readonly string[], rows: readonly (readonly Cell[])[]): KnownColumn[] =>
  columns.map((name, at) => {
    const values = rows.map((row) => row[at] ?? null)
    const { type, standard, format, filled } = inferColumn(name, values)
    const samples = [...new Set(values.filter((value): value is string => value !== null && value.trim() !== ''))].slice(0, 3)
    return { name, type, standard, format, filled, samples }
  })

export const proposalOf = (target: Target, columns: readonly KnownColumn[]): Mapping =>
  proposeMapping(target.fields, columns).mapping

const withField = (mapping: Mapping, name: string, field: FieldMapping | null): Mapping => {
  const { [name]: _, ...others } = mapping.fields
  return withoutUnused({ ...mapping, fields: field === null ? others : { ...others, [name]: field } })
}

/** Code tables that no transform names any more go. */
const withoutUnused = (mapping: Mapping): Mapping => {
  const used = new Set(
    Object.values(mapping.fields).flatMap(({ transforms }) =>
      transforms.flatMap((step) => (step.op === 'codes' ? [step.table] : [])),
    ),
  )
  return { ...mapping, tables: Object.fromEntries(Object.entries(mapping.tables).filter(([name]) => used.has(name))) }
}

/** Another column for a field: its format is read anew, its other transforms stay. null: no column. */
export const choose = (mapping: Mapping, target: Target, name: string, column: KnownColumn | null): Mapping => {
  const before = mapping.fields[name]?.transforms ?? [{ op: 'trim' as const }]
  const type = target.fields.find((field) => field.name === name)?.type
  const dated = type === 'date' || type === 'datetime'
  const kept = before.filter(({ op }) => op !== 'date')
  if (column === null) {
    // a constant needs no column
    const made = kept.filter(({ op }) => op === 'constant')
    return withField(mapping, name, made.length > 0 ? { column: null, transforms: made } : null)
  }
  const transforms: Transform[] = dated && column.format ? [...kept, { op: 'date', format: column.format }] : kept
  return withField(mapping, name, { column: column.name, transforms })
}

export const setTransforms = (mapping: Mapping, name: string, transforms: Transform[]): Mapping => {
  const field = mapping.fields[name] ?? { column: null, transforms: [] }
  return withField(mapping, name, field.column === null && transforms.length === 0 ? null : { ...field, transforms })
}

export const setTable = (mapping: Mapping, table: string, codes: Record<string, string>): Mapping => ({
  ...mapping,
  tables: { ...mapping.tables, [table]: codes },
})

/** A new transform, ready to be changed. `values`: what the column holds, for a code table to start with. */
export const addTransform = (mapping: Mapping, name: string, op: Transform['op'], column: KnownColumn | undefined): Mapping => {
  const transforms = mapping.fields[name]?.transforms ?? []
  if (op === 'codes') {
    const table = name.slice(0, 60)
    const codes =
      mapping.tables[table] ??
      Object.fromEntries((column?.samples ?? []).map((value) => [value.slice(0, 200), value.slice(0, 200)]))
    // the table first: a transform whose table is missing is no mapping
    return setTransforms(setTable(mapping, table, codes), name, [...transforms, { op, table, otherwise: 'reject' }])
  }
  const made: Record<Exclude<Transform['op'], 'codes'>, Transform> = {
    trim: { op: 'trim' },
    upper: { op: 'upper' },
    date: { op: 'date', format: column?.format ?? 'YYYY-MM-DD' },
    scale: { op: 'scale', factor: 1, offset: 0 },
    constant: { op: 'constant', value: '' },
    split: { op: 'split', separator: '-', part: 0 },
    concat: { op: 'concat', columns: [column?.name ?? ''].filter(Boolean), separator: '' },
  }
  return setTransforms(mapping, name, [...transforms, made[op]])
}

/** `1 = loan` per line; an arrow and a tab do as well. */
export const readCodes = (text: string): Record<string, string> =>
  Object.fromEntries(
    text.split('\n').flatMap((line) => {
      const found = /^(.+?)\s*(?:=>|→|=|\t)\s*(.*)$/.exec(line.trim())
      return found ? [[(found[1] as string).trim(), (found[2] as string).trim()]] : []
    }),
  )
export const writeCodes = (codes: Record<string, string>): string =>
  Object.entries(codes)
    .map(([from, to]) => `${from} = ${to}`)
    .join('\n')

export interface TriedRow {
  line: number
  values: readonly Cell[]
  problems: RowProblem[]
}
export interface Tried {
  rows: TriedRow[]
  taken: number
  reasons: { field: string | null; reason: RejectReason; n: number }[]
}

/** What the mapping makes of the first rows: the server's own check, here. */
export const tryRows = (
  target: Target,
  mapping: Mapping,
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
  world: CheckWorld,
): Tried => {
  const check = compileCheck(target, mapping, columns, world)
  const names = target.fields.map(({ name }) => name)
  const map = compileMapping(mapping, columns, names)
  const reasons = new Map<string, Tried['reasons'][number]>()
  const tried = rows.map((row, at) => {
    const outcome = check(row)
    if (!isRejected(outcome)) return { line: at + 1, values: outcome.values, problems: [] }
    for (const { field, reason } of outcome) {
      const key = `${field} ${reason}`
      const known = reasons.get(key)
      if (known) known.n += 1
      else reasons.set(key, { field, reason, n: 1 })
    }
    const values = map(row).map((value) => (typeof value === 'object' && value !== null ? value.detail : value))
    return { line: at + 1, values, problems: outcome }
  })
  return {
    rows: tried,
    taken: tried.filter(({ problems }) => problems.length === 0).length,
    reasons: [...reasons.values()].sort((a, b) => b.n - a.n),
  }
}

/** Fields that must have a column and have none. */
export const unmapped = ({ fields, keys }: Target, mapping: Mapping): string[] =>
  fields.filter(({ name, required }) => (required || keys.includes(name)) && !mapping.fields[name]).map(({ title }) => title)

/** Fields whose column the source no longer has, with the name of the column. */
export const goneColumns = ({ fields }: Pick<Target, 'fields'>, mapping: Mapping, columns: readonly string[]): string[] =>
  fields.flatMap(({ name, title }) => {
    const column = mapping.fields[name]?.column
    return column && !columns.includes(column) ? [`${title}（${column}）`] : []
  })

/** Regions as the server told them. A text that it was not asked for yet is wanted, and taken for a region meanwhile. */
export const worldOf = (known: ReadonlyMap<string, string | null>, want: (text: string) => void, zone: string): CheckWorld => ({
  zone,
  region: (text) => {
    const found = known.get(text)
    if (found === undefined) want(text)
    return found === undefined ? text : (found ?? undefined)
  },
})
