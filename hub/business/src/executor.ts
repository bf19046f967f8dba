/** One way to run a statement on either kind of connection, so that a hot path and a joined transaction share the SQL. */
import type { Db, Trx } from '@haihe/kernel'
import { CompiledQuery } from 'kysely'
import pg from 'pg'

export type Connection = Db | Trx | pg.ClientBase | pg.Pool

/** `name`: the statement is planned once per connection; a name always stands for the same text. */
export interface Statement {
  name: string
  text: string
}

const isKysely = (connection: Connection): connection is Db => 'executeQuery' in connection

export const run = async <T>(connection: Connection, statement: Statement, values: readonly unknown[]): Promise<T[]> =>
  isKysely(connection)
    ? (await connection.executeQuery<T>(CompiledQuery.raw(statement.text, [...values]))).rows
    : ((await connection.query({ ...statement, values: [...values] })).rows as T[])

/** Part of a transaction; parts do not wait for one another's results. */
export type Step = () => Promise<unknown>

/** Connections of the hot path. */
export interface Writer {
  pool: pg.Pool
  /** all steps or none take effect; the error of the first that fails is thrown */
  transact: (steps: (connection: pg.ClientBase) => readonly Step[]) => Promise<void>
  close: () => Promise<void>
}

/**
 * In pipeline mode: the statements of a transaction travel together, so that it costs two round trips however many
 * steps it has. Steps may still await something of their own: the end is sent only when all of them are done.
 */
export const openWriter = (url: string, max: number): Writer => {
  const options: pg.PoolConfig & { pipeline: boolean } = {
    connectionString: url,
    max,
    pipeline: true,
    application_name: 'haihe-cases',
  }
  const pool = new pg.Pool(options)
  // an idle connection that dies must not take the process down; the pool replaces it
  pool.on('error', () => {})
  return {
    pool,
    async transact(steps) {
      const client = await pool.connect()
      try {
        const work = [client.query('BEGIN'), ...steps(client).map((step) => step())]
        const failed = (await Promise.allSettled(work)).find((result) => result.status === 'rejected')
        await client.query(failed ? 'ROLLBACK' : 'COMMIT')
        if (failed) throw failed.reason
      } finally {
        client.release()
      }
    },
    close: () => (pool.ending ? Promise.resolve() : pool.end()),
  }
}

/** The same steps inside a transaction that somebody else opened, one after the other. */
export const inTurn = async (steps: readonly Step[]): Promise<void> => {
  for (const step of steps) await step()
}
