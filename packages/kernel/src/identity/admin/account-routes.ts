import { randomUUID } from 'node:crypto'
import { type Actor, AppError, Grant } from '@haihe/contract'
import { z } from 'zod'
import type { Audit } from '../../audit/types.ts'
import type { Ctx } from '../../context.ts'
import { inTransaction, type Trx } from '../../db.ts'
import { type Route, route } from '../../http/route.ts'
import { scopePredicate } from '../../policy/scope.ts'
import {
  type Account,
  findAccount,
  insertAccount,
  listAccounts,
  lockAccount,
  replaceGrants,
  setDisabled,
  setPassword,
  setTotp,
} from '../account-store.ts'
import { generatedPassword, hashPassword, NewPassword } from '../password.ts'
import { NewLogin, PersonName } from '../people.ts'
import type { Sessions } from '../sessions.ts'
import { assertManagesAccount, assertMayGrant, managesEverywhere } from './scope.ts'

const Id = z.strictObject({ id: z.uuid('账户编号无效') })
const NewGrant = z.strictObject({ role: Grant.shape.role, unit: z.string().max(100).nullable(), region: Grant.shape.region })
const Grants = z.array(NewGrant).max(50, '一个账户最多 50 项角色')

export const NewPersonInput = z.strictObject({
  login: NewLogin,
  name: PersonName,
  password: NewPassword.optional(),
  grants: Grants.min(1, '至少给一项角色'),
})

const AccountView = z.object({
  id: z.string(),
  login: z.string(),
  name: z.string(),
  kind: z.string(),
  phone: z.string().nullable(),
  secondFactor: z.boolean(),
  demo: z.boolean(),
  createdAt: z.iso.datetime(),
  disabledAt: z.iso.datetime().nullable(),
  grants: z.array(Grant),
})

const view = (account: Account): z.infer<typeof AccountView> => ({
  id: account.id,
  login: account.login,
  name: account.name,
  kind: account.kind,
  phone: account.phoneMask,
  secondFactor: account.totpSealed !== null,
  demo: account.demo,
  createdAt: account.createdAt.toISOString(),
  disabledAt: account.disabledAt?.toISOString() ?? null,
  grants: account.grants,
})

export interface NewPerson {
  login: string
  name: string
  /** made and returned when absent */
  password?: string
  grants: Grant[]
}

/** Makes an account, audited. Throws ALREADY_EXISTS; `password` is set when it was made here. */
export const makeAccount = async (
  { ctx, audit }: Pick<Parts, 'ctx' | 'audit'>,
  actor: Pick<Actor, 'id' | 'kind' | 'name'>,
  { login, name, password: given, grants }: NewPerson,
): Promise<{ id: string; password?: string }> => {
  const id = randomUUID()
  const password = given ?? generatedPassword()
  const hash = await hashPassword(password)
  await inTransaction(ctx.db, async (trx) => {
    const inserted = await insertAccount(trx, { id, login, name, kind: 'person', password: hash, at: ctx.now() })
    if (!inserted) throw new AppError('ALREADY_EXISTS', { errors: [{ path: 'login', message: '这个登录名已被使用' }] })
    await replaceGrants(trx, id, grants)
    const region = grants[0]?.region ?? ctx.city.code
    await audit.record(trx, [{ actor, action: 'account.create', subject: `account:${id}`, region, details: { login, grants } }])
  })
  return given === undefined ? { id, password } : { id }
}

interface Parts {
  ctx: Pick<Ctx, 'db' | 'city' | 'now'>
  audit: Audit
  sessions: Sessions
}

