/**
 * A table of another database as a source. The first load goes by ranges of the key, later ones by key or by time of
 * change; every position is a value that the table itself has, so a stopped run goes on where it was.
 */
import type { TableStrategy } from '@haihe/contract'
import { type Cell, CHUNK_ROWS, type Chunk, type Outcome, type Position, type Source, SourceError } from '../source/types.ts'
import type { Bound, PageQuery, RemoteTable } from './types.ts'

interface TableCursor {
  after: readonly string[] | null
  /** fixed at the start of the run: rows that change while it runs come with the next one */
  upTo: string | null
  above: string | null
}

interface Watermark {
  by: 'key' | 'timestamp'
  column: string
  value: string
}

const isWatermark = (value: unknown, by: string, column: string): value is Watermark =>
  typeof value === 'object' && value !== null && (value as Watermark).by === by && (value as Watermark).column === column

interface Plan {
  order: readonly string[]
  /** column of the increment */
  column: string | null
  start: TableCursor
  outcome: Outcome
}

const planOf = async (table: RemoteTable, strategy: TableStrategy, watermark: unknown): Promise<Plan> => {
  const { key } = table
  if (strategy.by === 'full')
    return { order: key, column: null, start: { after: null, upTo: null, above: null }, outcome: { whole: true } }
  const column = strategy.by === 'timestamp' ? strategy.column : (key[0] as string)
  if (strategy.by === 'key' && key.length > 1) throw new SourceError('按键增量需要单列主键')
  if (!table.columns.some(({ name }) => name === column)) throw new SourceError(`源表没有列 ${column}`)
  const upTo = await table.greatest(column)
  const known = isWatermark(watermark, strategy.by, column) ? watermark.value : null
  if (known === null) {
    // the first load takes all rows, those without a time of change too
    const next = upTo === null ? undefined : { by: strategy.by, column, value: upTo }
    return {
      order: key,
      column: null,
      start: { after: null, upTo: null, above: null },
      outcome: { watermark: next, whole: false },
    }
  }
  const above =
    strategy.by === 'timestamp'
      ? await table.earlier(column, known, strategy.overlapSeconds)
      : await table.before(column, known, strategy.overlapRows)
  const order = key.includes(column) ? key : [column, ...key]
  const value = upTo ?? known
  return {
    order,
    column,
    start: { after: null, upTo: value, above },
    outcome: { watermark: { by: strategy.by, column, value }, whole: false },
  }
}

/** Names that are probably meant stand first. */
const likely = (names: readonly string[], meant: string): string[] => {
  const plain = meant.toLowerCase()
  const rank = (name: string): number => {
    const other = name.toLowerCase()
    return other === plain ? 0 : other.startsWith(plain) || plain.startsWith(other) ? 1 : other.includes(plain) ? 2 : 3
  }
  return [...names].sort((a, b) => rank(a) - rank(b))
}

const MOST_NAMED = 10

const assertUsable = async ({ name, columns, key, tables, hasEmpty }: RemoteTable): Promise<void> => {
  if (columns.length === 0) {
    const there = likely(await tables(), name)
    const named = there.slice(0, MOST_NAMED).join('、')
    throw new SourceError(
      there.length === 0
        ? `没有表 ${name}：此库（模式）中没有这个账号能读的表，请核对库名、模式，或请对方授予查询权限`
        : `没有表 ${name}，或账号没有查询权限。能读的有：${named}${there.length > MOST_NAMED ? ` 等 ${there.length} 张` : ''}`,
    )
  }
  if (key.length === 0) throw new SourceError('源表没有主键，请在“更多设置”的“唯一键”中填写唯一且非空的列')
  for (const part of key) {
    const column = columns.find((one) => one.name === part)
    if (!column) throw new SourceError(`源表没有列 ${part}`)
    // a view does not say whether a column may be empty: whether one is, does
    if (column.nullable && (await hasEmpty(part))) throw new SourceError(`列 ${part} 有空值，不能作为唯一键`)
  }
}

export const openTable = (table: RemoteTable, strategy: TableStrategy, chunkRows = CHUNK_ROWS): Source => {
  const names = table.columns.map(({ name }) => name)

  async function* read({ cursor, watermark, line }: Position): AsyncGenerator<Chunk, Outcome> {
    await assertUsable(table)
    const stored = cursor as { position: TableCursor; outcome: Outcome; order: string[]; column: string | null } | null
    const plan = stored
      ? { order: stored.order, column: stored.column, start: stored.position, outcome: stored.outcome }
      : await planOf(table, strategy, watermark)
    const places = plan.order.map((name) => names.indexOf(name))
    let position = plan.start
    let number = line
    for (;;) {
      const after: Bound | null = position.after === null ? null : { columns: plan.order, values: position.after }
      const bound = (value: string | null): PageQuery['above'] =>
        plan.column === null || value === null ? null : { column: plan.column, value }
      const rows = await table.page({
        after,
        order: plan.order,
        above: after ? null : bound(position.above),
        upTo: bound(position.upTo),
        limit: chunkRows,
      })
      const last = rows.at(-1)
      if (!last) return plan.outcome
      position = { ...position, after: places.map((place) => last[place] as string) }
      const first = number
      number += rows.length
      yield {
        columns: names,
        rows,
        lines: rows.map((_, at) => first + at + 1),
        bad: [],
        cursor: { position, outcome: plan.outcome, order: plan.order, column: plan.column },
        bytes: rows.reduce((sum, row) => sum + row.reduce((size, cell: Cell) => size + (cell?.length ?? 0) + 1, 0), 0),
      }
      if (rows.length < chunkRows) return plan.outcome
    }
  }

  const size = async () => {
    const total = await table.estimate()
    return { total, unit: total === null ? null : ('rows' as const) }
  }
  return {
    async describe() {
      const choices = await table.tables()
      const columns = table.columns.map(({ name, sourceType }) => ({ name, sourceType }))
      return { columns, choices, ...(await size()) }
    },
    async preview(most) {
      await assertUsable(table)
      return { columns: names, rows: await table.page({ after: null, order: table.key, above: null, upTo: null, limit: most }) }
    },
    size,
    read,
    close: table.close,
  }
}
