/** One mapper from errors to RFC 9457 problem documents with Chinese messages. */
import { AppError, ERRORS, type ErrorCode, type FieldError, type Problem } from '@haihe/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { ZodError } from 'zod'

const FASTIFY_CODES: Record<string, ErrorCode> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'PAYLOAD_TOO_LARGE',
  FST_REQ_FILE_TOO_LARGE: 'PAYLOAD_TOO_LARGE',
  FST_FILES_LIMIT: 'PAYLOAD_TOO_LARGE',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'UNSUPPORTED_MEDIA_TYPE',
  FST_INVALID_MULTIPART_CONTENT_TYPE: 'UNSUPPORTED_MEDIA_TYPE',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'MALFORMED_JSON',
  FST_ERR_CTP_INVALID_JSON_BODY: 'MALFORMED_JSON',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'INVALID_INPUT',
}

export const fieldErrors = (error: ZodError): FieldError[] =>
  error.issues.flatMap((issue) => {
    const path = issue.path.join('.')
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({ path: path ? `${path}.${key}` : key, message: '不支持的字段' }))
    return [{ path, message: issue.message }]
  })

/** Any thrown value as an AppError; what nobody foresaw becomes a bare INTERNAL. */
export const toAppError = (error: unknown): AppError => {
  if (error instanceof AppError) return error
  if (error instanceof ZodError) return new AppError('INVALID_INPUT', { errors: fieldErrors(error) })
  const { code, statusCode } = (error ?? {}) as { code?: string; statusCode?: number }
  if (code && FASTIFY_CODES[code]) return new AppError(FASTIFY_CODES[code])
  if (error instanceof SyntaxError && statusCode === 400) return new AppError('MALFORMED_JSON')
  if (statusCode === 429) return new AppError('TOO_MANY_REQUESTS')
  if (statusCode === 404) return new AppError('NOT_FOUND')
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) return new AppError('INVALID_INPUT')
  return new AppError('INTERNAL')
}

export const problemOf = (error: AppError, traceId: string, language = ''): Problem => {
  const entry = ERRORS[error.code]
  return {
    type: `https://haihe.dev/problems/${error.code.toLowerCase().replaceAll('_', '-')}`,
    title: language.startsWith('en') ? entry.en : entry.zh,
    status: entry.status,
    code: error.code,
    traceId,
    ...error.details,
  }
}

export const sendProblem = (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  const appError = toAppError(error)
  if (appError.code === 'INTERNAL') request.log.error({ err: error }, 'unexpected error')
  // the rest of the body is read and thrown away: a connection cut while its client still writes loses the answer
  if (appError.code === 'PAYLOAD_TOO_LARGE') reply.removeHeader('connection')
  const retryAfter = appError.details.retryAfter
  if (typeof retryAfter === 'number') reply.header('retry-after', Math.ceil(retryAfter))
  return reply
    .status(appError.status)
    .type('application/problem+json')
    .send(problemOf(appError, request.id, request.headers['accept-language']))
}
