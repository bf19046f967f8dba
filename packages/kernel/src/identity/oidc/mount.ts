/** Hands /oidc to the provider, as the host and protocol under which the browser knows the hub. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Provider } from 'oidc-provider'
import type { Config } from '../../config.ts'
import { originOf } from '../origin.ts'

/** The request as the provider may see it: forwarded headers are ours, never the network's. */
export const asSeenBy = (request: FastifyRequest, config: Pick<Config, 'mode' | 'publicUrl'>): FastifyRequest['raw'] => {
  const origin = new URL(originOf(request, config) ?? config.publicUrl)
  request.raw.headers['x-forwarded-proto'] = origin.protocol.slice(0, -1)
  request.raw.headers['x-forwarded-host'] = origin.host
  request.raw.headers['x-forwarded-for'] = request.ip
  return request.raw
}

const handOver = (provider: Provider, config: Pick<Config, 'mode' | 'publicUrl'>) => {
  const handle = provider.callback()
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const raw = asSeenBy(request, config) as FastifyRequest['raw'] & { originalUrl?: string }
    reply.hijack()
    for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) reply.raw.setHeader(name, value)
    raw.originalUrl = raw.url
    raw.url = raw.url?.slice('/oidc'.length) || '/'
    await handle(raw, reply.raw)
  }
}

export const mountProvider = async (
  app: FastifyInstance,
  provider: Provider,
  config: Pick<Config, 'mode' | 'publicUrl'>,
): Promise<void> => {
  await app.register(async (scope) => {
    // the provider reads the body itself, at most 56 KiB
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
    scope.route({
      method: ['GET', 'POST', 'OPTIONS'],
      url: '/oidc/*',
      config: { permission: 'public' },
      handler: handOver(provider, config),
    })
  })
}
