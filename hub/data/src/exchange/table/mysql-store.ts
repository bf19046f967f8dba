/** A table of a MySQL or MariaDB, read only. Names come from its own catalogue and are quoted. */
import type { MysqlSettings } from '@haihe/contract'
import mysql from 'mysql2/promise'
import { type Cell, SourceError } from '../source/types.ts'
import type { PageQuery, RemoteTable, TableColumn } from './types.ts'

const quoted = (name: string): string => `\`${name.replaceAll('`', '``')}\``

/** Instants in UTC and marked so; days that do not exist are no values. */
const selected = ({ name, sourceType }: TableColumn): string => {
  if (sourceType === 'timestamp') return `DATE_FORMAT(NULLIF(${quoted(name)}, 0), '%Y-%m-%dT%H:%i:%s.%fZ')`
  if (sourceType === 'date' || sourceType === 'datetime') return `CAST(NULLIF(${quoted(name)}, 0) AS CHAR)`
  if (sourceType === 'bit') return `CAST(${quoted(name)} + 0 AS CHAR)`
  if (/blob|binary/.test(sourceType)) return `HEX(${quoted(name)})`
  return `CAST(${quoted(name)} AS CHAR)`
}

/** Values in conditions as the database compares them: instants without their mark. */
const comparable = (value: string, type: string | undefined): string =>
  type === 'timestamp' || type === 'datetime' ? value.replace('T', ' ').replace(/Z$/, '') : value

const connect = async (settings: MysqlSettings, address: string, password: string | undefined): Promise<mysql.Connection> => {
  const { host, port, database, user, tls } = settings
  try {
    const client = await mysql.createConnection({
      host: address,
      port,
      database,
      user,
      password,
      ...(tls === 'off' ? {} : { ssl: { rejectUnauthorized: tls === 'verify', servername: host } as mysql.SslOptions }),
      charset: 'utf8mb4',
      connectTimeout: 15_000,
      // a server must not ask for our files
      flags: ['-LOCAL_FILES'],
      multipleStatements: false,
      typeCast: (field) => field.string('utf8'),
    })
    client.on('error', () => {})
    await client.query('SET SESSION TRANSACTION READ ONLY')
    await client.query(`SET SESSION time_zone = '+00:00', sql_mode = 'STRICT_TRANS_TABLES'`)
    return client
  } catch (error) {
    const code = (error as { code?: string }).code ?? ''
    if (['ER_ACCESS_DENIED_ERROR', 'ER_DBACCESS_DENIED_ERROR', 'ER_BAD_DB_ERROR'].includes(code))
      throw new SourceError(`数据库拒绝连接：${(error as Error).message}`)
    throw error
  }
}

type Types = ReadonlyMap<string, string>

/** (a, b) > (x, y) written out: MySQL does not use an index for the short form. */
const behind = (columns: readonly string[], values: readonly string[], types: Types): { sql: string; values: string[] } => {
  const parts: string[] = []
  const bound: string[] = []
  for (const [at, column] of columns.entries()) {
    const equal = columns.slice(0, at).map((name) => `${quoted(name)} = ?`)
    parts.push(`(${[...equal, `${quoted(column)} > ?`].join(' AND ')})`)
    bound.push(...columns.slice(0, at + 1).map((name, n) => comparable(values[n] as string, types.get(name))))
  }
  return { sql: `(${parts.join(' OR ')})`, values: bound }
}

const pageSql = (
  from: string,
  columns: readonly TableColumn[],
  types: Types,
  query: PageQuery,
): { sql: string; values: unknown[] } => {
  const values: unknown[] = []
  const conditions: string[] = []
  if (query.after) {
    const bound = behind(query.after.columns, query.after.values, types)
    conditions.push(bound.sql)
    values.push(...bound.values)
  }
  for (const [bound, sign] of [
    [query.above, '>'],
    [query.upTo, '<='],
  ] as const)
    if (bound) {
      conditions.push(`${quoted(bound.column)} ${sign} ?`)
      values.push(comparable(bound.value, types.get(bound.column)))
    }
  const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''
  const order = query.order.map(quoted).join(', ')
  values.push(query.limit)
  return { sql: `SELECT ${columns.map(selected).join(', ')} FROM ${from} ${where} ORDER BY ${order} LIMIT ?`, values }
}

/** `address`: the checked address of the host. */
export const openMysql = async (settings: MysqlSettings, address: string, password: string | undefined): Promise<RemoteTable> => {
  const { database, table } = settings
  const client = await connect(settings, address, password)
  const list = async (sql: string, values: unknown[] = []): Promise<Cell[][]> => {
    const [rows] = await client.query<mysql.RowDataPacket[][]>({ sql, values, rowsAsArray: true, timeout: 300_000 })
    return rows as unknown as Cell[][]
  }
  const one = async (sql: string, values: unknown[] = []): Promise<string | null> => (await list(sql, values))[0]?.[0] ?? null
  const from = `${quoted(database)}.${quoted(table)}`
  const found = await list(
    `SELECT COLUMN_NAME, DATA_TYPE, IS_NULLABLE FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? ORDER BY ORDINAL_POSITION`,
    [database, table],
  )
  const columns = found.map(([name, type, nullable]) => ({
    name: name as string,
    sourceType: type as string,
    nullable: nullable === 'YES',
  }))
  const types: Types = new Map(columns.map(({ name, sourceType }) => [name, sourceType]))
  const shown = (name: string): string => {
    const column = columns.find((one) => one.name === name)
    if (!column) throw new SourceError(`源表没有列 ${name}`)
    return selected(column)
  }
  const key = async (): Promise<string[]> =>
    (
      await list(
        `SELECT COLUMN_NAME FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND INDEX_NAME = 'PRIMARY' ORDER BY SEQ_IN_INDEX`,
        [database, table],
      )
    ).map(([name]) => name as string)
  return {
    name: table,
    columns,
    key: settings.key ?? (await key()),
    tables: async () =>
      (
        await list('SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? ORDER BY 1 LIMIT 500', [database])
      ).map(([name]) => name as string),
    async estimate() {
      const text = await one('SELECT TABLE_ROWS FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?', [
        database,
        table,
      ])
      return text === null ? null : Number(text)
    },
    async page(query) {
      const { sql, values } = pageSql(from, columns, types, query)
      return list(sql, values)
    },
    hasEmpty: async (column) => (await one(`SELECT 1 FROM ${from} WHERE ${quoted(column)} IS NULL LIMIT 1`)) !== null,
    greatest: (column) =>
      one(`SELECT ${shown(column)} FROM ${from} WHERE ${quoted(column)} IS NOT NULL ORDER BY ${quoted(column)} DESC LIMIT 1`),
    before: (column, value, rows) =>
      one(`SELECT ${shown(column)} FROM ${from} WHERE ${quoted(column)} <= ? ORDER BY ${quoted(column)} DESC LIMIT 1 OFFSET ?`, [
        comparable(value, types.get(column)),
        rows,
      ]),
    async earlier(column, value, seconds) {
      const type = types.get(column)
      if (type !== 'timestamp' && type !== 'datetime' && type !== 'date')
        throw new SourceError(`列 ${column} 不是时间类型，不能按时间增量`)
      return (await one('SELECT CAST(DATE_SUB(?, INTERVAL ? SECOND) AS CHAR)', [comparable(value, type), seconds])) as string
    },
    close: async () => {
      client.destroy()
    },
  }
}
