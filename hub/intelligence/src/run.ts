/** One way to run SQL text on Kysely or on a bare client, so that stores serve the hot path and everybody else. */
import { type Db, sql } from '@haihe/kernel'
import type pg from 'pg'

export type Run = <T>(text: string, values?: readonly unknown[]) => Promise<T[]>

const names = new Map<string, string>()

/** A name for a statement, so that a connection plans it once: planning costs more than many of them do. */
const nameOf = (text: string): string => {
  let name = names.get(text)
  if (!name) {
    name = `intelligence-${names.size}`
    names.set(text, name)
  }
  return name
}

export const runOn = (db: Db | pg.ClientBase | pg.Pool): Run => {
  if ('query' in db)
    return async <T>(text: string, values: readonly unknown[] = []) =>
      (await db.query({ text, values: [...values], ...(values.length > 0 ? { name: nameOf(text) } : {}) })).rows as T[]
  return async <T>(text: string, values: readonly unknown[] = []) => {
    const pieces = text.split(/\$(\d+)/).map((piece, index) => (index % 2 ? sql.val(values[Number(piece) - 1]) : sql.raw(piece)))
    return (await sql<T>`${sql.join(pieces, sql.raw(''))}`.execute(db)).rows
  }
}
