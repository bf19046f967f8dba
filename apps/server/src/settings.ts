/** Where the shipped city lies, and the address of the database: given, or the embedded server's. */
import { fileURLToPath } from 'node:url'
import { type Config, startPostgres } from '@haihe/kernel'

export const CITY_FOLDER = fileURLToPath(new URL('../city/tianjin', import.meta.url))

export interface Store {
  url: string
  /** what to tell the person who started it */
  note: string
  stop: () => Promise<void>
}

export const openStore = async (config: Config): Promise<Store> => {
  if (config.databaseUrl) return { url: config.databaseUrl, note: 'PostgreSQL of DATABASE_URL', stop: async () => {} }
  const postgres = await startPostgres({ home: config.home })
  return {
    url: postgres.url,
    note: postgres.adopted ? 'embedded PostgreSQL (found running)' : 'embedded PostgreSQL',
    stop: postgres.stop,
  }
}
