/** Loads the units of a city folder into the database: once, and again only when the file has changed. */
import type { Unit } from '@haihe/contract'
import { type Db, inTransaction } from '../db.ts'
import { readUnitsFile } from '../regions/city-files.ts'
import { findCityFile, lockCityFiles, saveCityFile } from '../regions/store.ts'
import { replaceUnits } from './store.ts'

/** Throws when an id comes twice or a parent is missing; the database refuses regions that it does not know. */
const checkUnits = (list: readonly Unit[]): readonly Unit[] => {
  const ids = new Set(list.map((unit) => unit.id))
  if (ids.size !== list.length) throw new Error('a unit id comes twice')
  for (const unit of list)
    if (unit.parent !== null && !ids.has(unit.parent)) throw new Error(`unit ${unit.id} has no parent ${unit.parent}`)
  return list
}

export const saveUnits = (db: Db, list: readonly Unit[]): Promise<void> =>
  inTransaction(db, async (trx) => {
    await lockCityFiles(trx)
    await replaceUnits(trx, checkUnits(list))
  })

/** True when something was loaded. Regions must be loaded first. */
export const loadUnits = async (db: Db, folder: string, now: () => Date): Promise<boolean> => {
  const file = await readUnitsFile(folder)
  if (!file) throw new Error(`the city in ${folder} has no units file`)
  return inTransaction(db, async (trx) => {
    await lockCityFiles(trx)
    if ((await findCityFile(trx, 'units')) === file.hash) return false
    await replaceUnits(trx, checkUnits(file.parse().units))
    await saveCityFile(trx, 'units', file.hash, now())
    return true
  })
}
