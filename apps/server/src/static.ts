/** Serves the built fronts: each is a single page of its own, its addresses fall back to its index.html. */
import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'

const WEB_DIST = fileURLToPath(new URL('../../web/dist', import.meta.url))
export const FRONTS = ['cockpit', 'governance', 'citizen', 'console', 'signin'] as const

// Everything comes from the hub itself. MapLibre draws in workers made of blobs; styles are set by the map and charts.
const POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "worker-src 'self' blob:",
  "child-src 'self' blob:",
  "connect-src 'self'",
  "font-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

const page = (reply: FastifyReply, file: string) =>
  reply.header('content-security-policy', POLICY).header('cache-control', 'no-cache').sendFile(file)

export const serveFronts = async (app: FastifyInstance): Promise<void> => {
  if (!existsSync(WEB_DIST)) throw new Error('The screens are not built. Run: npm run build -w @haihe/web')
  const open = { config: { permission: 'public' as const } }
  await app.register(fastifyStatic, { root: WEB_DIST, serve: false })
  // names of assets carry the hash of their content
  app.get<{ Params: { '*': string } }>('/assets/*', open, (request, reply) =>
    reply.sendFile(`assets/${request.params['*']}`, { immutable: true, maxAge: '365d' }),
  )
  for (const file of readdirSync(WEB_DIST).filter((name) => /^[\w-]+\.(svg|png|ico|webmanifest|txt|js)$/.test(name)))
    app.get(`/${file}`, open, (_request, reply) => reply.sendFile(file, { maxAge: '1d' }))
  app.get('/', open, (_request, reply) => page(reply, 'index.html'))
  for (const front of FRONTS) {
    app.get(`/${front}`, open, (_request, reply) => page(reply, `${front}/index.html`))
    app.get(`/${front}/*`, open, (_request, reply) => page(reply, `${front}/index.html`))
  }
}
