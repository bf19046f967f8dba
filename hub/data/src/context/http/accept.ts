/** Content negotiation (clause 6.3.4): the order of the offers decides unless the weights of Accept say otherwise. */

export const JSON_TYPE = 'application/json'
export const LD_TYPE = 'application/ld+json'
export const GEO_TYPE = 'application/geo+json'
export type MediaType = typeof JSON_TYPE | typeof LD_TYPE | typeof GEO_TYPE

interface Range {
  type: string
  q: number
  /** how exactly it names a type: 2 a type, 1 a family, 0 anything */
  precision: number
}

const readRanges = (accept: string): Range[] =>
  accept.split(',').flatMap((part) => {
    const [type = '', ...params] = part.trim().toLowerCase().split(';')
    if (!type) return []
    const weight = params.map((param) => /^\s*q\s*=\s*(\d(?:\.\d+)?)\s*$/.exec(param)?.[1]).find((value) => value !== undefined)
    const precision = type === '*/*' ? 0 : type.endsWith('/*') ? 1 : 2
    return [{ type: type.trim(), q: weight === undefined ? 1 : Math.min(1, Number(weight)), precision }]
  })

const covers = (range: string, type: string): boolean =>
  range === '*/*' || range === type || (range.endsWith('/*') && type.startsWith(range.slice(0, -1)))

/** The offered type that is wanted most; undefined when none is wanted. */
export const negotiate = (accept: string | undefined, offers: readonly MediaType[]): MediaType | undefined => {
  if (!accept?.trim()) return offers[0]
  const ranges = readRanges(accept)
  let best: MediaType | undefined
  let bestQ = 0
  for (const offer of offers) {
    const matching = ranges.filter((range) => covers(range.type, offer)).sort((a, b) => b.precision - a.precision)
    const q = matching[0]?.q ?? 0
    if (q > bestQ) {
      best = offer
      bestQ = q
    }
  }
  return best
}
