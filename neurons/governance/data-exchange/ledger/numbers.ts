/** The rates that resources and grants feed: what an event changes is added as a difference to what was counted before. */
import { isServed, type Resource } from '@haihe/contract'
import type { PlatformEvents } from '@haihe/data/platform/ports'
import { inTransaction, type Trx } from '@haihe/kernel'
import {
  dropEnded,
  dropFlow,
  findFact,
  listFacts,
  listFlows,
  lockFact,
  type ResourceFact,
  type ReturnFlow,
  saveFact,
  saveFlow,
} from './fact-store.ts'
import type { Ledger } from './services.ts'

const CONNECTION = 'exchange.connection-rate'
const IN_TIME = 'exchange.updated-in-time'
const CALLS = 'exchange.call-success'
const RETURN = 'exchange.return-fields'

interface Share {
  event: string
  region: string
  value: number
  weight: number
}

/** What one resource adds to the rates. */
export const sharesOf = (fact: ResourceFact): Share[] => {
  const { region, catalogued, connected, timed, overdue } = fact
  const counted = catalogued && connected
  return [
    { event: CONNECTION, region, value: counted ? 1 : 0, weight: catalogued ? 1 : 0 },
    { event: IN_TIME, region, value: counted && timed && !overdue ? 1 : 0, weight: counted && timed ? 1 : 0 },
  ]
}

/** What to add so that the rates say `after` instead of `before`; nothing that is zero. */
export const differenceOf = (before: ResourceFact | undefined, after: ResourceFact): Share[] => {
  const sums = new Map<string, Share>()
  const add = (share: Share, sign: 1 | -1): void => {
    const key = `${share.event} ${share.region}`
    const known = sums.get(key) ?? { ...share, value: 0, weight: 0 }
    sums.set(key, { ...known, value: known.value + sign * share.value, weight: known.weight + sign * share.weight })
  }
  for (const share of before ? sharesOf(before) : []) add(share, -1)
  for (const share of sharesOf(after)) add(share, 1)
  return [...sums.values()].filter(({ value, weight }) => value !== 0 || weight !== 0)
}

/** Changes what is known of the resource, and the rates with it. */
export const noteFact = async (
  ledger: Ledger,
  trx: Trx,
  resource: Pick<Resource, 'id' | 'region' | 'owner' | 'cycle' | 'title'>,
  change: Partial<Pick<ResourceFact, 'catalogued' | 'connected' | 'overdue'>>,
): Promise<ResourceFact> => {
  const before = await lockFact(trx, resource.id)
  const { id, region, owner, cycle, title } = resource
  const known = before ?? { catalogued: false, connected: false, overdue: false }
  const after = { ...known, resource: id, region, owner, timed: cycle !== 'irregular', ...change }
  const at = ledger.ctx.now()
  await saveFact(trx, after, at)
  const shares = differenceOf(before, after)
  if (shares.length > 0)
    await ledger.intelligence.recordEvents(
      trx,
      shares.map((share) => ({ ...share, at, subject: `resource:${id}`, name: title })),
    )
  return after
}

export const isConnected = async (db: Trx, resource: Resource): Promise<boolean> =>
  resource.loadedAt !== null || ((await findFact(db, resource.id))?.connected ?? false)

type Topic = 'catalogue.published' | 'catalogue.withdrawn' | 'catalogue.overdue' | 'resource.loaded'

/** What an event says of the resource. */
export const followResource = async (ledger: Ledger, trx: Trx, topic: Topic, resource: Resource, rows: number): Promise<void> => {
  switch (topic) {
    case 'catalogue.published':
      await noteFact(ledger, trx, resource, { catalogued: true, connected: await isConnected(trx, resource) })
      break
    case 'catalogue.withdrawn':
      await noteFact(ledger, trx, resource, { catalogued: false })
      break
    case 'catalogue.overdue':
      await noteFact(ledger, trx, resource, { overdue: true })
      break
    case 'resource.loaded':
      if (rows > 0) await noteFact(ledger, trx, resource, { connected: true, overdue: false, catalogued: isServed(resource) })
      break
  }
}

