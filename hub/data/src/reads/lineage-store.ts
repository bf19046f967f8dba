import { type Db, rows, sql } from '@haihe/kernel'

/** Nodes of one kind around another are drawn up to this many, newest first. */
const MOST = 200

interface MadeOf {
  id: string
  resource: string
  grant: string | null
  unit: string | null
}

const uuidOf = (around: { kind: string; id: string }, kind: string): string | null => (around.kind === kind ? around.id : null)

export const exportsAround = (db: Db, around: { kind: string; id: string }) =>
  rows(
    db,
    sql<
      MadeOf & { format: string; at: Date }
    >`SELECT id, resource, grant_id AS "grant", unit, format, created_at AS at FROM data.export
      WHERE state IN ('ready', 'expired') AND (resource = ${uuidOf(around, 'resource')}::uuid OR id = ${uuidOf(around, 'export')}::uuid
        OR grant_id = ${uuidOf(around, 'grant')}::uuid OR unit = ${uuidOf(around, 'unit')}::text)
      ORDER BY created_at DESC LIMIT ${MOST}`,
  )

export const replicasAround = (db: Db, around: { kind: string; id: string }) =>
  rows(
    db,
    sql<MadeOf & { shown: string }>`SELECT id, resource, grant_id AS "grant", unit, shown FROM data.replica
      WHERE resource = ${uuidOf(around, 'resource')}::uuid OR id = ${uuidOf(around, 'replication')}::uuid
        OR grant_id = ${uuidOf(around, 'grant')}::uuid OR unit = ${uuidOf(around, 'unit')}::text
      ORDER BY created_at DESC LIMIT ${MOST}`,
  )
