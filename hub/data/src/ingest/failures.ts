/** What an error of the store means for a group. */

interface PgError {
  code?: string
  message?: string
}

const codeOf = (error: unknown): string => (error as PgError)?.code ?? ''

/** The connection is gone or the server is not ready: the same group may succeed in a moment. */
export const isOutage = (error: unknown): boolean => {
  const code = codeOf(error)
  if (/^(08|53|57P|58)/.test(code) || /^E(CONN|PIPE|TIMEDOUT|AI_AGAIN|HOSTUNREACH)/.test(code)) return true
  const message = (error as PgError)?.message ?? ''
  return /Connection terminated|connection error|Client was closed|timeout exceeded when trying to connect/i.test(message)
}

/** Two transactions met: trying again is enough. */
export const isCollision = (error: unknown): boolean => ['40001', '40P01', '55P03'].includes(codeOf(error))

/** A row that memory took for new is in the store: another process wrote it, or a commit whose answer was lost. */
export const isKnownRow = (error: unknown): boolean => codeOf(error) === '23505'

/** A partition is missing that memory took for there. */
export const isMissingPartition = (error: unknown): boolean => codeOf(error) === '23514' || codeOf(error) === '42P01'
