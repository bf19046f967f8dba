/** One way to run SQL text on Kysely or on a bare client, so that stores serve the hot path and everybody else. */
import { type Db, sql } from '@haihe/kernel'
import type pg from 'pg'

export type Run = <T>(text: string, values?: readonly unknown[]) => Promise<T[]>

export const runOn = (db: Db | pg.ClientBase | pg.Pool): Run => {
  if ('query' in db)
    return async <T>(text: string, values: readonly unknown[] = []) => (await db.query(text, [...values])).rows as T[]
  return async <T>(text: string, values: readonly unknown[] = []) => {
    const pieces = text.split(/\$(\d+)/).map((piece, index) => (index % 2 ? sql.val(values[Number(piece) - 1]) : sql.raw(piece)))
    return (await sql<T>`${sql.join(pieces, sql.raw(''))}`.execute(db)).rows
  }
}
