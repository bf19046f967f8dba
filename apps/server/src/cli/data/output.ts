/** How answers are printed: tables for people, JSON lines for programs, CSV. Everything is written as it comes. */
import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'

export interface Column<T> {
  title: string
  value: (row: T) => unknown
  end?: boolean
}

/** Rows that are looked at before the widths of a table are settled. */
const LOOKED_AT = 100
const WIDEST = 48

/** Waits when the reader is slower than the hub, so that a million rows do not pile up in memory. */
export const write = async (out: Writable, chunk: string): Promise<void> => {
  if (!out.write(chunk)) await once(out, 'drain')
}

/** Control characters would move the cursor of the terminal that shows somebody's data. */
const plain = (value: unknown): string => {
  if (value === null || value === undefined) return '—'
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to take out
  return stripVTControlCharacters(text).replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ')
}

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/u
/** Cells of a terminal: a Chinese character takes two. */
export const widthOf = (text: string): number => {
  let width = 0
  for (const sign of text) width += WIDE.test(sign) ? 2 : 1
  return width
}

export const cut = (text: string, most: number): string => {
  if (widthOf(text) <= most) return text
  let kept = ''
  let width = 0
  for (const sign of text) {
    width += widthOf(sign)
    if (width > most - 1) break
    kept += sign
  }
  return `${kept}…`
}

const padded = (text: string, width: number, end: boolean | undefined): string => {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)))
  return end ? space + text : text + space
}

type Rows<T> = AsyncIterable<T> | Iterable<T>

/** Widths follow the first rows; a later, longer value is cut. Answers how many rows there were. */
export const printTable = async <T>(out: Writable, columns: readonly Column<T>[], rows: Rows<T>): Promise<number> => {
  const head = columns.map(({ title }) => title)
  let kept: string[][] | null = []
  let widths: number[] = []
  const line = (cells: readonly string[]) =>
    `${columns
      .map((column, at) => padded(cut(cells[at] ?? '', widths[at] ?? 0), widths[at] ?? 0, column.end))
      .join('  ')
      .trimEnd()}\n`
  const settle = async () => {
    if (kept === null) return
    widths = columns.map((_, at) =>
      Math.min(WIDEST, Math.max(...[head, ...(kept ?? [])].map((cells) => widthOf(cells[at] ?? '')))),
    )
    await write(out, [head, ...kept].map(line).join(''))
    kept = null
  }
  let count = 0
  for await (const row of rows) {
    const cells = columns.map(({ value }) => plain(value(row)))
    count += 1
    if (kept) {
      kept.push(cells)
      if (kept.length >= LOOKED_AT) await settle()
    } else await write(out, line(cells))
  }
  if (count > 0) await settle()
  return count
}

export const printLines = async <T>(out: Writable, rows: Rows<T>): Promise<number> => {
  let count = 0
  for await (const row of rows) {
    await write(out, `${JSON.stringify(row)}\n`)
    count += 1
  }
  return count
}

const csvCell = (value: unknown): string => {
  if (value === null || value === undefined) return ''
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** RFC 4180. Values as they are: for a spreadsheet take an export, which keeps formulas from running. */
export const printCsv = async <T>(out: Writable, columns: readonly Column<T>[], rows: Rows<T>): Promise<number> => {
  const line = (cells: readonly unknown[]) => `${cells.map(csvCell).join(',')}\r\n`
  await write(out, line(columns.map(({ title }) => title)))
  let count = 0
  for await (const row of rows) {
    await write(out, line(columns.map(({ value }) => value(row))))
    count += 1
  }
  return count
}

/** Names and values, one a line. */
export const printFacts = (out: Writable, facts: readonly (readonly [string, unknown])[]): Promise<void> => {
  const width = Math.max(...facts.map(([name]) => widthOf(name)))
  return write(out, facts.map(([name, value]) => `${padded(name, width, false)}  ${plain(value)}\n`).join(''))
}

/** 2026-11-20 14:05 in the time of the city. */
export const moment = (at: string | null | undefined): string =>
  at
    ? new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'short' }).format(new Date(at))
    : '—'
