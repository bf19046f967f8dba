/** The scenarios of this city, in the order in which their words are loaded. */
import type { Scenario } from '@haihe/contract'
import { scenario as cityManagement } from './governance/city-management/scenario.ts'
import { scenario as airQuality } from './operations/air-quality/scenario.ts'

export const scenarios: readonly Scenario[] = [cityManagement, airQuality]
