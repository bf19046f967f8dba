/** A table of another PostgreSQL, read only. Names come from its own catalogue and are quoted. */
import type { PostgresSettings } from '@haihe/contract'
import type pg from 'pg'
import { quoted } from '../../held/columns.ts'
import { connectRemote } from '../../platform/remote-postgres.ts'
import { type Cell, SourceError } from '../source/types.ts'
import type { PageQuery, RemoteTable, TableColumn } from './types.ts'

/** All values as the database writes them. */
const asText = { getTypeParser: () => (text: string | Buffer) => String(text) } as unknown as pg.CustomTypesConfig

/** Instants in UTC and marked so, whatever the session; all others as the database writes them. */
const selected = ({ name, sourceType }: TableColumn): string =>
  sourceType === 'timestamp with time zone'
    ? `to_char(t.${quoted(name)} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
    : `t.${quoted(name)}::text`

const connect = async (settings: PostgresSettings, address: string, password: string | undefined): Promise<pg.Client> => {
  const client = await connectRemote({ ...settings, password }, address, 'haihe-connector').catch((error: unknown) => {
    // a wrong password does not become right by trying again
    const code = (error as { code?: string }).code ?? ''
    if (/^(28|3D)/.test(code)) throw new SourceError(`数据库拒绝连接：${(error as Error).message}`)
    throw error
  })
  await client.query(`SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY; SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD';
    SET IntervalStyle = 'iso_8601'; SET extra_float_digits = 1; SET statement_timeout = '300s'`)
  return client
}

const columnsOf = async (client: pg.Client, schema: string, table: string): Promise<TableColumn[]> => {
  const { rows } = await client.query<{ name: string; type: string; nullable: string }>(
    `SELECT column_name AS name, data_type AS type, is_nullable AS nullable FROM information_schema.columns
      WHERE table_schema = $1 AND table_name = $2 ORDER BY ordinal_position`,
    [schema, table],
  )
  return rows.map(({ name, type, nullable }) => ({ name, sourceType: type, nullable: nullable === 'YES' }))
}

const primaryKey = async (client: pg.Client, schema: string, table: string): Promise<string[]> => {
  const { rows } = await client.query<{ name: string }>(
    `SELECT a.attname::text AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k (attnum, position)
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
      WHERE i.indisprimary AND n.nspname = $1 AND c.relname = $2 ORDER BY k.position`,
    [schema, table],
  )
  return rows.map(({ name }) => name)
}

/** Columns of the table, not of the list of results, whose texts bear the same names. */
const own = (name: string): string => `t.${quoted(name)}`

const pageSql = (from: string, columns: readonly TableColumn[], query: PageQuery): { text: string; values: unknown[] } => {
  const values: unknown[] = []
  const place = (value: unknown): string => `$${values.push(value)}`
  const conditions: string[] = []
  if (query.after) {
    const tuple = query.after.columns.map(own).join(', ')
    conditions.push(`(${tuple}) > (${query.after.values.map(place).join(', ')})`)
  }
  if (query.above) conditions.push(`${own(query.above.column)} > ${place(query.above.value)}`)
  if (query.upTo) conditions.push(`${own(query.upTo.column)} <= ${place(query.upTo.value)}`)
  const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''
  const order = query.order.map(own).join(', ')
  return {
    text: `SELECT ${columns.map(selected).join(', ')} FROM ${from} ${where} ORDER BY ${order} LIMIT ${place(query.limit)}`,
    values,
  }
}

/** `address`: the checked address of the host. */
export const openPostgres = async (
  settings: PostgresSettings,
  address: string,
  password: string | undefined,
): Promise<RemoteTable> => {
  const { schema, table } = settings
  const client = await connect(settings, address, password)
  const relation = `${quoted(schema)}.${quoted(table)}`
  const from = `${relation} t`
  const columns = await columnsOf(client, schema, table)
  const shown = (name: string): string => {
    const column = columns.find((one) => one.name === name)
    if (!column) throw new SourceError(`源表没有列 ${name}`)
    return selected(column)
  }
  const one = async (text: string, values: unknown[] = []): Promise<string | null> =>
    (await client.query<Cell[]>({ text, values, rowMode: 'array', types: asText })).rows[0]?.[0] ?? null
  return {
    name: table,
    columns,
    key: settings.key ?? (await primaryKey(client, schema, table)),
    tables: async () =>
      (
        await client.query<{ name: string }>(
          `SELECT table_name::text AS name FROM information_schema.tables WHERE table_schema = $1 ORDER BY 1 LIMIT 500`,
          [schema],
        )
      ).rows.map(({ name }) => name),
    async estimate() {
      const text = await one('SELECT reltuples::bigint FROM pg_class WHERE oid = to_regclass($1)', [relation])
      return text === null || Number(text) < 0 ? null : Number(text)
    },
    async page(query) {
      const { text, values } = pageSql(from, columns, query)
      return (await client.query<Cell[]>({ text, values, rowMode: 'array', types: asText })).rows
    },
    hasEmpty: async (column) => (await one(`SELECT 1 FROM ${from} WHERE ${own(column)} IS NULL LIMIT 1`)) !== null,
    greatest: (column) =>
      one(`SELECT ${shown(column)} FROM ${from} WHERE ${own(column)} IS NOT NULL ORDER BY ${own(column)} DESC LIMIT 1`),
    before: (column, value, rows) =>
      one(`SELECT ${shown(column)} FROM ${from} WHERE ${own(column)} <= $1 ORDER BY ${own(column)} DESC OFFSET $2 LIMIT 1`, [
        value,
        rows,
      ]),
    async earlier(column, value, seconds) {
      const type = columns.find(({ name }) => name === column)?.sourceType ?? ''
      if (!/^(timestamp|date)/.test(type)) throw new SourceError(`列 ${column} 不是时间类型，不能按时间增量`)
      const cast = type === 'date' ? 'date' : type
      return (await one(`SELECT ($1::${cast} - make_interval(secs => $2))::${cast}::text`, [value, seconds])) as string
    },
    close: () => client.end(),
  }
}
