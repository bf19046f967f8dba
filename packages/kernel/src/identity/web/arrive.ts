/** From a verified ID token to an account of the hub. */
import { randomUUID } from 'node:crypto'
import { AppError } from '@haihe/contract'
import type { JWTPayload } from 'jose'
import type { Audit } from '../../audit/types.ts'
import type { Ctx } from '../../context.ts'
import type { Trx } from '../../db.ts'
import { type Account, findAccount, findByOutsideSubject, insertAccount, replaceGrants } from '../account-store.ts'
import { ASSURANCE } from '../oidc/provider.ts'

/** Methods that outside providers report for a second factor (RFC 8176). */
const STRONG = new Set(['mfa', 'otp', 'hwk', 'swk', 'sc', 'fpt', 'face'])

const levelOf = (claims: JWTPayload): number => {
  const known = ASSURANCE[String(claims.acr ?? '')]
  if (known) return known
  const methods = Array.isArray(claims.amr) ? claims.amr.map(String) : []
  return methods.some((method) => STRONG.has(method)) ? 3 : 1
}

const text = (value: unknown, most: number): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, most) : undefined

/**
 * The account that a token speaks of. Somebody an outside provider knows and the hub does not yet becomes a citizen;
 * staff roles are the administrator's to give. Throws FORBIDDEN for a disabled account.
 */
export const accountOf = async (
  trx: Trx,
  ctx: Pick<Ctx, 'city' | 'now'>,
  audit: Audit,
  issuer: string,
  claims: JWTPayload,
): Promise<{ account: Account; assurance: number }> => {
  const subject = String(claims.sub)
  const assurance = levelOf(claims)
  if (issuer === 'own') {
    const account = await findAccount(trx, subject)
    if (!account || account.disabledAt) throw new AppError('FORBIDDEN')
    return { account, assurance }
  }
  const outsideSubject = `${issuer} ${subject}`
  const known = await findByOutsideSubject(trx, outsideSubject)
  if (known?.disabledAt) throw new AppError('FORBIDDEN')
  if (known) return { account: known, assurance }
  const id = randomUUID()
  const name = text(claims.name, 40) ?? text(claims.preferred_username, 40) ?? '用户'
  const made = await insertAccount(trx, {
    id,
    login: `out-${id}`,
    name,
    kind: 'person',
    password: null,
    outsideSubject,
    at: ctx.now(),
  })
  // the same person in two tabs: the other one was quicker
  if (!made) return { account: (await findByOutsideSubject(trx, outsideSubject))!, assurance }
  await replaceGrants(trx, id, [{ role: 'citizen', unit: null, region: ctx.city.code }])
  await audit.record(trx, [
    {
      actor: { id, kind: 'person', name },
      action: 'account.register',
      subject: `account:${id}`,
      region: ctx.city.code,
      details: { issuer },
    },
  ])
  return { account: (await findAccount(trx, id))!, assurance }
}
