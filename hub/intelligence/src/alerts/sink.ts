/** Alerts of objects, in the transaction of their readings. */
import { type AlertRuleDef, regionPath } from '@haihe/contract'
import type { Reading, Sink } from '@haihe/data/ingest/types'
import type { LiveHub } from '@haihe/kernel'
import type { AlertChange, AlertEngine, Watched } from './engine.ts'
import type { AlertRules } from './rules.ts'

/** Alerts are shown wherever their place is shown: in the region and in every region above it. */
export const showAlerts = (hub: Pick<LiveHub, 'publish'>, changes: readonly AlertChange[]): void => {
  for (const change of changes) hub.publish({ event: 'alert', audience: regionPath(change.region), data: change })
}

/** New readings by rule and object, oldest first. Late readings tell of the past: they raise and close nothing. */
const watchedBy = (rules: AlertRules, readings: readonly Reading[]): Watched[] => {
  const byRule = new Map<AlertRuleDef, Map<string, Watched>>()
  const watched: Watched[] = []
  for (const reading of readings) {
    if (!reading.newest) continue
    const { entity, at, value } = reading
    for (const def of rules.byAttribute(reading.type, reading.attribute)) {
      let entities = byRule.get(def)
      if (!entities) {
        entities = new Map()
        byRule.set(def, entities)
      }
      const known = entities.get(entity)
      if (known) {
        known.values.push({ at, value })
        continue
      }
      const { region, provenance } = reading
      const one: Watched = { def, subject: entity, region, entity, indicator: null, provenance, values: [{ at, value }] }
      entities.set(entity, one)
      watched.push(one)
    }
  }
  for (const { values } of watched) if (values.length > 1) values.sort((a, b) => a.at - b.at)
  return watched
}

export const alertSink = (rules: AlertRules, engine: AlertEngine, hub: Pick<LiveHub, 'publish'>): Sink => ({
  name: 'alerts',
  write: (client, readings) => engine.play(client, watchedBy(rules, readings)),
  committed: (result) => showAlerts(hub, result as AlertChange[]),
})
