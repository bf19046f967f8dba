/** The scenarios of this city, in the order in which their words are loaded. */
import type { Scenario } from '@haihe/contract'

export const scenarios: readonly Scenario[] = []
