/** What PostgreSQL and MySQL answer alike, so that one reader serves both. */
import type { Cell } from '../source/types.ts'

export interface TableColumn {
  name: string
  sourceType: string
  nullable: boolean
}

export interface Bound {
  columns: readonly string[]
  /** texts as the database wrote them */
  values: readonly string[]
}

export interface PageQuery {
  /** strictly behind these values, in their order */
  after: Bound | null
  /** columns of the order; unique together */
  order: readonly string[]
  /** values of one column above and up to */
  above: { column: string; value: string } | null
  upTo: { column: string; value: string } | null
  limit: number
}

export interface RemoteTable {
  /** as it was asked for */
  name: string
  columns: readonly TableColumn[]
  key: readonly string[]
  tables: () => Promise<string[]>
  estimate: () => Promise<number | null>
  page: (query: PageQuery) => Promise<Cell[][]>
  /** whether a row has no value there */
  hasEmpty: (column: string) => Promise<boolean>
  /** the greatest value as text; null for an empty table */
  greatest: (column: string) => Promise<string | null>
  /** the value so many rows before `value`, or the first one */
  before: (column: string, value: string, rows: number) => Promise<string | null>
  /** `value` less so many seconds, as the database writes it */
  earlier: (column: string, value: string, seconds: number) => Promise<string>
  close: () => Promise<void>
}
