import { fileURLToPath } from 'node:url'
import type { MigrationSet } from '@haihe/kernel'

export const businessMigrations: MigrationSet = {
  module: 'business',
  folder: fileURLToPath(new URL('../migrations', import.meta.url)),
}
