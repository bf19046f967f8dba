import type { Ctx } from '../context.ts'
import { loadUnits } from './load.ts'
import { listUnits } from './store.ts'
import { createUnitIndex, type UnitIndex } from './unit-index.ts'

/** Loads the city's units when its folder is given and the file has changed, then reads them into memory. */
export const openUnits = async (ctx: Pick<Ctx, 'db' | 'now'>, folder?: string): Promise<UnitIndex> => {
  if (folder !== undefined) await loadUnits(ctx.db, folder, ctx.now)
  return createUnitIndex(await listUnits(ctx.db))
}
