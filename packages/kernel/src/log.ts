/** Structured logs, one JSON line each; secrets are never passed in. */
import pino from 'pino'

export type Log = pino.Logger
export const createLog = (level: string): Log =>
  pino({ level, base: undefined, redact: ['req.headers.authorization', 'req.headers.cookie', '*.password', '*.secret'] })
