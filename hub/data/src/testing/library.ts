/** The made-up city of the data plane's tests: a library whose branches count loans and whose shelves are warm or cold. */
import type { Actor, Derivation, EntityTypeDef, Rule } from '@haihe/contract'
import { type Ctx, createAudit, createOutbox, type Jobs, kernelMigrations } from '@haihe/kernel'
import { type TestClock, testActor, testClock, testContext, testServer } from '@haihe/kernel/testing'
import type { FastifyInstance } from 'fastify'
import { createData, type Data } from '../data.ts'
import type { IngestOptions } from '../ingest/ingest.ts'
import type { Reading, Sink } from '../ingest/types.ts'
import { migrations } from '../migrations.ts'
import { insertSource, type NewSource } from '../sources/store.ts'

export const branch: EntityTypeDef = {
  type: 'Branch',
  title: { zh: '分馆', en: 'Branch' },
  attributes: [
    { name: 'loans', title: { zh: '借出', en: 'Loans' }, unit: 'µg/m³', kind: 'number', min: 0, max: 1000 },
    { name: 'visits', title: { zh: '到馆', en: 'Visits' }, unit: '1', kind: 'number', min: 0 },
    { name: 'crowd', title: { zh: '拥挤度', en: 'Crowd' }, unit: '1', kind: 'number' },
    { name: 'open', title: { zh: '开放', en: 'Open' }, unit: '', kind: 'boolean' },
    { name: 'notice', title: { zh: '公告', en: 'Notice' }, unit: '', kind: 'text' },
  ],
  expectedEvery: 600,
  stuckAfter: 4,
}

/** Crowd: loans and visits of the same time together. */
export const crowd: Derivation = {
  id: 'branch.crowd',
  type: 'Branch',
  reads: ['loans', 'visits'],
  writes: ['crowd'],
  derive: (_at, { latest }) => {
    const sum = [...latest.values()].reduce((total, reading) => total + reading.value, 0)
    return [{ attribute: 'crowd', value: sum }]
  },
}

export interface Library {
  ctx: Ctx
  clock: TestClock
  data: Data
  app: FastifyInstance
  /** readings the sink saw in committed transactions */
  seen: Reading[]
  /** registers a source; unit library, district 990101 unless told */
  source: (id: string, more?: Partial<NewSource>) => Promise<void>
  /** ISO time so many minutes before the clock's now */
  ago: (minutes: number) => string
  close: () => Promise<void>
}

export interface LibraryOptions {
  ingest?: IngestOptions
  sinks?: readonly Sink[]
  derivations?: readonly Derivation[]
  rules?: readonly Rule[]
  actors?: Record<string, Actor>
}

const noJobs: Pick<Jobs, 'define' | 'schedule'> = { define: () => {}, schedule: () => {} }

export const ACTORS: Record<string, Actor> = {
  engineer: testActor([{ role: 'dataEngineer', unit: null, region: '99' }], 'engineer'),
  neighbour: testActor([{ role: 'dataEngineer', unit: null, region: '990102' }], 'neighbour'),
  citizen: testActor([{ role: 'citizen', unit: null, region: '99' }], 'citizen'),
  device: { ...testActor([{ role: 'device', unit: null, region: '99' }], 'device'), kind: 'machine', source: 'gate' },
}

export const openLibrary = async (options: LibraryOptions = {}): Promise<Library> => {
  const clock = testClock()
  const ctx = await testContext([kernelMigrations, migrations], clock)
  const config = { ...ctx.config, host: '127.0.0.1', mqttPort: 0 }
  const services = {
    outbox: createOutbox(ctx),
    audit: createAudit(ctx),
    jobs: noJobs,
    verifyDevice: async (username: string, password: string) =>
      password === `secret of ${username}` ? { source: username } : null,
  }
  const data = createData({ ...ctx, config }, services, { sweepEvery: 0, ...options.ingest })
  data.ingest.describe({
    entities: [branch],
    derivations: options.derivations,
    rule: (id) => options.rules?.find((rule) => rule.id === id),
  })
  const seen: Reading[] = []
  data.ingest.addSink({ name: 'seen', write: async () => null, committed: (_, readings) => void seen.push(...readings) })
  for (const sink of options.sinks ?? []) data.ingest.addSink(sink)
  await data.start?.()
  const app = await testServer(ctx, [data], { ...ACTORS, ...options.actors })
  return {
    ctx,
    clock,
    data,
    app,
    seen,
    source: async (id, more = {}) => {
      await insertSource(
        ctx.db,
        { id, title: id, unit: 'library', region: '990101', provenance: 'local', protocol: 'mqtt', ...more },
        ctx.now(),
      )
      await data.ingest.reloadSources()
    },
    ago: (minutes) => new Date(clock.now().getTime() - minutes * 60_000).toISOString(),
    close: async () => {
      await app.close()
      await data.stop?.()
      await ctx.close()
    },
  }
}
