/** What was counted of an event, as records of an explanation: every number has some, whoever declared it. */
import type { Explanation } from '@haihe/contract'
import type { Indicator } from '../indicators/definitions.ts'
import { provenanceOf } from '../indicators/part.ts'
import type { Run } from '../run.ts'
import { balancesAt, contributionsIn } from '../trace/contribution-store.ts'

const MOST = 100

/** Of numbers that stand what has not come to nothing until `to`; of others what came in [from, to). Newest first. */
export const countedBy = async (
  run: Run,
  { def, gauge }: Indicator,
  region: string,
  from: Date,
  to: Date,
): Promise<Pick<Explanation, 'records' | 'sources'>> => {
  if (!('event' in def.source)) throw new Error(`${def.id} is not fed by events`)
  const { event } = def.source
  const rows = gauge ? await balancesAt(run, event, region, to, MOST) : await contributionsIn(run, event, region, from, to, MOST)
  const source = `event:${event}`
  const records = rows.map((row) => ({
    entity: row.subject ?? event,
    name: row.name ?? row.subject ?? event,
    attribute: event,
    value: row.value,
    at: row.at.toISOString(),
    region: row.region,
    source,
    provenance: provenanceOf(row.mark) ?? ('local' as const),
  }))
  const [newest] = records
  return {
    records,
    sources: newest ? [{ id: source, title: `业务事件 ${event}`, provenance: newest.provenance, lastSeen: newest.at }] : [],
  }
}
