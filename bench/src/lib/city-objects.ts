/** City objects of the context bench: made-up book boxes of a library, spread over the city. */

export const BOX = 'BookBox'
export const KINDS = ['novel', 'atlas', 'poem', 'play', 'essay', 'diary', 'comic', 'guide'] as const
/** where the boxes stand: a square in the middle of the city, degrees */
export const WEST = 117.0
export const SOUTH = 39.0
export const SPAN = 0.4
/** books in a box: 0 to 999.9 */
export const MOST_BOOKS = 1000

/** The same number gives the same box. */
const spread = (n: number, salt: number): number => {
  const mixed = Math.imul(n ^ (salt * 0x9e3779b9), 0x85ebca6b)
  return ((mixed ^ (mixed >>> 13)) >>> 0) / 2 ** 32
}

const fixed = (value: number, digits: number): number => Number(value.toFixed(digits))

export const boxId = (n: number): string => `urn:ngsi-ld:${BOX}:${String(n).padStart(7, '0')}`

/** An entity in normalized form: a number, a text, a place, a relationship, and one attribute with sub-attributes. */
export const box = (n: number) => ({
  id: boxId(n),
  type: BOX,
  books: { type: 'Property', value: fixed(spread(n, 1) * MOST_BOOKS, 1) },
  kind: { type: 'Property', value: KINDS[Math.floor(spread(n, 2) * KINDS.length)] },
  location: {
    type: 'GeoProperty',
    value: {
      type: 'Point',
      coordinates: [fixed(WEST + spread(n, 3) * SPAN, 6), fixed(SOUTH + spread(n, 4) * SPAN, 6)],
    },
  },
  keeper: { type: 'Relationship', object: `urn:ngsi-ld:Keeper:${Math.floor(spread(n, 5) * 500)}` },
  state: { type: 'Property', value: 'open', checkedBy: { type: 'Property', value: `k${n % 500}` } },
})

/** Query strings of the mix, each narrowed to a small part of the boxes; another every time. */
export const QUERIES: Record<string, (n: number) => string> = {
  /** a range of 0.2 % of the boxes */
  number: (n) => {
    const low = fixed(spread(n, 6) * (MOST_BOOKS - 2), 1)
    return `type=${BOX}&q=${encodeURIComponent(`books>=${low};books<=${fixed(low + 2, 1)}`)}&limit=20`
  },
  /** one text and a range: about 0.3 % */
  text: (n) => {
    const low = fixed(spread(n, 7) * (MOST_BOOKS - 20), 1)
    const kind = KINDS[n % KINDS.length]
    return `type=${BOX}&q=${encodeURIComponent(`kind=="${kind}";books==${low}..${fixed(low + 20, 1)}`)}&limit=20`
  },
  /** within 500 m: some twenty boxes */
  near: (n) => {
    const place = JSON.stringify([fixed(WEST + spread(n, 8) * SPAN, 5), fixed(SOUTH + spread(n, 9) * SPAN, 5)])
    return `type=${BOX}&georel=${encodeURIComponent('near;maxDistance==500')}&geometry=Point&coordinates=${encodeURIComponent(place)}&limit=20`
  },
  /** the boxes of one keeper: 0.2 % */
  link: (n) =>
    `type=${BOX}&q=${encodeURIComponent(`keeper=="urn:ngsi-ld:Keeper:${Math.floor(spread(n, 10) * 500)}"`)}&limit=20&options=keyValues`,
}
