/** Policy and reads, assembled: the one decision, grants, the only way to rows, and the record of every read. */
import { type DataGrant, type PolicyLimits, shownFields } from '@haihe/contract'
import { accountSubjects, type Ctx, type Db, type Jobs, type Module } from '@haihe/kernel'
import { createKeys, hubSecret } from '@haihe/kernel/identity/secrets'
import { mayCall } from '../context/net/address.ts'
import { createOutbound } from '../context/net/outbound.ts'
import type { PlatformServices } from '../platform/platform.ts'
import type { Catalogue, Grants, Held, LineageProvider, Policy, ReadLog, Subjects } from '../platform/ports.ts'
import { createSubjectKey } from '../platform/subject-key.ts'
import { createCalls } from '../reads/calls.ts'
import { dropExpired, makeExport } from '../reads/exports/make.ts'
import { exportRoutes } from '../reads/exports/routes.ts'
import { readLineage } from '../reads/lineage.ts'
import { createReadLog, ensureMonths } from '../reads/read-log.ts'
import { readLogRoutes } from '../reads/read-log-routes.ts'
import { createReader, type ReaderRoom } from '../reads/reader.ts'
import { activeReplicas } from '../reads/replicas/replica-store.ts'
import { replicate } from '../reads/replicas/replicate.ts'
import { replicaRoutes } from '../reads/replicas/routes.ts'
import { rowRoutes } from '../reads/row-routes.ts'
import { createBreaker } from '../service/breaker.ts'
import { createGateway, type Gateway } from '../service/gateway.ts'
import { serviceRoutes } from '../service/routes.ts'
import { createEntityGuard, type EntityGuard } from './entity-guard.ts'
import { grantRoutes } from './grant-routes.ts'
import { watchGrants } from './grant-watch.ts'
import { createGrants } from './grants.ts'
import { policyLimits, warningDays } from './limits.ts'
import { createPolicy } from './policy.ts'
import { policyRoutes } from './policy-routes.ts'
import { createPseudonyms } from './pseudonym.ts'

interface PolicyRoomServices extends Omit<PlatformServices, 'jobs'> {
  ctx: Ctx
  jobs: Pick<Jobs, 'define' | 'schedule' | 'enqueue'>
  catalogue: Pick<Catalogue, 'find' | 'get' | 'list' | 'byEntityType'>
  held: Held
  volume: () => PolicyLimits['volume']
}

export interface PolicyRoom {
  policy: Policy
  grants: Grants
  reader: ReaderRoom
  log: ReadLog
  /** grants, exports and copies of tables */
  lineage: LineageProvider
  /** what reads of city objects show */
  guard: EntityGuard
  /** the only way to services of bureaus */
  gateway: Gateway
  module: Module
}

/** The next instant at which one of the grants begins or ends, epoch milliseconds. */
const nextBoundary = (grants: readonly DataGrant[], at: Date): number =>
  Math.min(
    ...grants
      .flatMap(({ from, until, revokedAt }) => [from, until, ...(revokedAt === null ? [] : [revokedAt])])
      .map((time) => Date.parse(time))
      .filter((time) => time > at.getTime()),
  )

export const createPolicyRoom = (services: PolicyRoomServices): PolicyRoom => {
  const { ctx, catalogue, held, audit, outbox, jobs, units } = services
  const secret = hubSecret(ctx.config)
  const keys = createKeys(secret)
  const pseudonyms = createPseudonyms(keys.derive('pseudonyms'))
  const subjects: Subjects = { of: (account) => accountSubjects(ctx.db, account) }
  const limits = policyLimits(services.rules, ctx.city.code, ctx.now, services.volume)
  const policy = createPolicy({ db: ctx.db, catalogue, subjects, pseudonyms, limits })
  const grants = createGrants(services)
  const log = createReadLog()
  const subjectKey = createSubjectKey(ctx)
  const reader = createReader({ ctx, keys, policy, grants, held, log, outbox, subjectKey })
  const calls = createCalls({ ctx, outbox, catalogue })

  const outbound = createOutbound(mayCall(ctx.config.privateNetworks))
  const breaker = createBreaker()
  const gateway = createGateway({ ctx, keys, reader, subjectKey, outbound, breaker })

  jobs.define('data.read-log-months', () => ensureMonths(ctx))
  jobs.schedule('data.read-log-months', '20 2 * * *')

  const notice = warningDays(services.rules, ctx.city.code, ctx.now)
  jobs.define('data.grants-watch', () => watchGrants({ ctx, catalogue, outbox, notice }))
  jobs.schedule('data.grants-watch', '* * * * *')

  const exporting = { ctx, catalogue, reader, log, units, policy, jobs, audit, secret: keys.derive('export-watermark') }
  jobs.define('data.export', ({ id }: { id: string }) => makeExport(exporting, id))
  jobs.define('data.export-expire', () => dropExpired(exporting))
  jobs.schedule('data.export-expire', '7 * * * *')

  const copying = { ctx, catalogue, reader, log, keys, grants, jobs, audit, mayCall: mayCall(ctx.config.privateNetworks) }
  const copySoon = async (db: Db, resource: string | null): Promise<void> => {
    for (const { id } of await activeReplicas(db, resource))
      await jobs.enqueue(db, 'data.replicate', { id }, { key: `replica ${id}`, tries: 1 })
  }
  jobs.define('data.replicate', ({ id }: { id: string }) => replicate(copying, id))
  jobs.define('data.replicate-all', () => copySoon(ctx.db, null))
  jobs.schedule('data.replicate-all', '*/10 * * * *')
  outbox.consume('data.replicas', ['resource.loaded', 'grant.revoked', 'grant.expired'], (trx, { payload }) =>
    copySoon(trx, (payload as { resource: string }).resource),
  )

  return {
    policy,
    grants,
    reader,
    log,
    guard: createEntityGuard({
      catalogue,
      policy,
      now: ctx.now,
      subjectKey,
      boundary: async (resource, at) => nextBoundary(await grants.of(resource), at),
      record: async ({ actor, reason, way, resource, decision, rows, subjects }) => {
        const grant = decision.grant === null ? undefined : await grants.find(decision.grant)
        await reader.takeQuota(way, grant)
        const request = { actor, resource, reason, way, fields: null, where: [] }
        await reader.begin(request, { decision, grant, fields: shownFields(decision) }, rows, [...new Set(subjects)])
      },
    }),
    gateway,
    lineage: readLineage({ ctx, catalogue, units }),
    module: {
      name: 'policy',
      routes: [
        ...grantRoutes({ ctx, grants, catalogue, units }),
        ...policyRoutes({ ctx, catalogue, policy, grants, held, log, audit, pseudonyms }),
        ...rowRoutes({ ctx, catalogue, reader, counting: { ctx, secret: keys.derive('count-rounding') } }).map(calls.count),
        ...serviceRoutes({ ctx, catalogue, units, audit, keys, gateway, breaker }).map((one) =>
          one.url.endsWith('/call') ? calls.count(one) : one,
        ),
        ...exportRoutes(exporting),
        ...replicaRoutes(copying),
        ...readLogRoutes({ ctx, catalogue, units }),
      ],
      start: async () => {
        await ensureMonths(ctx)
        calls.start()
      },
      stop: async () => {
        outbound.close()
        await calls.stop()
      },
    },
  }
}
