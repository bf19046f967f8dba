/** The steps of a sign-in behind the sign-in page. Which browser it is, the routes have made sure of before. */
import { randomUUID } from 'node:crypto'
import { type Actor, AppError } from '@haihe/contract'
import type { Audit } from '../../audit/types.ts'
import type { Ctx } from '../../context.ts'
import { inTransaction } from '../../db.ts'
import {
  type Account,
  findAccount,
  findByLogin,
  insertAccount,
  replaceGrants,
  setPassword,
  setTotp,
  useRecovery,
  useStep,
} from '../account-store.ts'
import { hashPassword, verifyPassword } from '../password.ts'
import { maskPhone, normalLogin } from '../people.ts'
import type { Keys } from '../secrets.ts'
import { isStaff } from '../sessions.ts'
import type { Throttle } from '../throttle.ts'
import { acceptedStep, newRecoveryCodes, newTotpSecret, otpauth, recoveryCode } from '../totp.ts'
import * as steps from './step-store.ts'

const STEP_MINUTES = 10

/** How a person proved to be who they are: authentication methods (RFC 8176) and level. */
export interface Proof {
  account: string
  amr: string[]
  acr: 'L1' | 'L3'
  /** ten codes, only right after enrolling */
  recoveryCodes?: string[]
}

export type Progress =
  | { next: 'second-factor' }
  | { next: 'enrol'; secret: string; otpauth: string }
  | { next: 'done'; proof: Proof }

export interface SignIn {
  password: (interaction: string, input: { login: string; password: string }, address: string) => Promise<Progress>
  secondFactor: (interaction: string, code: string, address: string) => Promise<Proof>
  register: (input: { login: string; password: string; name: string; phone: string }, address: string) => Promise<Proof>
}

export const totpPurpose = (account: string): string => `totp:${account}`
const recoveryMac = (keys: Keys, account: string, code: string): string =>
  keys.mac('recovery', `${account}\0${code}`).toString('base64url')

const actorOf = (account: Pick<Account, 'id' | 'name'>): Pick<Actor, 'id' | 'kind' | 'name'> => ({
  id: account.id,
  kind: 'person',
  name: account.name,
})
const NOBODY = { id: 'anonymous', kind: 'person', name: '访客' } as const

interface Parts {
  ctx: Pick<Ctx, 'db' | 'now' | 'city'>
  audit: Audit
  keys: Keys
  throttle: Throttle
}

export const createSignIn = ({ ctx, audit, keys, throttle }: Parts): SignIn => {
  const record = (action: string, account: Account | undefined, details: Record<string, unknown>): Promise<void> =>
    audit.record(ctx.db, [
      {
        actor: account ? actorOf(account) : NOBODY,
        action,
        // a login that nobody has may be a password in the wrong field: it is not written down
        subject: account ? `account:${account.id}` : 'account:unknown',
        region: account?.grants[0]?.region ?? ctx.city.code,
        details,
      },
    ])

  const beginSecondFactor = async (interaction: string, account: Account): Promise<Progress> => {
    const until = new Date(ctx.now().getTime() + STEP_MINUTES * 60_000)
    if (account.totpSealed) {
      await steps.saveStep(ctx.db, interaction, { account: account.id, enrolSealed: null }, until)
      return { next: 'second-factor' }
    }
    const secret = newTotpSecret()
    const enrolSealed = keys.seal(totpPurpose(account.id), secret)
    await steps.saveStep(ctx.db, interaction, { account: account.id, enrolSealed }, until)
    return { next: 'enrol', secret, otpauth: otpauth(secret, account.login, ctx.city.name.zh) }
  }

  /** True when the code is right and was not used before. */
  const acceptCode = async (account: Account, sealed: Buffer, code: string): Promise<'otp' | 'recovery' | null> => {
    const spare = recoveryCode(code)
    if (spare) return (await useRecovery(ctx.db, account.id, recoveryMac(keys, account.id, spare))) ? 'recovery' : null
    const step = acceptedStep(keys.open(totpPurpose(account.id), sealed), code.replaceAll(/\s/g, ''), ctx.now())
    if (step === null) return null
    // several people try a demonstration account within the same half minute
    return account.demo || (await useStep(ctx.db, account.id, step)) ? 'otp' : null
  }

  return {
    async password(interaction, input, address) {
      const login = normalLogin(input.login)
      const attempt = await throttle.attempt([
        { kind: 'address', of: address },
        { kind: 'login', of: login },
      ])
      const account = await findByLogin(ctx.db, login)
      const { ok, outdated } = await verifyPassword(input.password, account?.password ?? null)
      if (!account || !ok || account.disabledAt) {
        await record('account.sign-in-failed', account, { address, step: 'password' })
        throw new AppError('BAD_CREDENTIALS')
      }
      await attempt.succeeded()
      if (outdated && !account.demo) await setPassword(ctx.db, account.id, await hashPassword(input.password))
      if (isStaff(account.grants) || account.totpSealed) return beginSecondFactor(interaction, account)
      await record('account.sign-in', account, { address, methods: ['pwd'] })
      return { next: 'done', proof: { account: account.id, amr: ['pwd'], acr: 'L1' } }
    },

    async secondFactor(interaction, code, address) {
      const step = await steps.findStep(ctx.db, interaction, ctx.now())
      const account = step && (await findAccount(ctx.db, step.account))
      if (!step || !account || account.disabledAt) throw new AppError('UNAUTHENTICATED', { detail: '请先输入账号和密码' })
      const attempt = await throttle.attempt([
        { kind: 'address', of: address },
        { kind: 'code', of: account.id },
      ])
      const sealed = step.enrolSealed ?? account.totpSealed
      const method = sealed && (await acceptCode(account, sealed, code))
      if (!method) {
        await record('account.sign-in-failed', account, { address, step: 'second-factor' })
        throw new AppError('BAD_SECOND_FACTOR')
      }
      await attempt.succeeded()
      // of two requests with the same right code, one goes on
      if (!(await steps.takeStep(ctx.db, interaction))) throw new AppError('CONFLICT')
      const proof: Proof = { account: account.id, amr: ['pwd', method === 'otp' ? 'otp' : 'kba', 'mfa'], acr: 'L3' }
      if (step.enrolSealed) {
        proof.recoveryCodes = newRecoveryCodes()
        const macs = proof.recoveryCodes.map((spare) => recoveryMac(keys, account.id, recoveryCode(spare)!))
        await setTotp(ctx.db, account.id, step.enrolSealed, macs)
        await record('account.enrol-second-factor', account, { address })
      }
      await record('account.sign-in', account, { address, methods: proof.amr })
      return proof
    },

    async register(input, address) {
      await throttle.attempt([{ kind: 'register', of: address }])
      const id = randomUUID()
      const password = await hashPassword(input.password)
      await inTransaction(ctx.db, async (trx) => {
        const made = await insertAccount(trx, {
          id,
          login: input.login,
          name: input.name,
          kind: 'person',
          password,
          phoneSealed: keys.seal(`phone:${id}`, input.phone),
          phoneMask: maskPhone(input.phone),
          at: ctx.now(),
        })
        if (!made) throw new AppError('ALREADY_EXISTS', { errors: [{ path: 'login', message: '这个登录名已被使用' }] })
        await replaceGrants(trx, id, [{ role: 'citizen', unit: null, region: ctx.city.code }])
        await audit.record(trx, [
          {
            actor: { id, kind: 'person', name: input.name },
            action: 'account.register',
            subject: `account:${id}`,
            region: ctx.city.code,
            details: { address },
          },
        ])
      })
      return { account: id, amr: ['pwd'], acr: 'L1' }
    },
  }
}
