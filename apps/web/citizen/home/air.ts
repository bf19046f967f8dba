/** Which of a board's numbers tell about the air, and the district a person chose. Pure but for localStorage. */
import type { Tile } from '@haihe/contract'

const KEY = 'haihe.citizen.district'

export const keptDistrict = (): string => {
  try {
    const kept = localStorage.getItem(KEY) ?? ''
    return /^\d{6}$/.test(kept) ? kept : ''
  } catch {
    return ''
  }
}

export const keepDistrict = (code: string): void => {
  try {
    localStorage.setItem(KEY, code)
  } catch {
    // not stored: the choice holds for this visit
  }
}

const INDEX = /\baqi\b/i
const POLLUTANTS = /pm2[._-]?5|pm10|\bo3\b|ozone/i

/** The index first, then what people ask for beside it; others of the board are not about air. */
export const airTiles = (tiles: readonly Tile[]): { main: Tile | undefined; rest: Tile[] } => {
  const main = tiles.find(({ indicator }) => INDEX.test(indicator.replace(/[._-]/g, ' ')))
  return { main, rest: tiles.filter((tile) => tile !== main && POLLUTANTS.test(tile.indicator)).slice(0, 3) }
}
