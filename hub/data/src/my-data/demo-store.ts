import { type Db, firstRow, sql } from '@haihe/kernel'

export const findDemoAccount = (db: Db, login: string) =>
  firstRow(
    db,
    sql<{ id: string; name: string; verified: boolean }>`SELECT a.id, a.name,
        EXISTS (SELECT 1 FROM kernel.account_subject s WHERE s.account = a.id AND s.kind = 'person') AS verified
      FROM kernel.account a WHERE a.login = ${login} AND a.demo AND a.disabled_at IS NULL`,
  )
