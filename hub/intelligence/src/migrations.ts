import { fileURLToPath } from 'node:url'
import type { MigrationSet } from '@haihe/kernel'

/** The schema `intelligence`: indicators, partials, alerts. */
export const migrations: MigrationSet = {
  module: 'intelligence',
  folder: fileURLToPath(new URL('../migrations', import.meta.url)),
}
