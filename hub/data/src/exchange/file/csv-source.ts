/** A CSV file as a source: read in blocks that end where a record ends, so that a stopped run goes on at a byte. */
import { type FileHandle, open, stat } from 'node:fs/promises'
import {
  type BadRow,
  type Cell,
  CHUNK_BYTES,
  type Chunk,
  type Outcome,
  type Position,
  type Source,
  SourceError,
} from '../source/types.ts'
import { lastRecordEnd, parseBlock } from './csv-text.ts'
import type { CsvShape } from './detect.ts'

const MOST_RECORD = 4 * CHUNK_BYTES

interface CsvCursor {
  offset: number
  line: number
}

interface Piece {
  bytes: Buffer
  /** a line whose quotes never close */
  broken: boolean
}

const readAt = async (handle: FileHandle, offset: number, length: number): Promise<Buffer> => {
  const buffer = Buffer.allocUnsafe(length)
  let filled = 0
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, offset + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return buffer.subarray(0, filled)
}

/** The next records from an offset on; undefined at the end of the file. */
const nextPiece = async (handle: FileHandle, offset: number, delimiter: number, block: number): Promise<Piece | undefined> => {
  for (let length = block; ; length *= 4) {
    const bytes = await readAt(handle, offset, length)
    if (bytes.length === 0) return undefined
    const last = bytes.length < length
    const { end, open: unclosed } = lastRecordEnd(bytes, delimiter)
    if (last && !unclosed) return { bytes, broken: false }
    if (end > 0) return { bytes: bytes.subarray(0, end), broken: false }
    if (last || length >= MOST_RECORD) {
      const newline = bytes.indexOf(0x0a)
      return { bytes: newline < 0 ? bytes : bytes.subarray(0, newline + 1), broken: true }
    }
  }
}

const contentOf = (header: readonly string[], cells: readonly Cell[]): Record<string, Cell> =>
  Object.fromEntries(cells.slice(0, header.length + 20).map((cell, at) => [header[at] ?? `列${at + 1}`, cell]))

/** Rows that have a cell for each column; the others are told apart. */
const sortOut = (header: readonly string[], records: readonly Cell[][], lines: readonly number[], damaged: boolean) => {
  const [rows, numbers, bad]: [Cell[][], number[], BadRow[]] = [[], [], []]
  for (const [at, cells] of records.entries()) {
    const line = lines[at] as number
    if (cells.length !== header.length) {
      const detail = `${cells.length} ≠ ${header.length}`
      bad.push({ line, content: contentOf(header, cells), reason: 'columns', detail })
    } else if (damaged && cells.some((cell) => cell?.includes('\ufffd')))
      bad.push({ line, content: contentOf(header, cells), reason: 'unreadable', detail: '' })
    else {
      rows.push(cells)
      numbers.push(line)
    }
  }
  return { rows, lines: numbers, bad }
}

interface CsvFile {
  path: string
  shape: CsvShape
  /** rows of a sheet: numbered by record */
  byRecord: boolean
  /** the file is everything that the source has */
  whole: boolean
  /** bytes of a chunk */
  block?: number
}

export const openCsv = ({ path, shape, byRecord, whole, block = CHUNK_BYTES }: CsvFile): Source => {
  const { header, delimiter, charset } = shape
  const strict = new TextDecoder(charset, { fatal: true, ignoreBOM: true })
  const patient = new TextDecoder(charset, { ignoreBOM: true })
  const decode = (bytes: Buffer): { text: string; damaged: boolean } => {
    try {
      return { text: strict.decode(bytes), damaged: false }
    } catch {
      return { text: patient.decode(bytes), damaged: true }
    }
  }

  async function* chunks(from: CsvCursor): AsyncGenerator<Chunk, Outcome> {
    const handle = await open(path).catch(() => {
      throw new SourceError('文件已不存在，请重新上传')
    })
    try {
      let { offset, line } = from
      for (;;) {
        const piece = await nextPiece(handle, offset, delimiter.charCodeAt(0), block)
        if (!piece) return { whole }
        offset += piece.bytes.length
        const { text, damaged } = decode(piece.bytes)
        if (piece.broken) {
          const content = { [header[0] as string]: text.slice(0, 10_000) }
          const bad: BadRow[] = [{ line, content, reason: 'unreadable', detail: '引号没有闭合' }]
          line += 1
          yield { columns: header, rows: [], lines: [], bad, cursor: { offset, line }, bytes: piece.bytes.length }
          continue
        }
        const parsed = parseBlock(text, delimiter, line, byRecord)
        line = parsed.next
        const sorted = sortOut(header, parsed.records, parsed.lines, damaged)
        yield { columns: header, ...sorted, cursor: { offset, line }, bytes: piece.bytes.length }
      }
    } finally {
      await handle.close()
    }
  }

  const start: CsvCursor = { offset: shape.offset, line: shape.line }
  const size = async () => ({ total: (await stat(path)).size, unit: 'bytes' as const })
  return {
    describe: async () => ({ columns: header.map((name) => ({ name, sourceType: null })), choices: [], ...(await size()) }),
    async preview(most) {
      for await (const { rows } of chunks(start)) if (rows.length > 0) return { columns: header, rows: rows.slice(0, most) }
      return { columns: header, rows: [] }
    },
    size,
    read: ({ cursor }: Position) => chunks((cursor as CsvCursor | null) ?? start),
    close: async () => {},
  }
}
