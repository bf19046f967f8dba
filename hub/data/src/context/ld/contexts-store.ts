import { type Db, firstRow, rows, sql } from '@haihe/kernel'

export type ContextKind = 'Hosted' | 'Cached' | 'ImplicitlyCreated'

export interface StoredContext {
  id: string
  kind: ContextKind
  url: string | null
  /** the document: {"@context": …} */
  body: { '@context': unknown }
  createdAt: Date
  fetchedAt: Date | null
  lastUsed: Date | null
  hits: number
}

const COLUMNS = sql`id, kind, url, body, created_at AS "createdAt", fetched_at AS "fetchedAt", last_used AS "lastUsed", hits`

export const findContext = (db: Db, tenant: string, id: string) =>
  firstRow(db, sql<StoredContext>`SELECT ${COLUMNS} FROM data.ld_context WHERE tenant = ${tenant} AND id = ${id}`)

export const findContextByUrl = (db: Db, tenant: string, url: string) =>
  firstRow(db, sql<StoredContext>`SELECT ${COLUMNS} FROM data.ld_context WHERE tenant = ${tenant} AND url = ${url}`)

export const listContexts = (db: Db, tenant: string, kind: ContextKind | null) =>
  rows(
    db,
    sql<StoredContext>`SELECT ${COLUMNS} FROM data.ld_context
      WHERE tenant = ${tenant} AND (${kind}::text IS NULL OR kind = ${kind}) ORDER BY created_at, id`,
  )

/** Inserts, or renews what was cached from the same address. */
export const saveContext = (
  db: Db,
  tenant: string,
  context: Pick<StoredContext, 'id' | 'kind' | 'url' | 'body'>,
  at: Date,
): Promise<StoredContext | undefined> =>
  firstRow(
    db,
    sql<StoredContext>`INSERT INTO data.ld_context (tenant, id, kind, url, body, created_at, fetched_at)
      VALUES (${tenant}, ${context.id}, ${context.kind}, ${context.url}, ${JSON.stringify(context.body)}::jsonb, ${at},
        ${context.url === null ? null : at}::timestamptz)
      ON CONFLICT (tenant, id) DO UPDATE SET body = excluded.body, fetched_at = excluded.fetched_at
      RETURNING ${COLUMNS}`,
  )

export const deleteContext = async (db: Db, tenant: string, id: string): Promise<boolean> =>
  (await rows(db, sql`DELETE FROM data.ld_context WHERE tenant = ${tenant} AND id = ${id} RETURNING id`)).length > 0

export const countUse = async (db: Db, tenant: string, id: string, hits: number, at: Date): Promise<void> => {
  await sql`UPDATE data.ld_context SET hits = hits + ${hits}, last_used = ${at} WHERE tenant = ${tenant} AND id = ${id}`.execute(
    db,
  )
}
