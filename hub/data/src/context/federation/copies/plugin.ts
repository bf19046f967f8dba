/** POST /ngsi-ld/ex/remote-notify/{copy}: where context sources tell this hub. The key of the copy is the right to do so. */
import { AppError } from '@haihe/contract'
import { sameBytes } from '@haihe/kernel/identity/secrets'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { bodyKind, parseJson, separate } from '../../http/body.ts'
import type { Contexts } from '../../ld/contexts.ts'
import { missing, sendNgsiProblem } from '../../problem.ts'
import { copyName, KEY_HEADER } from './holder.ts'
import type { Intake } from './intake.ts'

export const NOTIFY_PATH = '/ngsi-ld/ex/remote-notify/'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const MOST_BYTES = 8 * 1024 * 1024

interface Services {
  intake: Intake
  contexts: Pick<Contexts, 'resolve'>
  keyFor: (id: string) => string
}

const header = (request: FastifyRequest, name: string): string | undefined => {
  const value = request.headers[name.toLowerCase()]
  return Array.isArray(value) ? value.join(', ') : value
}

export const createNotifyPlugin =
  ({ intake, contexts, keyFor }: Services) =>
  (app: FastifyInstance): void => {
    app.register(async (scope) => {
      scope.removeAllContentTypeParsers()
      scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
      scope.setErrorHandler((error, request, reply) => sendNgsiProblem(error, request, reply))
      // before the body is read: who does not know the key costs nothing
      scope.addHook('onRequest', async (request) => {
        const { copy = '' } = request.params as { copy?: string }
        if (!UUID.test(copy)) throw missing('subscription.unknown', { id: copyName(copy) })
        const given = Buffer.from(header(request, KEY_HEADER) ?? '')
        if (!sameBytes(given, Buffer.from(keyFor(copy)))) throw new AppError('UNAUTHENTICATED')
      })
      scope.route({
        method: 'POST',
        url: `${NOTIFY_PATH}:copy`,
        bodyLimit: MOST_BYTES,
        config: { permission: 'public' },
        handler: async (request, reply) => {
          const { copy } = request.params as { copy: string }
          const kind = bodyKind(header(request, 'content-type'))
          const { body, context } = separate(parseJson(request.body as Buffer), kind, header(request, 'link'), false)
          await intake(copy, body, (tenant) => contexts.resolve(tenant, context))
          return reply.status(200).send()
        },
      })
    })
  }
