/** A CSV file as a stream into the pipeline: never more than a batch in memory, resumable, every bad line kept. */
import type { Readable, Writable } from 'node:stream'
import { AppError } from '@haihe/contract'
import type { Ctx } from '@haihe/kernel'
import { CsvError, parse } from 'csv-parse'
import type { Via } from '../../ingest/arrival.ts'
import type { Ingest } from '../../ingest/types.ts'
import { addResults, noTotals, submitPatiently } from '../submit-all.ts'
import { type CsvMapping, columnsOf, lineReader } from './mapping.ts'
import * as store from './store.ts'

const BATCH = 1000
const LEASE = 60_000
const MOST_LINE = 256 * 1024

export interface CsvServices {
  ctx: Pick<Ctx, 'db' | 'now' | 'city'>
  ingest: Pick<Ingest, 'submit'>
}

interface CsvUpload {
  source: string
  name: string
  mapping: CsvMapping
  by: string
  body: Readable
  mostBytes: number
}

interface Parsed {
  record: string[]
  info: { lines: number }
}

async function* decoded(body: Readable, charset: CsvMapping['charset'], mostBytes: number): AsyncGenerator<string> {
  const decoder = new TextDecoder(charset, { fatal: true })
  let bytes = 0
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes > mostBytes) throw new AppError('PAYLOAD_TOO_LARGE')
      yield decoder.decode(chunk, { stream: true })
    }
    yield decoder.decode()
  } catch (error) {
    if (error instanceof TypeError) throw new AppError('INVALID_INPUT', { detail: `文件不是有效的 ${charset} 文本` })
    throw error
  }
}

/** Resolves when the parser takes more, or has ended. */
const drained = (parser: Writable): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      parser.off('drain', done).off('close', done)
      resolve()
    }
    parser.on('drain', done).on('close', done)
  })

const headerOf = (record: readonly string[], mapping: CsvMapping): string[] => {
  const header = record.map((column) => column.trim())
  const missing = columnsOf(mapping).filter((column) => !header.includes(column))
  if (missing.length > 0) throw new AppError('INVALID_INPUT', { detail: `文件缺少列：${missing.join('、')}` })
  const twice = header.find((column, index) => column !== '' && header.indexOf(column) !== index)
  if (twice !== undefined) throw new AppError('INVALID_INPUT', { detail: `列名重复：${twice}` })
  return header
}

const asAppError = (error: unknown): unknown =>
  error instanceof CsvError
    ? new AppError('INVALID_INPUT', { detail: `CSV 格式有误（${error.code}），第 ${error.lines ?? '?'} 行附近` })
    : error

const wordsOf = (error: unknown): string =>
  error instanceof AppError ? String(error.details.detail ?? error.code) : error instanceof Error ? error.message : String(error)

/** Reads lines behind `from` and notes the progress after every batch. */
const readLines = async ({ ctx, ingest }: CsvServices, upload: CsvUpload, from: number): Promise<void> => {
  const { source, name, mapping } = upload
  let read: ReturnType<typeof lineReader> | undefined
  let items: unknown[] = []
  let lines: number[] = []
  let empty = 0
  let last = from

  const flush = async (): Promise<void> => {
    const totals = noTotals()
    for (let i = 0; i < items.length; i += BATCH) {
      const own = lines.slice(i, i + BATCH)
      const via: Via = { protocol: 'file', message: `${name} 第 ${own[0]}–${own.at(-1)} 行` }
      addResults(totals, await submitPatiently(ingest, source, items.slice(i, i + BATCH), own, via))
    }
    const at = ctx.now()
    await store.noteProgress(ctx.db, source, name, { ...totals, lines: last, empty }, at, new Date(at.getTime() + LEASE))
    items = []
    lines = []
    empty = 0
  }

  const parser = parse({
    bom: true,
    delimiter: mapping.delimiter,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MOST_LINE,
  })
  const feeding = (async () => {
    try {
      for await (const text of decoded(upload.body, mapping.charset, upload.mostBytes))
        if (!parser.write(text)) await drained(parser)
      parser.end()
    } catch (error) {
      parser.destroy(error as Error)
    }
  })()
  for await (const { record, info } of parser as AsyncIterable<Parsed>) {
    if (!read) {
      read = lineReader(mapping, headerOf(record, mapping), ctx.city.timeZone)
      continue
    }
    if (info.lines <= from) continue
    const line = read(record)
    items.push(...line.items)
    lines.push(...line.items.map(() => info.lines))
    empty += line.empty
    last = info.lines
    if (items.length >= BATCH || empty >= 10 * BATCH) await flush()
  }
  await feeding
  if (!read) throw new AppError('INVALID_INPUT', { detail: '文件是空的' })
  await flush()
}

/**
 * Imports a file, or goes on with one that stopped: the file is sent again from its start, lines that are committed are
 * passed over. An import that is done answers at once. Throws CONFLICT when the name stands for another mapping, or
 * while another upload of it runs.
 */
export const importCsv = async (services: CsvServices, upload: CsvUpload): Promise<store.ImportRow> => {
  const { db, now } = services.ctx
  const { source, name } = upload
  const opened = (await store.openImport(db, source, name, upload.mapping, upload.by, now())) as store.ImportRow & {
    same: boolean
  }
  if (!opened.same) throw new AppError('CONFLICT', { detail: `导入“${name}”的列映射与首次提交的不同，请换一个名称` })
  if (opened.state === 'done') {
    upload.body.resume()
    return opened
  }
  const at = now()
  const leased = await store.leaseImport(db, source, name, at, new Date(at.getTime() + LEASE))
  if (!leased) throw new AppError('CONFLICT', { detail: `导入“${name}”正在进行` })
  try {
    await readLines(services, upload, leased.lines)
  } catch (error) {
    const failure = asAppError(error)
    await store.closeImport(db, source, name, 'failed', wordsOf(failure).slice(0, 500), now())
    throw failure
  }
  return (await store.closeImport(db, source, name, 'done', null, now())) as store.ImportRow
}
