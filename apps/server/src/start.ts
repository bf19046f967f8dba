/** `npm start`: from an empty folder to a living city, telling what it does. */
import { existsSync } from 'node:fs'
import type { Config } from '@haihe/kernel'
import { compose, type Hub } from './compose.ts'
import { DEMO_ACCOUNTS, DEMO_REGIONS } from './demo-accounts.ts'
import { type DemoData, startDemoData } from './demo-data/demo-data.ts'
import { openStore, type Store } from './settings.ts'
import { ensureSources, twinCredentials } from './sources.ts'
import { serveFronts } from './static.ts'
import { startTwin, type Twin } from './twin.ts'

const began = performance.now()
const seconds = (): string => `${((performance.now() - began) / 1000).toFixed(1).padStart(5)} s`
const say = (text: string): void => console.log(`${seconds()}  ${text}`)

const welcome = (config: Config): void => {
  const url = config.publicUrl
  console.log(`
  Haihe 海河 · 城市大脑

  数字驾驶舱  ${url}/cockpit
  津治通      ${url}/governance
  津心办      ${url}/citizen
  中枢        ${url}/console
  MQTT        mqtt://localhost:${config.mqttPort}
`)
  if (config.mode !== 'demo') return
  console.log('  演示账号（登录页可一键进入，密码均为 haihe-demo-2026）:')
  for (const { login, name } of DEMO_ACCOUNTS) console.log(`    ${login.padEnd(12)} ${name}`)
  console.log('\n  Ctrl+C 停止\n')
}

const launchTwin = async (hub: Hub, config: Config): Promise<Twin | undefined> => {
  if (config.mode !== 'demo' || config.twin === 0) return undefined
  const dataDir = config.dataDir && existsSync(config.dataDir) ? config.dataDir : null
  if (config.dataDir && !dataDir) say(`HAIHE_DATA_DIR ${config.dataDir} does not exist; the twin plays a generated city`)
  const credentials = await twinCredentials(hub.ctx, hub.identity, hub.units)
  const settings = {
    http: `http://127.0.0.1:${config.port}`,
    mqtt: `mqtt://127.0.0.1:${config.mqttPort}`,
    speed: config.twin,
    dataDir,
    keep: DEMO_REGIONS,
    ...credentials,
  }
  return startTwin(settings, hub.ctx.log, (line) => console.log(line))
}

const untilStopped = (): Promise<NodeJS.Signals> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(signal))
  })

export const start = async (config: Config): Promise<void> => {
  const stopped = untilStopped()
  let store: Store | undefined
  let hub: Hub | undefined
  let twin: Twin | undefined
  let demoData: DemoData | undefined
  try {
    say(`data folder ${config.home}`)
    store = await openStore(config)
    say(store.note)
    hub = await compose(config, store.url)
    say('city, rules and scenarios loaded')
    await serveFronts(hub.app)
    if (config.mode === 'demo') {
      await hub.identity.ensureDemoAccounts(DEMO_ACCOUNTS.map((account) => ({ ...account, grants: [...account.grants] })))
      await ensureSources(hub.ctx, config.dataDir !== undefined && existsSync(config.dataDir))
    }
    await hub.start()
    await hub.app.listen({ port: config.port, host: config.host })
    say(`listening on port ${config.port}`)
    twin = await launchTwin(hub, config)
    demoData = startDemoData({ ctx: hub.ctx, identity: hub.identity, login: 'shimin' }, config)
    welcome(config)
    await stopped
    console.log('\nstopping …')
  } finally {
    await demoData?.stop()
    await twin?.stop()
    await hub?.stop()
    await store?.stop()
  }
}
