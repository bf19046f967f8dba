/** Packages as files: CSV that spreadsheets open in Chinese, and XLSX, both written as they go. */
import { PassThrough, Readable } from 'node:stream'
import { BYTE_ORDER_MARK, csvLine, harmlessText, type ResourceField } from '@haihe/contract'
import ExcelJS from 'exceljs'

type Field = Pick<ResourceField, 'name' | 'title'>
type Chunks = AsyncIterable<Record<string, unknown>[]>

/** First line the titles; a byte-order mark so that Chinese is read as such. */
export const csvStream = (fields: readonly Field[], chunks: Chunks): Readable =>
  Readable.from(
    (async function* () {
      yield `${BYTE_ORDER_MARK}${csvLine(fields.map(({ title }) => harmlessText(title)))}`
      for await (const rows of chunks)
        yield rows.map((row) => csvLine(fields.map(({ name }) => harmlessText(row[name])))).join('')
    })(),
  )

/** Two sheets: the rows, and what this is (`notes`: label and text). */
export const xlsxStream = (fields: readonly Field[], chunks: Chunks, notes: readonly (readonly [string, string])[]): Readable => {
  const out = new PassThrough()
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ stream: out, useStyles: true })
  const write = async (): Promise<void> => {
    const sheet = book.addWorksheet('数据')
    sheet.columns = fields.map(({ name, title }) => ({ key: name, header: title, width: Math.min(40, title.length * 2 + 8) }))
    for await (const rows of chunks)
      for (const row of rows) sheet.addRow(Object.fromEntries(fields.map(({ name }) => [name, harmlessText(row[name])]))).commit()
    sheet.commit()
    const about = book.addWorksheet('说明')
    for (const [label, text] of notes) about.addRow([label, harmlessText(text)]).commit()
    about.commit()
    await book.commit()
  }
  write().catch((error: unknown) => out.destroy(error instanceof Error ? error : new Error(String(error))))
  return out
}
