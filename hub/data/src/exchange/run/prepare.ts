/** Rows of a chunk, checked and written as COPY takes them. */
import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import {
  type CheckWorld,
  compileCheck,
  isRejected,
  type Mapping,
  type Resource,
  type RowCheck,
  type RowProblem,
} from '@haihe/contract'
import { joinKey } from '../../held/columns.ts'
import type { SubjectKey } from '../../platform/ports.ts'
import type { Cell, Chunk } from '../source/types.ts'

interface PreparedReject {
  line: number
  content: Record<string, Cell>
  hash: string
  problems: RowProblem[]
  /** the same content in this chunk */
  seen: number
}

export interface Prepared {
  /** lines of COPY's text format */
  copy: string
  /** keys of the rows, after those that a later row of the chunk replaces */
  keys: string[]
  /** when they are written */
  at: Date
  read: number
  rejects: PreparedReject[]
  rejected: number
  /** records of rejected rows that were tried again */
  settled: number[]
  stillWrong: { id: number; problems: RowProblem[] }[]
  cursor: unknown
  bytes: number
}

const ESCAPES: Record<string, string> = {
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
  '\v': '\\v',
}
const SPECIAL = /[\\\n\r\t\b\f\v]/

export const copyText = (value: Cell | undefined): string =>
  value === null || value === undefined
    ? '\\N'
    : SPECIAL.test(value)
      ? value.replace(/[\\\n\r\t\b\f\v]/g, (char) => ESCAPES[char] as string)
      : value

const storable = (text: Cell): Cell => (text === null ? null : text.toWellFormed().replaceAll('\0', '\ufffd').slice(0, 20_000))

const contentOf = (columns: readonly string[], row: readonly Cell[]): Record<string, Cell> =>
  Object.fromEntries(columns.map((column, at) => [storable(column) as string, storable(row[at] ?? null)]))

const hashOf = (content: Record<string, Cell>): string =>
  createHash('sha256')
    .update(JSON.stringify(Object.entries(content).sort(([a], [b]) => (a < b ? -1 : 1))))
    .digest('hex')

interface PrepareInput {
  resource: Resource
  mapping: Mapping
  world: CheckWorld
  subjectKey: SubjectKey
}

/** Columns of the COPY: system columns, then the fields in their order. */
export const COPY_SYSTEM = ['_key', '_region', '_subject', '_run', '_line', '_at'] as const

/** Rows between two looks at what else happened. */
const SLICE = 256

/** Compiles once per list of columns; the function that it answers does the work of a run's chunks. */
export const createPrepare = (
  { resource, mapping, world, subjectKey }: PrepareInput,
  run: number,
): ((chunk: Chunk, at: Date) => Promise<Prepared>) => {
  let compiled: { columns: readonly string[]; check: RowCheck } | undefined
  const keys = resource.keys.map((name) => resource.fields.findIndex((field) => field.name === name))
  const only = keys.length === 1 ? (keys[0] as number) : -1
  const { subject } = resource

  return async ({ columns, rows, lines, bad, again, cursor, bytes }, at) => {
    if (compiled?.columns !== columns) compiled = { columns, check: compileCheck(resource, mapping, columns, world) }
    const { check } = compiled
    const byKey = new Map<string, string>()
    const rejects = new Map<string, PreparedReject>()
    const settled: number[] = []
    const stillWrong: Prepared['stillWrong'] = []
    let rejected = 0
    const reject = (line: number, content: Record<string, Cell>, problems: RowProblem[]): void => {
      rejected += 1
      const hash = hashOf(content)
      const known = rejects.get(hash)
      if (known) known.seen += 1
      else rejects.set(hash, { line, content, hash, problems, seen: 1 })
    }
    const time = at.toISOString()
    for (let n = 0; n < rows.length; n += 1) {
      // the chunk before is being committed meanwhile: its answers are taken in between
      if (n % SLICE === SLICE - 1) await setImmediate()
      const row = rows[n] as readonly Cell[]
      const retry = again?.[n]
      const outcome = check(row)
      if (isRejected(outcome)) {
        const problems = outcome.map((problem) => ({ ...problem, detail: storable(problem.detail) as string }))
        if (retry) stillWrong.push({ id: retry.id, problems })
        else reject(lines[n] as number, contentOf(columns, row), problems)
        if (retry) rejected += 1
        continue
      }
      if (retry) settled.push(retry.id)
      const key =
        only >= 0 ? joinKey([outcome.values[only] ?? '']) : joinKey(keys.map((position) => outcome.values[position] ?? ''))
      const about = subject && outcome.subject !== null ? subjectKey(subject.kind, outcome.subject) : '\\N'
      let text = `${copyText(key)}\t${outcome.region}\t${about}\t${retry ? retry.run : run}\t${lines[n]}\t${time}`
      for (const value of outcome.values) text += `\t${copyText(value)}`
      // of two rows with one key the later one holds; it also takes the later place
      if (byKey.has(key)) byKey.delete(key)
      byKey.set(key, text)
    }
    for (const { line, content, reason, detail } of bad) {
      const kept = Object.fromEntries(Object.entries(content).map(([name, value]) => [storable(name) as string, storable(value)]))
      reject(line, kept, [{ field: null, reason, detail }])
    }
    const copy = byKey.size === 0 ? '' : `${[...byKey.values()].join('\n')}\n`
    const read = rows.length + bad.length
    return {
      copy,
      keys: [...byKey.keys()],
      at,
      read,
      rejects: [...rejects.values()],
      rejected,
      settled,
      stillWrong,
      cursor,
      bytes,
    }
  }
}
