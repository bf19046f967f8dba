import { fileURLToPath } from 'node:url'
import type { MigrationSet } from '@haihe/kernel'

export const migrations: MigrationSet = {
  module: 'data-exchange',
  folder: fileURLToPath(new URL('./migrations', import.meta.url)),
}
