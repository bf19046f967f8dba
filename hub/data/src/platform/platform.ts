/**
 * The rooms of the data platform, built in the order of what they need: catalogue, exchange, policy and reads,
 * classification, quality, lineage. The composition root mounts what this returns.
 */
import type { Audit, Ctx, Jobs, Module, Outbox, RegionIndex, UnitIndex } from '@haihe/kernel'
import { createHeld } from '../exchange/held/held.ts'
import type { Held, SubjectKey } from './ports.ts'
import { createSubjectKey } from './subject-key.ts'

export interface PlatformServices {
  outbox: Outbox
  audit: Pick<Audit, 'record'>
  jobs: Pick<Jobs, 'define' | 'schedule' | 'enqueue'>
  regions: RegionIndex
  units: UnitIndex
}

export interface Platform {
  held: Held
  subjectKey: SubjectKey
  modules: readonly Module[]
}

export const createPlatform = (ctx: Ctx, _services: PlatformServices): Platform => {
  const held = createHeld(ctx)
  const subjectKey = createSubjectKey(ctx)
  return { modules: [], held, subjectKey }
}
