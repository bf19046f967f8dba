/** The three kinds of files: visible lines that say who, when and what for, above and below the rows. */
import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { BYTE_ORDER_MARK, csvLine, type ExportFormat, harmlessText, type ResourceField } from '@haihe/contract'
import exceljs from 'exceljs'

interface FilePlan {
  path: string
  fields: readonly Pick<ResourceField, 'name' | 'title' | 'type'>[]
  /** one line, for people */
  notice: string
  chunks: AsyncIterable<readonly Record<string, unknown>[]>
}

async function* csv({ fields, notice, chunks }: FilePlan): AsyncGenerator<string> {
  yield `${BYTE_ORDER_MARK}${csvLine([notice])}${csvLine(fields.map(({ title }) => title))}`
  for await (const chunk of chunks) yield chunk.map((row) => csvLine(fields.map(({ name }) => harmlessText(row[name])))).join('')
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
