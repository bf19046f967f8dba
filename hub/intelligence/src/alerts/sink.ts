/** Alerts of objects, in the transaction of their readings. */
import { regionPath } from '@haihe/contract'
import type { Reading, Sink } from '@haihe/data/ingest/types'
import type { LiveHub } from '@haihe/kernel'
import type { AlertChange, AlertEngine, Watched } from './engine.ts'
import type { AlertRules } from './rules.ts'

/** Alerts are shown wherever their place is shown: in the region and in every region above it. */
export const showAlerts = (hub: Pick<LiveHub, 'publish'>, changes: readonly AlertChange[]): void => {
  for (const change of changes) hub.publish({ event: 'alert', audience: regionPath(change.region), data: change })
}

/** New readings by rule and object, oldest first. Late readings tell of the past: they raise and close nothing. */
export const watchedBy = (rules: AlertRules, readings: readonly Reading[]): Watched[] => {
  const watched = new Map<string, Watched>()
  for (const reading of readings) {
    if (!reading.newest) continue
    for (const def of rules.byAttribute(reading.type, reading.attribute)) {
      const key = `${def.id} ${reading.entity}`
      const known = watched.get(key)
      if (known) known.values.push({ at: reading.at, value: reading.value })
      else
        watched.set(key, {
          def,
          subject: reading.entity,
          region: reading.region,
          entity: reading.entity,
          indicator: null,
          provenance: reading.provenance,
          values: [{ at: reading.at, value: reading.value }],
        })
    }
  }
  for (const one of watched.values()) one.values.sort((a, b) => a.at - b.at)
  return [...watched.values()]
}

export const alertSink = (rules: AlertRules, engine: AlertEngine, hub: Pick<LiveHub, 'publish'>): Sink => ({
  name: 'alerts',
  write: (client, readings) => engine.play(client, watchedBy(rules, readings)),
  committed: (result) => showAlerts(hub, result as AlertChange[]),
})
