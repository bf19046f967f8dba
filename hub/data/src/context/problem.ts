/** NGSI-LD errors: ETSI error types (GS CIM 009 clause 5.5.2, 6.3.2) with a Chinese or English detail. */
import { AppError, ERRORS } from '@haihe/contract'
import { toAppError } from '@haihe/kernel'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { MESSAGES, type MessageCode } from './messages.ts'

const BASE = 'https://uri.etsi.org/ngsi-ld/errors/'

export const ERROR_TYPES = {
  InvalidRequest: { status: 400, zh: '请求无效', en: 'Invalid request' },
  BadRequestData: { status: 400, zh: '请求数据有误', en: 'Bad request data' },
  AlreadyExists: { status: 409, zh: '已经存在', en: 'Already exists' },
  Conflict: { status: 409, zh: '相互冲突', en: 'Conflict' },
  OperationNotSupported: { status: 422, zh: '不支持此操作', en: 'Operation not supported' },
  ResourceNotFound: { status: 404, zh: '没有找到', en: 'Resource not found' },
  InternalError: { status: 500, zh: '系统出现问题', en: 'Internal error' },
  TooComplexQuery: { status: 403, zh: '查询过于复杂', en: 'Too complex query' },
  TooManyResults: { status: 403, zh: '结果过多', en: 'Too many results' },
  LdContextNotAvailable: { status: 504, zh: '无法取得 @context', en: '@context not available' },
  NoMultiTenantSupport: { status: 501, zh: '不支持多租户', en: 'No multi-tenant support' },
  LoopDetected: { status: 508, zh: '请求绕回了自己', en: 'Loop detected' },
  NonexistentTenant: { status: 404, zh: '租户不存在', en: 'Nonexistent tenant' },
} as const
export type ErrorType = keyof typeof ERROR_TYPES

type Params = Record<string, string | number>

export class NgsiError extends Error {
  readonly type: ErrorType
  readonly code: MessageCode
  readonly params: Params
  readonly status: number
  /** headers that go with the answer */
  headers: Record<string, string> = {}
  constructor(type: ErrorType, code: MessageCode, params: Params = {}, status?: number) {
    super(`${type}: ${fill(MESSAGES[code].en, params)}`)
    this.name = 'NgsiError'
    this.type = type
    this.code = code
    this.params = params
    this.status = status ?? ERROR_TYPES[type].status
  }
}

const fill = (text: string, params: Params): string => text.replaceAll(/\{(\w+)\}/g, (_, name) => String(params[name] ?? ''))

export const bad = (code: MessageCode, params?: Params): NgsiError => new NgsiError('BadRequestData', code, params)
export const invalid = (code: MessageCode, params?: Params): NgsiError => new NgsiError('InvalidRequest', code, params)
export const missing = (code: MessageCode, params?: Params): NgsiError => new NgsiError('ResourceNotFound', code, params)

export interface ProblemDetails {
  type: string
  title: string
  status: number
  detail: string
  traceId?: string
}

/** Errors that the house knows and ETSI does not keep their status; the closest ETSI type speaks for them. */
const ETSI_FOR: Record<number, ErrorType> = {
  400: 'InvalidRequest',
  404: 'ResourceNotFound',
  409: 'AlreadyExists',
  422: 'BadRequestData',
}

const english = (language: string | undefined): boolean => /^en\b/i.test(language ?? '')

/** Any error as problem details in the language asked for. */
export const problemDetails = (error: unknown, language?: string): ProblemDetails => {
  const word = english(language) ? 'en' : 'zh'
  if (error instanceof NgsiError)
    return {
      type: BASE + error.type,
      title: ERROR_TYPES[error.type][word],
      status: error.status,
      detail: fill(MESSAGES[error.code][word], error.params),
    }
  const app = error instanceof AppError ? error : toAppError(error)
  const status = app.code === 'MALFORMED_JSON' ? 400 : app.status
  const type = app.status >= 500 ? 'InternalError' : ETSI_FOR[status]
  return {
    type: type ? BASE + type : `https://haihe.dev/problems/${app.code.toLowerCase().replaceAll('_', '-')}`,
    title: type ? ERROR_TYPES[type][word] : ERRORS[app.code][word],
    status,
    detail: ERRORS[app.code][word],
  }
}

export const sendNgsiProblem = (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  const problem = problemDetails(error, request.headers['accept-language'])
  if (problem.status >= 500 && !(error instanceof NgsiError)) request.log.error({ err: error }, 'unexpected error')
  const retryAfter = error instanceof AppError ? error.details.retryAfter : undefined
  if (typeof retryAfter === 'number') reply.header('retry-after', Math.ceil(retryAfter))
  if (error instanceof NgsiError) reply.headers(error.headers)
  // a bare status for a body that cannot be read (clause 6.3.4)
  if (problem.status === 415) return reply.status(415).send()
  return (
    reply
      .status(problem.status)
      // whatever the request accepts, and not the type of RFC 7807 (clauses 6.3.3, 6.3.6); a buffer gets no charset beside it
      .header('content-type', 'application/json')
      .send(Buffer.from(JSON.stringify({ ...problem, traceId: request.id })))
  )
}
