/**
 * The demonstration's data: loaded once, in the background, when the city is up, through the public ways a bureau would
 * use. Everything in it is generated and marked 模拟; production never loads it.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Role } from '@haihe/contract'
import { bindDemoSubject } from '@haihe/data/my-data/demo'
import type { Config, Ctx, Identity } from '@haihe/kernel'
import { generateCity } from './generate.ts'
import { createHubClient, type HubClient } from './hub-client.ts'
import { type ActFor, liveWith } from './life.ts'
import { type Hands, knownTitles, loadResource } from './load.ts'
import { placesOf } from './places.ts'

export interface DemoData {
  /** resolves when everything is loaded, or the work was stopped or failed */
  done: Promise<void>
  stop: () => Promise<void>
}

interface Parts {
  ctx: Pick<Ctx, 'db' | 'log' | 'now' | 'config' | 'city'>
  identity: Pick<Identity, 'createToken'>
  /** login of the demonstration account that the generated citizen stands behind */
  login: string
  /** ms after the start: the first screens come first */
  after?: number
  /** how many people live there */
  people?: number
}

/** 和平区 and 河东区. */
const DISTRICTS = ['120101', '120102']
const TOKEN_LIFE = 3_600_000
/** Owners who have not got round to confirming. */
const UNCONFIRMED = new Set(['disability', 'family-doctors', 'hotline-orders'])
const PROGRAM = 'demo-data'

const work = async ({ ctx, identity, login, people }: Parts, address: string, signal: AbortSignal): Promise<number> => {
  const client = async (
    name: string,
    roles: readonly Role[],
    units: readonly string[] | null,
    region: string,
  ): Promise<HubClient> => {
    const expiresAt = new Date(ctx.now().getTime() + TOKEN_LIFE)
    const { token } = await identity.createToken({ name, roles, units, region, expiresAt }, PROGRAM)
    return createHubClient(address, token, signal)
  }
  const city = ctx.city.code
  const hands: Hands = {
    engineer: await client('数据工程师（模拟）', ['dataEngineer'], null, city),
    reviewer: await client('目录审核员（模拟）', ['cityCenter'], null, city),
  }
  const places = await placesOf(DISTRICTS, async (code) => {
    const [region, below] = await Promise.all([
      hands.engineer.get<{ name: string }>(`/api/regions/${code}`),
      hands.engineer.get<{ items: { code: string; name: string }[] }>(`/api/regions?parent=${code}`),
    ])
    return { name: region.name, children: below.items }
  })
  const { citizen, resources } = generateCity(places, people)
  const known = await knownTitles(hands)
  const ids = new Map<string, string>()
  let loaded = 0
  for (const resource of resources) {
    signal.throwIfAborted()
    const before = known.get(resource.draft.title)
    if (!before || before.rows === 0) loaded += 1
    ids.set(resource.id, await loadResource(hands, resource, { known: before, confirm: !UNCONFIRMED.has(resource.id) }))
  }
  await bindDemoSubject(ctx, login, citizen)
  const actFor: ActFor = (unit, name, region = city) => client(name, ['client'], [unit], region)
  const owners = [...new Set(resources.map(({ draft }) => draft.owner))]
  // rules over protected fields are for owners alone
  const asOwners = () => client('数源单位质量管理员（模拟）', ['dataEngineer'], owners, city)
  const authority = () => client('市级数据主管（模拟）', ['cityCenter'], ['tj-dsj'], city)
  await liveWith({ authority, engineer: hands.engineer, asOwners, actFor }, ids, ctx.now())
  return loaded
}

/** Undefined when the settings want none. */
export const startDemoData = (parts: Parts, config: Pick<Config, 'port' | 'mode' | 'demoData'>): DemoData | undefined => {
  if (config.mode !== 'demo' || !config.demoData) return undefined
  const { log } = parts.ctx
  const stopping = new AbortController()
  const address = `http://127.0.0.1:${config.port}`
  const run = async (): Promise<void> => {
    await sleep(parts.after ?? 15_000, undefined, { signal: stopping.signal, ref: false })
    const loaded = await work(parts, address, stopping.signal)
    if (loaded > 0) log.info({ resources: loaded }, 'demonstration data loaded')
  }
  const done = run().catch((error: unknown) => {
    if (!stopping.signal.aborted) log.warn({ err: error }, 'demonstration data could not be loaded; the next start goes on')
  })
  return {
    done,
    stop: async () => {
      stopping.abort()
      await done
    },
  }
}
