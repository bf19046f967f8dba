/** The three kinds of files: visible lines that say who, when and what for, above and below the rows. */
import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ExportFormat, ResourceField } from '@haihe/contract'
import exceljs from 'exceljs'

export interface FilePlan {
  path: string
  fields: readonly Pick<ResourceField, 'name' | 'title' | 'type'>[]
  /** one line, for people */
  notice: string
  chunks: AsyncIterable<readonly Record<string, unknown>[]>
}

/** A value as files write it. */
export const cellText = (value: unknown): string => {
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** What spreadsheets would take for a formula is made a text (CWE-1236). */
const harmless = (value: unknown): string => {
  const text = cellText(value)
  return typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
}
const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
const csvLine = (cells: readonly string[]): string => `${cells.map(quoted).join(',')}\r\n`

/** A cell of a CSV export as it was before it was made harmless. */
export const plainCell = (text: string): string => (/^'[=+\-@\t\r]/.test(text) ? text.slice(1) : text)

async function* csv({ fields, notice, chunks }: FilePlan): AsyncGenerator<string> {
  yield `\uFEFF${csvLine([notice])}${csvLine(fields.map(({ title }) => title))}`
  for await (const chunk of chunks) yield chunk.map((row) => csvLine(fields.map(({ name }) => harmless(row[name])))).join('')
  yield csvLine([notice])
}

async function* jsonl({ fields, notice, chunks }: FilePlan): AsyncGenerator<string> {
  yield `${JSON.stringify({ '@notice': notice, '@fields': fields.map(({ name, title }) => ({ name, title })) })}\n`
  for await (const chunk of chunks)
    yield chunk
      .map((row) => `${JSON.stringify(Object.fromEntries(fields.map(({ name }) => [name, row[name] ?? null])))}\n`)
      .join('')
  yield `${JSON.stringify({ '@notice': notice })}\n`
}

const xlsx = async ({ path, fields, notice, chunks }: FilePlan): Promise<void> => {
  const book = new exceljs.stream.xlsx.WorkbookWriter({ filename: path, useSharedStrings: false, useStyles: true })
  const sheet = book.addWorksheet('数据', { headerFooter: { oddHeader: `&C${notice}`, oddFooter: `&C${notice}` } })
  const write = (cells: unknown[]) => sheet.addRow(cells).commit()
  write([notice])
  write(fields.map(({ title }) => title))
  for await (const chunk of chunks)
    for (const row of chunk)
      write(
        fields.map(({ name }) => {
          const value = row[name] ?? null
          return typeof value === 'object' && value !== null ? JSON.stringify(value) : value
        }),
      )
  write([notice])
  sheet.commit()
  await book.commit()
}

const text = (lines: AsyncGenerator<string>, path: string): Promise<void> =>
  pipeline(Readable.from(lines), createWriteStream(path, { mode: 0o600 }))

export const WRITERS: Record<ExportFormat, (plan: FilePlan) => Promise<void>> = {
  csv: (plan) => text(csv(plan), plan.path),
  jsonl: (plan) => text(jsonl(plan), plan.path),
  xlsx,
}

export const MEDIA: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/jsonl; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}
