/** What every kind of connector is: it describes a source, shows its first rows, and reads it in chunks that can be resumed. */
import type { RejectReason } from '@haihe/contract'

/** A value as text; null for none. */
export type Cell = string | null

export interface BadRow {
  line: number
  content: Record<string, Cell>
  reason: RejectReason
  detail: string
}

export interface Chunk {
  /** the same array as long as the columns stay the same */
  columns: readonly string[]
  rows: readonly (readonly Cell[])[]
  /** number of each row in the source */
  lines: readonly number[]
  /** what could not even be read */
  bad: readonly BadRow[]
  /** position behind this chunk; stored in the transaction that stores its rows */
  cursor: unknown
  /** bytes read for this chunk */
  bytes: number
  /** rejected rows that are tried again: the number of each row's record and the run that rejected it */
  again?: readonly { id: number; run: number }[]
  /** called when the chunk is committed: sources that must not forget before then */
  committed?: () => void
}

export interface Outcome {
  /** where the next run starts; undefined leaves it as it is */
  watermark?: unknown
  /** the run saw everything that the source has */
  whole: boolean
}

export interface Position {
  /** where this run had come to; null at its start */
  cursor: unknown
  /** where the last complete run ended; null before the first */
  watermark: unknown
  /** number of the last row of a run that goes on */
  line: number
  signal: AbortSignal
}

interface DescribedColumn {
  name: string
  sourceType: string | null
}

export interface Size {
  total: number | null
  unit: 'rows' | 'bytes' | null
}

export interface Source {
  describe: () => Promise<{ columns: DescribedColumn[]; choices: string[] } & Size>
  preview: (most: number) => Promise<{ columns: readonly string[]; rows: readonly (readonly Cell[])[] }>
  size: () => Promise<Size>
  read: (position: Position) => AsyncGenerator<Chunk, Outcome>
  close: () => Promise<void>
}

/** What is wrong lies with the source or the settings: trying again does not help. The message is for people. */
export class SourceError extends Error {}

/** What an error says of itself; one that gathers several (each address of a host was tried) has no words of its own. */
export const toldBy = (error: unknown): string => {
  if (error instanceof AggregateError && error.message === '') return toldBy(error.errors[0])
  return error instanceof Error ? error.message || (error as { code?: string }).code || error.name : String(error)
}

/** Chunks are about this long: long enough that a commit costs little, short enough that progress is seen. */
export const CHUNK_ROWS = 5000
export const CHUNK_BYTES = 384 * 1024
