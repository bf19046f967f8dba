/** A batch as it comes over HTTP, and its shares by writer. */
import { AppError } from '@haihe/contract'
import { z } from 'zod'
import { type Prepared, REJECTED } from './prepared.ts'
import type { SeriesState } from './state.ts'

export const MOST_ITEMS = 1000
export const MOST_BYTES = 1024 * 1024

const Items = z.array(z.unknown()).min(1).max(MOST_ITEMS)
export const Batch = z.union([Items, z.strictObject({ items: Items })])

/** The items of a body that is not of the plain shape. Throws MALFORMED_JSON, or a ZodError when it is no batch. */
export const itemsOf = (body: Buffer): unknown[] => {
  let value: unknown
  try {
    value = JSON.parse(body.toString('utf8').replace(/^\ufeff/, ''))
  } catch {
    throw new AppError('MALFORMED_JSON')
  }
  const batch = Batch.parse(value)
  return Array.isArray(batch) ? batch : batch.items
}

// Most batches go whole to one writer: all of 0 … n-1, made once for each length.
const wholes = new Map<number, readonly number[]>()

const whole = (count: number): readonly number[] => {
  let found = wholes.get(count)
  if (!found) {
    found = Array.from({ length: count }, (_, index) => index)
    if (wholes.size < 2 * MOST_ITEMS) wholes.set(count, found)
  }
  return found
}

const NOTHING: readonly number[] = []

/** Indexes of the accepted items by the writer that owns them. */
export const sharesOf = ({ series, status, count, rejections }: Prepared, writers: number): (readonly number[])[] => {
  const shares = Array.from({ length: writers }, () => NOTHING)
  const first = series[0]?.entity.writer
  if (rejections.length === 0 && first !== undefined && series.every((one) => one?.entity.writer === first)) {
    shares[first] = whole(count)
    return shares
  }
  const own: number[][] = Array.from({ length: writers }, () => [])
  for (let i = 0; i < count; i += 1)
    if (status[i] !== REJECTED) (own[(series[i] as SeriesState).entity.writer] as number[]).push(i)
  return own
}
