/** Credentials of machines: bearer tokens for the API, passwords for MQTT devices. Both are shown once. */
import { randomUUID } from 'node:crypto'
import type { Actor, Role } from '@haihe/contract'
import type { Ctx } from '../context.ts'
import type { Db } from '../db.ts'
import { createCache } from './cache.ts'
import { type Keys, randomToken, sameBytes, sha256 } from './secrets.ts'
import * as store from './token-store.ts'

export const TOKEN_PREFIX = 'haihe_'
const CACHE_SECONDS = 3
const CACHE_MOST = 5000

export interface NewToken {
  name: string
  /** the source whose entities it may write; none for programs that are no source */
  source?: string | null
  unit?: string | null
  /** instead of `unit`: each role holds in each of these units */
  units?: readonly string[] | null
  region: string
  /** what it may do: normally `client`, or `device` to write observations only */
  roles: readonly Role[]
  expiresAt?: Date | null
}

export interface Tokens {
  /** `createdBy`: account id, or the name of the program that asks */
  create: (db: Db, token: NewToken, createdBy: string) => Promise<{ id: string; token: string }>
  find: (token: string) => Promise<Actor | null>
  revoke: (db: Db, id: string) => Promise<void>
  createDevice: (
    db: Db,
    source: string,
    region: string,
    createdBy: string,
  ) => Promise<{ id: string; username: string; password: string }>
  revokeDevice: (db: Db, id: string) => Promise<void>
  /** MQTT sign-in: the source and its region, or null */
  verifyDevice: (username: string, password: string) => Promise<{ source: string; region: string } | null>
}

export const createTokens = (ctx: Pick<Ctx, 'db' | 'now'>, keys: Keys): Tokens => {
  const cache = createCache<Actor>(ctx.now, CACHE_SECONDS, CACHE_MOST)
  const deviceMac = (source: string, password: string): Buffer => keys.mac('device', `${source}\0${password}`)

  const load = async (hash: Buffer): Promise<Actor | null> => {
    const row = await store.findLiveToken(ctx.db, hash, ctx.now())
    if (!row) return null
    return {
      id: `token:${row.id}`,
      kind: 'machine',
      name: row.name,
      grants: row.roles.flatMap((role) => (row.units ?? [row.unit]).map((unit) => ({ role, unit, region: row.region }))),
      assurance: 1,
      ...(row.source ? { source: row.source } : {}),
    }
  }

  return {
    async create(db, token, createdBy) {
      const id = randomUUID()
      const secret = `${TOKEN_PREFIX}${randomToken()}`
      await store.insertToken(db, {
        id,
        hash: sha256(secret),
        name: token.name,
        source: token.source ?? null,
        unit: token.unit ?? null,
        units: token.units ? [...token.units] : null,
        region: token.region,
        roles: [...token.roles],
        createdBy,
        createdAt: ctx.now(),
        expiresAt: token.expiresAt ?? null,
      })
      return { id, token: secret }
    },
    find(token) {
      const hash = sha256(token)
      return cache.get(hash.toString('base64'), () => load(hash))
    },
    async revoke(db, id) {
      await store.revokeToken(db, id, ctx.now())
      cache.clear()
    },
    async createDevice(db, source, region, createdBy) {
      const id = randomUUID()
      const password = randomToken()
      await store.insertDevice(db, { id, source, region, hash: deviceMac(source, password), createdBy, createdAt: ctx.now() })
      return { id, username: source, password }
    },
    revokeDevice: (db, id) => store.revokeDevice(db, id, ctx.now()),
    async verifyDevice(username, password) {
      if (username.length > 64 || password.length > 200) return null
      const offered = deviceMac(username, password)
      const found = (await store.liveDevices(ctx.db, username)).find((device) => sameBytes(device.hash, offered))
      return found ? { source: found.source, region: found.region } : null
    },
  }
}
