/** The problem of a part of a request that stands or falls by itself, as the answer to the whole tells it. */
import { NgsiError, type ProblemDetails, problemDetails } from '../problem.ts'
import type { Exchange } from './exchange.ts'

/** What nobody foresaw is logged with the trace id; the answer says no more of it than that id. */
export const partProblem = (
  { language, traceId, log }: Pick<Exchange, 'language' | 'traceId' | 'log'>,
  error: unknown,
  entityId?: string,
): ProblemDetails => {
  const problem = problemDetails(error, language)
  if (problem.status < 500 || error instanceof NgsiError) return problem
  log.error({ err: error, traceId, ...(entityId === undefined ? {} : { entityId }) }, 'unexpected error in a part of a request')
  return { ...problem, traceId }
}