export const accountRoutes = ({ ctx, audit, sessions }: Parts): Route[] => {
  const change = (
    actor: Actor,
    id: string,
    action: string,
    work: (trx: Trx, account: Account) => Promise<Record<string, unknown>>,
  ): Promise<void> =>
    inTransaction(ctx.db, async (trx) => {
      const account = await lockAccount(trx, id)
      if (!account) throw new AppError('NOT_FOUND')
      assertManagesAccount(actor, account.grants, ctx.city.code)
      const details = await work(trx, account)
      const region = account.grants[0]?.region ?? ctx.city.code
      await audit.record(trx, [{ actor, action, subject: `account:${id}`, region, details }])
    })

  return [
    route({
      method: 'GET',
      url: '/api/accounts',
      summary: 'Accounts in the regions I manage',
      permission: 'account.manage',
      query: z.strictObject({
        search: z.string().max(60).default(''),
        cursor: z.string().max(60).default(''),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
      response: z.object({ items: z.array(AccountView), next: z.string().nullable(), total: z.null() }),
      handler: async ({ actor, query }) => {
        const scope = scopePredicate(actor, 'account.manage', 'g.region')
        const found = await listAccounts(ctx.db, scope, managesEverywhere(actor, ctx.city.code), {
          search: query.search,
          after: query.cursor,
          most: query.limit + 1,
        })
        const page = found.slice(0, query.limit)
        return { items: page.map(view), next: found.length > query.limit ? page.at(-1)!.login : null, total: null }
      },
    }),
    route({
      method: 'POST',
      url: '/api/accounts',
      summary: 'Make an account; without a password one is made and shown once',
      permission: 'account.manage',
      body: NewPersonInput,
      bodyLimit: 16_384,
      response: AccountView.extend({ password: z.string().optional() }),
      handler: async ({ actor, body, reply }) => {
        assertMayGrant(actor, body.grants)
        const { id, password } = await makeAccount({ ctx, audit }, actor, body)
        reply.status(201).header('cache-control', 'no-store')
        return { ...view((await findAccount(ctx.db, id))!), ...(password ? { password } : {}) }
      },
    }),
    route({
      method: 'PUT',
      url: '/api/accounts/:id/grants',
      summary: 'Replace the roles of an account',
      permission: 'account.manage',
      params: Id,
      body: z.strictObject({ grants: Grants }),
      bodyLimit: 16_384,
      response: AccountView,
      handler: async ({ actor, params, body }) => {
        assertMayGrant(actor, body.grants)
        await change(actor, params.id, 'account.set-grants', async (trx, account) => {
          // an administrator who takes their own role away by mistake could not give it back
          if (account.id === actor.id) throw new AppError('FORBIDDEN', { detail: '不能更改自己的角色' })
          await replaceGrants(trx, account.id, body.grants)
          await sessions.closeAll(trx, account.id)
          return { from: account.grants, to: body.grants }
        })
        return view((await findAccount(ctx.db, params.id))!)
      },
    }),
    route({
      method: 'POST',
      url: '/api/accounts/:id/disable',
      summary: 'Close an account and sign it out everywhere',
      permission: 'account.manage',
      params: Id,
      body: z.strictObject({ reason: z.string().max(200).default('') }),
      bodyLimit: 1024,
      handler: ({ actor, params, body }) =>
        change(actor, params.id, 'account.disable', async (trx, account) => {
          if (account.id === actor.id) throw new AppError('FORBIDDEN', { detail: '不能停用自己的账户' })
          await setDisabled(trx, account.id, ctx.now())
          await sessions.closeAll(trx, account.id)
          return { reason: body.reason }
        }),
    }),
    route({
      method: 'POST',
      url: '/api/accounts/:id/enable',
      summary: 'Open a closed account again',
      permission: 'account.manage',
      params: Id,
      body: z.strictObject({}),
      bodyLimit: 1024,
      handler: ({ actor, params }) =>
        change(actor, params.id, 'account.enable', async (trx, account) => {
          assertMayGrant(actor, account.grants)
          await setDisabled(trx, account.id, null)
          return {}
        }),
    }),
    route({
      method: 'POST',
      url: '/api/accounts/:id/reset',
      summary: 'New password, shown once, and a second factor to enrol again: for a lost phone or a forgotten password',
      permission: 'account.manage',
      params: Id,
      body: z.strictObject({}),
      bodyLimit: 1024,
      response: z.object({ password: z.string() }),
      handler: async ({ actor, params, reply }) => {
        const password = generatedPassword()
        const hash = await hashPassword(password)
        await change(actor, params.id, 'account.reset', async (trx, account) => {
          // who resets an account could enter it
          assertMayGrant(actor, account.grants)
          await setPassword(trx, account.id, hash)
          await setTotp(trx, account.id, null, [])
          await sessions.closeAll(trx, account.id)
          return {}
        })
        reply.header('cache-control', 'no-store')
        return { password }
      },
    }),
  ]
}
