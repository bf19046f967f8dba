/** What a signed-in person sees of and does with their own account. */
import { Actor, AppError } from '@haihe/contract'
import { z } from 'zod'
import type { Audit } from '../audit/types.ts'
import type { Ctx } from '../context.ts'
import { inTransaction } from '../db.ts'
import { type Route, route } from '../http/route.ts'
import { type Account, findAccount, setName, setPassword } from './account-store.ts'
import { hashPassword, NewPassword, verifyPassword } from './password.ts'
import { PersonName } from './people.ts'
import { type Sessions, sessionCookie } from './sessions.ts'
import type { Throttle } from './throttle.ts'

export type UnitNames = (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>

interface Parts {
  ctx: Pick<Ctx, 'db' | 'city' | 'now'>
  audit: Audit
  sessions: Sessions
  throttle: Throttle
  unitNames: UnitNames
}

export const meRoutes = ({ ctx, audit, sessions, throttle, unitNames }: Parts): Route[] => {
  /** The caller's own account; machines with a token have none to change. */
  const own = async (actor: Actor): Promise<Account> => {
    const account = actor.kind === 'person' ? await findAccount(ctx.db, actor.id) : undefined
    if (!account) throw new AppError('FORBIDDEN')
    return account
  }
  const regionOf = (actor: Actor): string => actor.grants[0]?.region ?? ctx.city.code

  return [
    route({
      method: 'GET',
      url: '/api/me',
      summary: 'Who I am and what I may do where',
      permission: 'session',
      response: z.object({
        account: z.object({ id: z.string(), login: z.string(), name: z.string(), kind: z.string() }),
        actor: Actor,
        units: z.array(z.object({ id: z.string(), name: z.string() })),
      }),
      handler: async ({ actor, reply }) => {
        const account = actor.kind === 'person' ? await findAccount(ctx.db, actor.id) : undefined
        const ids = [...new Set(actor.grants.flatMap((grant) => grant.unit ?? []))]
        const names = await unitNames(ids)
        reply.header('cache-control', 'no-store')
        return {
          account: { id: actor.id, login: account?.login ?? actor.id, name: account?.name ?? actor.name, kind: actor.kind },
          actor,
          units: ids.map((id) => ({ id, name: names.get(id) ?? id })),
        }
      },
    }),
    route({
      method: 'PATCH',
      url: '/api/me',
      summary: 'Change my name',
      permission: 'session',
      body: z.strictObject({ name: PersonName.optional() }),
      bodyLimit: 1024,
      handler: async ({ actor, body }) => {
        const account = await own(actor)
        const name: string | undefined = body.name
        if (name === undefined || name === account.name) return
        await inTransaction(ctx.db, async (trx) => {
          await setName(trx, account.id, name)
          await audit.record(trx, [
            {
              actor,
              action: 'account.rename',
              subject: `account:${account.id}`,
              region: regionOf(actor),
              details: { from: account.name, to: name },
            },
          ])
        })
      },
    }),
    route({
      method: 'POST',
      url: '/api/me/password',
      summary: 'Change my password; signs me out everywhere else',
      permission: 'session',
      body: z.strictObject({ current: z.string().min(1, '请输入现在的密码').max(200), next: NewPassword }),
      bodyLimit: 2048,
      handler: async ({ actor, body, request }) => {
        const account = await own(actor)
        if (account.demo) throw new AppError('FORBIDDEN', { detail: '演示账户的密码不能修改' })
        const attempt = await throttle.attempt([
          { kind: 'address', of: request.ip },
          { kind: 'login', of: account.login },
        ])
        if (!(await verifyPassword(body.current, account.password)).ok)
          throw new AppError('BAD_CREDENTIALS', { errors: [{ path: 'current', message: '现在的密码不正确' }] })
        await attempt.succeeded()
        const hash = await hashPassword(body.next)
        await inTransaction(ctx.db, async (trx) => {
          await setPassword(trx, account.id, hash)
          await sessions.closeAll(trx, account.id, sessionCookie(request))
          await audit.record(trx, [
            { actor, action: 'account.change-password', subject: `account:${account.id}`, region: regionOf(actor) },
          ])
        })
      },
    }),
  ]
}
