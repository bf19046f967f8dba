/** Puts rejected items through the pipeline again, as they came or corrected. */
import { AppError, type ItemResult } from '@haihe/contract'
import type { Db } from '@haihe/kernel'
import type { Ingest } from '../ingest/types.ts'
import { type Attempt, type LetterRow, noteReplays } from './store.ts'

/** The item as it came; undefined when it cannot be sent again without a correction. */
const itemOf = (letter: Pick<LetterRow, 'raw' | 'truncated'>): unknown => {
  if (letter.truncated) return undefined
  try {
    const item: unknown = JSON.parse(letter.raw)
    return typeof item === 'object' && item !== null ? item : undefined
  } catch {
    return undefined
  }
}

const UNREADABLE: Omit<ItemResult, 'index'> = {
  status: 'rejected',
  code: 'MALFORMED_JSON',
  message: '原始内容不完整或不是有效的 JSON，请提供修正后的内容',
}

interface ReplayServices {
  db: Db
  ingest: Pick<Ingest, 'submit'>
  now: () => Date
}

/** Replays letters of one source; returns the outcome of each and notes it. */
export const replayLetters = async (
  { db, ingest, now }: ReplayServices,
  letters: readonly LetterRow[],
  by: string,
  corrected?: unknown,
): Promise<Attempt[]> => {
  const source = letters[0]?.source
  if (source === undefined) return []
  const items = letters.map((letter) => (corrected === undefined ? itemOf(letter) : corrected))
  const readable = letters.map((_, i) => i).filter((i) => items[i] !== undefined)
  const results =
    readable.length > 0
      ? await ingest.submit({
          source,
          items: readable.map((i) => items[i]),
          keepRejected: false,
          via: { protocol: 'replay', message: letters.length === 1 ? `死信 ${letters[0]?.id}` : undefined },
        })
      : []
  const byLetter = new Map(readable.map((i, position) => [i, results[position] as ItemResult]))
  const attempts = letters.map(({ id }, i): Attempt => {
    const { status, code, message } = byLetter.get(i) ?? UNREADABLE
    return { id, result: { status, ...(code ? { code } : {}), ...(message ? { message } : {}) } }
  })
  await noteReplays(db, attempts, by, now())
  return attempts
}

export const assertOpen = (letter: LetterRow): void => {
  if (letter.state !== 'open')
    throw new AppError('CONFLICT', { detail: letter.state === 'replayed' ? '该条数据已重放入库' : '该条数据已作废' })
}
