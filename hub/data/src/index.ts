/** @haihe/data: 数据中台. */
export { touchEntities } from './context/touch.ts'
export * from './data.ts'
export { createIngest, type IngestControls, type IngestOptions } from './ingest/ingest.ts'
export { defaultRetention, retentionRuleId } from './ingest/retention-rule.ts'
export type * from './ingest/types.ts'
export { migrations as dataMigrations } from './migrations.ts'
export { createSourceRegistry, type SourceRegistry } from './sources/registry.ts'
export { findSource, insertSource, listSources, type NewSource } from './sources/store.ts'
