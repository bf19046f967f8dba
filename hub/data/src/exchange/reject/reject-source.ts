/** Rejected rows of a connector as a source: tried again as they are now, with the mapping as it is now. */
import type { Db } from '@haihe/kernel'
import type { Chunk, Outcome, Source } from '../source/types.ts'
import { type RejectFor, rejectsToReplay } from './reject-store.ts'

const CHUNK = 1000

export interface RejectInput {
  rejects: number[] | 'all'
  /** newest one when it was asked for */
  upTo: number
  /** only those rejected for this */
  why?: RejectFor
}

export const openRejectSource = (db: Db, connector: string, { rejects, upTo, why }: RejectInput): Source => ({
  describe: async () => ({ columns: [], choices: [], total: null, unit: null }),
  preview: async () => ({ columns: [], rows: [] }),
  size: async () => (rejects === 'all' ? { total: null, unit: null } : { total: rejects.length, unit: 'rows' }),
  async *read({ cursor }): AsyncGenerator<Chunk, Outcome> {
    let after = (cursor as number | null) ?? 0
    const which = { ids: rejects === 'all' ? null : rejects, upTo, ...(why ? { why } : {}) }
    for (;;) {
      const rows = await rejectsToReplay(db, connector, which, after, CHUNK)
      if (rows.length === 0) return { whole: false }
      after = rows.at(-1)?.id ?? after
      const columns = [...new Set(rows.flatMap(({ content }) => Object.keys(content)))]
      yield {
        columns,
        rows: rows.map(({ content }) => columns.map((column) => content[column] ?? null)),
        lines: rows.map(({ line }) => line),
        bad: [],
        cursor: after,
        bytes: 0,
        again: rows.map(({ id, run }) => ({ id, run })),
      }
    }
  },
  close: async () => {},
})
