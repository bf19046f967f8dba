/**
 * Indicators fed by events of the business hub: counted in the transaction of the event, told to every process when it
 * commits (the store delivers the note with the commit, or never).
 */
import type { Provenance } from '@haihe/contract'
import type { Db, Trx } from '@haihe/kernel'
import type pg from 'pg'
import { runOn } from '../run.ts'
import { createInputs } from './cells.ts'
import type { Definitions } from './definitions.ts'
import { noteEvents } from './event-store.ts'
import { markOf, quantise } from './part.ts'
import { mergeCells } from './partial-store.ts'
import type { Zone } from './windows.ts'

export interface IndicatorEvent {
  /** event name of the indicators it feeds */
  event: string
  region: string
  at: Date
  /** 1 unless told; for open counts +1 and -1, for ratios the numerator */
  value?: number
  /** for ratios the denominator; 1 unless told for readings, 0 for gauges */
  weight?: number
  /** local unless told */
  provenance?: Provenance
  /** what it happened to: `case:<id>`, `resource:<id>`, `grant:<id>`; the number then leads back to it */
  subject?: string
  /** what people call it; nothing personal */
  name?: string
}

export type RecordEvents = (trx: Trx | pg.ClientBase, events: readonly IndicatorEvent[]) => Promise<void>

/** Longer than any region code: transactions of people's actions may meet on every row. */
const EVERY_REGION = 15

export const createRecordEvents =
  (definitions: Definitions, zone: Zone): RecordEvents =>
  async (trx, events) => {
    const inputs = createInputs()
    for (const { event, region, at, value = 1, weight, provenance = 'local' } of events)
      for (const indicator of definitions.byEvent(event)) {
        const time = at.getTime()
        const mark = markOf(provenance)
        if (indicator.gauge) {
          inputs.change(indicator, region, time, quantise(value), quantise(weight ?? 0), 1)
          inputs.fresh(indicator, region, time, value, mark)
        } else inputs.reading(indicator, region, time, value, weight ?? 1, mark)
      }
    if (inputs.size === 0) return
    const run = runOn(trx as Db | pg.ClientBase)
    const xid = await mergeCells(run, inputs.rollUp(zone), EVERY_REGION)
    const counted = events.filter(({ event }) => definitions.byEvent(event).length > 0)
    await noteEvents(
      run,
      xid,
      inputs.base(),
      counted.map(({ event, region, at, value = 1, weight, provenance = 'local', subject, name }) => ({
        event,
        region,
        at,
        value,
        weight: weight ?? null,
        mark: markOf(provenance),
        subject: subject ?? null,
        name: name ?? null,
      })),
    )
  }
