import { fileURLToPath } from 'node:url'
import type { MigrationSet } from '@haihe/kernel'

/** The schema `data`: 01xx ingest, 02xx city objects and deliveries. */
export const migrations: MigrationSet = { module: 'data', folder: fileURLToPath(new URL('../migrations', import.meta.url)) }
