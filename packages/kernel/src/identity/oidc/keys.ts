/** Signing keys of the provider, made at the first start and kept sealed. */
import { generateKeyPair, randomUUID } from 'node:crypto'
import { promisify } from 'node:util'
import type { JWK } from 'oidc-provider'
import type { Ctx } from '../../context.ts'
import type { Keys } from '../secrets.ts'
import { insertKey, lockKeys, readKeys } from './oidc-store.ts'

const generate = promisify(generateKeyPair)

const newKeys = async (): Promise<JWK[]> => {
  const rsa = await generate('rsa', { modulusLength: 2048 })
  const ec = await generate('ec', { namedCurve: 'P-256' })
  return [
    { ...(rsa.privateKey.export({ format: 'jwk' }) as JWK), kid: randomUUID(), alg: 'RS256', use: 'sig' },
    { ...(ec.privateKey.export({ format: 'jwk' }) as JWK), kid: randomUUID(), alg: 'ES256', use: 'sig' },
  ]
}

/** Private keys as JWK. Throws with a plain text when the hub's secret is not the one they were sealed with. */
export const signingKeys = async (ctx: Pick<Ctx, 'db' | 'now'>, keys: Keys): Promise<JWK[]> =>
  ctx.db.transaction().execute(async (trx) => {
    await lockKeys(trx)
    const stored = await readKeys(trx)
    if (stored.length === 0) {
      const fresh = await newKeys()
      for (const jwk of fresh) {
        const kid = String(jwk.kid)
        await insertKey(trx, kid, keys.seal(`oidc-key:${kid}`, JSON.stringify(jwk)), ctx.now())
      }
      return fresh
    }
    return stored.map(({ kid, sealed }) => {
      try {
        return JSON.parse(keys.open(`oidc-key:${kid}`, sealed)) as JWK
      } catch (cause) {
        throw new Error(
          'The stored sign-in keys do not open with this HAIHE_SECRET: set the secret this database was started with',
          {
            cause,
          },
        )
      }
    })
  })

const PRIVATE = new Set(['d', 'p', 'q', 'dp', 'dq', 'qi'])

export const publicJwk = (jwk: JWK): JWK => Object.fromEntries(Object.entries(jwk).filter(([name]) => !PRIVATE.has(name)))
