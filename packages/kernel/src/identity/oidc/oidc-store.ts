import type { Role } from '@haihe/contract'
import type { RawBuilder } from 'kysely'
import { type Db, firstRow, rows, sql, type Trx } from '../../db.ts'
import { LOCKS } from '../../locks.ts'

export interface PayloadRow {
  payload: Buffer
  consumedAt: Date | null
}

const LIVE = sql`(expires_at IS NULL OR expires_at > now())`
const PAYLOAD = sql`payload, consumed_at AS "consumedAt"`

/** `expiresIn`: seconds. The provider counts in wall-clock time, hence the database's now(). */
export const upsertPayload = async (
  db: Db,
  row: {
    model: string
    id: Buffer
    payload: Buffer
    account: string | null
    grantId: Buffer | null
    uid: Buffer | null
    expiresIn: number | null
  },
): Promise<void> => {
  await sql`INSERT INTO kernel.oidc_payload (model, id, payload, account, grant_id, uid, expires_at)
    VALUES (${row.model}, ${row.id}, ${row.payload}, ${row.account}, ${row.grantId}, ${row.uid}, now() + make_interval(secs => ${row.expiresIn}::int))
    ON CONFLICT (model, id) DO UPDATE SET payload = excluded.payload, account = excluded.account, grant_id = excluded.grant_id,
      uid = excluded.uid, expires_at = excluded.expires_at`.execute(db)
}

export const findPayload = (db: Db, model: string, id: Buffer) =>
  firstRow(db, sql<PayloadRow>`SELECT ${PAYLOAD} FROM kernel.oidc_payload WHERE model = ${model} AND id = ${id} AND ${LIVE}`)

export const findPayloadByUid = (db: Db, model: string, uid: Buffer) =>
  firstRow(db, sql<PayloadRow>`SELECT ${PAYLOAD} FROM kernel.oidc_payload WHERE model = ${model} AND uid = ${uid} AND ${LIVE}`)

export const consumePayload = async (db: Db, model: string, id: Buffer): Promise<void> => {
  await sql`UPDATE kernel.oidc_payload SET consumed_at = now() WHERE model = ${model} AND id = ${id}`.execute(db)
}

export const deletePayload = async (db: Db, model: string, id: Buffer): Promise<void> => {
  await sql`DELETE FROM kernel.oidc_payload WHERE model = ${model} AND id = ${id}`.execute(db)
}

export const deleteByGrant = async (db: Db, model: string, grantId: Buffer): Promise<void> => {
  await sql`DELETE FROM kernel.oidc_payload WHERE model = ${model} AND grant_id = ${grantId}`.execute(db)
}

export const dropExpiredPayloads = async (db: Db): Promise<void> => {
  await sql`DELETE FROM kernel.oidc_payload WHERE expires_at <= now()`.execute(db)
}

/** Held until the transaction ends: of two processes at their first start, one makes the keys. */
export const lockKeys = async (trx: Trx): Promise<void> => {
  await sql`SELECT pg_advisory_xact_lock(${LOCKS.signingKeys}::bigint)`.execute(trx)
}

export const readKeys = (db: Db) =>
  rows(
    db,
    sql<{ kid: string; sealed: Buffer }>`SELECT kid, jwk_sealed AS sealed FROM kernel.oidc_key ORDER BY created_at DESC, kid`,
  )

export const insertKey = async (db: Db, kid: string, sealed: Buffer, at: Date): Promise<void> => {
  await sql`INSERT INTO kernel.oidc_key (kid, jwk_sealed, created_at) VALUES (${kid}, ${sealed}, ${at})`.execute(db)
}

interface ClientRow {
  clientId: string
  name: string
  redirectUris: string[]
  roles: Role[]
  unit: string | null
  region: string
  source: string | null
  createdAt: Date
}

const CLIENT = sql`client_id AS "clientId", name, redirect_uris AS "redirectUris", roles, unit, region, source, created_at AS "createdAt"`

export const insertClient = async (db: Db, client: ClientRow & { secretSealed: Buffer }): Promise<boolean> =>
  (await firstRow(
    db,
    sql<{
      id: string
    }>`INSERT INTO kernel.oidc_client (client_id, name, secret_sealed, redirect_uris, roles, unit, region, source, created_at)
      VALUES (${client.clientId}, ${client.name}, ${client.secretSealed}, ${client.redirectUris}::text[], ${client.roles}::text[],
        ${client.unit}, ${client.region}, ${client.source}, ${client.createdAt}) ON CONFLICT DO NOTHING RETURNING client_id AS id`,
  )) !== undefined

export const findClient = (db: Db, clientId: string) =>
  firstRow(
    db,
    sql<
      ClientRow & { secretSealed: Buffer }
    >`SELECT ${CLIENT}, secret_sealed AS "secretSealed" FROM kernel.oidc_client WHERE client_id = ${clientId} AND disabled_at IS NULL`,
  )

export const listClients = (db: Db, scope: RawBuilder<boolean>) =>
  rows(
    db,
    sql<ClientRow>`SELECT ${CLIENT} FROM kernel.oidc_client WHERE disabled_at IS NULL AND ${scope} ORDER BY client_id LIMIT 500`,
  )

export const disableClient = async (db: Db, clientId: string, at: Date): Promise<void> => {
  await sql`UPDATE kernel.oidc_client SET disabled_at = ${at} WHERE client_id = ${clientId}`.execute(db)
}
