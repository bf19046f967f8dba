/** Rows as they are printed: which columns there are, which of them are masked, and which are not shown. */
import type { Api } from '@haihe/client'
import type { Io } from './command.ts'
import type { Entry } from './find.ts'
import { type Column, printCsv, printLines, printTable } from './output.ts'

export const FORMATS = ['table', 'csv', 'jsonl'] as const
type Format = (typeof FORMATS)[number]

export type Field = Entry['resource']['fields'][number]
type Decision = Api['POST /api/resources/{id}/query']['answer']['decision']
type Row = Record<string, unknown>

export interface Seen {
  shown: string[]
  masked: string[]
  hidden: string[]
}

/** `asked`: names somebody asked for; none for all that may be seen. */
export const seenOf = (fields: readonly Field[], decision: Decision, asked: readonly string[] | null | undefined): Seen => {
  const effectOf = (name: string) => decision.fields[name]?.effect ?? 'deny'
  const names = fields.map(({ name }) => name)
  const shown = names.filter((name) => effectOf(name) !== 'deny' && (!asked || asked.includes(name)))
  return {
    shown,
    masked: shown.filter((name) => effectOf(name) === 'mask'),
    hidden: asked ? [] : names.filter((name) => !shown.includes(name)),
  }
}

interface Printed {
  format: Format
  fields: readonly Field[]
  seen: Seen | undefined
  rows: AsyncIterable<Row> | Iterable<Row>
}

/** Answers how many; what is masked or hidden is said beside the output. */
export const printRows = async (
  { out, err }: Pick<Io, 'out' | 'err'>,
  { format, fields, seen, rows }: Printed,
): Promise<number> => {
  const { shown, masked, hidden } = seen ?? { shown: [], masked: [], hidden: [] }
  if (masked.length > 0) err.write(`以下字段已脱敏：${masked.join(' ')}\n`)
  if (hidden.length > 0) err.write(`以下字段未显示，原因见 --fields ${hidden.join(',')}\n`)
  if (format === 'jsonl') return printLines(out, rows)
  const columns: Column<Row>[] = shown.map((name) => ({
    title: format === 'csv' ? name : (fields.find((field) => field.name === name)?.title ?? name),
    value: (row) => row[name],
  }))
  return format === 'csv' ? printCsv(out, columns, rows) : printTable(out, columns, rows)
}
