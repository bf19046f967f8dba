/** A second process on the database of a hub: it keeps the copies of subscriptions, to be killed in the middle of it. */
import { createAudit, createLiveHub, createLog, createOutbox, openDatabase, readConfig } from '@haihe/kernel'
import { createData } from '../../../../data.ts'
import { createContext } from '../../../context.ts'

const [url = '', home = '', federationUrl = ''] = process.argv.slice(2)
const now = () => new Date()
const ctx = {
  ...openDatabase(url, 6),
  config: readConfig({ HAIHE_LOG: 'silent', HAIHE_HOME: home, HAIHE_FEDERATION_URL: federationUrl, HAIHE_MQTT_PORT: '0' }),
  log: createLog('silent'),
  now,
  live: createLiveHub(now),
  city: {
    code: '99',
    name: { zh: '书城', en: 'Booktown' },
    bounds: [116, 38, 118, 40] as [number, number, number, number],
    timeZone: 'Asia/Shanghai',
  },
}
const jobs = { define: () => {}, schedule: () => {} }
const data = createData(
  ctx,
  { outbox: createOutbox(ctx), audit: createAudit(ctx), jobs, verifyDevice: async () => null },
  { sweepEvery: 0 },
)
const context = createContext(ctx, {
  ingest: data.ingest,
  isDeclared: () => false,
  locate: () => undefined,
  sourceRegion: () => undefined,
})
await data.start?.()
await context.start()
process.send?.('running')
