/** One way to run a statement on either kind of connection, so that a hot path and a joined transaction share the SQL. */
import type { Db, Trx } from '@haihe/kernel'
import { CompiledQuery } from 'kysely'
import type pg from 'pg'

export type Connection = Db | Trx | pg.ClientBase | pg.Pool

/** `name`: the statement is planned once per connection; a name always stands for the same text. */
export interface Statement {
  name: string
  text: string
  /** the same text in two pieces, for a statement that others may join: `WITH ${ctes} ${select}` */
  ctes?: string
  select?: string
}

const isKysely = (connection: Connection): connection is Db => 'executeQuery' in connection

export const run = async <T>(connection: Connection, statement: Statement, values: readonly unknown[]): Promise<T[]> =>
  isKysely(connection)
    ? (await connection.executeQuery<T>(CompiledQuery.raw(statement.text, [...values]))).rows
    : ((await connection.query({ ...statement, values: [...values] })).rows as T[])

/** Part of a transaction; parts do not wait for one another's results. */
export interface Step {
  (): Promise<unknown>
  /** true: it awaits something between statements of its own, or fails for reasons the database does not know */
  waits?: boolean
}

/** Marks a step that waits. */
export const waiting = (step: () => Promise<unknown>): Step => Object.assign(step, { waits: true })

/** The same steps inside a transaction that somebody else opened, one after the other. */
export const inTurn = async (steps: readonly Step[]): Promise<void> => {
  for (const step of steps) await step()
}
