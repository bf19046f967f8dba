/** What came of the parts of a distributed write, and the one answer they make (clauses 5.2.16 to 5.2.19, 6.3.17). */
import type { Answer } from '../http/exchange.ts'
import { answer, NO_CONTENT } from '../http/exchange.ts'
import { isObject, type Json, type JsonObject } from '../model/json.ts'
import { NgsiError, problemDetails } from '../problem.ts'
import type { Failure, Reply } from './forward.ts'
import type { Source } from './registration.ts'

export interface Outcome {
  /** undefined: the hub itself */
  source?: Source
  /** attribute IRIs that the part was about */
  attributes: readonly string[]
  /** done, or done in part: what the part answered */
  body?: Json
  status: number
  problem?: JsonObject
}

const BASE = 'https://uri.etsi.org/ngsi-ld/errors/'

/** A failed call as a problem of our own: what the source said, or that it said nothing (508, 504, 502). */
export const problemOf = (source: Source, failure: Failure, language: string | undefined): JsonObject => {
  const reason = failure.reason.slice(0, 200)
  const title = (status: number, type: string): JsonObject => ({
    ...(problemDetails(
      new NgsiError('InternalError', 'forwarding.failed', { source: source.id, reason }, status),
      language,
    ) as unknown as JsonObject),
    type: BASE + type,
    status,
  })
  if (failure.kind === 'timeout') return title(504, 'GatewayTimeout')
  if (failure.kind !== 'error' || failure.status === null) return title(502, 'BadGateway')
  if (failure.status === 508) return title(508, 'LoopDetected')
  if (failure.status >= 500) return title(502, 'BadGateway')
  const given = failure.problem ?? {}
  const text = (name: string): string | undefined =>
    typeof given[name] === 'string' ? (given[name] as string).slice(0, 500) : undefined
  // a refusal to us is none to our caller: what was asked for was not done for another reason
  if (failure.status === 401 || failure.status === 403) return title(502, 'BadGateway')
  return {
    ...title(
      failure.status,
      failure.status === 404 ? 'ResourceNotFound' : failure.status === 409 ? 'AlreadyExists' : 'BadRequestData',
    ),
    ...(text('type') ? { type: text('type') as string } : {}),
    ...(text('title') ? { title: text('title') as string } : {}),
    ...(text('detail') ? { detail: text('detail') as string } : {}),
  }
}

export const replied = (
  source: Source,
  attributes: readonly string[],
  reply: Reply | Failure,
  language: string | undefined,
): Outcome =>
  reply.ok
    ? { source, attributes, status: reply.status, ...(reply.body === undefined ? {} : { body: reply.body }) }
    : { source, attributes, status: reply.status ?? 504, problem: problemOf(source, reply, language) }

const problemAnswer = (problem: JsonObject): Answer => ({
  ...answer(problem.status as number, problem),
  context: null,
  type: 'application/json',
})

const multi = (body: Json, headers?: Record<string, string>): Answer => ({
  ...answer(207, body, headers),
  context: null,
  type: 'application/json',
})

const members = (body: Json | undefined, name: string): JsonObject[] => {
  const list = isObject(body) ? body[name] : undefined
  return Array.isArray(list) ? list.filter(isObject) : []
}

/** All parts failed for one reason: that is the answer. */
const alone = (outcomes: readonly Outcome[]): JsonObject | undefined => {
  const [first] = outcomes
  if (!first?.problem) return undefined
  if (outcomes.length === 1) return first.problem
  const same = outcomes.every(({ problem }) => problem?.type === first.problem?.type && problem?.status === first.problem?.status)
  return same &&
    [409, 508].includes(first.problem.status as number) &&
    /\/(Conflict|LoopDetected)$/.test(String(first.problem.type))
    ? first.problem
    : undefined
}

const error = (id: string, { source }: Outcome, problem: JsonObject): JsonObject => ({
  entityId: id,
  ...(source ? { registrationId: source.id } : {}),
  error: problem,
})

/** Create, replace, delete: BatchOperationResult when not everything went well. */
export const batchAnswer = (id: string, outcomes: readonly Outcome[], done: Answer): Answer => {
  const errors = outcomes.flatMap((outcome) => {
    if (outcome.problem) return [error(id, outcome, outcome.problem)]
    if (outcome.status !== 207) return []
    const inner = members(outcome.body, 'errors')
    return inner.length > 0 ? inner : [error(id, outcome, { type: `${BASE}InternalError`, status: 207, title: 'Multi-Status' })]
  })
  if (errors.length === 0) return done
  const only = alone(outcomes)
  if (only) return problemAnswer(only)
  return multi({ success: outcomes.some(({ problem }) => !problem) ? [id] : [], errors }, done.headers)
}

/** Append, update, merge, changes of one attribute: UpdateResult. */
export const updateAnswer = (
  outcomes: readonly Outcome[],
  expand: (name: string) => string,
  done: Answer = NO_CONTENT,
): Answer => {
  const updated = new Set<string>()
  const notUpdated: JsonObject[] = []
  for (const { source, attributes, problem, status, body } of outcomes) {
    const told: JsonObject = source ? { registrationId: source.id } : {}
    const refuse = (attributeName: string, reason: string): void => {
      notUpdated.push({ attributeName, reason, ...told })
    }
    if (problem) {
      const reason = String(problem.detail ?? problem.title ?? problem.type)
      for (const iri of attributes.length > 0 ? attributes : ['*']) refuse(iri, reason)
      continue
    }
    if (status !== 207) {
      for (const iri of attributes) updated.add(iri)
      continue
    }
    const list = isObject(body) && Array.isArray(body.updated) ? body.updated : []
    for (const name of list) if (typeof name === 'string') updated.add(expand(name))
    const inner = [
      ...members(body, 'notUpdated'),
      ...members(body, 'errors').map(() => ({ attributeName: '*', reason: 'error' })),
    ]
    for (const { attributeName, reason } of inner) refuse(expand(String(attributeName)), String(reason))
    if (list.length === 0 && inner.length === 0) for (const iri of attributes) refuse(iri, 'Multi-Status')
  }
  if (notUpdated.length === 0) return done
  const only = alone(outcomes)
  if (only) return problemAnswer(only)
  return multi({ updated: [...updated], notUpdated })
}
