/** Where the rows of a resource are: a table that the hub holds, or the city objects of a type. One decision reads both. */
import type { HeldRow } from '../rows-store.ts'

export interface RowSource {
  /** after a row's `_order`; null for the first page */
  page: (after: string | null, limit: number) => Promise<HeldRow[]>
  /** all rows of one moment, chunk by chunk */
  stream: (size: number) => AsyncGenerator<HeldRow[], void>
  /** rows per combination of values of these fields, with `_count`; stops with one more than `most` */
  groups: (names: readonly string[], most: number) => Promise<Record<string, unknown>[]>
  count: () => Promise<number>
  /** keys of all rows, chunk by chunk, and nothing else of them */
  keys: (size: number) => AsyncGenerator<Pick<HeldRow, '_key'>[], void>
  /** rows written since an instant, and those of which nobody can tell */
  since: (at: Date) => RowSource
}

/** Which state of the past is asked for: one instant, or every value of a span (half-open). */
export type When = { at: Date } | { from: Date; to: Date }
