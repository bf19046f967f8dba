/** The catalogue as the platform mounts it: routes, exports, the façade, and the watch over update cycles. */
import type { Ctx, Jobs, Module, Outbox, RegionIndex, UnitIndex } from '@haihe/kernel'
import type { CatalogueRoom } from './catalogue.ts'
import { ckanRoutes } from './ckan/routes.ts'
import { dcatRoutes } from './dcat/routes.ts'
import { catalogueRoutes } from './routes.ts'
import { createSearch } from './search/search.ts'
import { watchCycles } from './watch.ts'

interface CatalogueModule {
  room: CatalogueRoom
  outbox: Pick<Outbox, 'publish'>
  jobs: Pick<Jobs, 'define' | 'schedule'>
  regions: RegionIndex
  units: UnitIndex
}

export const catalogueModule = (ctx: Ctx, { room, outbox, jobs, regions, units }: CatalogueModule): Module => {
  const { memory } = room
  const search = createSearch(memory, units.name)
  jobs.define('catalogue.watch', async () => {
    await watchCycles({ ...ctx, memory, outbox })
  })
  jobs.schedule('catalogue.watch', '*/10 * * * *')
  return {
    name: 'catalogue',
    routes: [
      ...catalogueRoutes({ ctx, room, search, regions, units }),
      ...dcatRoutes({ ctx, memory, regions, units }),
      ...ckanRoutes({ ctx, memory, search, units }),
    ],
    start: async () => {
      await room.declare(room.described())
      // entries are read and indexed beside the start, not before it
      memory.refresh().catch((error: unknown) => ctx.log.warn({ err: error }, 'the catalogue could not be read'))
    },
  }
}
