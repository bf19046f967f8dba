/** Sends a long list through the pipeline in batches, waiting when it is busy. */
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError, type ItemResult } from '@haihe/contract'
import type { Via } from '../ingest/arrival.ts'
import type { Ingest } from '../ingest/types.ts'

export interface Totals {
  received: number
  stored: number
  duplicate: number
  rejected: number
}

export const noTotals = (): Totals => ({ received: 0, stored: 0, duplicate: 0, rejected: 0 })

export const addResults = (totals: Totals, results: readonly ItemResult[]): void => {
  totals.received += results.length
  for (const { status } of results) totals[status] += 1
}

const BATCH = 1000
const MOST_TRIES = 120

/** One batch; a full queue is waited for, about half a minute at most. */
export const submitPatiently = async (
  ingest: Pick<Ingest, 'submit'>,
  source: string,
  items: readonly unknown[],
  lines?: readonly number[],
  via?: Via,
): Promise<ItemResult[]> => {
  for (let tries = 1; ; tries += 1)
    try {
      return await ingest.submit({ source, items, lines, via })
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'OVERLOADED' || tries >= MOST_TRIES) throw error
      await sleep(250)
    }
}

export const submitAll = async (
  ingest: Pick<Ingest, 'submit'>,
  source: string,
  items: readonly unknown[],
  via?: Via,
): Promise<Totals> => {
  const totals = noTotals()
  for (let i = 0; i < items.length; i += BATCH)
    addResults(totals, await submitPatiently(ingest, source, items.slice(i, i + BATCH), undefined, via))
  return totals
}
