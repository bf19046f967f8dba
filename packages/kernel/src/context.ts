/** What every module is given. Nothing else is global. */

import type { FastifyInstance } from 'fastify'
import type { City } from './city.ts'
import type { Config } from './config.ts'
import type { Database } from './db.ts'
import type { Route } from './http/route.ts'
import type { LiveHub } from './live/hub.ts'
import type { Log } from './log.ts'
import type { MigrationSet } from './migrate.ts'

export interface Ctx extends Database {
  config: Config
  log: Log
  /** the clock; tests and the twin's replay give their own */
  now: () => Date
  live: LiveHub
  city: City
}

/** A floor of the house as the composition root mounts it. */
export interface Module {
  name: string
  migrations?: MigrationSet
  routes?: Route[]
  /** protocols with their own content types (NGSI-LD, Open311): every route in it sets config.permission */
  plugin?: (app: FastifyInstance) => void | Promise<void>
  start?: () => Promise<void>
  /** called in reverse order of start; must finish what was accepted */
  stop?: () => Promise<void>
}
