/** Tells the address of a snapshot how it stands (clauses 5.3.4, 5.16.6). */
import type { Log } from '@haihe/kernel'
import type { JsonObject } from '../model/json.ts'
import type { Outbound } from '../net/outbound.ts'
import type { Snapshot } from './snapshot.ts'

const TIMEOUT = 5_000
/** Waits before the tries, milliseconds. */
const TRIES = [0, 1_000, 5_000]

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

const notificationOf = (snapshot: Snapshot, now: Date): JsonObject => {
  const { snapshotQueriesDetails, snapshotTemporalQueriesDetails } = snapshot.details as JsonObject
  return {
    id: `urn:ngsi-ld:SnapshotNotification:${crypto.randomUUID()}`,
    type: 'SnapshotNotification',
    notifiedAt: now.toISOString(),
    // before notifiedAt: the snapshot is gone
    expiresAt: snapshot.expiresAt.toISOString(),
    snapshotId: snapshot.id,
    snapshotPriority: snapshot.priority,
    snapshotStatus: snapshot.status,
    ...(snapshotQueriesDetails ? { snapshotQueriesDetails } : {}),
    // the specification spells the member of notifications in this order of words
    ...(snapshotTemporalQueriesDetails ? { temporalSnapshotQueriesDetails: snapshotTemporalQueriesDetails } : {}),
  }
}

export const createTellSnapshot = ({ outbound, log, now }: { outbound: Outbound; log: Log; now: () => Date }) => {
  const under = new Set<Promise<void>>()
  let stopping = false

  const send = async (snapshot: Snapshot): Promise<void> => {
    const { endpoint, receiverInfo = [] } = snapshot.doc
    const headers = Object.fromEntries((receiverInfo as { key: string; value: string }[]).map(({ key, value }) => [key, value]))
    const body = JSON.stringify(notificationOf(snapshot, now()))
    let reason = ''
    for (const wait of TRIES) {
      if (wait > 0 && stopping) break
      if (wait > 0) await sleep(wait)
      try {
        const { status } = await outbound.send({
          url: endpoint as string,
          method: 'POST',
          headers: {
            ...headers,
            'Content-Type': 'application/json',
            ...(snapshot.tenant === '' ? {} : { 'NGSILD-Tenant': snapshot.tenant }),
          },
          body,
          timeout: TIMEOUT,
          mostBytes: 64 * 1024,
        })
        if (status >= 200 && status < 300) return
        reason = `HTTP ${status}`
      } catch (error) {
        reason = (error as Error).message
      }
    }
    log.warn({ snapshot: snapshot.id, reason }, 'the address of a snapshot could not be told')
  }

  return {
    tell: (snapshot: Snapshot): void => {
      if (snapshot.doc.endpoint === undefined) return
      const work = send(snapshot).finally(() => under.delete(work))
      under.add(work)
    },
    settled: async (): Promise<void> => {
      await Promise.all(under)
    },
    /** what is under way ends with the try it is at */
    stop: async (): Promise<void> => {
      stopping = true
      await Promise.all(under)
    },
  }
}
