/** Demonstration accounts: only in demo mode, listed on the sign-in page with everything one needs to enter. */
import { randomUUID } from 'node:crypto'
import type { Grant, Role } from '@haihe/contract'
import type { Audit } from '../audit/types.ts'
import type { Ctx } from '../context.ts'
import { inTransaction } from '../db.ts'
import {
  demoAccounts,
  findByLogin,
  insertAccount,
  lockAccount,
  markDemo,
  replaceGrants,
  setDisabled,
  setPassword,
  setTotp,
} from './account-store.ts'
import { DEMO_COST, hashPassword, verifyPassword } from './password.ts'
import type { Keys } from './secrets.ts'
import { isStaff } from './sessions.ts'
import { totpPurpose } from './signin/signin.ts'
import { currentCode, newTotpSecret } from './totp.ts'

export interface DemoAccount {
  login: string
  name: string
  password: string
  grants: Grant[]
}

export interface DemoEntry {
  login: string
  name: string
  role: Role
  unit: string | null
  password: string
  /** the code of this half minute, for staff */
  totp?: string
}

interface Demo {
  ensure: (accounts: readonly DemoAccount[]) => Promise<void>
  list: () => Promise<DemoEntry[]>
  /** production mode does not start beside accounts whose passwords everybody knows */
  assertNone: () => Promise<void>
  /** switches all of them off; for `haihe accounts remove-demo` */
  remove: () => Promise<number>
}

const SYSTEM = { id: 'system', kind: 'system', name: '系统' } as const

export const createDemo = (
  ctx: Pick<Ctx, 'db' | 'now' | 'config' | 'city'>,
  keys: Keys,
  audit: Audit,
  unitNames: (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>,
): Demo => {
  const passwords = new Map<string, string>()

  const ensureOne = async (wanted: DemoAccount): Promise<void> => {
    const known = await findByLogin(ctx.db, wanted.login)
    const fits = known !== undefined && (await verifyPassword(wanted.password, known.password)).ok
    const password = fits ? null : await hashPassword(wanted.password, DEMO_COST)
    await inTransaction(ctx.db, async (trx) => {
      const id = known?.id ?? randomUUID()
      const made = await insertAccount(trx, {
        id,
        login: wanted.login,
        name: wanted.name,
        kind: 'person',
        password,
        demo: true,
        at: ctx.now(),
      })
      const account = (await lockAccount(trx, id)) ?? (await findByLogin(trx, wanted.login))
      if (!account) return
      // a person who happens to have this login keeps it
      if (!account.demo) throw new Error(`the demonstration account ${wanted.login} exists already as a real account`)
      if (password) await setPassword(trx, account.id, password)
      await markDemo(trx, account.id, wanted.name)
      await replaceGrants(trx, account.id, wanted.grants)
      if (isStaff(wanted.grants) && !account.totpSealed)
        await setTotp(trx, account.id, keys.seal(totpPurpose(account.id), newTotpSecret()), [])
      if (made)
        await audit.record(trx, [
          {
            actor: SYSTEM,
            action: 'account.create-demo',
            subject: `account:${account.id}`,
            region: wanted.grants[0]?.region ?? ctx.city.code,
            details: { login: wanted.login, grants: wanted.grants },
          },
        ])
    })
  }

  return {
    async ensure(accounts) {
      if (ctx.config.mode === 'production') throw new Error('Production mode has no demonstration accounts')
      await Promise.all(accounts.map(ensureOne))
      // the sign-in page shows them in the order given
      for (const account of accounts) {
        passwords.delete(account.login)
        passwords.set(account.login, account.password)
      }
    },
    async list() {
      const shown = (await demoAccounts(ctx.db)).flatMap((account) => {
        const password = passwords.get(account.login)
        return password === undefined ? [] : [{ account, password }]
      })
      const order = [...passwords.keys()]
      shown.sort((a, b) => order.indexOf(a.account.login) - order.indexOf(b.account.login))
      const names = await unitNames(shown.flatMap(({ account }) => account.grants.flatMap((grant) => grant.unit ?? [])))
      return shown.map(({ account, password }) => {
        const main = account.grants.find((grant) => grant.role !== 'citizen') ?? account.grants[0]
        return {
          login: account.login,
          name: account.name,
          role: main?.role ?? 'citizen',
          unit: main?.unit ? (names.get(main.unit) ?? main.unit) : null,
          password,
          ...(account.totpSealed ? { totp: currentCode(keys.open(totpPurpose(account.id), account.totpSealed), ctx.now()) } : {}),
        }
      })
    },
    async assertNone() {
      const found = await demoAccounts(ctx.db)
      if (found.length > 0)
        throw new Error(
          `Production mode refuses to start: ${found.length} demonstration accounts are enabled (${found[0]?.login} …). Run: haihe accounts remove-demo`,
        )
    },
    async remove() {
      const found = await demoAccounts(ctx.db)
      await inTransaction(ctx.db, async (trx) => {
        for (const account of found) await setDisabled(trx, account.id, ctx.now())
        await audit.record(
          trx,
          found.map((account) => ({
            actor: SYSTEM,
            action: 'account.disable',
            subject: `account:${account.id}`,
            region: ctx.city.code,
          })),
        )
      })
      return found.length
    },
  }
}
