/** JSON API behind the sign-in page at /signin?uid=…. The signed cookie of the interaction proves which browser asks. */
import { AppError, Role } from '@haihe/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Interaction, Provider } from 'oidc-provider'
import { z } from 'zod'
import type { Ctx } from '../../context.ts'
import { type Route, route } from '../../http/route.ts'
import type { DemoEntry } from '../demo.ts'
import { INTERACTION_COOKIE } from '../oidc/provider.ts'
import { NewPassword } from '../password.ts'
import { NewLogin, PersonName, Phone } from '../people.ts'
import type { Proof, SignIn } from './signin.ts'

const Params = z.strictObject({ uid: z.string().regex(/^[A-Za-z0-9_-]{10,64}$/, '登录请求编号无效') })

const Done = z.object({ next: z.literal('done'), redirectTo: z.string(), recoveryCodes: z.array(z.string()).optional() })

interface Parts {
  ctx: Pick<Ctx, 'config'>
  provider: () => Promise<Provider>
  signIn: SignIn
  demoList: () => Promise<DemoEntry[]>
}

export const signInRoutes = ({ ctx, provider: getProvider, signIn, demoList }: Parts): Route[] => {
  const load = async (request: FastifyRequest, reply: FastifyReply, uid: string): Promise<Interaction> => {
    const provider = await getProvider()
    const cookie = provider.createContext(request.raw, reply.raw).cookies.get(INTERACTION_COOKIE, { signed: true })
    const interaction = cookie === uid ? await provider.Interaction.find(uid) : undefined
    if (!interaction) throw new AppError('NOT_FOUND', { detail: '登录请求不存在或已过期，请重新登录' })
    return interaction
  }

  const finish = async (interaction: Interaction, proof: Proof): Promise<z.infer<typeof Done>> => {
    interaction.result = { login: { accountId: proof.account, amr: proof.amr, acr: proof.acr, remember: false } }
    await interaction.save(Math.max(1, interaction.exp - Math.floor(Date.now() / 1000)))
    return {
      next: 'done',
      redirectTo: interaction.returnTo,
      ...(proof.recoveryCodes ? { recoveryCodes: proof.recoveryCodes } : {}),
    }
  }

  return [
    route({
      method: 'GET',
      url: '/api/interaction/:uid',
      summary: 'Who asks for the sign-in, and in demo mode the accounts to choose from',
      permission: 'public',
      params: Params,
      response: z.object({
        client: z.object({ id: z.string(), name: z.string() }),
        demo: z
          .array(
            z.object({
              login: z.string(),
              name: z.string(),
              role: Role,
              unit: z.string().nullable(),
              password: z.string(),
              totp: z.string().optional(),
            }),
          )
          .optional(),
      }),
      handler: async ({ params, request, reply }) => {
        const interaction = await load(request, reply, params.uid)
        const provider = await getProvider()
        const id = String(interaction.params.client_id)
        const client = await provider.Client.find(id)
        reply.header('cache-control', 'no-store')
        return {
          client: { id, name: client?.clientName ?? id },
          ...(ctx.config.mode === 'demo' ? { demo: await demoList() } : {}),
        }
      },
    }),
    route({
      method: 'POST',
      url: '/api/interaction/:uid/login',
      summary: 'First step: login and password',
      permission: 'public',
      params: Params,
      body: z.strictObject({
        login: z.string().min(1, '请输入账号').max(100),
        password: z.string().min(1, '请输入密码').max(200),
      }),
      bodyLimit: 2048,
      response: z.union([
        Done,
        z.object({ next: z.literal('second-factor') }),
        z.object({ next: z.literal('enrol'), secret: z.string(), otpauth: z.string() }),
      ]),
      handler: async ({ params, body, request, reply }) => {
        const interaction = await load(request, reply, params.uid)
        const progress = await signIn.password(params.uid, body, request.ip)
        return progress.next === 'done' ? finish(interaction, progress.proof) : progress
      },
    }),
    route({
      method: 'POST',
      url: '/api/interaction/:uid/second-factor',
      summary: 'Second step: a six-digit code, or a recovery code; also confirms a factor that was just enrolled',
      permission: 'public',
      params: Params,
      body: z.strictObject({ code: z.string().min(1, '请输入动态验证码').max(40) }),
      bodyLimit: 1024,
      response: Done,
      handler: async ({ params, body, request, reply }) => {
        const interaction = await load(request, reply, params.uid)
        return finish(interaction, await signIn.secondFactor(params.uid, body.code, request.ip))
      },
    }),
    route({
      method: 'POST',
      url: '/api/interaction/:uid/register',
      summary: 'A citizen makes an account (level L1) and is signed in',
      permission: 'public',
      params: Params,
      body: z.strictObject({ login: NewLogin, password: NewPassword, name: PersonName, phone: Phone }),
      bodyLimit: 2048,
      response: Done,
      handler: async ({ params, body, request, reply }) => {
        const interaction = await load(request, reply, params.uid)
        return finish(interaction, await signIn.register(body, request.ip))
      },
    }),
  ]
}
