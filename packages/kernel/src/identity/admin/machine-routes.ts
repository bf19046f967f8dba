import { randomUUID } from 'node:crypto'
import { type Actor, AppError, RegionCode, Role, Source } from '@haihe/contract'
import { z } from 'zod'
import type { Audit } from '../../audit/types.ts'
import type { Ctx } from '../../context.ts'
import { type Db, inTransaction } from '../../db.ts'
import { type Route, route } from '../../http/route.ts'
import { scopePredicate } from '../../policy/scope.ts'
import * as clients from '../oidc/oidc-store.ts'
import { WEB_CLIENT } from '../oidc/provider.ts'
import { PersonName } from '../people.ts'
import { type Keys, randomToken } from '../secrets.ts'
import { findDevice, findToken, listDevices, listTokens, type TokenRow } from '../token-store.ts'
import type { Tokens } from '../tokens.ts'
import { assertManages, assertMayGrant } from './scope.ts'

const Id = z.strictObject({ id: z.uuid('编号无效') })
const SourceId = Source.shape.id
const Roles = z.array(Role).max(5)
const Unit = z.string().max(100).nullable().default(null)

const TokenView = z.object({
  id: z.string(),
  name: z.string(),
  source: z.string().nullable(),
  unit: z.string().nullable(),
  region: RegionCode,
  roles: z.array(Role),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  revokedAt: z.iso.datetime().nullable(),
})
const tokenView = ({ createdBy: _, ...row }: TokenRow): z.infer<typeof TokenView> => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt?.toISOString() ?? null,
  revokedAt: row.revokedAt?.toISOString() ?? null,
})

/** Web addresses a browser may be sent back to; plain http only on the developer's own machine. */
const RedirectUri = z.url({ protocol: /^https?$/ }).refine((value) => {
  const { protocol, hostname, hash } = new URL(value)
  return hash === '' && (protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname))
}, '回调地址须为 https，且不含 # 片段')

interface Parts {
  ctx: Pick<Ctx, 'db' | 'city' | 'now'>
  audit: Audit
  tokens: Tokens
  keys: Keys
}

