/** read, export */
import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as rest } from 'node:timers/promises'
import type { Api } from '@haihe/client'
import { EXPORT_FORMATS, PURPOSES } from '@haihe/contract'
import {
  type Asked,
  type Command,
  LIMIT,
  LIMIT_HELP,
  limitOf,
  listed,
  many,
  type Options,
  OutcomeError,
  oneOf,
  text,
  UsageError,
  type Values,
} from './command.ts'
import { findEntry } from './find.ts'
import { printFacts, write } from './output.ts'
import { everyItem } from './pages.ts'
import { type Field, FORMATS, printRows, type Seen, seenOf } from './rows.ts'

type Body = Api['POST /api/resources/{id}/query']['body']
type Condition = NonNullable<Body['where']>[number]

const typed = (value: string, { name, type }: Field): string | number | boolean => {
  if (type === 'integer' || type === 'number') {
    const number = Number(value)
    if (value.trim() === '' || !Number.isFinite(number)) throw new UsageError(`${name} 是数值，「${value}」不是`)
    return number
  }
  if (type !== 'boolean') return value
  if (value !== 'true' && value !== 'false') throw new UsageError(`${name} 须为 true 或 false`)
  return value === 'true'
}

/** `loan_days>=30`, `kind=novel`, `branch in 1,2` */
export const conditionOf = (text: string, fields: readonly Field[]): Condition => {
  const [, name = '', op = '', value = ''] = /^\s*([a-z][a-z0-9_]*)\s*(<=|>=|=|<|>|\sin\s)\s*(.*)$/su.exec(text) ?? []
  if (!name) throw new UsageError(`条件「${text}」写法有误，例如 --where "amount>=100" 或 --where "kind in a,b"`)
  const field = fields.find((each) => each.name === name)
  if (!field) throw new UsageError(`没有字段 ${name}，可用：${fields.map((each) => each.name).join(' ')}`)
  if (op.trim() === 'in')
    return { field: name, op: 'in', value: value.split(',').map((each) => typed(each.trim(), field) as string | number) }
  return { field: name, op: op.trim() as '=', value: typed(value, field) }
}

export const ASK: Options = {
  fields: { type: 'string' },
  purpose: { type: 'string' },
  basis: { type: 'string' },
  grant: { type: 'string' },
  where: { type: 'string', multiple: true },
}
export const ASK_HELP = {
  fields: 'a,b  字段，默认全部可见字段',
  purpose: `用途：${PURPOSES.join(' ')}`,
  basis: 'TEXT  依据；读取受保护的字段时与用途一起必填',
  grant: 'ID  用哪个授权，默认最宽的一个',
  where: '"field>=value"  条件，可写多次；运算符 = < <= > >= in',
}

export const askedOf = (
  values: Values,
  fields: readonly Field[],
): Pick<Body, 'purpose' | 'basis' | 'grant' | 'fields' | 'where'> => {
  const purpose = oneOf('purpose', text(values, 'purpose'), PURPOSES)
  const basis = text(values, 'basis')
  if ((purpose === undefined) !== (basis === undefined)) throw new UsageError('--purpose 和 --basis 须同时给出')
  const names = listed(text(values, 'fields'))
  const strange = names?.filter((name) => !fields.some((field) => field.name === name)) ?? []
  if (strange.length > 0) throw new UsageError(`没有字段 ${strange.join(' ')}，可用：${fields.map(({ name }) => name).join(' ')}`)
  const grant = text(values, 'grant')
  return {
    ...(purpose && basis ? { purpose, basis } : {}),
    ...(grant ? { grant } : {}),
    ...(names ? { fields: names } : {}),
    where: many(values, 'where').map((each) => conditionOf(each, fields)),
  }
}

