/** Append-only, hash-chained record of who did what, why and on what basis. */
import type { Actor } from '@haihe/contract'
import type pg from 'pg'
import type { Db } from '../db.ts'
import type { Verification } from './chain.ts'

export interface AuditEntry {
  actor: Pick<Actor, 'id' | 'kind' | 'name'>
  /** noun.verb: case.act, account.sign-in, rule.change */
  action: string
  /** what it was done to: case:…, account:…, rule:… */
  subject: string
  region: string
  /** for protected reads: why, and on what legal basis */
  purpose?: string
  basis?: string
  /** never secrets */
  details?: Record<string, unknown>
  traceId?: string
}

export interface Audit {
  /** joins the caller's transaction */
  record: (db: Db | pg.ClientBase, entries: readonly AuditEntry[]) => Promise<void>
  /** seals what is not yet chained, walks the chain and recomputes every hash */
  verify: () => Promise<Verification>
  start: () => Promise<void>
  stop: () => Promise<void>
}
