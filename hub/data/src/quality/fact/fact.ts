/** Rules on the resource as a whole, and on the live data behind it. */
import { HOUR, type QualityCheck, type Resource, type UpdateCycle } from '@haihe/contract'
import type { Db } from '@haihe/kernel'
import { probesSince } from './probe-store.ts'
import * as sensed from './sensed-store.ts'

const FACT_KINDS = ['freshness', 'availability', 'coverage', 'sensor-stuck', 'sensor-gap', 'sensor-complete', 'intake'] as const
type FactCheck = Extract<QualityCheck, { kind: (typeof FACT_KINDS)[number] }>
export const isFactCheck = (check: QualityCheck): check is FactCheck => (FACT_KINDS as readonly string[]).includes(check.kind)

/** Runs of a resource's connectors since then, and those that failed; checked 0 where it has none. */
export type Availability = (resource: Resource, since: Date) => Promise<sensed.Tally>

interface FactScope {
  db: Db
  resource: Resource
  rows: number
  now: Date
  availability: Availability
}

const CYCLE_HOURS: Record<Exclude<UpdateCycle, 'irregular'>, number> = {
  realtime: 1,
  daily: 24,
  weekly: 7 * 24,
  monthly: 31 * 24,
  quarterly: 92 * 24,
  'half-yearly': 184 * 24,
  yearly: 366 * 24,
}

const NOTHING: sensed.Tally = { checked: 0, failed: 0 }
const yesNo = (ok: boolean): sensed.Tally => ({ checked: 1, failed: ok ? 0 : 1 })

const freshness = async (check: Extract<FactCheck, { kind: 'freshness' }>, scope: FactScope): Promise<sensed.Tally> => {
  const { db, resource, now } = scope
  if (resource.cycle === 'irregular') return NOTHING
  const newest =
    resource.kind === 'entities'
      ? await sensed.newestReading(db, resource.target ?? '', resource.region)
      : resource.loadedAt === null
        ? null
        : new Date(resource.loadedAt)
  if (newest === null) return NOTHING
  const hours = CYCLE_HOURS[resource.cycle] + check.parameters.graceHours
  return yesNo(now.getTime() - newest.getTime() <= hours * HOUR)
}

/** Checked 0: there was nothing to check, the rule does not count. */
export const checkFact = async (check: FactCheck, scope: FactScope): Promise<sensed.Tally> => {
  const { db, resource, rows, now, availability } = scope
  const [type, region] = [resource.target ?? '', resource.region]
  const since = (days: number): Date => new Date(now.getTime() - days * 24 * HOUR)
  switch (check.kind) {
    case 'freshness':
      return freshness(check, scope)
    case 'availability':
      return resource.kind === 'service'
        ? probesSince(db, resource.id, since(check.parameters.days))
        : availability(resource, since(check.parameters.days))
    case 'coverage': {
      const { expected } = check.parameters
      return resource.kind === 'service' ? NOTHING : { checked: expected, failed: Math.max(0, expected - rows) }
    }
    case 'sensor-stuck':
      return sensed.stuckSeries(db, type, region)
    case 'sensor-gap':
      return sensed.silentObjects(db, type, region)
    case 'sensor-complete':
      return sensed.missingReadings(db, type, region, check.fields)
    case 'intake':
      return sensed.rejectedItems(db, type, region, since(check.parameters.hours / 24))
  }
}
