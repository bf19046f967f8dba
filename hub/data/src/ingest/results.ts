import type { ItemResult } from '@haihe/contract'
import { DUPLICATE, type Prepared, REJECTED } from './prepared.ts'

// Most batches are stored whole: their answer depends on their length alone and is made once.
const wholes = new Map<number, ItemResult[]>()

const allStored = (count: number): ItemResult[] => {
  let found = wholes.get(count)
  if (!found) {
    found = Array.from({ length: count }, (_, index) => Object.freeze({ index, status: 'stored' as const }))
    Object.freeze(found)
    if (wholes.size < 2000) wholes.set(count, found)
  }
  return found
}

export interface Outcome {
  results: ItemResult[]
  stored: number
  duplicate: number
  rejected: number
}

export const outcomeOf = (prepared: Prepared): Outcome => {
  const { status, count, rejections } = prepared
  let duplicate = 0
  for (let i = 0; i < count; i += 1) if (status[i] === DUPLICATE) duplicate += 1
  const rejected = rejections.length
  if (duplicate === 0 && rejected === 0) return { results: allStored(count), stored: count, duplicate, rejected }
  const reasons = new Map(rejections.map((one) => [one.index, one]))
  const results = Array.from(status, (state, index): ItemResult => {
    if (state === REJECTED) {
      const reason = reasons.get(index)
      return { index, status: 'rejected', code: reason?.code, message: reason?.message }
    }
    return { index, status: state === DUPLICATE ? 'duplicate' : 'stored' }
  })
  return { results, stored: count - duplicate - rejected, duplicate, rejected }
}
