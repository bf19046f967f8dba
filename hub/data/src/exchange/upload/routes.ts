/** /api/uploads: files of people, streamed to disk and looked at. */
import { randomUUID } from 'node:crypto'
import type { Readable } from 'node:stream'
import { type Actor, AppError, holds, UploadView } from '@haihe/contract'
import { inTransaction, type Route, route } from '@haihe/kernel'
import { z } from 'zod'
import { openCsv } from '../file/csv-source.ts'
import { detectCsv } from '../file/detect.ts'
import { isWorkbook } from '../file/open-file.ts'
import { sheetAsCsv } from '../file/workbook.ts'
import type { Room } from '../room.ts'
import { columnsOf } from '../source/describe.ts'
import { SourceError } from '../source/types.ts'
import { removeUpload, storeUpload, uploadPath } from './files.ts'
import * as store from './upload-store.ts'

const MOST_UPLOAD = 2 * 1024 ** 3
const SHOWN = 50
const SAMPLE = 500
const Id = z.strictObject({ id: z.uuid() })

const Query = z.strictObject({
  /** file name with its ending: .csv, .txt, .tsv or .xlsx */
  name: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .regex(/\.(csv|txt|tsv|xlsx)$/i, '支持 .csv、.txt、.tsv 和 .xlsx 文件'),
  sheet: z.string().min(1).max(100).optional(),
  charset: z.enum(['utf-8', 'gb18030']).optional(),
  delimiter: z.enum([',', ';', '\t', '|']).optional(),
})

const view = (row: store.UploadRow): UploadView => ({ ...row, createdAt: row.createdAt.toISOString() })

/** Of a file on disk: what it is, and its first rows. Throws SourceError. */
const lookAt = async (path: string, query: z.infer<typeof Query>) => {
  const sheet = isWorkbook(query.name) ? await sheetAsCsv(path, query.sheet ?? null) : null
  const given = sheet
    ? { charset: 'utf-8' as const, delimiter: ',' as const }
    : { charset: query.charset ?? null, delimiter: query.delimiter ?? null }
  const shape = await detectCsv(sheet?.path ?? path, given)
  const source = openCsv({ path: sheet?.path ?? path, shape, byRecord: sheet !== null, whole: false })
  const { rows } = await source.preview(SAMPLE)
  const columns = columnsOf(
    shape.header.map((name) => ({ name, sourceType: null })),
    shape.header,
    rows,
  )
  const shown = rows.slice(0, SHOWN).map((row) => row.map((cell) => cell?.slice(0, 500).replaceAll('\0', '') ?? null))
  return { ...shape, columns, rows: shown, sheets: sheet?.sheets ?? [] }
}

const createUpload = async (
  room: Pick<Room, 'ctx' | 'audit'>,
  actor: Actor,
  query: z.infer<typeof Query>,
  body: Readable,
  traceId: string,
) => {
  const { ctx, audit } = room
  const id = randomUUID()
  const bytes = await storeUpload(ctx.config.home, id, body, MOST_UPLOAD)
  try {
    const { charset, delimiter, columns, rows, sheets } = await lookAt(uploadPath(ctx.config.home, id), query)
    const format = isWorkbook(query.name) ? ('xlsx' as const) : ('csv' as const)
    return await inTransaction(ctx.db, async (trx) => {
      const row = { id, name: query.name, bytes, format, charset, delimiter, sheets, columns, rows, createdBy: actor.id }
      const made = await store.insertUpload(trx, row, ctx.now())
      const entry = { actor, action: 'upload.create', subject: `upload:${id}`, region: ctx.city.code, traceId }
      await audit.record(trx, [{ ...entry, details: { name: query.name, bytes } }])
      return made as store.UploadRow
    })
  } catch (error) {
    await removeUpload(ctx.config.home, id)
    throw error instanceof SourceError ? new AppError('INVALID_INPUT', { detail: error.message }) : error
  }
}

/** The upload, when it is the actor's own or an administrator asks. */
export const ownUpload = async ({ ctx }: Pick<Room, 'ctx'>, actor: Actor, id: string): Promise<store.UploadRow> => {
  const row = await store.findUpload(ctx.db, id)
  if (!row || (row.createdBy !== actor.id && !holds(actor, 'account.manage'))) throw new AppError('NOT_FOUND')
  return row
}

export const uploadRoutes = (room: Room): Route[] => [
  route({
    method: 'POST',
    url: '/api/uploads',
    summary:
      'Send a table file (CSV, TSV, text, XLSX) as the body; answers its columns, what they probably are, and its first rows',
    permission: 'exchange.manage',
    query: Query,
    response: UploadView,
    file: MOST_UPLOAD,
    refusals: {
      400: 'The name has another ending, the file is empty, no text and no workbook, or its header cannot be read; `detail` says which',
      429: 'More than 60 files within a minute',
    },
    rateLimit: 60,
    handler: async ({ query, actor, request, reply }) => {
      // said before two gigabytes are on their way
      if (Number(request.headers['content-length']) > MOST_UPLOAD) throw new AppError('PAYLOAD_TOO_LARGE')
      if (!request.body) throw new AppError('INVALID_INPUT', { detail: '请以请求体提交文件内容' })
      const row = await createUpload(room, actor, query, request.body as Readable, request.id)
      reply.status(201)
      return view(row)
    },
  }),
  route({
    method: 'GET',
    url: '/api/uploads',
    summary: 'Own uploads, newest first',
    permission: 'exchange.manage',
    query: z.strictObject({
      limit: z.coerce.number().int().min(1).max(200).default(50),
      offset: z.coerce.number().int().min(0).max(100_000).default(0),
    }),
    response: z.object({ items: z.array(UploadView) }),
    handler: async ({ query, actor }) => ({
      items: (await store.listUploads(room.ctx.db, actor.id, query.limit, query.offset)).map(view),
    }),
  }),
  route({
    method: 'GET',
    url: '/api/uploads/:id',
    summary: 'An upload with its columns, what they probably are, and its first rows',
    permission: 'exchange.manage',
    params: Id,
    response: UploadView,
    handler: async ({ params, actor }) => view(await ownUpload(room, actor, params.id)),
  }),
  route({
    method: 'DELETE',
    url: '/api/uploads/:id',
    summary: 'Remove an upload; rows that were read from it stay',
    permission: 'exchange.manage',
    params: Id,
    handler: async ({ params, actor }) => {
      const row = await ownUpload(room, actor, params.id)
      await store.deleteUpload(room.ctx.db, row.id)
      await removeUpload(room.ctx.config.home, row.id)
    },
  }),
]
