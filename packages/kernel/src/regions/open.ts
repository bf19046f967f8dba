import type { Ctx } from '../context.ts'
import { loadRegions } from './load.ts'
import { createRegionIndex, type RegionIndex } from './region-index.ts'
import { listRegions } from './store.ts'

/** Loads the city's regions when its folder is given and its files have changed, then reads them into memory. */
export const openRegions = async (ctx: Pick<Ctx, 'db' | 'now' | 'city'>, folder?: string): Promise<RegionIndex> => {
  if (folder !== undefined) await loadRegions(ctx.db, folder, ctx.now)
  return createRegionIndex(await listRegions(ctx.db), ctx.city.bounds)
}
