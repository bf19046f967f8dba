import type { Role } from '@haihe/contract'
import type { RawBuilder } from 'kysely'
import { type Db, firstRow, rows, sql } from '../db.ts'

export interface TokenRow {
  id: string
  name: string
  source: string | null
  unit: string | null
  units: string[] | null
  region: string
  roles: Role[]
  createdBy: string
  createdAt: Date
  expiresAt: Date | null
  revokedAt: Date | null
}

const TOKEN = sql`id, name, source, unit, units, region, roles, created_by AS "createdBy", created_at AS "createdAt",
  expires_at AS "expiresAt", revoked_at AS "revokedAt"`

export const insertToken = async (db: Db, token: Omit<TokenRow, 'revokedAt'> & { hash: Buffer }): Promise<void> => {
  await sql`INSERT INTO kernel.machine_token (id, hash, name, source, unit, units, region, roles, created_by, created_at, expires_at)
    VALUES (${token.id}, ${token.hash}, ${token.name}, ${token.source}, ${token.unit}, ${token.units}::text[], ${token.region}, ${token.roles}::text[],
      ${token.createdBy}, ${token.createdAt}, ${token.expiresAt})`.execute(db)
}

export const findLiveToken = (db: Db, hash: Buffer, now: Date) =>
  firstRow(
    db,
    sql<TokenRow>`SELECT ${TOKEN} FROM kernel.machine_token
      WHERE hash = ${hash} AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ${now})`,
  )

export const findToken = (db: Db, id: string) =>
  firstRow(db, sql<TokenRow>`SELECT ${TOKEN} FROM kernel.machine_token WHERE id = ${id}`)

export const listTokens = (db: Db, scope: RawBuilder<boolean>) =>
  rows(db, sql<TokenRow>`SELECT ${TOKEN} FROM kernel.machine_token WHERE ${scope} ORDER BY created_at DESC LIMIT 500`)

export const revokeToken = async (db: Db, id: string, at: Date): Promise<void> => {
  await sql`UPDATE kernel.machine_token SET revoked_at = ${at} WHERE id = ${id} AND revoked_at IS NULL`.execute(db)
}

interface DeviceRow {
  id: string
  source: string
  region: string
  createdBy: string
  createdAt: Date
}

const DEVICE = sql`id, source, region, created_by AS "createdBy", created_at AS "createdAt"`

export const insertDevice = async (db: Db, device: DeviceRow & { hash: Buffer }): Promise<void> => {
  await sql`INSERT INTO kernel.device_credential (id, source, hash, region, created_by, created_at)
    VALUES (${device.id}, ${device.source}, ${device.hash}, ${device.region}, ${device.createdBy}, ${device.createdAt})`.execute(
    db,
  )
}

export const liveDevices = (db: Db, source: string) =>
  rows(
    db,
    sql<
      DeviceRow & { hash: Buffer }
    >`SELECT ${DEVICE}, hash FROM kernel.device_credential WHERE source = ${source} AND revoked_at IS NULL`,
  )

export const listDevices = (db: Db, scope: RawBuilder<boolean>) =>
  rows(
    db,
    sql<DeviceRow>`SELECT ${DEVICE} FROM kernel.device_credential WHERE revoked_at IS NULL AND ${scope} ORDER BY source, created_at LIMIT 1000`,
  )

export const findDevice = (db: Db, id: string) =>
  firstRow(db, sql<DeviceRow>`SELECT ${DEVICE} FROM kernel.device_credential WHERE id = ${id} AND revoked_at IS NULL`)

export const revokeDevice = async (db: Db, id: string, at: Date): Promise<void> => {
  await sql`UPDATE kernel.device_credential SET revoked_at = ${at} WHERE id = ${id} AND revoked_at IS NULL`.execute(db)
}
