import type { FastifyInstance } from 'fastify'
import type { JWK, Provider } from 'oidc-provider'
import type { Audit } from '../audit/types.ts'
import type { Ctx, Module } from '../context.ts'
import type { Authenticate } from '../http/server.ts'
import { accountRoutes, makeAccount, type NewPerson, NewPersonInput } from './admin/account-routes.ts'
import { machineRoutes } from './admin/machine-routes.ts'
import { createAuthenticate } from './authenticate.ts'
import { createDemo, type DemoAccount } from './demo.ts'
import { meRoutes, type UnitNames } from './me-routes.ts'
import { signingKeys } from './oidc/keys.ts'
import { mountProvider } from './oidc/mount.ts'
import { dropExpiredPayloads } from './oidc/oidc-store.ts'
import { createProvider } from './oidc/provider.ts'
import { createKeys, hubSecret } from './secrets.ts'
import { createSessions } from './sessions.ts'
import { signInRoutes } from './signin/routes.ts'
import { createSignIn } from './signin/signin.ts'
import { dropExpiredSteps } from './signin/step-store.ts'
import { createThrottle } from './throttle.ts'
import { createTokens, type NewToken, type Tokens } from './tokens.ts'
import { type Issuer, type OutsideProvider, outsideIssuer, ownIssuer } from './web/issuer.ts'
import { webRoutes } from './web/routes.ts'

export interface IdentityOptions {
  audit: Audit
  /** names of units by id, for screens; ids stand for themselves without it */
  unitNames?: UnitNames
  /** an OpenID provider outside that signs the front ends' people in; default what the settings say */
  outside?: OutsideProvider
}

export interface Identity {
  module: Module
  authenticate: Authenticate
  verifyDevice: Tokens['verifyDevice']
  /** MQTT password of a source, for programs of the composition root (the twin) */
  createDeviceCredential: (source: string, region: string, createdBy: string) => Promise<{ username: string; password: string }>
  /** a machine's bearer token, shown once; audited */
  createToken: (token: NewToken, createdBy: string) => Promise<{ id: string; token: string }>
  /** for the first administrator; without a password one is made and returned. Throws INVALID_INPUT, ALREADY_EXISTS */
  createAccount: (person: NewPerson, createdBy: string) => Promise<{ id: string; password?: string }>
  /** demo mode only: makes or repairs the accounts, and lists them on the sign-in page */
  ensureDemoAccounts: (accounts: readonly DemoAccount[]) => Promise<void>
  removeDemoAccounts: () => Promise<number>
  start: () => Promise<void>
  stop: () => Promise<void>
}

const CLEAN_EVERY_MS = 10 * 60_000

/** Accounts, sessions, machine credentials and the embedded OpenID provider. Throws when the secret is missing or a default. */
export const createIdentity = (
  ctx: Pick<Ctx, 'db' | 'config' | 'now' | 'log' | 'city'>,
  { audit, unitNames = async () => new Map(), outside = ctx.config.oidc }: IdentityOptions,
): Identity => {
  const keys = createKeys(hubSecret(ctx.config))
  const webSecret = keys.derive('haihe-web')
  const sessions = createSessions(ctx)
  const tokens = createTokens(ctx, keys)
  const throttle = createThrottle(ctx, keys)
  const signIn = createSignIn({ ctx, audit, keys, throttle })
  const demo = createDemo(ctx, keys, audit, unitNames)

  let jwks: Promise<JWK[]> | undefined
  let made: Promise<Provider> | undefined
  let app: FastifyInstance | undefined
  let timer: NodeJS.Timeout | undefined
  const signing = (): Promise<JWK[]> => {
    jwks ??= signingKeys(ctx, keys)
    return jwks
  }
  // made on first use: its keys come from the database, which a module must not ask before it is mounted
  const provider = (): Promise<Provider> => {
    made ??= signing().then((all) => createProvider(ctx, keys, all, webSecret))
    return made
  }
  const own = ownIssuer(
    ctx.config,
    () => {
      if (!app) throw new Error('the identity module is not mounted')
      return app
    },
    webSecret,
    signing,
  )
  const issuers: [Issuer, ...Issuer[]] = outside ? [outsideIssuer(outside, ctx.now), own] : [own]

  const clean = async (): Promise<void> => {
    await sessions.clean()
    await throttle.clean()
    await dropExpiredSteps(ctx.db, ctx.now())
    await dropExpiredPayloads(ctx.db)
  }

  const start = async (): Promise<void> => {
    if (ctx.config.mode === 'production') await demo.assertNone()
    await provider()
    timer = setInterval(() => {
      clean().catch((error: unknown) => ctx.log.error({ err: error }, 'cleaning up sessions failed'))
    }, CLEAN_EVERY_MS).unref()
  }
  const stop = async (): Promise<void> => clearInterval(timer)

  const by = (name: string) => ({ id: `system:${name}`, kind: 'system', name }) as const

  return {
    module: {
      name: 'identity',
      routes: [
        ...signInRoutes({ ctx, provider, signIn, demoList: demo.list }),
        ...webRoutes({ ctx, audit, keys, sessions, provider, issuers }),
        ...meRoutes({ ctx, audit, sessions, throttle, unitNames }),
        ...accountRoutes({ ctx, audit, sessions }),
        ...machineRoutes({ ctx, audit, tokens, keys }),
      ],
      plugin: async (scope) => {
        app = scope
        await mountProvider(scope, await provider(), ctx.config)
      },
      start,
      stop,
    },
    authenticate: createAuthenticate({ ctx, sessions, tokens, provider }),
    verifyDevice: tokens.verifyDevice,
    async createDeviceCredential(source, region, createdBy) {
      const { id, username, password } = await tokens.createDevice(ctx.db, source, region, createdBy)
      await audit.record(ctx.db, [
        { actor: by(createdBy), action: 'device-credential.create', subject: `source:${source}`, region, details: { id } },
      ])
      return { username, password }
    },
    async createToken(token, createdBy) {
      const result = await tokens.create(ctx.db, token, createdBy)
      const { name, source = null, roles, region } = token
      await audit.record(ctx.db, [
        { actor: by(createdBy), action: 'token.create', subject: `token:${result.id}`, region, details: { name, source, roles } },
      ])
      return result
    },
    createAccount: async (person, createdBy) => makeAccount({ ctx, audit }, by(createdBy), NewPersonInput.parse(person)),
    ensureDemoAccounts: demo.ensure,
    removeDemoAccounts: demo.remove,
    start,
    stop,
  }
}
