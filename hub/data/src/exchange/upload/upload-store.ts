import type { SourceColumn, UploadView } from '@haihe/contract'
import { type Db, firstRow, rows, sql, type Trx } from '@haihe/kernel'

export interface UploadRow extends Omit<UploadView, 'createdAt'> {
  createdAt: Date
}

const COLUMNS = sql`id, name, bytes, format, charset, delimiter, sheets, columns, rows, created_by AS "createdBy", created_at AS "createdAt"`

export const insertUpload = (db: Db | Trx, row: Omit<UploadRow, 'createdAt'>, at: Date) =>
  firstRow(
    db,
    sql<UploadRow>`INSERT INTO exchange.upload (id, name, bytes, format, charset, delimiter, sheets, columns, rows, created_by, created_at)
      VALUES (${row.id}, ${row.name}, ${row.bytes}, ${row.format}, ${row.charset}, ${row.delimiter}, ${row.sheets},
        ${JSON.stringify(row.columns satisfies SourceColumn[])}::jsonb, ${JSON.stringify(row.rows)}::jsonb, ${row.createdBy}, ${at})
      RETURNING ${COLUMNS}`,
  )

export const findUpload = (db: Db | Trx, id: string) =>
  firstRow(db, sql<UploadRow>`SELECT ${COLUMNS} FROM exchange.upload WHERE id = ${id}`)

/** Newest first, without their rows. */
export const listUploads = (db: Db, by: string, limit: number, offset: number) =>
  rows(
    db,
    sql<UploadRow>`SELECT id, name, bytes, format, charset, delimiter, sheets, '[]'::jsonb AS columns, '[]'::jsonb AS rows,
      created_by AS "createdBy", created_at AS "createdAt" FROM exchange.upload WHERE created_by = ${by}
      ORDER BY created_at DESC, id LIMIT ${limit} OFFSET ${offset}`,
  )

export const deleteUpload = async (db: Db | Trx, id: string): Promise<void> => {
  await sql`DELETE FROM exchange.upload WHERE id = ${id}`.execute(db)
}

/** Uploads that no unfinished run reads. */
export const oldUploads = (db: Db, before: Date) =>
  rows(
    db,
    sql<{ id: string }>`SELECT id FROM exchange.upload u WHERE created_at < ${before} AND NOT EXISTS (SELECT 1 FROM exchange.run r
      WHERE r.input->>'upload' = u.id::text AND r.state IN ('queued', 'running', 'paused')) LIMIT 500`,
  )
