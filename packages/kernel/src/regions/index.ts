export { loadRegions, regionRows, saveRegions } from './load.ts'
export { openRegions } from './open.ts'
export { createRegionIndex, type RegionIndex } from './region-index.ts'
export { regionRoutes } from './routes.ts'
