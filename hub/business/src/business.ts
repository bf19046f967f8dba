/** The business hub (业务中台): cases, their routing, their clocks, and what they add up to. */
import type { Actor, Scenario } from '@haihe/contract'
import type { Ctx, Module } from '@haihe/kernel'
import { createAttachments } from '@haihe/kernel/attachments/index'
import { followAlerts } from './alerts/alerts.ts'
import { districtOfId } from './cases/case-id.ts'
import { caseRoutes } from './cases/case-routes.ts'
import { findCase, forgetKeys } from './cases/case-store.ts'
import type { Engine } from './cases/engine.ts'
import { numberTogether, readTogether, writeTogether } from './cases/group.ts'
import { type Hook, hookKey } from './cases/hook.ts'
import { createRegistry } from './cases/registry.ts'
import { maySee } from './cases/scope.ts'
import { sweepClocks } from './cases/sweep.ts'
import { clockMath } from './cases/time.ts'
import { unitFinder } from './cases/units.ts'
import { citizenRoutes } from './citizen/citizen-routes.ts'
import { businessMigrations } from './migrations.ts'
import { open311Plugin } from './open311/open311-plugin.ts'
import type { Ports } from './ports.ts'
import { explainEvents } from './rates/explain.ts'
import { rateRoutes } from './rates/rate-routes.ts'
import { createRouting, type Routing } from './routing/routing.ts'
import { routingRoutes } from './routing/routing-routes.ts'
import { openWriter } from './writer.ts'

const CLOCKS = 'cases.clocks'
const KEYS = 'cases.forget-keys'
const KEEP_KEYS_MS = 30 * 86_400_000
/** connections for acting on cases */
const WRITERS = 6

export interface Business {
  module: Module
  /** photos; a module of its own, mounted beside */
  attachments: Module
  /** case types, categories and routing rules of the scenarios; before start */
  describe: (scenarios: readonly Scenario[]) => void
  /** what else happens in the transaction of an action; set twice throws */
  hook: (type: string, action: string, hook: Hook) => void
  /** for tests and the other doors of the house */
  engine: Engine
  routing: Routing
  sweepClocks: () => Promise<number>
}

export const createBusiness = (ctx: Ctx, ports: Ports): Business => {
  const registry = createRegistry()
  const writer = openWriter(ctx.url, WRITERS)
  const routing = createRouting(ctx.db, registry, ctx.log)

  /** A photo of a case is seen by those who see the case, and by the one who reported it. */
  const mayReadPhoto = async (actor: Actor, subject: string): Promise<boolean> => {
    const id = /^case:(.+)$/.exec(subject)?.[1]
    const row = id === undefined ? undefined : await findCase(writer.pool, districtOfId(id), id)
    return row !== undefined && (row.reporter === actor.id || maySee(actor, row))
  }
  const attachments = createAttachments(ctx, { jobs: ports.jobs, mayRead: mayReadPhoto })
  const hooks = new Map<string, Hook>()
  const engine: Engine = {
    ctx,
    ports,
    writer,
    read: readTogether(writer),
    number: numberTogether(writer),
    write: writeTogether(() => engine),
    attachments,
    registry,
    hooks,
    math: clockMath(ports.calendar),
    find: unitFinder(ports.units),
    routingOn: (date) => routing.on(date),
  }
  const sweep = (): Promise<number> => sweepClocks(engine)

  followAlerts(engine)
  let started = false
  ports.jobs.define(CLOCKS, async () => {
    // jobs may run before the definitions are loaded
    if (started) await sweep()
  })
  ports.jobs.schedule(CLOCKS, '* * * * *')
  ports.jobs.define(KEYS, async () => {
    await forgetKeys(writer.pool, new Date(ctx.now().getTime() - KEEP_KEYS_MS))
  })
  ports.jobs.schedule(KEYS, '41 3 * * *')

  return {
    engine,
    routing,
    describe(scenarios) {
      const known = new Set(registry.all().map((def) => def.id))
      registry.describe(scenarios)
      const added = registry.all().filter((def) => !known.has(def.id))
      const { events, records } = explainEvents(engine, added)
      if (events.length > 0) ports.intelligence.explainEvents?.(events, records)
    },
    hook(type, action, hook) {
      const key = hookKey(type, action)
      if (hooks.has(key)) throw new Error(`${key} has two hooks`)
      hooks.set(key, hook)
    },
    sweepClocks: sweep,
    attachments: attachments.module,
    module: {
      name: 'business',
      migrations: businessMigrations,
      plugin: open311Plugin(engine, { authenticate: ports.authenticate }),
      routes: [...caseRoutes(engine), ...citizenRoutes(engine), ...rateRoutes(engine), ...routingRoutes(engine, routing)],
      async start() {
        await registry.load(ctx.db, ctx.now)
        await routing.start()
        started = true
      },
      async stop() {
        started = false
        routing.stop()
        await writer.close()
      },
    },
  }
}
