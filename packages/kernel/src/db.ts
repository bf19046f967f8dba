/** The one store. SQL is written as SQL, through Kysely's tagged template, and lives in store.ts files only. */
import { Kysely, PostgresDialect, type RawBuilder, sql, type Transaction } from 'kysely'
import pg from 'pg'

// Rows carry plain JavaScript values: int8 counts fit a double here, timestamps stay Date, numeric becomes number.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number)

// biome-ignore lint/complexity/noBannedTypes: tables are not described here; every query names its row type
export type Tables = {}
export type Db = Kysely<Tables>
export type Trx = Transaction<Tables>
export { sql }

export interface Database {
  db: Db
  pool: pg.Pool
  url: string
  close: () => Promise<void>
}

/** Opens a pool of at most `max` connections. */
export const openDatabase = (url: string, max = 12): Database => {
  const pool = new pg.Pool({ connectionString: url, max, idleTimeoutMillis: 30_000, application_name: 'haihe' })
  // An idle connection that dies (server restart) must not take the process down; the pool replaces it.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  // Kysely holds nothing besides the pool.
  return { db, pool, url, close: async () => (pool.ending ? undefined : pool.end()) }
}

/** True for a bare client of the pool: what writers use that batch their statements themselves. */
export const isClient = (db: Db | pg.ClientBase): db is pg.ClientBase => 'query' in db

/** All rows of a statement. */
export const rows = async <T>(db: Db, query: RawBuilder<T>): Promise<T[]> => (await query.execute(db)).rows

/** The first row, or undefined: `find*` functions use it. */
export const firstRow = async <T>(db: Db, query: RawBuilder<T>): Promise<T | undefined> => (await query.execute(db)).rows[0]

/** Runs `work` in one transaction; a transaction given in is joined. */
export const inTransaction = <T>(db: Db, work: (trx: Trx) => Promise<T>): Promise<T> =>
  db.isTransaction ? work(db as Trx) : db.transaction().execute(work)
