/**
 * The rooms of the data platform, built in the order of what they need: catalogue, exchange, policy and reads,
 * classification, quality, lineage. The composition root mounts what this returns.
 */
import type { Audit, Ctx, Jobs, Module, Outbox, RegionIndex, UnitIndex } from '@haihe/kernel'

export interface PlatformServices {
  outbox: Outbox
  audit: Pick<Audit, 'record'>
  jobs: Pick<Jobs, 'define' | 'schedule' | 'enqueue'>
  regions: RegionIndex
  units: UnitIndex
}

export interface Platform {
  modules: readonly Module[]
}

export const createPlatform = (_ctx: Ctx, _services: PlatformServices): Platform => ({ modules: [] })
