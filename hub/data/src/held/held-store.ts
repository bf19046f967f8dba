/** The tables that hold rows. Every name comes from a published schema and is quoted. */
import { firstRow, LOCKS, rows, sql, type Trx } from '@haihe/kernel'
import { heldTable, quoted, SYSTEM_COLUMNS, tableName } from './columns.ts'

interface Column {
  name: string
  type: string
}

/** One change of a table at a time, across processes. */
export const lockTable = async (trx: Trx, no: number): Promise<void> => {
  await sql`SELECT pg_advisory_xact_lock(${LOCKS.heldTable}::int, ${no}::int)`.execute(trx)
}

/** Columns as they are, system columns too; empty when there is no table. */
export const tableColumns = (trx: Trx, no: number): Promise<Column[]> =>
  rows(
    trx,
    sql<Column>`SELECT column_name AS name, data_type AS type FROM information_schema.columns
      WHERE table_schema = 'held' AND table_name = ${tableName({ no })} ORDER BY ordinal_position`,
  )

export const createTable = async (trx: Trx, no: number, columns: readonly Column[], comment: string): Promise<void> => {
  const name = tableName({ no })
  const own = Object.entries(SYSTEM_COLUMNS).map(
    ([column, type]) => `${column} ${type}${column === '_key' ? ' PRIMARY KEY' : ''}`,
  )
  const all = [...own, ...columns.map((column) => `${quoted(column.name)} ${column.type}`)].join(', ')
  const table = heldTable({ no })
  await sql.raw(`CREATE TABLE ${table} (${all})`).execute(trx)
  await sql.raw(`CREATE INDEX ${quoted(`${name}_region`)} ON ${table} (_region text_pattern_ops)`).execute(trx)
  await sql.raw(`CREATE INDEX ${quoted(`${name}_subject`)} ON ${table} (_subject) WHERE _subject IS NOT NULL`).execute(trx)
  // rows written since a check, without the cost of a tree on every write
  await sql.raw(`CREATE INDEX ${quoted(`${name}_at`)} ON ${table} USING brin (_at)`).execute(trx)
  await sql.raw(`COMMENT ON TABLE ${table} IS '${comment.replaceAll("'", "''").replaceAll('\\', '')}'`).execute(trx)
}

export const addColumn = async (trx: Trx, no: number, column: Column): Promise<void> => {
  await sql.raw(`ALTER TABLE ${heldTable({ no })} ADD COLUMN ${quoted(column.name)} ${column.type}`).execute(trx)
}

export const dropColumn = async (trx: Trx, no: number, column: string): Promise<void> => {
  await sql.raw(`ALTER TABLE ${heldTable({ no })} DROP COLUMN ${quoted(column)}`).execute(trx)
}

/** Rewrites the values in the new type; throws what the database says of a value that does not fit. */
export const retypeColumn = async (trx: Trx, no: number, column: Column): Promise<void> => {
  const name = quoted(column.name)
  await sql
    .raw(`ALTER TABLE ${heldTable({ no })} ALTER COLUMN ${name} TYPE ${column.type} USING ${name}::text::${column.type}`)
    .execute(trx)
}

export const hasValues = async (trx: Trx, no: number, column: string): Promise<boolean> =>
  (await firstRow(
    trx,
    sql<{ n: number }>`SELECT 1 AS n FROM ${sql.raw(heldTable({ no }))} WHERE ${sql.ref(column)} IS NOT NULL LIMIT 1`,
  )) !== undefined

/** `keys`: the list of key fields as it was, remembered in the comment of the column _key. */
export const keysOf = async (trx: Trx, no: number): Promise<string | undefined> =>
  (
    await firstRow(
      trx,
      sql<{ keys: string | null }>`SELECT col_description(a.attrelid, a.attnum) AS keys FROM pg_attribute a
        WHERE a.attrelid = to_regclass(${heldTable({ no })}) AND a.attname = '_key'`,
    )
  )?.keys ?? undefined

export const noteKeys = async (trx: Trx, no: number, keys: string): Promise<void> => {
  await sql.raw(`COMMENT ON COLUMN ${heldTable({ no })}._key IS '${keys.replaceAll("'", "''")}'`).execute(trx)
}

/** Writes the keys of all rows anew; throws on two rows with the same key. */
export const rekey = async (trx: Trx, no: number, key: string): Promise<void> => {
  const table = heldTable({ no })
  await sql.raw(`ALTER TABLE ${table} DROP CONSTRAINT ${quoted(`${tableName({ no })}_pkey`)}`).execute(trx)
  await sql.raw(`UPDATE ${table} SET _key = ${key}`).execute(trx)
  await sql.raw(`ALTER TABLE ${table} ADD PRIMARY KEY (_key)`).execute(trx)
}
