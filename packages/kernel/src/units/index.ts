export { loadUnits, saveUnits } from './load.ts'
export { openUnits } from './open.ts'
export { unitRoutes } from './routes.ts'
export { createUnitIndex, type UnitFilter, type UnitIndex } from './unit-index.ts'
