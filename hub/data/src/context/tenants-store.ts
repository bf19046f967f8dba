import { type Db, firstRow, sql } from '@haihe/kernel'

export const hasTenant = async (db: Db, id: string): Promise<boolean> =>
  (await firstRow(db, sql`SELECT 1 FROM data.tenant WHERE id = ${id}`)) !== undefined

export const insertTenant = async (db: Db, id: string, at: Date): Promise<void> => {
  await sql`INSERT INTO data.tenant (id, created_at) VALUES (${id}, ${at}) ON CONFLICT (id) DO NOTHING`.execute(db)
}