export const machineRoutes = ({ ctx, audit, tokens, keys }: Parts): Route[] => {
  const record = (db: Db, actor: Actor, action: string, subject: string, region: string, details: Record<string, unknown> = {}) =>
    audit.record(db, [{ actor, action, subject, region, details }])

  return [
    route({
      method: 'GET',
      url: '/api/tokens',
      summary: 'Tokens of machines, without their secrets',
      permission: 'account.manage',
      response: z.object({ items: z.array(TokenView) }),
      handler: async ({ actor }) => ({
        items: (await listTokens(ctx.db, scopePredicate(actor, 'account.manage', 'region'))).map(tokenView),
      }),
    }),
    route({
      method: 'POST',
      url: '/api/tokens',
      summary: 'A bearer token for a machine; shown once',
      permission: 'account.manage',
      body: z.strictObject({
        name: PersonName,
        source: SourceId.nullable().default(null),
        unit: Unit,
        region: RegionCode,
        roles: Roles.min(1, '至少选择一种角色').default(['client']),
        expiresAt: z.iso.datetime({ offset: true }).nullable().default(null),
      }),
      bodyLimit: 4096,
      response: z.object({ id: z.string(), token: z.string() }),
      handler: async ({ actor, body, reply }) => {
        const expiresAt = body.expiresAt === null ? null : new Date(body.expiresAt)
        if (expiresAt && expiresAt <= ctx.now())
          throw new AppError('INVALID_INPUT', { errors: [{ path: 'expiresAt', message: '到期时间须晚于现在' }] })
        assertMayGrant(
          actor,
          body.roles.map((role: Role) => ({ role, region: body.region })),
        )
        const made = await inTransaction(ctx.db, async (trx) => {
          const token = await tokens.create(trx, { ...body, expiresAt }, actor.id)
          const { name, source, roles } = body
          await record(trx, actor, 'token.create', `token:${token.id}`, body.region, { name, source, roles, expiresAt })
          return token
        })
        reply.status(201).header('cache-control', 'no-store')
        return made
      },
    }),
    route({
      method: 'DELETE',
      url: '/api/tokens/:id',
      summary: 'Revoke a token',
      permission: 'account.manage',
      params: Id,
      handler: async ({ actor, params }) => {
        const token = await findToken(ctx.db, params.id)
        if (!token) throw new AppError('NOT_FOUND')
        assertManages(actor, token.region)
        await inTransaction(ctx.db, async (trx) => {
          await tokens.revoke(trx, params.id)
          await record(trx, actor, 'token.revoke', `token:${params.id}`, token.region)
        })
      },
    }),
    route({
      method: 'GET',
      url: '/api/device-credentials',
      summary: 'MQTT credentials, without their passwords',
      permission: 'account.manage',
      response: z.object({
        items: z.array(z.object({ id: z.string(), source: z.string(), region: RegionCode, createdAt: z.iso.datetime() })),
      }),
      handler: async ({ actor }) => ({
        items: (await listDevices(ctx.db, scopePredicate(actor, 'account.manage', 'region'))).map(({ createdBy: _, ...row }) => ({
          ...row,
          createdAt: row.createdAt.toISOString(),
        })),
      }),
    }),
    route({
      method: 'POST',
      url: '/api/device-credentials',
      summary: 'MQTT user name and password of a source; the password is shown once',
      permission: 'account.manage',
      body: z.strictObject({ source: SourceId, region: RegionCode.optional() }),
      bodyLimit: 1024,
      response: z.object({ id: z.string(), username: z.string(), password: z.string() }),
      handler: async ({ actor, body, reply }) => {
        const region = body.region ?? ctx.city.code
        assertMayGrant(actor, [{ role: 'device', region }])
        const made = await inTransaction(ctx.db, async (trx) => {
          const device = await tokens.createDevice(trx, body.source, region, actor.id)
          await record(trx, actor, 'device-credential.create', `source:${body.source}`, region, { id: device.id })
          return device
        })
        reply.status(201).header('cache-control', 'no-store')
        return made
      },
    }),
    route({
      method: 'DELETE',
      url: '/api/device-credentials/:id',
      summary: 'Revoke an MQTT credential',
      permission: 'account.manage',
      params: Id,
      handler: async ({ actor, params }) => {
        const device = await findDevice(ctx.db, params.id)
        if (!device) throw new AppError('NOT_FOUND')
        assertManages(actor, device.region)
        await inTransaction(ctx.db, async (trx) => {
          await tokens.revokeDevice(trx, params.id)
          await record(trx, actor, 'device-credential.revoke', `source:${device.source}`, device.region, { id: params.id })
        })
      },
    }),
    route({
      method: 'GET',
      url: '/api/oidc-clients',
      summary: 'Applications outside that use our sign-in',
      permission: 'account.manage',
      response: z.object({ items: z.array(z.object({ clientId: z.string(), name: z.string() }).loose()) }),
      handler: async ({ actor }) => ({
        items: (await clients.listClients(ctx.db, scopePredicate(actor, 'account.manage', 'region'))).map((row) => ({
          ...row,
          createdAt: row.createdAt.toISOString(),
        })),
      }),
    }),
    route({
      method: 'POST',
      url: '/api/oidc-clients',
      summary: 'Admit an application: it may sign people in, and with roles it may sign in itself (client credentials)',
      permission: 'account.manage',
      body: z
        .strictObject({
          name: PersonName,
          redirectUris: z.array(RedirectUri).max(10).default([]),
          roles: Roles.default([]),
          unit: Unit,
          region: RegionCode,
          source: SourceId.nullable().default(null),
        })
        .refine((value) => value.redirectUris.length + value.roles.length > 0, {
          path: ['redirectUris'],
          message: '请填写回调地址，或给应用自己的角色',
        }),
      bodyLimit: 16_384,
      response: z.object({ clientId: z.string(), clientSecret: z.string() }),
      handler: async ({ actor, body, reply }) => {
        assertManages(actor, body.region)
        assertMayGrant(
          actor,
          body.roles.map((role: Role) => ({ role, region: body.region })),
        )
        const [clientId, clientSecret] = [`app-${randomUUID()}`, randomToken()]
        await inTransaction(ctx.db, async (trx) => {
          const secretSealed = keys.seal(`oidc-client:${clientId}`, clientSecret)
          await clients.insertClient(trx, { ...body, clientId, secretSealed, createdAt: ctx.now() })
          const { name, redirectUris, roles } = body
          await record(trx, actor, 'oidc-client.create', `client:${clientId}`, body.region, { name, redirectUris, roles })
        })
        reply.status(201).header('cache-control', 'no-store')
        return { clientId, clientSecret }
      },
    }),
    route({
      method: 'DELETE',
      url: '/api/oidc-clients/:id',
      summary: 'Shut an application out',
      permission: 'account.manage',
      params: z.strictObject({ id: z.string().max(100) }),
      handler: async ({ actor, params }) => {
        const client = params.id === WEB_CLIENT ? undefined : await clients.findClient(ctx.db, params.id)
        if (!client) throw new AppError('NOT_FOUND')
        assertManages(actor, client.region)
        await inTransaction(ctx.db, async (trx) => {
          await clients.disableClient(trx, params.id, ctx.now())
          await record(trx, actor, 'oidc-client.disable', `client:${params.id}`, client.region)
        })
      },
    }),
  ]
}
