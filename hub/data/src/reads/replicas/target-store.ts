/** The grantee's table. Names are quoted; the hub touches a table alone that it made itself and marked. */
import type pg from 'pg'
import { z } from 'zod'
import { quoted } from '../../held/columns.ts'
import { connectRemote } from '../../platform/remote-postgres.ts'

export const Target = z.strictObject({
  host: z.string().min(1).max(255),
  port: z.number().int().min(1).max(65535).default(5432),
  database: z.string().min(1).max(63),
  user: z.string().min(1).max(63),
  password: z.string().max(500),
  tls: z.enum(['off', 'require', 'verify']).default('verify'),
})
export type Target = z.infer<typeof Target>

export const connectTarget = (target: Target, address: string): Promise<pg.Client> =>
  connectRemote(target, address, 'haihe-replica')

export interface TargetTable {
  schema: string
  table: string
  /** marks the table as this replica's */
  mark: string
  columns: readonly { name: string; type: string }[]
}

export const ID = 'haihe_id'
const nameOf = ({ schema, table }: Pick<TargetTable, 'schema' | 'table'>): string => `${quoted(schema)}.${quoted(table)}`

/** The mark of a table that is there; undefined when there is none, null when it has no mark. */
const markIn = async (client: pg.Client, { schema, table }: TargetTable): Promise<string | null | undefined> => {
  const { rows } = await client.query<{ mark: string | null }>(
    `SELECT obj_description(c.oid) AS mark FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = $1 AND c.relname = $2`,
    [schema, table],
  )
  return rows[0] ? rows[0].mark : undefined
}

/** True when the table is this replica's; false when there is none. Throws when somebody else's stands there. */
export const isOwn = async (client: pg.Client, table: TargetTable): Promise<boolean> => {
  const mark = await markIn(client, table)
  if (mark === undefined) return false
  if (mark !== table.mark) throw new Error(`table ${table.schema}.${table.table} is there already and was not made by this copy`)
  return true
}

/** An empty table of this shape in place of the one before. */
export const makeAnew = async (client: pg.Client, table: TargetTable): Promise<void> => {
  const exists = await isOwn(client, table)
  const columns = table.columns.map(({ name, type }) => `${quoted(name)} ${type}`)
  await client.query('BEGIN')
  try {
    if (exists) await client.query(`DROP TABLE ${nameOf(table)}`)
    await client.query(`CREATE TABLE ${nameOf(table)} (${[`${ID} text PRIMARY KEY`, ...columns].join(', ')})`)
    await client.query(`COMMENT ON TABLE ${nameOf(table)} IS '${table.mark.replaceAll("'", "''")}'`)
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {})
    throw error
  }
}

/** Writes rows by their id; one that is there is replaced. */
export const upsert = async (client: pg.Client, table: TargetTable, batch: readonly Record<string, unknown>[]): Promise<void> => {
  const names = table.columns.map(({ name }) => quoted(name))
  const all = [ID, ...names].join(', ')
  const typed = [`${ID} text`, ...table.columns.map(({ name, type }) => `${quoted(name)} ${type}`)].join(', ')
  const set = names.map((name) => `${name} = excluded.${name}`).join(', ')
  await client.query(
    `INSERT INTO ${nameOf(table)} (${all}) SELECT ${all} FROM jsonb_to_recordset($1::jsonb) AS given (${typed})
     ON CONFLICT (${ID}) DO UPDATE SET ${set}`,
    [JSON.stringify(batch)],
  )
}

export const countTarget = async (client: pg.Client, table: TargetTable): Promise<number> =>
  Number((await client.query<{ n: string }>(`SELECT count(*) AS n FROM ${nameOf(table)}`)).rows[0]?.n ?? 0)

/** Deletes what is not among the ids; how many. */
export const keepOnly = async (client: pg.Client, table: TargetTable, ids: AsyncIterable<readonly string[]>): Promise<number> => {
  await client.query('BEGIN')
  try {
    await client.query(`CREATE TEMPORARY TABLE haihe_keep (${ID} text PRIMARY KEY) ON COMMIT DROP`)
    for await (const some of ids)
      await client.query(`INSERT INTO haihe_keep SELECT unnest($1::text[]) ON CONFLICT DO NOTHING`, [some])
    const { rowCount } = await client.query(
      `DELETE FROM ${nameOf(table)} t WHERE NOT EXISTS (SELECT 1 FROM haihe_keep k WHERE k.${ID} = t.${ID})`,
    )
    await client.query('COMMIT')
    return rowCount ?? 0
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {})
    throw error
  }
}
