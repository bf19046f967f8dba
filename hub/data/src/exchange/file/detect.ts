/** What a file is: its charset, its delimiter, its header. */
import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { type Cell, SourceError } from '../source/types.ts'
import { parseBlock } from './csv-text.ts'

export type Charset = 'utf-8' | 'gb18030'
export type Delimiter = ',' | ';' | '\t' | '|'

export interface CsvShape {
  charset: Charset
  delimiter: Delimiter
  header: string[]
  /** bytes and lines before the first row */
  offset: number
  line: number
}

const SAMPLE = 256 * 1024
const MOST_HEADER = 64 * 1024
const DELIMITERS: readonly Delimiter[] = [',', '\t', ';', '|']

/** Reads the whole file: a name far down may be the first character that is not ASCII. */
const detectCharset = async (path: string): Promise<Charset> => {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 }))
      decoder.decode(chunk as Buffer, { stream: true })
    decoder.decode()
    return 'utf-8'
  } catch (error) {
    if (error instanceof TypeError) return 'gb18030'
    throw error
  }
}

/** Names of the columns: blanks off, nameless ones numbered, none twice. */
const headerNames = (cells: readonly Cell[]): string[] => {
  const used = new Set<string>()
  return cells.map((cell, index) => {
    const plain =
      (cell ?? '')
        .replace(/^\ufeff/, '')
        .replaceAll(/\s+/g, ' ')
        .trim()
        .slice(0, 280) || `列${index + 1}`
    let name = plain
    for (let n = 2; used.has(name); n += 1) name = `${plain} (${n})`
    used.add(name)
    return name
  })
}

const firstRecord = (bytes: Buffer): Buffer => {
  // a header with a line break inside quotes is read to where the quotes are even
  for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) {
    const head = bytes.subarray(0, at + 1)
    let quotes = 0
    for (const byte of head) if (byte === 0x22) quotes += 1
    if (quotes % 2 === 0) return head
  }
  return bytes
}

const delimiterOf = (header: string): Delimiter => {
  const plain = header.replaceAll(/"[^"]*"/g, '')
  return DELIMITERS.reduce((best, next) => (plain.split(next).length > plain.split(best).length ? next : best))
}

const readHead = async (handle: FileHandle, bytes: number): Promise<Buffer> => {
  const buffer = Buffer.alloc(bytes)
  const { bytesRead } = await handle.read(buffer, 0, bytes, 0)
  return buffer.subarray(0, bytesRead)
}

/** Throws SourceError for a file that is empty or in a charset that is not read. */
export const detectCsv = async (
  path: string,
  given: { charset: Charset | null; delimiter: Delimiter | null },
): Promise<CsvShape> => {
  const handle = await open(path).catch(() => {
    throw new SourceError('文件已不存在，请重新上传')
  })
  try {
    const charset = given.charset ?? (await detectCharset(path))
    const head = await readHead(handle, SAMPLE)
    if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff))
      throw new SourceError('文件为 UTF-16 编码，请另存为 UTF-8 或 GB18030')
    if (head.subarray(0, 4096).includes(0)) throw new SourceError('文件不是文本文件')
    const first = firstRecord(head.subarray(0, MOST_HEADER))
    const text = new TextDecoder(charset).decode(first)
    if (text.trim() === '') throw new SourceError('文件是空的，或第一行不是表头')
    const delimiter = given.delimiter ?? delimiterOf(text)
    const { records, next } = parseBlock(text, delimiter, 1, false)
    return { charset, delimiter, header: headerNames(records[0] ?? []), offset: first.length, line: next }
  } finally {
    await handle.close()
  }
}
