/** Return flow (数据回流): packages for regions, refreshed by themselves when what they are made of changes. */
import { HOUR } from '@haihe/contract'
import type { Jobs, Module, Outbox, OutboxEvent } from '@haihe/kernel'
import type { LineageEdge, LineageProvider, PlatformEvents } from '../platform/ports.ts'
import * as store from './package-store.ts'
import { type PackageDeps, REFRESH } from './packages.ts'
import { type RefreshDeps, refreshPackage } from './refresh.ts'
import { returnFlowRoutes } from './routes.ts'
import type { ServeDeps } from './serve.ts'

interface ReturnFlowDeps extends Omit<PackageDeps, 'jobs'>, RefreshDeps, ServeDeps {
  ctx: PackageDeps['ctx']
  catalogue: PackageDeps['catalogue']
  audit: PackageDeps['audit']
  policy: RefreshDeps['policy']
  jobs: Pick<Jobs, 'define' | 'schedule' | 'enqueue'>
  outbox: Pick<Outbox, 'consume'>
}

export interface ReturnFlow extends Module {
  lineage: LineageProvider
}

const DUE = 'return-flow.due'
/** How long ago a package of a cycle may have been looked at: a little less than the cycle, so that days do not drift. */
const CYCLES: Readonly<Record<string, number>> = {
  realtime: 24 * HOUR,
  daily: 23 * HOUR,
  weekly: 7 * 24 * HOUR - HOUR,
  monthly: 30 * 24 * HOUR - HOUR,
  quarterly: 91 * 24 * HOUR - HOUR,
  'half-yearly': 182 * 24 * HOUR - HOUR,
  yearly: 365 * 24 * HOUR - HOUR,
}

const edgesOf = async (
  db: ReturnFlowDeps['ctx']['db'],
  deps: Pick<ReturnFlowDeps, 'catalogue' | 'units'>,
  id: string,
): Promise<LineageEdge[]> => {
  const row = await store.findPackage(db, id)
  if (!row) return []
  const node = { kind: 'package', id, title: row.title } as const
  const into = await Promise.all(
    (await store.partsOf(db, [id])).map(async ({ resource }): Promise<LineageEdge> => {
      const title = (await deps.catalogue.find(resource))?.title ?? resource
      return { from: { kind: 'resource', id: resource, title }, to: node, by: '回流刷新' }
    }),
  )
  return [...into, { from: node, to: { kind: 'unit', id: row.unit, title: deps.units.name(row.unit) }, by: '数据回流' }]
}

export const createReturnFlow = (deps: ReturnFlowDeps): ReturnFlow => {
  const { ctx, outbox, jobs } = deps
  const { db } = ctx

  jobs.define<{ id: string }>(REFRESH, async ({ id }) => void (await refreshPackage(deps, id)))
  jobs.define(DUE, async () => {
    const now = ctx.now()
    const limits = Object.fromEntries(Object.entries(CYCLES).map(([cycle, span]) => [cycle, new Date(now.getTime() - span)]))
    for (const { id } of await store.duePackages(db, limits, now))
      await jobs.enqueue(db, REFRESH, { id }, { key: `${REFRESH}:${id}` })
  })
  jobs.schedule(DUE, '*/10 * * * *')

  // a load refreshes what goes with every load; a grant or a classification that changed refreshes at once
  const affected = async ({ topic, payload }: OutboxEvent): Promise<readonly { id: string }[]> => {
    if (topic === 'grant.revoked') return store.packagesUnder(db, (payload as PlatformEvents['grant.revoked']).grant)
    const { resource } = payload as Pick<PlatformEvents['resource.loaded'], 'resource'>
    const found = await store.packagesWith(db, resource)
    return topic === 'resource.loaded' ? found.filter(({ cycle }) => cycle === 'realtime') : found
  }
  outbox.consume('return-flow', ['resource.loaded', 'catalogue.published', 'grant.revoked'], async (trx, event) => {
    for (const { id } of await affected(event)) await jobs.enqueue(trx, REFRESH, { id }, { key: `${REFRESH}:${id}` })
  })

  return {
    name: 'return-flow',
    routes: returnFlowRoutes(deps),
    lineage: {
      name: 'return-flow',
      edges: async ({ kind, id }) => {
        const packages =
          kind === 'package'
            ? [{ id }]
            : kind === 'resource'
              ? await store.packagesWith(db, id)
              : kind === 'grant'
                ? await store.packagesUnder(db, id)
                : kind === 'unit'
                  ? await store.packagesFor(db, id)
                  : []
        return (await Promise.all(packages.map((one) => edgesOf(db, deps, one.id)))).flat()
      },
    },
  }
}
