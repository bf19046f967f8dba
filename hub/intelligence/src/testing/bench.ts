/** This floor on a real store with the real pipeline below it, in a city where libraries lend books. */
import { type Actor, AppError, type Derivation, type EntityTypeDef, type Rule } from '@haihe/contract'
import { createIngest, createSourceRegistry, dataMigrations, insertSource } from '@haihe/data'
import { type Ctx, createAudit, createOutbox, createRegionIndex, kernelMigrations, type NewEvent } from '@haihe/kernel'
import { type TestClock, testActor, testClock, testContext, testServer } from '@haihe/kernel/testing'
import { createIntelligence, type Described, type Intelligence } from '../intelligence.ts'
import { migrations } from '../migrations.ts'

export const REGIONS: [code: string, name: string][] = [
  ['99', '书城'],
  ['990101', '东区'],
  ['990202', '西区'],
  ['990101001', '河畔街道'],
  ['990101002', '山前街道'],
  ['990202001', '书市街道'],
  ['990101001001', '灯塔社区'],
  ['990101001002', '码头社区'],
]

const number = (name: string) => ({
  name,
  title: { zh: name, en: name },
  unit: '册',
  kind: 'number' as const,
  min: 0,
  max: 10_000,
})
const ENTITIES: EntityTypeDef[] = [
  { type: 'Shelf', title: { zh: '书架', en: 'Shelf' }, attributes: [number('books'), number('places')] },
  { type: 'Desk', title: { zh: '柜台', en: 'Desk' }, attributes: [number('queue'), number('loans')] },
]

export interface Bench {
  ctx: Ctx
  /** attributes that the policy shows to nobody */
  hidden: Set<string>
  clock: TestClock
  intelligence: Intelligence
  /** what was written to the outbox, in order */
  published: NewEvent[]
  /** sends readings through the pipeline; the source stands in the region */
  send: (
    region: string,
    items: readonly { entity: string; type: string; attribute: string; value: number; at: string }[],
  ) => Promise<void>
  call: (actor: string, method: 'GET' | 'POST', url: string, body?: unknown) => Promise<{ status: number; body: unknown }>
  /** the hub again, as after a restart: nothing of memory is left */
  restart: () => Promise<void>
  close: () => Promise<void>
}

const ACTORS: Record<string, Actor> = {
  leader: testActor([{ role: 'leader', unit: null, region: '99' }], 'leader'),
  east: testActor([{ role: 'districtCenter', unit: 'east', region: '990101' }], 'east'),
  west: testActor([{ role: 'districtCenter', unit: 'west', region: '990202' }], 'west'),
  supervisor: testActor([{ role: 'supervisor', unit: null, region: '990101' }], 'supervisor'),
  citizen: testActor([{ role: 'citizen', unit: null, region: '99' }], 'citizen'),
}

/** A scenario of the library; its derivations run in the pipeline. */
type Tested = Omit<Described, 'entities' | 'derivations'> & { derivations?: readonly Derivation[] }

export const openBench = async (scenario: Tested, rules: readonly Rule[] = []): Promise<Bench> => {
  const clock = testClock('2026-11-20T02:10:30Z')
  const ctx = await testContext([kernelMigrations, dataMigrations, migrations], clock)
  const regions = createRegionIndex(
    REGIONS.map(([code, name]) => ({
      code,
      name,
      level: 'city',
      parent: null,
      lon: 117,
      lat: 39,
      schematic: true,
      outline: null,
    })) as never,
    ctx.city.bounds,
  )
  const outbox = createOutbox(ctx)
  const published: NewEvent[] = []
  const listening = {
    publish: async (trx: Parameters<typeof outbox.publish>[0], events: readonly NewEvent[]) => {
      await outbox.publish(trx, events)
      published.push(...events)
    },
  }
  for (const [code, name] of REGIONS)
    await insertSource(
      ctx.db,
      { id: `src-${code}`, title: name, unit: 'library', region: code, provenance: 'local', protocol: 'mqtt' },
      ctx.now(),
    )

  const hidden = new Set<string>()
  const open = async () => {
    const sources = createSourceRegistry(ctx.db, ctx.now)
    const ingest = createIngest(ctx, { sources, outbox: listening }, { sweepEvery: 0 })
    const intelligence = createIntelligence(ctx, {
      ingest,
      outbox: listening,
      audit: createAudit(ctx),
      regions,
      assertShown: async (_actor, _type, attributes) => {
        if (attributes.some((attribute) => hidden.has(attribute))) throw new AppError('FILTER_NOT_ALLOWED')
      },
      rule: (id, date, region) =>
        rules.find(
          (rule) => rule.id === id && rule.from <= date && (rule.to === null || date < rule.to) && region.startsWith(rule.region),
        ),
    })
    intelligence.describe([{ ...scenario, entities: ENTITIES }])
    ingest.describe({ entities: ENTITIES, derivations: scenario.derivations })
    await intelligence.start!()
    await ingest.start()
    const server = await testServer(ctx, [intelligence], ACTORS)
    return { ingest, intelligence, server }
  }
  let running = await open()
  const stop = async (): Promise<void> => {
    await running.ingest.stop()
    await running.intelligence.stop!()
    await running.server.close()
  }
  return {
    ctx,
    hidden,
    clock,
    published,
    get intelligence() {
      return running.intelligence
    },
    async send(region, items) {
      const results = await running.ingest.submit({ source: `src-${region}`, items })
      const bad = results.find((result) => result.status === 'rejected')
      if (bad) throw new Error(`rejected: ${bad.code} ${bad.message}`)
      await running.intelligence.settle()
    },
    async call(actor, method, url, body) {
      const response = await running.server.inject({
        method,
        url,
        headers: { authorization: actor },
        ...(body === undefined ? {} : { payload: body as object }),
      })
      return { status: response.statusCode, body: response.body === '' ? undefined : response.json() }
    },
    async restart() {
      await stop()
      running = await open()
    },
    async close() {
      await stop()
      await ctx.close()
    },
  }
}
