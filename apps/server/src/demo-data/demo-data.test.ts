import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { readConfig } from '@haihe/kernel'
import { testDatabase } from '@haihe/kernel/testing'
import { compose } from '../compose.ts'
import { startDemoData } from './demo-data.ts'

const PASSWORD = 'haihe-demo-2026'
const home = await mkdtemp(join(tmpdir(), 'haihe-demo-data-'))
const database = await testDatabase([])
const config = readConfig({
  HAIHE_HOME: home,
  HAIHE_LOG: 'silent',
  HAIHE_MQTT_PORT: '0',
  HAIHE_HOST: '127.0.0.1',
  HAIHE_TWIN: '0',
})
const hub = await compose(config, database.url)
const { identity, ctx, app } = hub
await identity.ensureDemoAccounts([
  { login: 'shimin', name: '市民', password: PASSWORD, grants: [{ role: 'citizen', unit: null, region: '12' }] },
])
await hub.start()
await app.listen({ port: 0, host: '127.0.0.1' })
const { port } = app.server.address() as AddressInfo
after(async () => {
  await hub.stop()
  await database.close()
  await rm(home, { recursive: true, force: true })
})

const failures: unknown[] = []
const load = async (): Promise<void> => {
  const work = startDemoData(
    {
      ctx: { ...ctx, log: { ...ctx.log, info: () => {}, warn: ({ err }: { err: unknown }) => failures.push(err) } as never },
      identity,
      login: 'shimin',
      after: 0,
      people: 150,
    },
    { port, mode: 'demo', demoData: true },
  )
  await work?.done
  assert.deepEqual(failures, [])
}
const count = async (text: string): Promise<number> => (await ctx.pool.query<{ n: number }>(text)).rows[0]!.n
const subject = `(SELECT key FROM kernel.account_subject s JOIN kernel.account a ON a.id = s.account WHERE a.login = 'shimin')`

test('the demonstration loads over the public API: catalogued, uploaded, classified, granted, read, returned', async () => {
  await load()
  assert.equal(await count(`SELECT count(*)::int AS n FROM data.resource WHERE state = 'published' AND rows > 0`), 14)
  assert.ok((await count(`SELECT count(DISTINCT resource)::int AS n FROM data.classification_suggestion`)) === 14)
  assert.ok((await count(`SELECT count(*)::int AS n FROM data.data_grant WHERE purpose = 'return-flow'`)) === 3)
  assert.ok((await count(`SELECT count(*)::int AS n FROM data.read_subject WHERE subject = ${subject}`)) >= 4)
})

test('a second start finds it all there', async () => {
  const before = await count("SELECT count(*)::int AS n FROM data.read_log WHERE purpose <> 'return-flow'")
  await load()
  assert.equal(await count(`SELECT count(*)::int AS n FROM data.resource WHERE rows > 0`), 14)
  assert.equal(await count('SELECT count(*)::int AS n FROM data.return_package'), 2)
  assert.equal(await count("SELECT count(*)::int AS n FROM data.return_package WHERE state = 'proposed'"), 1)
  assert.equal(await count("SELECT count(*)::int AS n FROM data.read_log WHERE purpose <> 'return-flow'"), before)
})

test('production loads nothing', () => {
  assert.equal(startDemoData({ ctx, identity, login: 'shimin' }, { port, mode: 'production', demoData: true }), undefined)
  assert.equal(readConfig({ HAIHE_DEMO_DATA: '1' }).demoData, true)
  const production = { HAIHE_MODE: 'production', HAIHE_SECRET: 'q'.repeat(40), HAIHE_PUBLIC_URL: 'https://hub.example' }
  assert.equal(readConfig({ ...production, HAIHE_DEMO_DATA: '1' }).demoData, false)
})