const read: Command = {
  takes: 'RESOURCE',
  about: '读数据，逐页取到底，边取边输出',
  options: { ...ASK, ...LIMIT, format: { type: 'string' } },
  help: { ...ASK_HELP, ...LIMIT_HELP, format: 'table | csv | jsonl，默认 table' },
  run: async ({ client, io, args, values, json }) => {
    const { resource } = await findEntry(client, args[0] ?? '')
    const format = json ? 'jsonl' : (oneOf('format', text(values, 'format'), FORMATS) ?? 'table')
    const body = askedOf(values, resource.fields)
    let seen: Seen | undefined
    const page = async (cursor: string | undefined, limit: number) => {
      const answer = await client.call('POST /api/resources/{id}/query', {
        params: { id: resource.id },
        body: { ...body, limit, ...(cursor ? { cursor } : {}) },
        signal: io.signal,
      })
      seen ??= seenOf(resource.fields, answer.decision, body.fields)
      return { items: answer.rows, next: answer.next }
    }
    const rows = everyItem(page, { most: limitOf(values), page: 1000 })
    // the first page tells which columns there are; nothing is lost by looking at it early
    const first = await rows.next()
    const all = async function* () {
      if (first.done) return
      yield first.value
      yield* rows
    }
    const count = await printRows(io, { format, fields: resource.fields, seen, rows: all() })
    if (format === 'table') io.err.write(`${count} 行\n`)
  },
}

type ExportView = Api['GET /api/exports/{id}']['answer']

const untilReady = async ({ client, io }: Pick<Asked, 'client' | 'io'>, made: ExportView): Promise<ExportView> => {
  let one = made
  for (let wait = 200; one.state === 'queued' || one.state === 'running'; wait = Math.min(5000, wait * 1.5)) {
    await rest(wait, undefined, { signal: io.signal })
    one = await client.call('GET /api/exports/{id}', { params: { id: made.id }, signal: io.signal })
  }
  if (one.state !== 'ready') throw new OutcomeError(`文件没有做成：${one.error ?? one.state}`)
  return one
}

/** Under a name of its own first: a file that is there is whole, and its hash is the hub's. */
const fetchFile = async ({ client, io }: Pick<Asked, 'client' | 'io'>, one: ExportView, to: string): Promise<void> => {
  const { body } = await client.open('GET /api/exports/{id}/file', { params: { id: one.id }, signal: io.signal })
  if (!body) throw new OutcomeError('中枢没有返回文件')
  const hash = createHash('sha256')
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      done(null, chunk)
    },
  })
  const source = Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0])
  if (to === '-') {
    await pipeline(source, counted, io.out, { end: false })
    return
  }
  const part = join(dirname(to), `.${basename(to)}.${one.id}.part`)
  try {
    await pipeline(source, counted, createWriteStream(part, { mode: 0o600 }))
    if (one.sha256 !== null && hash.digest('hex') !== one.sha256) throw new OutcomeError('文件与中枢的校验值不符，请重试')
    await rename(part, to)
  } finally {
    await rm(part, { force: true })
  }
}

const exportFile: Command = {
  takes: 'RESOURCE',
  about: '导出带水印的文件，核对校验值',
  options: { ...ASK, format: { type: 'string' }, out: { type: 'string', short: 'o' } },
  help: { ...ASK_HELP, format: `${EXPORT_FORMATS.join(' | ')}，默认 csv`, out: 'FILE  写到哪里；- 为标准输出；默认 资源名.格式' },
  run: async ({ client, io, args, values, json }) => {
    const { resource } = await findEntry(client, args[0] ?? '')
    const format = oneOf('format', text(values, 'format'), EXPORT_FORMATS) ?? 'csv'
    const to = text(values, 'out') ?? `${resource.title.replace(/[\\/:*?"<>|\s]+/g, '-')}.${format}`
    if (json && to === '-') throw new UsageError('--json 与 --out - 不能同时使用')
    const made = await client.call('POST /api/resources/{id}/exports', {
      params: { id: resource.id },
      body: { ...askedOf(values, resource.fields), format },
    })
    const one = await untilReady({ client, io }, made)
    await fetchFile({ client, io }, one, to)
    if (to === '-') return
    if (json) return void (await write(io.out, `${JSON.stringify({ ...one, file: to })}\n`))
    await printFacts(io.out, [
      ['文件', to],
      ['行数', one.rows],
      ['字节', one.bytes],
      ['SHA-256', one.sha256],
    ])
  },
}

export const readCommands = { read, export: exportFile }
