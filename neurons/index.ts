/** The scenarios of this city, in the order in which their numbers stand on a board, and the routes a few of them bring. */
import type { Scenario } from '@haihe/contract'
import type { Ctx, MigrationSet, Module, RegionIndex, RuleIndex } from '@haihe/kernel'
import { scenario as cityManagement } from './governance/city-management/scenario.ts'
import type { LedgerServices } from './governance/data-exchange/ledger/services.ts'
import { migrations as dataExchangeMigrations } from './governance/data-exchange/migrations.ts'
import { createLedger } from './governance/data-exchange/module.ts'
import { scenario as dataExchange } from './governance/data-exchange/scenario.ts'
import { createParking } from './living/parking/module.ts'
import { scenario as parking } from './living/parking/scenario.ts'
import { scenario as airQuality } from './operations/air-quality/scenario.ts'

export const scenarios: readonly Scenario[] = [airQuality, parking, cityManagement, dataExchange]

/** Tables that scenarios keep beside the hub's. */
export const scenarioMigrations: readonly MigrationSet[] = [dataExchangeMigrations]

interface ScenarioServices extends LedgerServices {
  regions: RegionIndex
  rules: RuleIndex
}

export const scenarioModules = (ctx: Ctx, services: ScenarioServices): Module[] => [
  createParking(ctx, services),
  createLedger(ctx, services),
]
