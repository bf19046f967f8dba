/**
 * The rooms of the data platform, built in the order of what they need: catalogue, exchange, policy and reads,
 * classification, quality, lineage. The composition root mounts what this returns.
 */
import type { Rule } from '@haihe/contract'
import type { Audit, Ctx, Jobs, Module, Outbox, RegionIndex, RuleIndex, UnitIndex } from '@haihe/kernel'
import { type CatalogueRoom, createCatalogue } from '../catalogue/catalogue.ts'
import { catalogueModule } from '../catalogue/module.ts'
import { findVersion } from '../catalogue/store.ts'
import { createClassification } from '../classification/classification.ts'
import { classificationRules, volumeLimits } from '../classification/volume-rule.ts'
import { createExchange } from '../exchange/exchange.ts'
import { createHeld } from '../held/held.ts'
import { createLineage, type Lineages } from '../lineage/lineage.ts'
import { createMyData, createSubjects } from '../my-data/my-data.ts'
import type { VerifySubject } from '../my-data/verify.ts'
import { policyRules } from '../policy/limits.ts'
import { createPolicyRoom, type PolicyRoom } from '../policy/room.ts'
import { qualityRules } from '../quality/limits.ts'
import { createQuality } from '../quality/quality.ts'
import { createReturnFlow } from '../return-flow/return-flow.ts'
import type { Held, SubjectKey } from './ports.ts'
import { createSubjectKey } from './subject-key.ts'

export interface PlatformServices {
  outbox: Outbox
  audit: Pick<Audit, 'record'>
  jobs: Pick<Jobs, 'define' | 'schedule' | 'enqueue'>
  regions: RegionIndex
  units: UnitIndex
  /** dated rules; the platform's own are `platformRules` */
  rules: Pick<RuleIndex, 'find'>
  /** the register of persons and enterprises outside; without one only demo mode verifies, by simulation */
  verifySubject?: VerifySubject
}

export const platformRules = (city: string): Rule[] => [...classificationRules(city), ...policyRules(city), ...qualityRules(city)]

export interface Platform {
  catalogue: CatalogueRoom
  held: Held
  subjectKey: SubjectKey
  policy: PolicyRoom
  lineage: Lineages
  modules: readonly Module[]
}

export const createPlatform = (ctx: Ctx, services: PlatformServices): Platform => {
  const catalogue = createCatalogue(ctx, services)
  const held = createHeld(ctx)
  const subjectKey = createSubjectKey(ctx)
  const exchange = createExchange(ctx, { ...services, catalogue, held, subjectKey })
  const volume = volumeLimits(services.rules, ctx.city.code, ctx.now)
  const classification = createClassification({ ...services, ctx, catalogue, held, volume })
  const policy = createPolicyRoom({ ...services, ctx, catalogue, held, volume })
  const versionFields = async (resource: string, version: number) =>
    (await findVersion(ctx.db, resource, version))?.doc.fields.map(({ name }) => name)
  const lineage = createLineage(ctx, { ...services, catalogue, held, versionFields, grants: policy.grants })
  const quality = createQuality(ctx, { ...services, catalogue, held })
  lineage.provide(exchange.lineage)
  lineage.provide(quality.lineage)
  lineage.provide(policy.lineage)
  const rooms = { ...services, ...policy, ctx, catalogue, held, subjectKey }
  const myData = createMyData({ ...rooms, subjects: createSubjects(ctx) })
  const returnFlow = createReturnFlow(rooms)
  lineage.provide(returnFlow.lineage)
  return {
    lineage,
    policy,
    modules: [
      policy.module,
      catalogueModule(ctx, { ...services, room: catalogue }),
      exchange,
      classification,
      quality,
      lineage,
      myData,
      returnFlow,
    ],
    catalogue,
    held,
    subjectKey,
  }
}
