/** @haihe/intelligence: 智能中台. */
export type { EventQuestion, EventRecords } from './explain/explain.ts'
export type { IndicatorEvent, RecordEvents } from './indicators/events.ts'
export * from './intelligence.ts'
export { migrations as intelligenceMigrations } from './migrations.ts'
