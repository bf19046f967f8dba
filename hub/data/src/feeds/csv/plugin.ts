/** POST /api/feeds/csv/:source: a CSV time series as the body, streamed. */
import type { Readable } from 'node:stream'
import { AppError, CsvImport } from '@haihe/contract'
import { type Route, route } from '@haihe/kernel'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { writableSource } from '../../ingest/routes.ts'
import type { SourceRegistry } from '../../sources/registry.ts'
import { visibleSource } from '../../sources/routes.ts'
import { type CsvServices, importCsv } from './import.ts'
import { CsvMapping } from './mapping.ts'
import { type ImportRow, listImports } from './store.ts'

const MOST_CSV = 2 * 1024 * 1024 * 1024

const Query = z.strictObject({
  /** names the import; the same name goes on where it stopped */
  name: z.string().trim().min(1).max(120),
  /** CsvMapping as JSON */
  mapping: z
    .string()
    .max(12_000)
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text)
      } catch {
        context.addIssue({ code: 'custom', message: '不是有效的 JSON' })
        return z.NEVER
      }
    })
    .pipe(CsvMapping),
})

const view = ({ mapping: _, ...row }: ImportRow): CsvImport => ({
  source: row.source,
  name: row.name,
  state: row.state,
  lines: row.lines,
  stored: row.stored,
  duplicate: row.duplicate,
  rejected: row.rejected,
  empty: row.empty,
  error: row.error,
  startedAt: row.startedAt.toISOString(),
  changedAt: row.changedAt.toISOString(),
})

export const csvPlugin =
  (services: CsvServices, sources: SourceRegistry) =>
  (app: FastifyInstance): void => {
    app.removeAllContentTypeParsers()
    // the body stays a stream: a file of years does not pass through memory
    app.addContentTypeParser(['text/csv', 'application/octet-stream'], (_request, payload, done) => done(null, payload))
    app.route({
      method: 'POST',
      url: '/api/feeds/csv/:source',
      bodyLimit: MOST_CSV,
      config: { permission: 'observation.write' },
      handler: async (request, reply) => {
        const { source: id } = request.params as { source: string }
        const source = writableSource(sources, request.actor, id)
        const { name, mapping } = Query.parse(request.query)
        if (!request.body) throw new AppError('UNSUPPORTED_MEDIA_TYPE', { detail: '请以 text/csv 提交文件内容' })
        const body = request.body as Readable
        const row = await importCsv(services, {
          source: source.id,
          name,
          mapping,
          by: request.actor.id,
          body,
          mostBytes: MOST_CSV,
        })
        if (row.rejected > 0) reply.status(207)
        return view(row)
      },
    })
  }

export const csvRoutes = ({ ctx }: CsvServices, sources: SourceRegistry): Route[] => [
  route({
    method: 'GET',
    url: '/api/feeds/csv/:source',
    summary: 'CSV imports of a source, newest first',
    permission: 'source.read',
    params: z.strictObject({ source: z.string().max(64) }),
    response: z.object({ imports: z.array(CsvImport) }),
    handler: async ({ params, actor }) => {
      const source = visibleSource(sources, actor, 'source.read', params.source)
      return { imports: (await listImports(ctx.db, source.id)).map(view) }
    },
  }),
]
