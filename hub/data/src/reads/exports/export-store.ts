import type { Actor, ExportFormat, ExportState, FileManifest, ReadReason } from '@haihe/contract'
import { type Db, firstRow, rows, sql } from '@haihe/kernel'
import type { ReadRequest } from '../../platform/ports.ts'

export interface ExportRow {
  id: string
  resource: string
  actor: string
  requester: Actor
  unit: string | null
  purpose: string | null
  basis: string | null
  format: ExportFormat
  request: {
    reason: ReadReason | null
    fields: string[] | null
    where: ReadRequest['where']
    grant: string | null
    /** as JSON keeps times */
    when?: { at: string } | { from: string; to: string } | null
  }
  state: ExportState
  createdAt: Date
  finishedAt: Date | null
  expiresAt: Date | null
  rows: number | null
  bytes: number | null
  sha256: string | null
  read: number | null
  grant: string | null
  manifest: FileManifest | null
  error: string | null
  downloads: number
}

const COLUMNS = sql`id, resource, actor, requester, unit, purpose, basis, format, request, state, created_at AS "createdAt",
  finished_at AS "finishedAt", expires_at AS "expiresAt", rows, bytes, sha256, read, grant_id AS "grant", manifest, error, downloads`

type NewExport = Pick<ExportRow, 'id' | 'resource' | 'requester' | 'unit' | 'format' | 'request'>

export const insertExport = async (db: Db, one: NewExport, at: Date): Promise<void> => {
  await sql`INSERT INTO data.export (id, resource, actor, requester, unit, purpose, basis, format, request, state, created_at)
    VALUES (${one.id}, ${one.resource}, ${one.requester.id}, ${JSON.stringify(one.requester)}::jsonb, ${one.unit},
      ${one.request.reason?.purpose ?? null}, ${one.request.reason?.basis ?? null}, ${one.format},
      ${JSON.stringify(one.request)}::jsonb, 'queued', ${at})`.execute(db)
}

export const findExport = (db: Db, id: string) =>
  firstRow(db, sql<ExportRow>`SELECT ${COLUMNS} FROM data.export WHERE id = ${id}`)

/** How many wait or are made for somebody. */
export const countOpen = async (db: Db, actor: string): Promise<number> =>
  (await firstRow(
    db,
    sql<{ n: number }>`SELECT count(*) AS n FROM data.export WHERE actor = ${actor} AND state IN ('queued', 'running')`,
  ))!.n

export const listExports = (
  db: Db,
  filter: { actor: string | null; resources: readonly string[] | null; before: { at: Date; id: string } | null; limit: number },
) =>
  rows(
    db,
    sql<ExportRow>`SELECT ${COLUMNS} FROM data.export
      WHERE (${filter.actor}::text IS NULL OR actor = ${filter.actor})
        AND (${filter.resources === null} OR resource = ANY(${filter.resources ?? []}::uuid[]))
        AND (${filter.before === null} OR (created_at, id) < (${filter.before?.at ?? null}::timestamptz, ${filter.before?.id ?? null}::uuid))
      ORDER BY created_at DESC, id DESC LIMIT ${filter.limit}`,
  )

export const startExport = async (db: Db, id: string): Promise<void> => {
  await sql`UPDATE data.export SET state = 'running', error = NULL WHERE id = ${id} AND state IN ('queued', 'running', 'failed')`.execute(
    db,
  )
}

export const failExport = async (db: Db, id: string, error: string, at: Date): Promise<void> => {
  await sql`UPDATE data.export SET state = 'failed', error = ${error}, finished_at = ${at} WHERE id = ${id}`.execute(db)
}

export const finishExport = async (db: Db, id: string, manifest: FileManifest, at: Date, expiresAt: Date): Promise<void> => {
  await sql`UPDATE data.export SET state = 'ready', finished_at = ${at}, expires_at = ${expiresAt}, rows = ${manifest.lineage.rows},
      bytes = ${manifest.bytes}, sha256 = ${manifest.sha256}, read = ${manifest.read}, grant_id = ${manifest.grant},
      manifest = ${JSON.stringify(manifest)}::jsonb WHERE id = ${id}`.execute(db)
}

export const countDownload = async (db: Db, id: string): Promise<void> => {
  await sql`UPDATE data.export SET downloads = downloads + 1 WHERE id = ${id}`.execute(db)
}

/** Files whose time is over; the rows stay. */
export const expireExports = (db: Db, at: Date) =>
  rows(
    db,
    sql<{ id: string; format: ExportFormat }>`UPDATE data.export SET state = 'expired'
      WHERE state = 'ready' AND expires_at <= ${at} RETURNING id, format`,
  )
