/**
 * Sheets of XLSX workbooks written out as CSV, once, beside the workbook: a run over a sheet then resumes at a byte like
 * any other file. Cells keep what people see of them: leading zeros, dates as dates, identity numbers as text.
 */

import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { open, rename, stat } from 'node:fs/promises'
import { csvCell } from '@haihe/contract'
import ExcelJS from 'exceljs'
import { type Cell, SourceError } from '../source/types.ts'

/** Bytes that a workbook may unfold to, and how many times its own size. */
const MOST_UNFOLDED = 2 * 1024 ** 3
const MOST_RATIO = 300
const MOST_COLUMNS = 1000

/** Uncompressed size by the directory at the end of the ZIP; a bomb is refused before it is opened. */
const assertSound = async (path: string): Promise<void> => {
  const { size } = await stat(path)
  const handle = await open(path)
  try {
    const tail = Buffer.alloc(Math.min(size, 66_000))
    await handle.read(tail, 0, tail.length, size - tail.length)
    const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
    if (end < 0) throw new SourceError('文件不是有效的 XLSX 工作簿')
    const [length, offset] = [tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16)]
    if (length > 16 * 1024 * 1024 || offset + length > size) throw new SourceError('文件不是有效的 XLSX 工作簿')
    const directory = Buffer.alloc(length)
    await handle.read(directory, 0, length, offset)
    let unfolded = 0
    for (let at = 0; at + 46 <= length && directory.readUInt32LE(at) === 0x02014b50; ) {
      unfolded += directory.readUInt32LE(at + 24)
      at += 46 + directory.readUInt16LE(at + 28) + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
    }
    if (unfolded > MOST_UNFOLDED || unfolded > size * MOST_RATIO) throw new SourceError('工作簿展开后过大')
  } finally {
    await handle.close()
  }
}

const two = (value: number): string => String(value).padStart(2, '0')

/** Excel has no zones: its days and hours are as they are written. */
const dateText = (date: Date): string => {
  // serial numbers are floats: half a millisecond is none
  const at = new Date(Math.round(date.getTime() / 1000) * 1000)
  const day = `${at.getUTCFullYear()}-${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())}`
  const time = `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`
  return time === '00:00:00' ? day : `${day} ${time}`
}

const numberText = (value: number, format: string | undefined): string => {
  const zeros = /^0+$/.exec(format ?? '')?.[0].length ?? 0
  if (zeros > 0 && Number.isInteger(value)) return String(value).padStart(zeros, '0')
  // what was typed as 0.1 is stored as 0.1; more digits than fifteen are noise
  return Number.isInteger(value) && Math.abs(value) < 1e21 ? BigInt(value).toString() : String(Number(value.toPrecision(15)))
}

const cellText = (value: ExcelJS.CellValue | undefined, format: string | undefined): Cell => {
  if (value === null || value === undefined) return null
  if (typeof value === 'string') return value
  if (typeof value === 'number') return numberText(value, format)
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  if (value instanceof Date) return dateText(value)
  if ('richText' in value) return value.richText.map(({ text }) => text).join('')
  if ('error' in value) return null
  if ('result' in value) return cellText(value.result as ExcelJS.CellValue, format)
  if ('text' in value) return cellText(value.text as ExcelJS.CellValue, format)
  return null
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

const rowText = (row: ExcelJS.Row, width: number): string => {
  const cells: string[] = []
  for (let column = 1; column <= width; column += 1) {
    const cell = row.findCell(column)
    cells.push(csvCell(cellText(cell?.value, cell?.numFmt) ?? ''))
  }
  return `${cells.join(',')}\n`
}

const reader = (path: string) =>
  new ExcelJS.stream.xlsx.WorkbookReader(path, {
    entries: 'emit',
    sharedStrings: 'cache',
    styles: 'cache',
    hyperlinks: 'ignore',
    worksheets: 'emit',
  })

const writeSheet = async (sheet: AsyncIterable<ExcelJS.Row>, path: string): Promise<void> => {
  const out = createWriteStream(path)
  let width = 0
  let next = 1
  for await (const row of sheet) {
    // the first row says how many columns there are
    if (width === 0) width = Math.min(row.cellCount, MOST_COLUMNS)
    // rows that are not there keep their numbers
    let text = ''
    for (; next < row.number && width > 0 && next > 1; next += 1) text += '\n'
    text += rowText(row, width)
    next = row.number + 1
    if (!out.write(text)) await once(out, 'drain')
  }
  out.end()
  await once(out, 'finish')
}

export interface Sheet {
  /** of the CSV */
  path: string
  sheets: string[]
}

const outOf = (path: string, index: number): string => `${path}.sheet${index}.csv`

/** The named sheet, or the first. Throws SourceError when there is none of that name, or the file is no workbook. */
export const sheetAsCsv = async (path: string, name: string | null): Promise<Sheet> => {
  await assertSound(path)
  const sheets: string[] = []
  let found: string | undefined
  try {
    for await (const worksheet of reader(path)) {
      const sheet = worksheet as unknown as AsyncIterable<ExcelJS.Row> & { name?: string; id: number }
      sheets.push(sheet.name ?? `Sheet${sheets.length + 1}`)
      const wanted = found === undefined && (name === null || sheets.at(-1) === name)
      if (!wanted) {
        for await (const _ of sheet);
        continue
      }
      found = outOf(path, sheets.length)
      if (await exists(found)) for await (const _ of sheet);
      else {
        await writeSheet(sheet, `${found}.part`)
        await rename(`${found}.part`, found)
      }
    }
  } catch (error) {
    if (error instanceof SourceError) throw error
    throw new SourceError(`工作簿无法读取：${(error as Error).message.slice(0, 200)}`)
  }
  if (found === undefined) throw new SourceError(name === null ? '工作簿中没有工作表' : `工作簿中没有名为“${name}”的工作表`)
  return { path: found, sheets }
}
