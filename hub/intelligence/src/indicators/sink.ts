/** Keeps the indicators in the transaction of the readings. */
import type { Reading, Sink } from '@haihe/data/ingest/types'
import type { Commit, Live } from '../live/live.ts'
import type { Pair } from '../live/load.ts'
import { runOn } from '../run.ts'
import { createInputs } from './cells.ts'
import type { Definitions } from './definitions.ts'
import { takeReadings } from './intake.ts'
import { mergeCells } from './partial-store.ts'
import type { Zone } from './windows.ts'

// Writers of the pipeline own whole districts: only on the rows of the city they meet.
const CITY_CODE_LENGTH = 2

interface IndicatorSinkOptions {
  definitions: Definitions
  zone: Zone
  live: Live
  changed: (pairs: readonly Pair[]) => void
}

export const indicatorSink = ({ definitions, zone, live, changed }: IndicatorSinkOptions): Sink => ({
  name: 'indicators',
  async write(client, readings: readonly Reading[]): Promise<Commit | null> {
    const inputs = createInputs()
    const run = runOn(client)
    await takeReadings(run, definitions, readings, inputs)
    if (inputs.size === 0) return null
    const cells = inputs.rollUp(zone)
    return { xid: await mergeCells(run, cells, CITY_CODE_LENGTH), cells }
  },
  committed(result) {
    const commit = result as Commit | null
    if (commit) changed(live.apply(commit))
  },
  // what was committed after all is not shown again: memory starts anew from the store
  aborted: () => live.forget(),
})
