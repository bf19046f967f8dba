/** What a scenario does in the transaction of an action, for instance to issue what the action promises. */
import type { Actor, CaseEntry, Settled } from '@haihe/contract'
import type { Trx } from '@haihe/kernel'
import type { CaseRow } from './case-store.ts'

export interface Hooked {
  trx: Trx
  actor: Actor
  /** as it stood before the action, locked */
  row: CaseRow
  action: string
  data: CaseEntry['data']
  note: string
  at: Date
}

/**
 * Called once the action is found to be allowed and its form complete. What it throws refuses the action and leaves
 * nothing behind; what it gives stands in the log entry: the responsible unit, links and facts.
 */
export type Hook = (hooked: Hooked) => Promise<Pick<Settled, 'unit' | 'links' | 'flags'> | undefined>

export const hookKey = (type: string, action: string): string => `${type}.${action}`
