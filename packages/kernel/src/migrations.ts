import { fileURLToPath } from 'node:url'
import type { MigrationSet } from './migrate.ts'

/** The kernel's own tables: first in every list of migrations. */
export const kernelMigrations: MigrationSet = {
  module: 'kernel',
  folder: fileURLToPath(new URL('../migrations', import.meta.url)),
}
