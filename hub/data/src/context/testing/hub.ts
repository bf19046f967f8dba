/** A whole context side for tests: its own store, its own address, reachable over HTTP. Its city lends books. */
import type { Actor } from '@haihe/contract'
import { type Ctx, createAudit, createOutbox, kernelMigrations } from '@haihe/kernel'
import { type TestClock, testActor, testClock, testContext, testServer } from '@haihe/kernel/testing'
import { createData } from '../../data.ts'
import { migrations } from '../../migrations.ts'
import { type Context, type ContextServices, createContext } from '../context.ts'
import type { Json } from '../model/json.ts'

export interface Reply {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests read what they expect
  body: any
  headers: Headers
}

export interface Call {
  as?: string
  tenant?: string
  headers?: Record<string, string>
}

export interface Hub {
  name: string
  /** base address, without /ngsi-ld/v1 */
  url: string
  ctx: Ctx
  clock: TestClock
  context: Context
  /** path below /ngsi-ld/v1 */
  call: (method: string, path: string, body?: Json, more?: Call) => Promise<Reply>
  close: () => Promise<void>
}

const role = (id: string, region: string, more: Partial<Actor> = {}): Actor => ({
  ...testActor(
    [
      { role: 'admin', unit: null, region },
      { role: 'client', unit: null, region },
    ],
    id,
  ),
  ...more,
})

/** engineer: everything in the city; neighbour: one district; citizen: nothing of the kind */
export const HUB_ACTORS: Record<string, Actor> = {
  engineer: role('engineer', '99'),
  neighbour: role('neighbour', '990102'),
  citizen: testActor([{ role: 'citizen', unit: null, region: '99' }], 'citizen'),
}

export const openHub = async (
  name: string,
  more: Partial<ContextServices> = {},
  actors: Record<string, Actor> = {},
): Promise<Hub> => {
  const clock = testClock()
  const made = await testContext([kernelMigrations, migrations], clock)
  const config: Ctx['config'] = {
    ...made.config,
    host: '127.0.0.1',
    mqttPort: 0,
    publicUrl: `http://${name}.example`,
    privateNetworks: ['127.0.0.1/32'],
  }
  const ctx: Ctx = { ...made, config }
  const data = createData(
    ctx,
    {
      outbox: createOutbox(ctx),
      audit: createAudit(ctx),
      jobs: { define: () => {}, schedule: () => {} },
      verifyDevice: async () => null,
    },
    { sweepEvery: 0 },
  )
  const context = createContext(
    ctx,
    {
      ingest: data.ingest,
      isDeclared: () => false,
      locate: () => undefined,
      sourceRegion: (source) => data.sources.find(source)?.region,
      ...more,
    },
    { sweepEvery: 0 },
  )
  const app = await testServer(ctx, [context], { ...HUB_ACTORS, ...actors })
  await data.start?.()
  await context.start()
  const url = (await app.listen({ port: 0, host: '127.0.0.1' })).replace(/\/$/, '')
  // other hubs reach it under the address that it was given now
  config.federationUrl = url
  return {
    name,
    url,
    ctx,
    clock,
    context,
    call: async (method, path, body, { as = 'engineer', tenant, headers = {} } = {}) => {
      const response = await fetch(`${url}/ngsi-ld/v1${path}`, {
        method,
        headers: {
          authorization: as,
          'accept-language': 'en',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(tenant ? { 'NGSILD-Tenant': tenant } : {}),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      const text = await response.text()
      return { status: response.status, body: text === '' ? undefined : JSON.parse(text), headers: response.headers }
    },
    close: async () => {
      await context.stop()
      await app.close()
      await data.stop?.()
      await ctx.close()
    },
  }
}
