/** The scenarios of this city, in the order in which their numbers stand on a board, and the routes a few of them bring. */
import type { Scenario } from '@haihe/contract'
import type { Ctx, Module, RegionIndex, RuleIndex } from '@haihe/kernel'
import { scenario as cityManagement } from './governance/city-management/scenario.ts'
import { createParking } from './living/parking/module.ts'
import { scenario as parking } from './living/parking/scenario.ts'
import { scenario as airQuality } from './operations/air-quality/scenario.ts'

export const scenarios: readonly Scenario[] = [airQuality, parking, cityManagement]

export interface ScenarioServices {
  regions: RegionIndex
  rules: RuleIndex
}

export const scenarioModules = (ctx: Ctx, services: ScenarioServices): Module[] => [createParking(ctx, services)]
