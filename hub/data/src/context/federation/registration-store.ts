import type pg from 'pg'
import type { Registration, StoredRegistration } from './registration.ts'

interface Row {
  tenant: string
  id: string
  doc: Registration['doc']
  info: Buffer | null
  context: unknown
  actor: string
  created_at: Date
  modified_at: Date
  times_sent: number
  times_failed: number
  last_success: Date | null
  last_failure: Date | null
}

/** Opens and closes what is kept encrypted. */
export interface Sealer {
  seal: (text: string) => Buffer
  open: (sealed: Buffer) => string
}

const COLUMNS = `tenant, id, doc, info, context, actor, created_at, modified_at,
  times_sent, times_failed, last_success, last_failure`
const BUMP = 'UPDATE data.csource_version SET version = version + 1'

export const currentVersion = async (pool: pg.Pool): Promise<number> =>
  (await pool.query<{ version: number }>({ name: 'csource-version', text: 'SELECT version FROM data.csource_version' })).rows[0]
    ?.version ?? 0

export const createRegistrationStore = (pool: pg.Pool, sealer: Sealer) => {
  const stored = (row: Row): StoredRegistration => ({
    tenant: row.tenant,
    id: row.id,
    doc: row.doc,
    info: row.info ? JSON.parse(sealer.open(row.info)) : [],
    context: row.context,
    actor: row.actor,
    createdAt: row.created_at.toISOString(),
    modifiedAt: row.modified_at.toISOString(),
    counters: {
      timesSent: row.times_sent,
      timesFailed: row.times_failed,
      lastSuccess: row.last_success?.toISOString() ?? null,
      lastFailure: row.last_failure?.toISOString() ?? null,
    },
  })
  const sealed = ({ info }: Registration): Buffer | null => (info.length === 0 ? null : sealer.seal(JSON.stringify(info)))
  const contextOf = ({ context }: Registration): string | null => (context === null ? null : JSON.stringify(context))

  return {
    version: () => currentVersion(pool),
    list: async (): Promise<StoredRegistration[]> =>
      (await pool.query<Row>(`SELECT ${COLUMNS} FROM data.csource_registration ORDER BY created_at, id`)).rows.map(stored),
    find: async (tenant: string, id: string): Promise<StoredRegistration | undefined> => {
      const { rows } = await pool.query<Row>(`SELECT ${COLUMNS} FROM data.csource_registration WHERE tenant = $1 AND id = $2`, [
        tenant,
        id,
      ])
      return rows[0] && stored(rows[0])
    },
    /** False when the id is taken. */
    insert: async (client: pg.ClientBase, one: Registration): Promise<boolean> => {
      const { rowCount } = await client.query(
        `WITH made AS (
           INSERT INTO data.csource_registration (tenant, id, doc, info, context, actor, expires_at, created_at, modified_at)
           VALUES ($1, $2, $3::jsonb, $4, $5::jsonb, $6, $7, $8, $8) ON CONFLICT (id, tenant) DO NOTHING RETURNING 1),
         bump AS (${BUMP})
         SELECT 1 FROM made`,
        [
          one.tenant,
          one.id,
          JSON.stringify(one.doc),
          sealed(one),
          contextOf(one),
          one.actor,
          one.doc.expiresAt ?? null,
          one.createdAt,
        ],
      )
      return rowCount === 1
    },
    update: async (client: pg.ClientBase, one: Registration): Promise<void> => {
      await client.query(
        `WITH bump AS (${BUMP})
         UPDATE data.csource_registration SET doc = $3::jsonb, info = $4, context = $5::jsonb, expires_at = $6, modified_at = $7
         WHERE tenant = $1 AND id = $2`,
        [one.tenant, one.id, JSON.stringify(one.doc), sealed(one), contextOf(one), one.doc.expiresAt ?? null, one.modifiedAt],
      )
    },
    remove: async (client: pg.ClientBase, tenant: string, id: string): Promise<boolean> => {
      const { rows } = await client.query(
        `WITH gone AS (DELETE FROM data.csource_registration WHERE tenant = $1 AND id = $2 RETURNING 1), bump AS (${BUMP})
         SELECT 1 FROM gone`,
        [tenant, id],
      )
      return rows.length > 0
    },
    /** Adds what was sent since the last time. */
    count: async (tenant: string, id: string, add: { sent: number; failed: number; success?: Date; failure?: Date }) => {
      await pool.query(
        `UPDATE data.csource_registration SET times_sent = times_sent + $3, times_failed = times_failed + $4,
           last_success = coalesce($5, last_success), last_failure = coalesce($6, last_failure)
         WHERE tenant = $1 AND id = $2`,
        [tenant, id, add.sent, add.failed, add.success ?? null, add.failure ?? null],
      )
    },
    /** Registrations whose time is over, removed (clause 5.9.2.4). */
    expire: async (client: pg.ClientBase, at: Date): Promise<StoredRegistration[]> => {
      const { rows } = await client.query<Row>(
        `WITH gone AS (DELETE FROM data.csource_registration WHERE expires_at <= $1 RETURNING ${COLUMNS}),
         bump AS (${BUMP} WHERE EXISTS (SELECT 1 FROM gone))
         SELECT * FROM gone`,
        [at],
      )
      return rows.map(stored)
    },
  }
}
export type RegistrationStore = ReturnType<typeof createRegistrationStore>
