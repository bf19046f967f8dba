/** The bytes of one picture out of a request: a multipart form with one file, or the picture itself as the body. */
import { AppError } from '@haihe/contract'
import type { FastifyRequest } from 'fastify'
import { MOST_BYTES } from './picture.ts'
import type { Stage } from './types.ts'

export interface Upload {
  bytes: Buffer
  stage: Stage | undefined
}

const STAGES: readonly string[] = ['before', 'after', 'other']

const stageOf = (value: unknown): Stage | undefined => {
  if (value === undefined || value === '') return undefined
  if (typeof value === 'string' && STAGES.includes(value)) return value as Stage
  throw new AppError('INVALID_INPUT', { errors: [{ path: 'stage', message: '应为 before、after 或 other' }] })
}

const fromForm = async (request: FastifyRequest): Promise<Upload> => {
  let bytes: Buffer | undefined
  let stage: Stage | undefined
  for await (const part of request.parts({ limits: { fileSize: MOST_BYTES, files: 1, fields: 2 } }))
    if (part.type === 'file') bytes = await part.toBuffer()
    else if (part.fieldname === 'stage') stage = stageOf(part.value)
    else throw new AppError('INVALID_INPUT', { errors: [{ path: part.fieldname, message: '不支持的字段' }] })
  if (!bytes) throw new AppError('INVALID_INPUT', { errors: [{ path: 'file', message: '请选择一张图片' }] })
  return { bytes, stage }
}

export const readUpload = async (request: FastifyRequest): Promise<Upload> => {
  if (request.isMultipart()) return fromForm(request)
  if (!Buffer.isBuffer(request.body) || request.body.length === 0) throw new AppError('UNSUPPORTED_MEDIA_TYPE')
  return { bytes: request.body, stage: stageOf((request.query as { stage?: unknown }).stage) }
}
