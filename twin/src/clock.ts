/** The twin's virtual clock: it tells which hour of the city's day is being played. Readings carry real time. */
export interface Clock {
  /** virtual epoch milliseconds */
  now: () => number
  /** real milliseconds that a span of virtual milliseconds takes */
  real: (virtual: number) => number
}

export const createClock = (speed: number, start: number, realNow: () => number = Date.now): Clock => {
  const began = realNow()
  return { now: () => start + (realNow() - began) * speed, real: (virtual) => virtual / speed }
}

const HOUR = 3_600_000

/** Hour of the day in China, 0 ≤ h < 24, with its fraction. China has one zone and no summer time. */
export const hourOfDay = (at: number): number => ((at / HOUR + 8) % 24) + 0
