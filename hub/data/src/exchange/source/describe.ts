/** A source looked at: its columns with what they probably are, its first rows, and what a mapping makes of them. */
import {
  type CheckWorld,
  compileCheck,
  inferColumn,
  isRejected,
  type Mapping,
  type Resource,
  type SourceColumn,
  type SourceDescription,
  type SourcePreview,
} from '@haihe/contract'
import type { Cell, Source } from './types.ts'

const SAMPLE = 200
const short = (text: string): string => (text.length > 200 ? `${text.slice(0, 200)}…` : text)

const NATIVE: readonly [RegExp, SourceColumn['type']][] = [
  [/^(bigint|integer|smallint|int|tinyint|mediumint)$/, 'integer'],
  [/^(numeric|decimal|double precision|double|real|float)$/, 'number'],
  [/^(boolean)$/, 'boolean'],
  [/^date$/, 'date'],
  [/^(timestamp.*|datetime)$/, 'datetime'],
  [/^jsonb?$/, 'json'],
]

export const columnsOf = (
  columns: readonly { name: string; sourceType: string | null }[],
  names: readonly string[],
  rows: readonly (readonly Cell[])[],
): SourceColumn[] =>
  columns.map(({ name, sourceType }) => {
    const at = names.indexOf(name)
    const values = rows.map((row) => row[at] ?? null)
    const inferred = inferColumn(name, values)
    const native = inferred.standard ? undefined : NATIVE.find(([pattern]) => pattern.test(sourceType ?? ''))?.[1]
    const samples = [...new Set(values.filter((value): value is string => value !== null && value !== ''))].slice(0, 5).map(short)
    return {
      name,
      sourceType,
      type: native ?? inferred.type,
      standard: inferred.standard,
      format: native ? null : inferred.format,
      samples,
    }
  })

export const describeSource = async (source: Source): Promise<SourceDescription> => {
  const { columns, choices, total, unit } = await source.describe()
  const { columns: names, rows } = await source.preview(SAMPLE)
  return { columns: columnsOf(columns, names, rows), total, totalUnit: unit, choices }
}

export const previewSource = async (
  source: Source,
  resource: Resource,
  mapping: Mapping,
  world: CheckWorld,
  most: number,
): Promise<SourcePreview> => {
  const { columns, rows } = await source.preview(most)
  const check = compileCheck(resource, mapping, columns, world)
  return {
    columns: [...columns],
    rows: rows.map((row) => row.map((cell) => (cell === null ? null : short(cell)))),
    mapped: rows.map((row) => {
      const outcome = check(row)
      if (isRejected(outcome)) return { values: null, problems: outcome }
      return {
        values: Object.fromEntries(resource.fields.map(({ name }, at) => [name, outcome.values[at] ?? null])),
        problems: [],
      }
    }),
  }
}