/** The region to which the fields flow: that of the grant, else of the unit that reads. */
const regionOf = (ledger: Ledger, region: string | null, grantee: string): string =>
  region ?? ledger.engine.ports.units.find(grantee)?.region ?? ledger.ctx.city.code

const flowEvent = ({ grant, region, fields }: Pick<ReturnFlow, 'grant' | 'region' | 'fields'>, at: Date, sign: 1 | -1) => ({
  event: RETURN,
  region,
  at,
  value: sign * fields,
  subject: `grant:${grant}`,
  name: `数据回流授权 ${grant.slice(0, 8)}`,
})

export const followGrant = async (
  ledger: Ledger,
  trx: Trx,
  topic: 'grant.issued' | 'grant.revoked',
  { grant: id, grantee }: PlatformEvents['grant.revoked'],
): Promise<void> => {
  const at = ledger.ctx.now()
  if (topic === 'grant.revoked') {
    const flow = await dropFlow(trx, id)
    if (flow) await ledger.intelligence.recordEvents(trx, [flowEvent(flow, at, -1)])
    return
  }
  const grant = await ledger.grants.find(id)
  if (grant?.purpose !== 'return-flow' || grant.revokedAt !== null) return
  const flow = {
    grant: id,
    region: regionOf(ledger, grant.region, grantee),
    fields: grant.fields.length,
    until: new Date(grant.until),
    at,
  }
  if (await saveFlow(trx, flow)) await ledger.intelligence.recordEvents(trx, [flowEvent(flow, at, 1)])
}

/** Grants end without anybody's doing. */
export const endFlows = (ledger: Ledger): Promise<void> =>
  inTransaction(ledger.ctx.db, async (trx) => {
    const at = ledger.ctx.now()
    const ended = await dropEnded(trx, at)
    const events = ended.map((flow) => flowEvent(flow, at, -1))
    if (events.length > 0) await ledger.intelligence.recordEvents(trx, events)
  })

export const followCalls = async (
  ledger: Ledger,
  trx: Trx,
  resource: Pick<Resource, 'id' | 'region' | 'title'>,
  { succeeded, failed }: PlatformEvents['resource.called'],
): Promise<void> => {
  if (succeeded + failed <= 0) return
  const at = ledger.ctx.now()
  await ledger.intelligence.recordEvents(trx, [
    {
      event: CALLS,
      region: resource.region,
      at,
      value: succeeded,
      weight: succeeded + failed,
      subject: `resource:${resource.id}`,
      name: resource.title,
    },
  ])
}

/** The resources and grants behind a number. */
export const explainNumbers = (ledger: Ledger): void => {
  const source = { id: 'catalogue', title: '信息资源目录', provenance: 'local' as const, lastSeen: null }
  ledger.intelligence.explainEvents([CONNECTION, IN_TIME], async ({ event, region, limit }) => {
    const facts = await listFacts(ledger.ctx.db, region, limit)
    const records = await Promise.all(
      facts.flatMap((fact) =>
        sharesOf(fact)
          .filter((share) => share.event === event && share.weight > 0)
          .map(async (share) => ({
            entity: `urn:haihe:resource:${fact.resource}`,
            name: (await ledger.catalogue.find(fact.resource))?.title ?? fact.resource,
            attribute: event,
            value: share.value,
            at: fact.at.toISOString(),
            region: fact.region,
            source: source.id,
            provenance: source.provenance,
          })),
      ),
    )
    return { records, sources: records.length > 0 ? [source] : [] }
  })
  ledger.intelligence.explainEvents([RETURN], async ({ region, limit }) => {
    const flows = await listFlows(ledger.ctx.db, region, limit)
    const records = flows.map((flow) => ({
      entity: `urn:haihe:grant:${flow.grant}`,
      name: `数据回流授权 ${flow.grant.slice(0, 8)}`,
      attribute: RETURN,
      value: flow.fields,
      at: flow.at.toISOString(),
      region: flow.region,
      source: source.id,
      provenance: source.provenance,
    }))
    return { records, sources: records.length > 0 ? [source] : [] }
  })
}
