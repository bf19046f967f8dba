/** The library with its subscriptions: readings come in through the pipeline, notifications go out to a receiver. */
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Ctx, createAudit, createOutbox, kernelMigrations } from '@haihe/kernel'
import { testActor, testContext, testServer } from '@haihe/kernel/testing'
import type { FastifyInstance } from 'fastify'
import { type Context, createContext } from '../../context/context.ts'
import { createData, type Data } from '../../data.ts'
import { migrations } from '../../migrations.ts'
import { insertSource } from '../../sources/store.ts'
import { branch } from '../../testing/library.ts'
import type { DispatcherOptions } from '../dispatcher.ts'

export interface Mailroom {
  ctx: Ctx
  data: Data
  context: Context
  app: FastifyInstance
  /** readings of `loans`, one after the other in time: [branch, value]; `later`: milliseconds added to their times */
  lend: (readings: readonly [string, number][], later?: number) => Promise<void>
  /** makes a subscription to branches; its id */
  subscribe: (uri: string, more?: Record<string, unknown>, endpoint?: Record<string, unknown>) => Promise<string>
  call: <T = Record<string, unknown>>(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, body?: unknown) => Promise<T>
  close: () => Promise<void>
}

const ACTORS = {
  engineer: testActor(
    [
      { role: 'dataEngineer', unit: null, region: '99' },
      { role: 'admin', unit: null, region: '99' },
    ],
    'engineer',
  ),
  neighbour: testActor([{ role: 'dataEngineer', unit: null, region: '990102' }], 'neighbour'),
}

export const QUICK: DispatcherOptions = { pollEvery: 50, retry: { first: 20, longest: 100, tries: 1000 } }

export const branchId = (name: string): string => `urn:ngsi-ld:Branch:${name}`

export const openMailroom = async (options: DispatcherOptions = QUICK, shared?: Ctx): Promise<Mailroom> => {
  const made = shared ?? (await testContext([kernelMigrations, migrations], { now: () => new Date(), set() {}, advance() {} }))
  const ctx: Ctx = { ...made, config: { ...made.config, host: '127.0.0.1', mqttPort: 0, privateNetworks: ['127.0.0.0/8'] } }
  const jobs = { define: () => {}, schedule: () => {} }
  const outbox = createOutbox(ctx)
  const data = createData(ctx, { outbox, audit: createAudit(ctx), jobs, verifyDevice: async () => null }, { sweepEvery: 0 })
  data.ingest.describe({ entities: [branch] })
  const context = createContext(
    ctx,
    { ingest: data.ingest, isDeclared: () => false, locate: () => undefined, sourceRegion: () => undefined },
    { sweepEvery: 0, deliveries: options },
  )
  if (!shared)
    await insertSource(
      ctx.db,
      { id: 'gate', title: 'gate', unit: 'library', region: '990101', provenance: 'local', protocol: 'internal' },
      ctx.now(),
    )
  await data.start?.()
  await context.start()
  const app = await testServer(ctx, [data, context], ACTORS)
  let clock = Date.now() - 3_600_000
  const call: Mailroom['call'] = async <T>(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, body?: unknown) => {
    const answer = await app.inject({
      method,
      url,
      headers: { authorization: 'engineer', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    })
    assert.ok(answer.statusCode < 300, `${method} ${url}: ${answer.statusCode} ${answer.body}`)
    return (answer.body === '' ? (answer.headers as T) : JSON.parse(answer.body)) as T
  }
  return {
    ctx,
    data,
    context,
    app,
    lend: async (readings, later = 0) => {
      const items = readings.map(([name, value]) => {
        clock += 10
        const at = new Date(clock + later).toISOString()
        return { entity: branchId(name), type: 'Branch', attribute: 'loans', value, at }
      })
      const results = await data.ingest.submit({ source: 'gate', items })
      assert.deepEqual([...new Set(results.map((result) => result.status))], ['stored'])
    },
    subscribe: async (uri, more = {}, endpoint = {}) => {
      const id = `urn:ngsi-ld:Subscription:${crypto.randomUUID()}`
      await call('POST', '/ngsi-ld/v1/subscriptions', {
        id,
        type: 'Subscription',
        entities: [{ type: 'Branch' }],
        ...more,
        notification: { endpoint: { uri, accept: 'application/json', ...endpoint } },
      })
      return id
    },
    call,
    close: async () => {
      await app.close()
      await context.stop()
      await data.stop?.()
      if (!shared) await ctx.close()
    },
  }
}

/** Waits until it is so; fails after a generous while. */
export const until = async (what: () => boolean | Promise<boolean>, message = 'it never came'): Promise<void> => {
  for (const last = Date.now() + 20_000; Date.now() < last; ) {
    if (await what()) return
    await sleep(10)
  }
  assert.fail(message)
}
