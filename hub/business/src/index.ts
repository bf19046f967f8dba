/** @haihe/business: what must be done, by whom, by when, and what came of it. */
export { type Business, createBusiness } from './business.ts'
export { businessMigrations } from './migrations.ts'
export type { Intelligence, Ports, Regions, Rules, UnitInfo, Units } from './ports.ts'
export { rateRules } from './rates/rules.ts'
