/** CSV (RFC 4180) as fast as JavaScript splits text; what others write against the rules is read as they meant it. */
import type { Cell } from '../source/types.ts'

interface Block {
  records: Cell[][]
  lines: number[]
  /** number of the line behind the block */
  next: number
}

interface Quoted {
  cells: string[]
  end: number
}

/** One record that holds a quote, from `at` on. */
const readRecord = (text: string, from: number, delimiter: string): Quoted => {
  const cells: string[] = []
  let at = from
  for (;;) {
    let value = ''
    if (text[at] === '"') {
      let close = at + 1
      for (;;) {
        close = text.indexOf('"', close)
        if (close < 0) close = text.length
        else if (text[close + 1] === '"') {
          close += 2
          continue
        }
        break
      }
      value = text.slice(at + 1, close).replaceAll('""', '"')
      at = Math.min(close + 1, text.length)
    }
    const comma = text.indexOf(delimiter, at)
    const newline = text.indexOf('\n', at)
    const lineEnd = newline < 0 ? text.length : newline
    if (comma >= 0 && comma < lineEnd) {
      cells.push(value + text.slice(at, comma))
      at = comma + delimiter.length
      continue
    }
    cells.push(value + text.slice(at, lineEnd > at && text[lineEnd - 1] === '\r' ? lineEnd - 1 : lineEnd))
    return { cells, end: lineEnd }
  }
}

const newlines = (text: string, from: number, to: number): number => {
  let count = 0
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) count += 1
  return count
}

/**
 * Records of a text that ends where a record ends. `byRecord` numbers records instead of lines (rows of a sheet).
 * Empty lines count but are no records.
 */
export const parseBlock = (text: string, delimiter: string, firstLine: number, byRecord: boolean): Block => {
  const records: Cell[][] = []
  const lines: number[] = []
  let line = firstLine
  let quote = text.indexOf('"')
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf('\n', at)
    const lineEnd = newline < 0 ? text.length : newline
    if (quote >= 0 && quote < at) quote = text.indexOf('"', at)
    if (quote < 0 || quote >= lineEnd) {
      const end = lineEnd > at && text[lineEnd - 1] === '\r' ? lineEnd - 1 : lineEnd
      if (end > at) {
        records.push(text.slice(at, end).split(delimiter))
        lines.push(line)
      }
      line += 1
      at = lineEnd + 1
    } else {
      const { cells, end } = readRecord(text, at, delimiter)
      records.push(cells)
      lines.push(line)
      line += byRecord ? 1 : newlines(text, at, end) + 1
      at = end + 1
    }
  }
  return { records, lines, next: line }
}

const [QUOTE, LF, CR] = [0x22, 0x0a, 0x0d]

/** Where the last whole record of the bytes ends; 0 when there is none. `end`: nothing follows. */
export const lastRecordEnd = (bytes: Buffer, delimiter: number): { end: number; open: boolean } => {
  if (bytes.indexOf(QUOTE) < 0) return { end: bytes.lastIndexOf(LF) + 1, open: false }
  let end = 0
  let inQuotes = false
  let atStart = true
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at]
    if (inQuotes) {
      if (byte !== QUOTE) continue
      if (bytes[at + 1] === QUOTE) at += 1
      else inQuotes = false
    } else if (byte === QUOTE && atStart) {
      inQuotes = true
      atStart = false
    } else if (byte === LF) {
      end = at + 1
      atStart = true
    } else atStart = byte === delimiter || (atStart && byte === CR)
  }
  return { end, open: inQuotes }
}
