import { createReadStream } from 'node:fs'
import { type Actor, AppError } from '@haihe/contract'
import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import type { Ctx } from '../context.ts'
import { inTransaction } from '../db.ts'
import { type Route, route } from '../http/route.ts'
import type { Jobs } from '../jobs/types.ts'
import { dropPicture, keepPicture, pathOf, type Size } from './files.ts'
import { MOST_BYTES, readPicture } from './picture.ts'
import * as store from './store.ts'
import { type Attachment, type Attachments, attachmentView, type MayRead } from './types.ts'
import { readUpload, type Upload } from './upload.ts'

/** Photos that were uploaded and not used wait this long. */
const KEEP_UNUSED_MS = 24 * 3_600_000
/** unused photos of one account at most, so that the disk is nobody's dump */
const MOST_UNUSED = 60
const UPLOADS_PER_MINUTE = 60
const JOB = 'attachments.sweep'

export const createAttachments = (
  ctx: Pick<Ctx, 'db' | 'config' | 'now' | 'log'>,
  { jobs, mayRead }: { jobs: Jobs; mayRead: MayRead },
): Attachments => {
  const { home } = ctx.config

  const keep = async (actor: Actor, upload: Upload): Promise<Attachment> => {
    if ((await store.countUnused(ctx.db, actor.id)) >= MOST_UNUSED)
      throw new AppError('TOO_MANY_REQUESTS', { detail: '未使用的照片过多，请先提交或稍后再试', retryAfter: 3600 })
    const picture = await readPicture(upload.bytes)
    return inTransaction(ctx.db, async (trx) => {
      await store.lockPicture(trx, picture.sha256)
      await keepPicture(home, picture)
      const { sha256, width, height, full } = picture
      const stage = upload.stage ?? 'other'
      return store.insertAttachment(trx, { sha256, bytes: full.length, width, height, owner: actor.id, stage, at: ctx.now() })
    })
  }

  /** The photo, for its uploader and for whoever may read what it belongs to; for all others it does not exist. */
  const get = async (actor: Actor, id: string): Promise<Attachment> => {
    const [row] = await store.findAttachments(ctx.db, [id])
    if (row && (row.owner === actor.id || (row.subject !== null && (await mayRead(actor, row.subject))))) return row
    throw new AppError('NOT_FOUND')
  }

  const send = async (actor: Actor, id: string, size: Size, reply: FastifyReply): Promise<FastifyReply> => {
    const row = await get(actor, id)
    return reply
      .type('image/jpeg')
      .header('cache-control', 'private, max-age=86400, immutable')
      .header('content-disposition', 'inline')
      .header('content-security-policy', "default-src 'none'; sandbox")
      .send(createReadStream(pathOf(home, row.sha256, size)))
  }

  const read = (url: string, size: Size, summary: string): Route =>
    route({
      method: 'GET',
      url,
      summary,
      permission: 'session',
      params: z.strictObject({ id: z.uuid() }),
      handler: ({ params, actor, reply }) => send(actor, params.id, size, reply),
    })

  const sweep = async (): Promise<number> => {
    const found = await store.findUnused(ctx.db, new Date(ctx.now().getTime() - KEEP_UNUSED_MS), 500)
    let removed = 0
    for (const { id, sha256 } of found)
      await inTransaction(ctx.db, async (trx) => {
        await store.lockPicture(trx, sha256)
        const { gone, last } = await store.deleteUnused(trx, id, sha256)
        if (gone) removed += 1
        if (gone && last) await dropPicture(home, sha256)
      })
    return removed
  }

  jobs.define(JOB, async () => {
    await sweep()
  })
  jobs.schedule(JOB, '17 * * * *')

  return {
    async claim(db, ids, use) {
      const wanted = [...new Set(ids)]
      if (wanted.length === 0) return
      if ((await store.claimAttachments(db, wanted, use)) !== wanted.length)
        throw new AppError('INVALID_INPUT', {
          errors: [{ path: 'attachments', message: '照片不存在、不属于您或已被使用，请重新上传' }],
        })
    },
    find: (ids) => (ids.length === 0 ? Promise.resolve([]) : store.findAttachments(ctx.db, ids)),
    sweep,
    module: {
      name: 'attachments',
      routes: [
        read('/api/attachments/:id', 'full', 'A photo'),
        read('/api/attachments/:id/thumb', 'thumb', 'A photo, at most 320 pixels wide and high'),
      ],
      // the picture itself may be the body, which needs a parser of its own
      plugin: (app) => {
        app.addContentTypeParser(/^image\//, { parseAs: 'buffer', bodyLimit: MOST_BYTES }, (_request, body, done) => {
          done(null, body)
        })
        app.route({
          method: 'POST',
          url: '/api/attachments',
          bodyLimit: MOST_BYTES,
          config: { permission: 'session', rateLimit: { max: UPLOADS_PER_MINUTE, timeWindow: '1 minute' } },
          handler: async (request, reply) => {
            const row = await keep(request.actor, await readUpload(request))
            return reply.status(201).send(attachmentView(row))
          },
        })
      },
    },
  }
}
