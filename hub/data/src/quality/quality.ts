/** Quality (数据质量): checked when rows come in, every ten minutes where data lives, every night as a whole. */
import { isServed } from '@haihe/contract'
import {
  type Audit,
  type Ctx,
  type Jobs,
  localDate,
  type Module,
  type Outbox,
  type RegionIndex,
  type RuleIndex,
  type UnitIndex,
} from '@haihe/kernel'
import { mayCall } from '../context/net/address.ts'
import { createOutbound, type Outbound } from '../context/net/outbound.ts'
import type { Catalogue, Held, LineageProvider, PlatformEvents } from '../platform/ports.ts'
import { moveCase } from './case-store.ts'
import { probe } from './fact/probe.ts'
import { trimProbes } from './fact/probe-store.ts'
import { endedRuns } from './fact/run-store.ts'
import { statedLimits } from './limits.ts'
import { qualityLineage } from './lineage.ts'
import { qualityRoutes } from './routes.ts'
import { CHECK_JOB, createManage, enqueueCheck } from './rules/manage.ts'
import { dependents } from './rules/rule-store.ts'
import { Busy, type Checked, type CheckServices, checkResource } from './run/check.ts'

interface QualityServices {
  outbox: Pick<Outbox, 'publish' | 'consume'>
  audit: Pick<Audit, 'record'>
  jobs: Pick<Jobs, 'define' | 'schedule' | 'enqueue'>
  regions: Pick<RegionIndex, 'find'>
  units: Pick<UnitIndex, 'find'>
  rules: Pick<RuleIndex, 'find'>
  catalogue: Pick<Catalogue, 'find' | 'get' | 'list' | 'note'>
  held: Held
  /** tests give their own */
  outbound?: Pick<Outbound, 'send'> & { close?: () => void }
}

export interface Quality extends Module {
  /** checks and scores now */
  check: (resource: string, full: boolean) => Promise<Checked | undefined>
  lineage: LineageProvider
}

const PROBES_KEPT = 90 * 86_400_000

export const createQuality = (ctx: Ctx, services: QualityServices): Quality => {
  const { outbox, audit, jobs, regions, units, rules, catalogue, held } = services
  const outbound = services.outbound ?? createOutbound(mayCall(ctx.config.privateNetworks))
  const checking: CheckServices = {
    ctx,
    catalogue,
    held,
    outbox,
    regions,
    rule: rules.find,
    availability: (resource, since) => endedRuns(ctx.db, resource.id, since),
  }
  const check = (resource: string, full: boolean) => checkResource(checking, resource, full)
  const served = async (...kinds: string[]) => (await catalogue.list()).filter((one) => isServed(one) && kinds.includes(one.kind))

  jobs.define(CHECK_JOB, async ({ resource, full }: { resource: string; full: boolean }) => {
    try {
      await check(resource, full)
    } catch (error) {
      if (!(error instanceof Busy)) throw error
      const at = new Date(ctx.now().getTime() + 30_000)
      await jobs.enqueue(
        ctx.db,
        CHECK_JOB,
        { resource, full },
        { at, key: `quality:${full ? 'full:' : ''}${resource}`, tries: 6 },
      )
    }
  })
  jobs.define('quality.daily', async () => {
    for (const { id } of await served('table', 'entities', 'service')) await enqueueCheck(jobs, ctx.db, id, true)
    await trimProbes(ctx.db, new Date(ctx.now().getTime() - PROBES_KEPT))
  })
  // 03:10 in the city: after the loads of the night
  jobs.schedule('quality.daily', '10 19 * * *')
  jobs.define('quality.live', async () => {
    for (const { id } of await served('entities')) await enqueueCheck(jobs, ctx.db, id, false)
  })
  jobs.schedule('quality.live', '*/10 * * * *')
  jobs.define('quality.probe', async () => {
    for (const resource of await served('service')) {
      await probe({ db: ctx.db, outbound, now: ctx.now }, resource)
      await enqueueCheck(jobs, ctx.db, resource.id, false)
    }
  })
  jobs.schedule('quality.probe', '25 * * * *')

  outbox.consume('quality', ['resource.loaded', 'catalogue.published'], async (trx, event) => {
    const { resource } = event.payload as { resource: string }
    for (const id of [resource, ...(await dependents(trx, resource))]) await enqueueCheck(jobs, trx, id, false)
  })

  outbox.consume('quality.cases', ['rectification.moved'], (trx, event) =>
    moveCase(trx, event.payload as PlatformEvents['rectification.moved'], ctx.now()),
  )

  const manage = createManage({ ctx, catalogue, audit, jobs })
  return {
    name: 'quality',
    check,
    lineage: qualityLineage(ctx.db, catalogue),
    routes: qualityRoutes({
      db: ctx.db,
      held,
      catalogue,
      manage,
      list: () => catalogue.list(),
      unitName: (id) => units.find(id)?.name ?? id,
      limits: (region) => statedLimits(rules.find, localDate(ctx.now()), region),
      now: ctx.now,
    }),
    stop: async () => {
      outbound.close?.()
    },
  }
}
