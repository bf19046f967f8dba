import type pg from 'pg'
import type { Source } from '../registration.ts'
import type { Sealer } from '../registration-store.ts'
import type { Copy } from './copy.ts'

/** What is needed to reach a source, also after its registration is gone. */
export interface Target extends Omit<Source, 'operations' | 'infos' | 'doc'> {
  operations: string[]
}

export type CopyState = 'wanted' | 'held' | 'unwanted'

export interface StoredCopy {
  id: string
  tenant: string
  subscription: string
  registration: string
  /** address and tenant of the source */
  place: string
  target: Target
  /** Via of the request that made the subscription */
  via: string | null
  doc: Copy
  /** as the source has it */
  held: Copy | null
  state: CopyState
  attempts: number
  nextTryAt: Date
  error: string | null
  notifiedAt: Date | null
  createdAt: Date
  modifiedAt: Date
}

interface Row {
  id: string
  tenant: string
  subscription: string
  registration: string
  place: string
  target: Buffer
  via: string | null
  doc: Copy
  held: Copy | null
  state: CopyState
  attempts: number
  next_try_at: Date
  error: string | null
  notified_at: Date | null
  created_at: Date
  modified_at: Date
}

const COLUMNS = `id, tenant, subscription, registration, place, target, via, doc, held, state, attempts, next_try_at, error,
  notified_at, created_at, modified_at`
/** Writers must see at once whether a subscription has copies. */
const BUMP = 'UPDATE data.subscription_version SET version = version + 1'

export const createCopyStore = (pool: pg.Pool, sealer: Sealer) => {
  const stored = (row: Row): StoredCopy => ({
    id: row.id,
    tenant: row.tenant,
    subscription: row.subscription,
    registration: row.registration,
    place: row.place,
    target: JSON.parse(sealer.open(row.target)) as Target,
    via: row.via,
    doc: row.doc,
    held: row.held,
    state: row.state,
    attempts: row.attempts,
    nextTryAt: row.next_try_at,
    error: row.error,
    notifiedAt: row.notified_at,
    createdAt: row.created_at,
    modifiedAt: row.modified_at,
  })
  const sealed = (target: Target): Buffer => sealer.seal(JSON.stringify(target))

  return {
    /** Where subscriptions and registrations stand, and whether a copy waits for a try. */
    glance: async (at: Date): Promise<{ version: string; due: boolean }> =>
      (
        await pool.query<{ version: string; due: boolean }>({
          name: 'subscription-copy-glance',
          text: `SELECT (SELECT version FROM data.subscription_version) || ' ' || (SELECT version FROM data.csource_version) AS version,
            EXISTS (SELECT 1 FROM data.subscription_copy WHERE next_try_at <= $1) AS due`,
          values: [at],
        })
      ).rows[0] ?? { version: '', due: true },
    list: async (client: pg.Pool | pg.ClientBase = pool): Promise<StoredCopy[]> =>
      (await client.query<Row>(`SELECT ${COLUMNS} FROM data.subscription_copy ORDER BY created_at, id`)).rows.map(stored),
    ofSubscription: async (tenant: string, subscription: string): Promise<StoredCopy[]> =>
      (
        await pool.query<Row>(
          `SELECT ${COLUMNS} FROM data.subscription_copy WHERE subscription = $1 AND tenant = $2 ORDER BY created_at, id`,
          [subscription, tenant],
        )
      ).rows.map(stored),
    find: async (id: string): Promise<StoredCopy | undefined> => {
      const { rows } = await pool.query<Row>(`SELECT ${COLUMNS} FROM data.subscription_copy WHERE id = $1`, [id])
      return rows[0] && stored(rows[0])
    },
    due: async (at: Date, most: number): Promise<StoredCopy[]> =>
      (
        await pool.query<Row>(
          `SELECT ${COLUMNS} FROM data.subscription_copy WHERE next_try_at <= $1 ORDER BY next_try_at, id LIMIT $2`,
          [at, most],
        )
      ).rows.map(stored),
    insert: async (
      client: pg.ClientBase,
      one: Pick<StoredCopy, 'id' | 'tenant' | 'subscription' | 'registration' | 'place' | 'target' | 'via' | 'doc'>,
      at: Date,
    ): Promise<void> => {
      await client.query(
        `INSERT INTO data.subscription_copy
           (id, tenant, subscription, registration, place, target, via, doc, next_try_at, created_at, modified_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9, $9, $9)`,
        [
          one.id,
          one.tenant,
          one.subscription,
          one.registration,
          one.place,
          sealed(one.target),
          one.via,
          JSON.stringify(one.doc),
          at,
        ],
      )
    },
    /** The copy shall be as told from now on, or shall not be at all. */
    want: async (
      client: pg.ClientBase,
      { id, doc, target, via, state }: Pick<StoredCopy, 'id' | 'doc' | 'target' | 'via' | 'state'>,
      at: Date,
    ): Promise<void> => {
      await client.query(
        `UPDATE data.subscription_copy SET doc = $2::jsonb, target = $3, via = $4, state = $5, attempts = 0, error = NULL,
           next_try_at = $6, modified_at = $6 WHERE id = $1`,
        [id, JSON.stringify(doc), sealed(target), via, state, at],
      )
    },
    bump: async (client: pg.ClientBase): Promise<void> => {
      await client.query(BUMP)
    },
    /** How a try went; nothing when the copy was wanted otherwise meanwhile. */
    settle: async (
      one: Pick<StoredCopy, 'id' | 'modifiedAt' | 'held' | 'state' | 'attempts' | 'error' | 'nextTryAt'>,
    ): Promise<void> => {
      await pool.query(
        `UPDATE data.subscription_copy SET held = $3::jsonb,
           state = CASE WHEN modified_at = $2 THEN $4 ELSE state END,
           attempts = CASE WHEN modified_at = $2 THEN $5 ELSE attempts END,
           error = CASE WHEN modified_at = $2 THEN $6 ELSE error END,
           next_try_at = CASE WHEN modified_at = $2 THEN $7 ELSE next_try_at END
         WHERE id = $1`,
        [one.id, one.modifiedAt, one.held && JSON.stringify(one.held), one.state, one.attempts, one.error, one.nextTryAt],
      )
    },
    /** Gone at the source; what its subscriber was told is forgotten with the last copy. */
    remove: async (id: string): Promise<void> => {
      await pool.query(
        `WITH gone AS (DELETE FROM data.subscription_copy WHERE id = $1 RETURNING tenant, subscription),
         bump AS (${BUMP} WHERE EXISTS (SELECT 1 FROM gone))
         DELETE FROM data.subscription_told t USING gone g JOIN data.delivery_subscriber u ON u.id = g.subscription AND u.tenant = g.tenant
         WHERE t.subscriber = u.key AND NOT EXISTS (SELECT 1 FROM data.subscription_copy c
           WHERE c.subscription = g.subscription AND c.tenant = g.tenant AND c.id <> $1)`,
        [id],
      )
    },
    notified: async (client: pg.ClientBase, id: string, at: string): Promise<void> => {
      await client.query('UPDATE data.subscription_copy SET notified_at = $2 WHERE id = $1', [id, at])
    },
  }
}
export type CopyStore = ReturnType<typeof createCopyStore>
