/** Storage of oidc-provider on PostgreSQL. Identifiers are hashed and payloads sealed: both hold live secrets. */
import type { Adapter, AdapterPayload, ClientMetadata } from 'oidc-provider'
import type { Db } from '../../db.ts'
import { type Keys, sha256 } from '../secrets.ts'
import * as store from './oidc-store.ts'

const hashed = (value: unknown): Buffer | null => (typeof value === 'string' ? sha256(value) : null)

/** An outside client as the provider knows it. */
const clientMetadata = (keys: Keys, client: NonNullable<Awaited<ReturnType<typeof store.findClient>>>): ClientMetadata => ({
  client_id: client.clientId,
  client_name: client.name,
  client_secret: keys.open(`oidc-client:${client.clientId}`, client.secretSealed),
  redirect_uris: client.redirectUris,
  grant_types: [
    ...(client.redirectUris.length > 0 ? ['authorization_code'] : []),
    ...(client.roles.length > 0 ? ['client_credentials'] : []),
  ],
  response_types: client.redirectUris.length > 0 ? ['code'] : [],
  token_endpoint_auth_method: 'client_secret_basic',
  id_token_signed_response_alg: 'RS256',
})

export const createAdapter =
  (db: Db, keys: Keys) =>
  (model: string): Adapter => {
    const purpose = `oidc:${model}`
    const read = (row: store.PayloadRow | undefined): AdapterPayload | undefined =>
      row && {
        ...(JSON.parse(keys.open(purpose, row.payload)) as AdapterPayload),
        ...(row.consumedAt ? { consumed: Math.floor(row.consumedAt.getTime() / 1000) } : {}),
      }
    return {
      async upsert(id, payload, expiresIn) {
        await store.upsertPayload(db, {
          model,
          id: sha256(id),
          payload: keys.seal(purpose, JSON.stringify(payload)),
          account: payload.accountId ?? null,
          grantId: hashed(payload.grantId),
          uid: hashed(payload.uid),
          expiresIn: expiresIn ?? null,
        })
      },
      async find(id) {
        if (model !== 'Client') return read(await store.findPayload(db, model, sha256(id)))
        const client = await store.findClient(db, id)
        return client && (clientMetadata(keys, client) as AdapterPayload)
      },
      async findByUid(uid) {
        return read(await store.findPayloadByUid(db, model, sha256(uid)))
      },
      // the device flow is switched off
      findByUserCode: async () => undefined,
      consume: (id) => store.consumePayload(db, model, sha256(id)),
      destroy: (id) => store.deletePayload(db, model, sha256(id)),
      revokeByGrantId: (grantId) => store.deleteByGrant(db, model, sha256(grantId)),
    }
  }
